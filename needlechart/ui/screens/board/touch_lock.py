"""Touch lock: with gel on the screen or a hand on the tissue, stray touches do nothing."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, IconLabel, Panel, Text
from needlechart.ui.widgets.painting import paint_box

AGAIN_MS = 4000
"""The second tap of a release comes within this time, or the first is forgotten."""

_SWALLOWED = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease,
        QEvent.Type.ContextMenu,
    }
)


class TouchLock(QWidget):
    """Covers the board and lets it be seen; keys still work.

    Two taps in two places release it, which a palm or a drop of gel does not do; so does its key.
    ``stop_wanted`` and ``released``: Stop now stays in reach of one tap.
    """

    stop_wanted = Signal()
    released = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("touch_lock")
        self._theme = theme = Theme.current()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.plate = Panel(self, style=BoxStyle(fill="surface", edge="ink", width=2), radius=10)
        row = QHBoxLayout(self.plate)
        row.setContentsMargins(*(theme.px(edge) for edge in (14, 8, 8, 8)))
        row.setSpacing(theme.px(10))
        row.addWidget(IconLabel("lock", self.plate, colour="ink", size=20))
        row.addWidget(Text("Touch is locked, keys work", self.plate, role="strong"))
        self.stop = Button("Stop now", self.plate, kind=ButtonKind.DANGER, padding=12)
        self.stop.setObjectName("touch_lock_stop")
        self.first = Button("Release", self.plate, padding=12)
        self.first.setObjectName("touch_release")
        self.first.setAccessibleName("Release the touch lock; a second button appears")
        row.addWidget(self.stop)
        row.addWidget(self.first)
        self.second = Button("Tap here to release", self, kind=ButtonKind.PRIMARY, padding=16, height=52)
        self.second.setObjectName("touch_release_confirm")
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.second.hide)
        self.stop.clicked.connect(self._on_stop)
        self.first.clicked.connect(self._on_first)
        self.second.clicked.connect(self.release)
        self.hide()

    def lock(self, *, needles_in: bool) -> None:
        """Cover the board; ``needles_in`` keeps Stop now on the plate."""
        parent = self.parentWidget()
        if parent is None:
            return
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.second.hide()
        self.show_needles(needles_in=needles_in)
        self.show()
        self.raise_()

    def show_needles(self, *, needles_in: bool) -> None:
        """Whether there is something to stop."""
        self.stop.setVisible(needles_in)
        self._place()

    def release(self) -> None:
        """Uncover it."""
        if self.isHidden():
            return
        self._again.stop()
        self.hide()
        self.released.emit()

    @property
    def locked(self) -> bool:
        """Whether touches are swallowed."""
        return not self.isHidden()

    def _on_first(self) -> None:
        """The second tap is asked far from the first."""
        self.second.show()
        self.second.raise_()
        self._place()
        self._again.start()

    def _on_stop(self) -> None:
        self.release()
        self.stop_wanted.emit()

    def _place(self) -> None:
        """The plate in the middle of the head, the second button at the foot."""
        plate = self.plate.sizeHint()
        self.plate.setGeometry(
            QRect((self.width() - plate.width()) // 2, self._theme.px(6), plate.width(), plate.height())
        )
        button = self.second.sizeHint()
        foot = self.height() - button.height() - self._theme.px(20)
        self.second.setGeometry(self._theme.px(20), foot, button.width(), button.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        parent = self.parentWidget()
        if parent is not None and watched is parent and event.type() == QEvent.Type.Resize:
            self.setGeometry(parent.rect())
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() in _SWALLOWED:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        paint_box(painter, self._theme, edge, BoxStyle(edge="ink", width=4), 10)
