"""Goals in the patient's words, each with its ladder and what became of it since last time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Goal, GoalReview
from needlechart.domain.words import GoalChange
from needlechart.editing.change import Pair
from needlechart.ui.screens.ability_field import AbilityField, whole
from needlechart.ui.screens.parts import Ladder, column, empty, row
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    ElidedLabel,
    Hairline,
    NumberStrip,
    TextField,
)

CHANGES = [
    Choice(one.value, text)
    for one, text in zip(GoalChange, ("Further", "No change", "Nearer", "Met"), strict=True)
]


def _by_number(earlier: float | None, value: float) -> GoalChange:
    """What the number alone says of a goal since the last time."""
    if earlier is None or earlier == value:
        return GoalChange.NO_CHANGE
    return GoalChange.NEARER if value > earlier else GoalChange.FURTHER


_STEP = {GoalChange.FURTHER: -1, GoalChange.NO_CHANGE: 0, GoalChange.NEARER: 1}


class GoalsCard(Card):
    """``did(pairs, text)`` is one step of the visit: the review, and the rung it leads to."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Goals", parent)
        self._chart: VisitChart | None = None
        self._lines: dict[str, tuple[ChipRow, Ladder, ElidedLabel]] = {}
        self._able: dict[str, tuple[Button, NumberStrip, AbilityField]] = {}
        self._box = column(gap=6)
        self.body.addLayout(self._box)
        self.field = TextField(self, label="New goal", placeholder="What would you like to do again?")
        self.field.setObjectName("new_goal")
        self.field.committed.connect(self._add)
        self.body.addWidget(self.field)

    def show_chart(self, chart: VisitChart) -> None:
        """The goals of the episode with what was said today."""
        self._chart = chart
        said = {one.goal_id: one for one in chart.goal_reviews}
        shown = [one for one in chart.goals if one.met is None or one.id in said]
        if list(self._lines) != [one.id for one in shown]:
            self._rebuild(shown)
        for goal in shown:
            chips, ladder, now_words = self._lines[goal.id]
            review = said.get(goal.id)
            chips.set_value(review.change.value if review and review.change is not None else None)
            ladder.set_rung(5 if goal.met else goal.rung)
            now_words.setText(goal.now)
            self._show_ability(goal, review)
        self.field.setVisible(len(chart.goals) < 6)

    def _rebuild(self, goals: list[Goal]) -> None:
        empty(self._box)
        self._lines, self._able = {}, {}
        for index, goal in enumerate(goals):
            if index:
                self._box.addWidget(Hairline(self))
            line = self._line(goal)
            self._box.addWidget(line)
            line.show()  # a layout shows what it takes at the next turn only: too late for the keyboard

    def _line(self, goal: Goal) -> QWidget:
        part = QWidget(self)
        box = column(part, gap=6)
        line = row(gap=12)
        box.addLayout(line)
        words = column(gap=0)
        words.addWidget(ElidedLabel(goal.text, part, role="strong"))
        now_words = ElidedLabel(goal.now, part, role="label", colour="muted")
        words.addWidget(now_words)
        line.addLayout(words, 4)
        ladder = Ladder(part, rung=goal.rung, of=goal.text)
        line.addWidget(ladder)
        chips = ChipRow(CHANGES, part, label=f"Goal: {goal.text}", clearable=True)
        chips.setObjectName(f"goal_change_{goal.id}")
        chips.chosen.connect(lambda value: self._review(goal.id, GoalChange(value)))
        chips.cleared.connect(lambda value: self._review(goal.id, None))
        line.addWidget(chips, 7)
        able = Button("0 to 10", part, padding=8)
        able.setObjectName(f"goal_able_{goal.id}")
        strip = NumberStrip(
            part, label=f"Able now, 0 unable to 10 as before: {goal.text}", clearable=True, not_stated=True
        )
        strip.setObjectName(f"goal_ability_{goal.id}")
        strip.chosen.connect(lambda value: self._set_ability(goal.id, value))
        strip.no_number.connect(lambda: self._no_number(goal.id))
        strip.cleared.connect(lambda: self._no_ability(goal.id))
        typed = AbilityField(goal.id, goal.text, part)
        typed.typed.connect(lambda value: self._set_ability(goal.id, value))
        for one in (strip, typed):
            one.hide()
        able.clicked.connect(lambda: [one.setVisible(one.isHidden()) for one in (strip, typed)])
        line.addWidget(able)
        box.addWidget(strip)
        box.addWidget(typed)
        self._able[goal.id] = (able, strip, typed)
        self._lines[goal.id] = (chips, ladder, now_words)
        return part

    def _show_ability(self, goal: Goal, review: GoalReview | None) -> None:
        """Ability said today; the bar marks where it started."""
        button, strip, typed = self._able[goal.id]
        today = review.ability if review is not None else None
        unknown = today is None and review is not None and review.ability_not_stated
        told = f"{today:g} of 10" if today is not None else "Not stated" if unknown else "Able 0–10"
        button.set_text(told)
        button.setAccessibleName(f"Able now: {told}, {goal.text}")
        strip.set_value(whole(today), not_stated=unknown)
        strip.set_before(whole(goal.start_ability))
        typed.show_value(today)

    def _set_ability(self, goal_id: str, value: float) -> None:
        """The number the patient gives; without another answer it also says nearer, no change or further."""
        chart = self._need()
        goal, before = self._of(chart, goal_id)
        change = before.change if before else None
        if change is None:
            change = _by_number(goal.ability, value)
        after = self._made(chart, goal, before, change)
        first = (
            {}
            if goal.ability is not None or goal.start_ability is not None or goal.start_not_stated
            else {"start_ability": float(value)}
        )
        moved = self._moved(chart, goal, self._rung_before(goal, before), change)
        pairs: list[Pair] = [
            (before, after.but(ability=float(value), ability_not_stated=False)),
            (goal, moved.but(ability=float(value), ability_not_stated=False, **first)),
        ]
        self.did.emit(pairs, f"Goal {self._number(goal_id)}: {value:g} of 10")

    def _no_number(self, goal_id: str) -> None:
        """Asked, and the patient gave no number: it says nothing of nearer or further."""
        chart = self._need()
        goal, before = self._of(chart, goal_id)
        after = self._made(chart, goal, before, before.change if before else None)
        pairs: list[Pair] = [(before, after.but(ability=None, ability_not_stated=True))]
        first = goal.ability is None and goal.start_ability is None
        moved = self._without_today(goal, before)
        moved = moved.but(ability_not_stated=True, start_not_stated=goal.start_not_stated or first)
        pairs.append((goal, moved))
        self.did.emit(pairs, f"Goal {self._number(goal_id)}: ability not stated")

    def _no_ability(self, goal_id: str) -> None:
        """Nobody asked after all."""
        goal, before = self._of(self._need(), goal_id)
        if before is not None:
            after = before.but(ability=None, ability_not_stated=False)
            moved = self._without_today(goal, before).but(ability_not_stated=False)
            pairs: list[Pair] = [(before, after if before.change is not None else None), (goal, moved)]
            self.did.emit(pairs, f"Goal {self._number(goal_id)}: ability cleared")

    def _without_today(self, goal: Goal, review: GoalReview | None) -> Goal:
        """The goal as far as it is known without today's number: where it started."""
        if review is None or review.ability is None or review.ability != goal.ability:
            return goal
        return goal.but(ability=goal.start_ability)

    def _of(self, chart: VisitChart, goal_id: str) -> tuple[Goal, GoalReview | None]:
        goal = next(one for one in chart.goals if one.id == goal_id)
        return goal, next((one for one in chart.goal_reviews if one.goal_id == goal_id), None)

    def _number(self, goal_id: str) -> int:
        return list(self._lines).index(goal_id) + 1

    def _review(self, goal_id: str, change: GoalChange | None) -> None:
        """The rung moves by one from where it stood before today's answer; Met fills the ladder."""
        chart = self._need()
        goal, before = self._of(chart, goal_id)
        start = self._rung_before(goal, before)
        asked = before is not None and (before.ability is not None or before.ability_not_stated)
        after = self._made(chart, goal, before, change) if change is not None or asked else None
        pairs: list[Pair] = [(before, after), (goal, self._moved(chart, goal, start, change))]
        number = self._number(goal_id)
        told = {one.id: one.text.lower() for one in CHANGES}
        self.did.emit(pairs, f"Goal {number} {told[change.value]}" if change else f"Goal {number} cleared")

    def _rung_before(self, goal: Goal, review: GoalReview | None) -> int:
        """Where the ladder stood before today's answer."""
        step = _STEP.get(review.change, 0) if review and review.change else 0
        return min(max(goal.rung - step, 0), 5)

    def _made(
        self, chart: VisitChart, goal: Goal, before: GoalReview | None, change: GoalChange | None
    ) -> GoalReview:
        if before is not None:
            return before.but(change=change)
        return GoalReview(
            patient_id=chart.patient.id,
            visit_id=chart.visit.id,
            goal_id=goal.id,
            goal_text=goal.text,
            change=change,
            now=goal.now,
        )

    def _moved(self, chart: VisitChart, goal: Goal, start: int, change: GoalChange | None) -> Goal:
        day = chart.visit.started.date()
        step = _STEP.get(change, 0) if change else 0
        met = day if change is GoalChange.MET else None
        return goal.but(rung=min(max(start + step, 0), 5), met=met)

    def _add(self, text: str) -> None:
        words = text.strip()
        if not words:
            return
        chart = self._need()
        order = max((one.order for one in chart.goals), default=-1) + 1
        goal = Goal(patient_id=chart.patient.id, episode_id=chart.episode.id, text=words, order=order)
        self.field.set_value("")
        self.did.emit([(None, goal)], "Goal added")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart
