"""The edges of the map: which side of the patient lies there, at every zoom."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from needlechart.domain.words import Side, View
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text

WIDTH = 24


def sides_of(view: View) -> tuple[Side, Side]:
    """The patient's side at the viewer's left edge and at the other edge.

    In front and on the pelvic floor (seen from below, patient lying on the back) the patient's right
    is on the viewer's left; seen from the back it is the other way round; a side view shows one side.
    """
    match view:
        case View.BACK:
            return Side.LEFT, Side.RIGHT
        case View.LEFT:
            return Side.LEFT, Side.LEFT
        case View.RIGHT:
            return Side.RIGHT, Side.RIGHT
        case _:
            return Side.RIGHT, Side.LEFT


class Rail(QWidget):
    """Full height: R filled, L outlined, always with letter and words; lets taps through."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = Side.RIGHT
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    @property
    def side(self) -> Side:
        return self._side

    def set_side(self, side: Side) -> None:
        """Patient's right or left."""
        self._side = side
        self.setAccessibleName(f"Patient's {side.value}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, right = self._theme, self._side is Side.RIGHT
        box = QRectF(self.rect())
        style = BoxStyle(fill="ink" if right else "surface", edge="ink", width=2)
        paint_box(painter, theme, box, style, theme.radius("tag"))
        ink = theme.colour("surface" if right else "ink")
        letter = "R" if right else "L"
        high = theme.px(20)
        for top in (theme.px(8), box.height() - theme.px(8) - high):
            paint_text(painter, QRectF(0, top, box.width(), high), letter, theme.font("section"), ink)
        painter.translate(box.center())
        painter.rotate(-90)
        long = box.height() - theme.px(80)
        words = QRectF(-long / 2, -box.width() / 2, long, box.width())
        paint_text(painter, words, f"PATIENT’S {self._side.value.upper()}", theme.font("label_strong"), ink)
