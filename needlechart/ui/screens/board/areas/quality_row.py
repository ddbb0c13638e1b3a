"""What an area feels like: chips that show the colour and the pattern the area gets."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.catalogue import symptom_qualities
from needlechart.ui.bodymap.area_item import Look, look_of, paint_pattern
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Chip, FlowLayout, RovingRow
from needlechart.ui.widgets.control import TARGET
from needlechart.ui.widgets.painting import paint_box, paint_text

SWATCH = 22


def paint_swatch(painter: QPainter, theme: Theme, box: QRectF, look: Look) -> None:
    """A small piece of an area."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_box(painter, theme, box, BoxStyle(fill="surface"), theme.radius("badge"))
    path = QPainterPath()
    path.addRoundedRect(box, theme.radius("badge"), theme.radius("badge"))
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.translate(box.topLeft())
    small = QRectF(0, 0, box.width(), box.height())
    colour = theme.colour(look.colour)
    paint_pattern(painter, look, small, theme.px(7), QPen(colour, 1.4))
    painter.restore()
    paint_box(painter, theme, box, BoxStyle(edge=look.colour, width=1.5), theme.radius("badge"))


class QualityChip(Chip):
    """Swatch and word."""

    def __init__(self, quality: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._quality = quality

    def sizeHint(self) -> QSize:
        wide = self._text_width("strong") + self._theme.px(SWATCH + 21)
        return QSize(round(wide + 0.5), self._theme.px(TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, style = self._theme, self._style()
        box = QRectF(self.rect())
        paint_box(painter, theme, box, style)
        side = theme.px(SWATCH)
        left = theme.px(8)
        paint_swatch(
            painter, theme, QRectF(left, (box.height() - side) / 2, side, side), look_of(self._quality)
        )
        words = box.adjusted(left + side + theme.px(3), 0, -theme.px(3), 0)
        font = theme.font("strong" if style.bold else "body")
        paint_text(painter, words, self.text(), font, theme.colour(style.ink))


class QualityRow(RovingRow):
    """``chosen(id)`` from the person; tapping the chosen one again takes it back with an empty id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.setAccessibleName("Quality")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        box = FlowLayout(self, spacing=self._theme.px(5))
        self._chips: dict[str, QualityChip] = {}
        for one in symptom_qualities().values():
            chip = QualityChip(one.id, one.name, self)
            chip.setObjectName(f"chip-{one.id}")
            chip.clicked.connect(lambda checked=False, key=one.id: self._tapped(key))
            self._chips[one.id] = chip
            box.addWidget(chip)
        self._set_members(list(self._chips.values()))

    def value(self) -> str:
        """The chosen id, empty for none."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a quality as chosen; no signal."""
        self._value = value
        for key, chip in self._chips.items():
            chip.setChecked(key == value)
        if value in self._chips and not any(chip.hasFocus() for chip in self._chips.values()):
            self._set_stop(self._chips[value])

    def _tapped(self, key: str) -> None:
        self._set_stop(self._chips[key])
        self.set_value("" if key == self._value else key)
        self.chosen.emit(self._value)
