"""What a first visit agrees on besides: a goal, and what makes the treatment bearable; one tap each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Goal
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled
from needlechart.ui.widgets import Card, ChipRow, Choice


class FirstVisitCard(Card):
    """``did(pairs, text)`` is one step of the visit; other words are typed in Plan and in Details."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        from needlechart.catalogue import FirstVisitGroup, first_visit_answers

        super().__init__("First visit", parent)
        self._chart: VisitChart | None = None
        answers = sorted(first_visit_answers().values(), key=lambda one: one.order)
        self._texts = {one.id: one.text for one in answers}
        rows: dict[FirstVisitGroup, ChipRow] = {}
        for group, label, name in (
            (FirstVisitGroup.GOAL, "What would you like to do again?", "first_goals"),
            (FirstVisitGroup.COMFORT, "Comfort plan", "first_comfort"),
        ):
            choices = [
                Choice(one.id, one.short_name, spoken=one.text) for one in answers if one.group is group
            ]
            chips = rows[group] = ChipRow(choices, self, label=label, multi=True, wrap=True)
            chips.setObjectName(name)
            self.body.addWidget(Labelled(label, chips, self))
        self.goals, self.comfort = rows[FirstVisitGroup.GOAL], rows[FirstVisitGroup.COMFORT]
        self.goals.chosen.connect(self._add_goal)
        self.goals.cleared.connect(self._drop_goal)
        self.comfort.chosen.connect(lambda key: self._set_comfort(key, wanted=True))
        self.comfort.cleared.connect(lambda key: self._set_comfort(key, wanted=False))
        self.body.addStretch(1)

    def show_chart(self, chart: VisitChart) -> None:
        """What is agreed so far."""
        self._chart = chart
        goals = {one.text for one in chart.goals}
        agreed = sentences(chart.patient.comfort_plan)
        self.goals.set_values({key for key, text in self._texts.items() if text in goals})
        self.comfort.set_values({key for key, text in self._texts.items() if text in agreed})

    def _add_goal(self, key: str) -> None:
        chart = self._need()
        order = max((one.order for one in chart.goals), default=-1) + 1
        text = self._texts[key]
        made = Goal(patient_id=chart.patient.id, episode_id=chart.episode.id, text=text, order=order)
        self.did.emit([(None, made)], f"Goal: {text.lower()}")

    def _drop_goal(self, key: str) -> None:
        chart, text = self._need(), self._texts[key]
        goals = [one for one in chart.goals if one.text == text]
        reviews = [one for one in chart.goal_reviews if any(one.goal_id == goal.id for goal in goals)]
        gone: list[Pair] = [(one, None) for one in (*reviews, *goals)]
        self.did.emit(gone, f"Goal taken back: {text.lower()}")

    def _set_comfort(self, key: str, *, wanted: bool) -> None:
        """A sentence of the plan more or less; what was typed there stays."""
        patient, text = self._need().patient, self._texts[key]
        agreed = [one for one in sentences(patient.comfort_plan) if one != text]
        if wanted:
            agreed.append(text)
        plan = " ".join(f"{one}." for one in agreed)
        self.did.emit([(patient, patient.but(comfort_plan=plan))], f"Comfort plan: {text.lower()}")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def sentences(plan: str) -> list[str]:
    """The sentences of a comfort plan, without their stops."""
    return [part.strip() for part in plan.split(".") if part.strip()]
