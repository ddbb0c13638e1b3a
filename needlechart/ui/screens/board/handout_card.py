"""The patient's handout, printed or saved with one tap, before or after signing."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Handout
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk
from needlechart.editing.documents import Sheet
from needlechart.ui.errors import Notices
from needlechart.ui.screens.board.aftercare_card import aftercare_pair
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, Card, ChipRow, Choice, Tag, TagKind
from needlechart.ui.widgets.focus import bring_into_view

NO_GOAL = "none"
LONGEST = 26
"""So many letters of a goal stand on its chip."""


class HandoutCard(Card):
    """``did(pairs, text)`` is one step of the visit; ``paper`` prints and saves."""

    did = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Handout", parent)
        self._chart: VisitChart | None = None
        self.notices = Notices(self)
        self.paper = SheetPaper(desk, self.notices, self)
        self.paper.printed.connect(lambda sheet, about: self._given(Handout.PRINTED))
        self.paper.saved.connect(lambda sheet, about: self._given(Handout.SAVED))
        self.state = Tag("", self, kind=TagKind.OK)
        self.head.addWidget(self.state)
        line = row(gap=8)
        self.print = Button("Print", self, icon="printer", padding=14)
        self.print.setObjectName("print_handout")
        self.print.setAccessibleName("Print the handout")
        self.print.clicked.connect(self._print)
        self.save = Button("Save PDF", self, icon="download", padding=14)
        self.save.setObjectName("save_handout")
        self.save.setAccessibleName("Save the handout as PDF")
        self.save.clicked.connect(self._save)
        self.choice = ChipRow(
            [Choice(Handout.NOT_WANTED.value, "Not wanted")], self, label="Handout", clearable=True
        )
        self.choice.setObjectName("handout")
        self.choice.chosen.connect(lambda value: self._set(Handout(value)))
        self.choice.cleared.connect(lambda value: self._set(None))
        for part in (self.print, self.save, self.choice):
            line.addWidget(part)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(self.notices)
        self.goal = ChipRow((), self, label="Goal on the handout", wrap=True)
        self.goal.setObjectName("handout_goal")
        self.goal.chosen.connect(self._choose_goal)
        self._goal_part = Labelled("Goal on the handout", self.goal, self)
        self.body.addWidget(self._goal_part)
        self.body.addStretch(1)

    def show_chart(self, chart: VisitChart) -> None:
        """Whether it was given, and which goal may stand on it."""
        self._chart = chart
        given = chart.aftercare.handout if chart.aftercare else None
        self.choice.set_value(Handout.NOT_WANTED.value if given is Handout.NOT_WANTED else None)
        words = {Handout.PRINTED: "Printed", Handout.SAVED: "Saved as PDF"}.get(given) if given else None
        self.state.setVisible(words is not None)
        self.state.set_text(words or "")
        goals = [one for one in chart.goals if one.met is None]
        self._goal_part.setVisible(bool(goals))
        self.goal.set_choices(
            [Choice(NO_GOAL, "None"), *(Choice(one.id, _short(one.text), spoken=one.text) for one in goals)]
        )
        self.goal.set_value(next((one.id for one in goals if one.may_print), NO_GOAL))

    def forget(self) -> None:
        """Another visit is shown, or none."""
        self._chart = None
        self.paper.forget()

    def _print(self) -> None:
        if self._chart is not None:
            self.paper.print_sheet(Sheet.HANDOUT, self._chart)

    def _save(self) -> None:
        if self._chart is not None:
            self.paper.save_sheet(Sheet.HANDOUT, self._chart)
            # What it says before the first PDF has the button that goes on, maybe below the edge.
            QTimer.singleShot(0, self, lambda: bring_into_view(self.notices, Theme.current().px(8)))

    def _given(self, how: Handout) -> None:
        """The record says so, as long as it can be changed."""
        if self._chart is not None and not self._chart.visit.signed:
            from needlechart.catalogue.handout_texts import sheet_today, written

            self._set(how, sheet=written(sheet_today(self._chart)))

    def _set(self, how: Handout | None, *, sheet: tuple[str, ...] = ()) -> None:
        """``sheet`` are the texts it was given with: a reprint after signing says the same."""
        if self._chart is not None:
            pair = aftercare_pair(self._chart, handout=how, sheet=sheet)
            self.did.emit([pair], "Handout" if how else "Handout cleared")

    def _choose_goal(self, value: str) -> None:
        if self._chart is None:
            return
        pairs: list[Pair] = [
            (one, one.but(may_print=one.id == value))
            for one in self._chart.goals
            if one.may_print is not (one.id == value)
        ]
        self.did.emit(pairs, "Goal on the handout")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rstrip()}…"
