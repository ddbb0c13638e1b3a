"""The ring around what has the keyboard: 3 ink outside a gap of 2, drawn over the neighbours."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

from needlechart.ui.theme import Theme

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
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


def bring_into_view(widget: QWidget, margin: int) -> None:
    """Scroll every scroll area around a widget so that it can be seen; Qt itself does so for Tab only."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, margin, margin)
        above = above.parentWidget()


class FocusRing(QWidget):
    """Follows one widget; shown while that has the keyboard, and deleted with it.

    It is never deleted on losing the focus: that also happens in the middle of destroying a window, when
    Qt walks through the children and PySide may own a widget a second time.
    """

    def __init__(self, target: QWidget, host: QWidget, radius: str) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target = target
        self._radius = radius
        self._theme = Theme.current()
        target.destroyed.connect(self._lose_target)
        target.destroyed.connect(self.deleteLater)
        widget: QWidget | None = target
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            widget = widget.parentWidget()
        self.active = False
        self.hide()

    def follows(self, target: QWidget) -> bool:
        return self._target is target

    def follow(self) -> None:
        """The target has the keyboard."""
        self.active = True
        self._place()

    def leave(self) -> None:
        """It has it no longer."""
        self.active = False
        self.hide()

    def _lose_target(self) -> None:
        """From now on the target may not be asked for anything."""
        self.active = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.active and event.type() is QEvent.Type.Hide:
            self.hide()  # no more than that: Qt is walking through the children of the host
        elif self.active and event.type() in _MOVES:
            self._place()
        return False

    def _place(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        around = _GAP + _WIDTH
        corner = self._target.mapTo(host, QPoint(0, 0))
        target = QRect(corner, self._target.size())
        ring = target.adjusted(-around, -around, around, around)
        if host.rect().contains(target):  # whole also where the target reaches the edge
            ring = ring.intersected(host.rect())
        self.setGeometry(ring)
        self.setVisible(self._target.isVisible())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        outer = self._theme.radius(self._radius) + _GAP + _WIDTH
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

    @property
    def shown(self) -> bool:
        ring = self._ring()
        return ring is not None and ring.active

    def focus_in(self, event: QFocusEvent) -> None:
        reason = event.reason()
        by_pointer = reason is Qt.FocusReason.MouseFocusReason
        host = _host_of(self._target)
        if host is not None and (self._always or not (by_pointer or reason in _KEEP)):
            (self._ring() or FocusRing(self._target, host, self._kind)).follow()
            bring_into_view(self._target, _GAP + _WIDTH + 1)

    def focus_out(self, event: QFocusEvent) -> None:
        ring = self._ring()
        if ring is not None and event.reason() not in _KEEP:
            ring.leave()

    def _ring(self) -> FocusRing | None:
        """The ring in today's host; looked up, because host and ring can be destroyed at any time."""
        host = _host_of(self._target)
        rings = [] if host is None else host.findChildren(FocusRing, options=_DIRECT)
        return next((ring for ring in rings if ring.follows(self._target)), None)
