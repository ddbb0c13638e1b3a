"""The way to the painted areas: a button on a step, one tap; the body opens in place of the cards."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.symptom_areas import is_free, lettered, percent_words
from needlechart.domain.words import Phase
from needlechart.ui.widgets import Button

if TYPE_CHECKING:
    from needlechart.ui.screens.board.areas.panel import AreaPanel
    from needlechart.ui.screens.board.step import StepScreen

CLOSED = "Mark where on the body"
NONE = {Phase.BEFORE: "No symptoms on the body", Phase.AFTER: "No symptoms left"}


class AreaDoor(QObject):
    """Owns the button; the panel is made when it is first opened."""

    def __init__(self, step: "StepScreen", phase: Phase, parent: QWidget) -> None:
        super().__init__(step)
        self._step = step
        self._phase = phase
        self.panel: AreaPanel | None = None
        self.button = Button(CLOSED, parent, icon="person")
        self.button.setObjectName("mark_areas")
        self.button.clicked.connect(self.open)

    def open(self) -> None:
        """Show the body to paint on."""
        if not self._step.shown:
            return
        if self.panel is None:
            from needlechart.atlas.atlas import load
            from needlechart.ui.screens.board.areas.panel import AreaPanel

            self.panel = AreaPanel(load(), self._step.theme, self._phase, self._step)
            self.panel.left.connect(self.close)
            self._step.add_page(self.panel)
        self.panel.show_visit(self._step.visit)
        self._step.show_page(self.panel)
        self.panel.focus_first()

    def close(self) -> None:
        """Back to the cards, the keyboard on the button."""
        self._step.show_page(None)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop(self) -> None:
        """Another visit is shown, or none: the cards are in sight and nothing is held."""
        if self.panel is not None:
            self.panel.show_visit(None)
        self._step.show_page(None)

    def show_chart(self, chart: VisitChart) -> None:
        """The button says what is drawn."""
        mine = [area for _, area in lettered(chart.areas, self._phase)]
        shares = [area.percent for area in mine if area.percent is not None]
        told = f", {percent_words(sum(shares))} of the body" if shares else ""
        many = "1 area" if len(mine) == 1 else f"{len(mine)} areas"
        none = NONE[self._phase] if is_free(chart.visit, self._phase) else CLOSED
        self.button.set_text(f"{many} marked{told}" if mine else none)
