"""The ring around what has the keyboard: 3 ink outside a gap of 2, drawn over the neighbours."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from needlechart.ui.theme import Theme

_GAP = 2
_WIDTH = 3
_KEEP = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ZOrderChange})


def _host_of(target: QWidget) -> QWidget | None:
    """The widget to draw the ring in: what scrolls with the target, else its window."""
    host = target.parentWidget()
    while host is not None and not host.isWindow():
        above = host.parentWidget()
        if isinstance(above.parentWidget() if above else None, QAbstractScrollArea):
            return host
        host = above
    return host


class FocusRing(QWidget):
    """Follows one widget while it has the keyboard."""

    def __init__(self, target: QWidget, host: QWidget, radius: float) -> None:
        super().__init__(host)
        self._host = host
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target = target
        self._radius = radius
        self._theme = Theme.current()
        self._watched: list[QWidget] = []
        widget: QWidget | None = target
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def leave(self) -> None:
        """Stop following; nothing of a target that is being destroyed may be asked after this."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Hide:
            self.hide()  # no more than that: Qt is walking through the children of the host
        elif event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        around = _GAP + _WIDTH
        corner = self._target.mapTo(self._host, QPoint(0, 0))
        self.setGeometry(QRect(corner, self._target.size()).adjusted(-around, -around, around, around))
        self.setVisible(self._target.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        outer = self._radius + _GAP + _WIDTH
        painter.setPen(QPen(self._theme.colour("surface"), _GAP))
        inset = _WIDTH + _GAP / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), outer - inset, outer - inset)
        painter.setPen(QPen(self._theme.colour("ink"), _WIDTH))
        inset = _WIDTH / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), outer - inset, outer - inset)


class FocusMark:
    """Shows a ``FocusRing`` around its parent while the keyboard is there.

    A click alone shows none unless ``always``; call ``focus_in`` and ``focus_out`` from the focus events.
    """

    def __init__(self, target: QWidget, *, radius: str = "chip", always: bool = False) -> None:
        self._target = target
        self._kind = radius
        self._always = always
        self._ring: FocusRing | None = None

    @property
    def shown(self) -> bool:
        return self._ring is not None

    def focus_in(self, event: QFocusEvent) -> None:
        reason = event.reason()
        if reason in _KEEP and self._ring is not None:
            return
        by_pointer = reason is Qt.FocusReason.MouseFocusReason
        if self._ring is None and (self._always or not by_pointer):
            self._show()

    def focus_out(self, event: QFocusEvent) -> None:
        if self._ring is not None and event.reason() not in _KEEP:
            self._ring.leave()
            self._ring = None

    def _show(self) -> None:
        host = _host_of(self._target)
        if host is not None:
            self._ring = FocusRing(self._target, host, Theme.current().radius(self._kind))
