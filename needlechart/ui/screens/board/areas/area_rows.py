"""The painted areas as a list: letter, words, share of the body; a tap selects, the bin removes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.rules.symptom_areas import area_words, feel_words, percent_words, place_words
from needlechart.domain.symptom_area import SymptomArea
from needlechart.ui.bodymap.area_item import look_of
from needlechart.ui.screens.board.areas.quality_row import paint_swatch
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.widgets import BoxStyle, Control, IconButton
from needlechart.ui.widgets.painting import paint_box, paint_text

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AreaRow(Control):
    """One area; two lines of words beside its swatch."""

    def __init__(self, letter: str, area: SymptomArea, parent: QWidget, *, selected: bool) -> None:
        super().__init__(letter, parent)
        self._area = area
        self.setCheckable(True)
        self.setChecked(selected)
        self.setObjectName(f"area_{letter}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        told = area.intensity is not None or area.intensity_not_stated
        missing = "" if told else ", intensity not recorded"
        self.setAccessibleName(f"Area {letter}, {area_words(area)}{missing}")

    def nextCheckState(self) -> None:
        """The list shows what is selected."""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(50))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(50))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self._theme, self._theme.px
        chosen = self.isChecked()
        style = BoxStyle(
            fill="accent_soft" if chosen else "surface", edge="accent" if chosen else "edge", width=1 + chosen
        )
        paint_box(painter, theme, QRectF(self.rect()), style)
        swatch = QRectF(px(8), px(12), px(26), px(26))
        paint_swatch(painter, theme, swatch, look_of(self._area.quality))
        plate = QRectF(px(14), px(16), px(18), px(18))
        paint_box(painter, theme, plate, BoxStyle(fill="surface"), theme.radius("badge"))
        paint_text(painter, plate, self.text(), theme.font("label_strong"), theme.colour("ink"))
        left, wide = px(42), self.width() - px(48)
        place = self._area.region or place_words(self._area)
        place = place[:1].upper() + place[1:]
        top, below = QRectF(left, px(5), wide, px(20)), QRectF(left, px(25), wide, px(20))
        paint_text(painter, top, place, theme.font("secondary_strong"), theme.colour("ink"), LEFT)
        said = [feel_words(self._area) or "quality not recorded", percent_words(self._area.percent)]
        words = ", ".join(part for part in said if part)
        paint_text(painter, below, words, theme.font("label"), theme.colour("muted"), LEFT)


class AreaRows(QWidget):
    """``selected(id)``, ``removed(id)``."""

    selected = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = column(self, gap=6)
        self._shown: object = None

    def show_areas(self, areas: Sequence[tuple[str, SymptomArea]], selected: str) -> None:
        """Rows in the order of their letters; rebuilt only where something differs."""
        shown = (tuple(areas), selected)
        if shown == self._shown:
            return
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self._shown = shown
        empty(self._box)
        for letter, area in areas:
            line = QWidget(self)
            inner = row(line, gap=6)
            one = AreaRow(letter, area, line, selected=area.id == selected)
            one.clicked.connect(lambda checked=False, key=area.id: self.selected.emit(key))
            bin_ = IconButton("trash", f"Remove area {letter}", line, outlined=True)
            bin_.setObjectName(f"remove_area_{letter}")
            bin_.clicked.connect(lambda checked=False, key=area.id: self.removed.emit(key))
            inner.addWidget(one, 1)
            inner.addWidget(bin_)
            self._box.addWidget(line)
            if had_focus and area.id == selected:
                one.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(areas))
