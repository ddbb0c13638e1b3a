"""The home programme: which of today's exercises go home, and how often."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.home_programme import TAKEN_HOME
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import FollowOnKind
from needlechart.editing.change import Pair
from needlechart.ui.screens.board.follow_on_item import at_home
from needlechart.ui.screens.board.follow_on_list import home_of, key_of
from needlechart.ui.widgets import Card, ChipRow, Choice, Text

OFTEN = [Choice(text, text) for text in ("Once a day", "Twice a day", "3 times a day", "Every other day")]
NOTHING = "What is given above can be taken home."
AS_GIVEN = "None chosen: the handout shows what was given today."


class HomeProgrammeCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Home programme", parent, hint="prints on the handout")
        self._chart: VisitChart | None = None
        self.exercises = ChipRow((), self, label="Home programme", multi=True, wrap=True)
        self.exercises.setObjectName("home_exercises")
        self.exercises.chosen.connect(self._take)
        self.exercises.cleared.connect(self._leave)
        self.told = Text("", self, role="secondary", colour="muted", wrap=True)
        self.often = ChipRow(OFTEN, self, label="How often", clearable=True, wrap=True)
        self.often.setObjectName("home_frequency")
        self.often.chosen.connect(lambda value: self._set_often(value))
        self.often.cleared.connect(lambda value: self._set_often(""))
        for part in (self.exercises, self.told, self.often):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_chart(self, chart: VisitChart) -> None:
        """What can go home, what does, and how often."""
        self._chart = chart
        offered = self._offered()
        self.exercises.set_choices([Choice(key, one.what, tick=True) for key, one in offered.items()])
        chosen = {key for key, one in offered.items() if one.kind is FollowOnKind.HOME_PROGRAMME}
        self.exercises.set_values(chosen)
        self.exercises.setVisible(bool(offered))
        self.told.setText("" if chosen else AS_GIVEN if offered else NOTHING)
        self.told.setVisible(not chosen)
        self.often.set_value(chart.visit.home_frequency or None)

    def _offered(self) -> dict[str, FollowOn]:
        """Given today and fit for home; the record of the home programme where there is one."""
        chart = self._chart
        if chart is None:
            return {}
        found = {key_of(one): one for one in chart.follow_ons if one.kind in TAKEN_HOME}
        home = (one for one in chart.follow_ons if one.kind is FollowOnKind.HOME_PROGRAMME)
        return {**found, **{key_of(one): one for one in home}}

    def _take(self, key: str) -> None:
        one = self._offered().get(key)
        if self._chart is not None and one is not None:
            self.did.emit([(None, at_home(self._chart, one))], f"{one.what}: at home too")

    def _leave(self, key: str) -> None:
        one = self._offered().get(key)
        home = home_of(self._chart, one) if self._chart is not None and one is not None else None
        if home is not None:
            self.did.emit([(home, None)], f"{home.what}: not at home")

    def _set_often(self, words: str) -> None:
        if self._chart is not None:
            visit = self._chart.visit
            pairs: list[Pair] = [(visit, visit.but(home_frequency=words))]
            self.did.emit(pairs, f"Home programme {words.lower()}".strip())
