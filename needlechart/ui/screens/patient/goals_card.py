"""Goals in the patient's words: ability 0 to 10, ladder, and what became of them from visit to visit."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.episode import Episode, Goal
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.goal_history import history_words
from needlechart.ui.screens.ability_field import AbilityField, whole
from needlechart.ui.screens.parts import Ladder, column, empty, row
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    Hairline,
    IconButton,
    NumberStrip,
    Text,
    TextField,
)

STATES = [Choice("met", "Met"), Choice("dropped", "Given up")]
PRINTS = [Choice("print", "May print", tick=True)]


class PatientGoalsCard(Card):
    """``did(pairs, text)``."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Goals", parent, hint="0 unable, 10 as before the problem")
        self._patient: Patient | None = None
        self._episode: Episode | None = None
        self._next = 0
        self._shown: object = None
        self._box = column(gap=10)
        self.body.addLayout(self._box)
        self.text = TextField(self, label="New goal", placeholder="What would you like to do again?")
        self.text.setObjectName("goal_text")
        self.text.returnPressed.connect(self._add)
        add = Button("Add goal", self, icon="plus")
        add.setObjectName("add_goal")
        add.clicked.connect(self._add)
        line = row(gap=8)
        line.addWidget(self.text, 1)
        line.addWidget(add)
        self.body.addLayout(line)

    def show_chart(self, chart: PatientChart) -> None:
        """Goals of every episode, those still open first."""
        self._patient = chart.patient
        open_ones = [one for one in chart.episodes if one.ended is None] or list(chart.episodes)
        self._episode = max(open_ones, key=lambda one: one.started, default=None)
        self._next = max((one.order for one in chart.goals), default=-1) + 1
        histories = tuple(history_words(one, chart.visits) for one in chart.goals)
        shown = (chart.patient.id, chart.goals, histories)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._box)
        pairs = sorted(
            zip(chart.goals, histories, strict=True),
            key=lambda one: (one[0].met is not None or one[0].dropped is not None, one[0].order),
        )
        for index, (goal, history) in enumerate(pairs):
            if index:
                self._box.addWidget(Hairline(self))
            self._box.addWidget(GoalPart(goal, history, self.did.emit, self))

    def _add(self) -> None:
        words = self.text.text().strip()
        if not words or self._patient is None:
            return
        pairs = []
        episode = self._episode
        if episode is None:
            episode = Episode(patient_id=self._patient.id, title="Pelvic health", started=now().date())
            pairs.append((None, episode))
        goal = Goal(patient_id=self._patient.id, episode_id=episode.id, text=words, order=self._next)
        self.text.set_value("")
        self.did.emit([*pairs, (None, goal)], "Goal added")


class GoalPart(QWidget):
    """One goal; every answer is a new value."""

    def __init__(self, goal: Goal, history: str, did: Callable[[object, str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._goal = goal
        self._did = did
        box = column(self, gap=6)
        box.addLayout(self._rungs(goal))
        box.addWidget(self._ability(goal))
        typed = AbilityField(goal.id, goal.text, self)
        typed.show_value(goal.ability)
        typed.typed.connect(self._able)
        box.addWidget(typed)
        box.addLayout(self._foot(goal))
        if history:
            told = Text(history, self, role="label", colour="muted", wrap=True)
            told.setObjectName(f"goal_history_{goal.id}")
            box.addWidget(told)

    def _rungs(self, goal: Goal) -> QHBoxLayout:
        """Its words, and where it stands on the ladder."""
        line = row(gap=8)
        words = TextField(self, label="Goal")
        words.setObjectName(f"goal_{goal.id}")
        words.set_value(goal.text)
        words.committed.connect(self._reword)
        line.addWidget(words, 1)
        for icon, by, label in (("minus", -1, "One rung down"), ("plus", 1, "One rung up")):
            if by > 0:
                line.addWidget(Ladder(self, rung=5 if goal.met else goal.rung, of=goal.text))
            button = IconButton(icon, f"{label}: {goal.text}", self, outlined=True)
            button.setObjectName(f"rung_{'up' if by > 0 else 'down'}_{goal.id}")
            button.setEnabled(0 <= goal.rung + by <= 5)
            button.clicked.connect(lambda checked=False, by=by: self._change(rung=self._goal.rung + by))
            line.addWidget(button)
        return line

    def _ability(self, goal: Goal) -> NumberStrip:
        ability = NumberStrip(self, label=f"Able now: {goal.text}", clearable=True, not_stated=True)
        ability.setObjectName(f"ability_{goal.id}")
        unknown = goal.ability is None and goal.ability_not_stated
        ability.set_value(whole(goal.ability), not_stated=unknown)
        ability.set_before(whole(goal.start_ability))
        ability.chosen.connect(self._able)
        ability.no_number.connect(self._no_number)
        ability.cleared.connect(lambda: self._change(ability=None, ability_not_stated=False))
        return ability

    def _foot(self, goal: Goal) -> QHBoxLayout:
        """What became of it, and whether it may print."""
        foot = row(gap=8)
        state = ChipRow(STATES, self, label=f"What became of it: {goal.text}", clearable=True)
        state.setObjectName(f"goal_state_{goal.id}")
        state.set_value("met" if goal.met else "dropped" if goal.dropped else None)
        state.chosen.connect(self._settle)
        state.cleared.connect(lambda value: self._change(met=None, dropped=None))
        prints = ChipRow(PRINTS, self, label="May print on the handout", clearable=True)
        prints.setObjectName(f"goal_print_{goal.id}")
        prints.set_value("print" if goal.may_print else None)
        prints.chosen.connect(lambda value: self._change(may_print=True))
        prints.cleared.connect(lambda value: self._change(may_print=False))
        foot.addWidget(state)
        foot.addWidget(prints)
        foot.addStretch(1)
        return foot

    def _change(self, **values: object) -> None:
        before, self._goal = self._goal, self._goal.but(**values)  # the next tap builds on this one
        self._did([(before, self._goal)], "")

    def _reword(self, text: str) -> None:
        if text.strip():
            self._change(text=text.strip())

    def _able(self, value: float) -> None:
        """The first answer is also where it started."""
        first = self._first
        self._change(
            ability=float(value),
            ability_not_stated=False,
            **({"start_ability": float(value)} if first else {}),
        )

    def _no_number(self) -> None:
        """Asked, and the patient gave no number; the first answer is also where it started."""
        first = self._first
        self._change(ability=None, ability_not_stated=True, **({"start_not_stated": True} if first else {}))

    @property
    def _first(self) -> bool:
        goal = self._goal
        return goal.start_ability is None and goal.ability is None and not goal.start_not_stated

    def _settle(self, value: str) -> None:
        day = now().date()
        self._change(met=day if value == "met" else None, dropped=day if value == "dropped" else None)
