"""The body to paint on and what stands around it: views, sides, zoom, the cover of the pelvic floor."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from needlechart.atlas.atlas import Atlas
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Figure, View
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.paint_view import PaintView, Shown
from needlechart.ui.bodymap.plate import WordPlate
from needlechart.ui.bodymap.rails import WIDTH as RAIL_WIDTH
from needlechart.ui.bodymap.rails import Rail, sides_of
from needlechart.ui.bodymap.toolbar import VIEW_WORDS
from needlechart.ui.bodymap.zoom_buttons import ZoomButtons
from needlechart.ui.screens.parts import column, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, Card, Panel, Segment, SegmentedSwitch, Text

_SHORT = {View.LEFT: "Left", View.RIGHT: "Right", View.PELVIC_FLOOR: "Pelvic"}
_HALVES = {View.LEFT: ("FRONT", "BACK"), View.RIGHT: ("BACK", "FRONT")}
_COVERED = "A drawing of the pelvic floor, seen from below, on which the patient can show where it hurts."


class Cover(Panel):
    """Nothing of the pelvic floor is seen until it is asked for."""

    opened = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, style=BoxStyle(fill="bg"))
        card = Card("Pelvic floor", self)
        card.body.addWidget(Text(_COVERED, card, role="secondary", wrap=True))
        self.show_view = Button("Show the view", card, kind=ButtonKind.PRIMARY)
        self.show_view.setObjectName("areas_show_pelvic")
        self.show_view.clicked.connect(self.opened)
        card.body.addWidget(self.show_view)
        card.setMaximumWidth(Theme.current().px(420))
        outer = column(self, gap=0, edges=(40, 40, 40, 40))
        line = row(gap=0)
        line.addStretch(1)
        line.addWidget(card, 8)
        line.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(2)


class AreaMap(QWidget):
    """``view_chosen(View)`` follows the person."""

    view_chosen = Signal(object)

    def __init__(self, atlas: Atlas, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open = False
        self.art = Artwork(self)
        self.views = SegmentedSwitch(
            [Segment(view.value, VIEW_WORDS[view.value]) for view in View], self, label="View"
        )
        for view in View:
            self.views.segment(view.value).setObjectName(f"area_view_{view.value}")
        self.pane = PaintView(atlas, theme, self.art, self)
        self.pane.setObjectName("area_pane")
        self.rails = [Rail(theme, self) for _ in range(2)]
        self.headings = [WordPlate(theme, self, role="label_strong") for _ in range(2)]
        self.zoom = ZoomButtons(theme, self)
        self.cover = Cover(self)
        self.cover.hide()
        self.cover.opened.connect(self._uncover)
        self.views.chosen.connect(lambda value: self._turn(View(value)))
        self.zoom.closer.connect(self.pane.zoom_in)
        self.zoom.farther.connect(self.pane.zoom_out)
        self.zoom.fitted.connect(self.pane.fit)
        self.views.raise_()
        theme.changed.connect(self._arrange)

    def show_body(self, figure: Figure, view: View) -> None:
        """Another figure or view."""
        self.pane.show_body(figure, view)
        self.views.set_value(view.value)
        covered = view is View.PELVIC_FLOOR and not self._open
        self.cover.setVisible(covered)
        self.pane.setVisible(not covered)
        self.zoom.setVisible(not covered)
        for rail, side in zip(self.rails, sides_of(view), strict=True):
            rail.set_side(side)
            rail.setVisible(not covered)
        for heading, word in zip(self.headings, _HALVES.get(view, ("", "")), strict=True):
            heading.set_text(word)
        self._arrange()

    def show_areas(self, areas: Sequence[Shown], selected: str, earlier: Sequence[SymptomArea]) -> None:
        """Draw areas, and count them on the switch."""
        self.pane.show_areas(areas, selected, earlier)
        counts = {view.value: sum(area.view is view for area, _ in areas) for view in View}
        self.views.set_counts(counts)
        self._arrange()

    def close_cover(self) -> None:
        """The pelvic floor is covered again."""
        self._open = False

    def _turn(self, view: View) -> None:
        if view is not View.PELVIC_FLOOR:
            self._open = False
        self.view_chosen.emit(view)

    def _uncover(self) -> None:
        self._open = True
        self.view_chosen.emit(View.PELVIC_FLOOR)
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(760, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 280)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("bg"))

    def _arrange(self) -> None:
        px, width, height = self._theme.px, self.width(), self.height()
        edge, rail = px(10), px(RAIL_WIDTH)
        self._fit_words(width - 2 * edge)
        views = self.views.sizeHint()
        self.views.setGeometry(edge, px(8), min(views.width(), width - 2 * edge), views.height())
        top, bottom = px(16) + views.height(), height - edge
        self.pane.setGeometry(0, 0, width, height)
        self.cover.setGeometry(0, top, width, height - top)
        for one, left in zip(self.rails, (edge, width - edge - rail), strict=True):
            one.setGeometry(left, top, rail, bottom - top)
        self.pane.set_insets(edge + rail, top, edge + rail, edge)
        inner = QRect(
            edge + rail + px(10), top + px(6), width - 2 * (edge + rail + px(10)), bottom - top - px(8)
        )
        zoom = self.zoom.sizeHint()
        self.zoom.setGeometry(inner.right() - zoom.width(), inner.top(), zoom.width(), zoom.height())
        for heading, share in zip(self.headings, (0.33, 0.67), strict=True):
            heading.move(round(inner.left() + inner.width() * share - heading.width() / 2), inner.top())

    def _fit_words(self, room: int) -> None:
        """Short names where there is no room for long ones; the side stays in the name."""
        for short in (False, True):
            for view in View:
                words = _SHORT.get(view, "") if short else ""
                self.views.segment(view.value).setText(words or VIEW_WORDS[view.value])
                self.views.segment(view.value).updateGeometry()
            layout = self.views.layout()
            if layout is not None:
                layout.invalidate()
            if self.views.sizeHint().width() <= room:
                return
