"""Plus, minus, fit: the button twins of wheel and pinch."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, IconButton
from needlechart.ui.widgets.painting import paint_box


class ZoomButtons(QWidget):
    """One above the other, 46 wide."""

    closer = Signal()
    farther = Signal()
    fitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: list[IconButton] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(1)
        for name, icon, label, signal in (
            ("zoom_in", "plus", "Closer (+)", self.closer),
            ("zoom_out", "minus", "See more (−)", self.farther),
            ("zoom_fit", "fit", "Ribs to knee (Home)", self.fitted),
        ):
            button = IconButton(icon, label, self)
            button.setObjectName(name)
            button.clicked.connect(lambda checked=False, signal=signal: signal.emit())
            box.addWidget(button)
            self._buttons.append(button)
        theme.changed.connect(self.updateGeometry)

    def set_compact(self, *, compact: bool) -> None:
        """Compact leaves out fit: Home and the menu have it."""
        self._buttons[2].setVisible(not compact)

    def sizeHint(self) -> QSize:
        shown = [button for button in self._buttons if not button.isHidden()]
        side = self._theme.px(44)
        return QSize(side + 2, (side + 1) * len(shown) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, QRectF(self.rect()), BoxStyle(fill="surface", edge="edge"))
        shown = [button for button in self._buttons if not button.isHidden()]
        for button in shown[1:]:
            painter.fillRect(QRectF(1, button.y() - 1, self.width() - 2, 1), self._theme.colour("line"))
