"""The rail: six steps with their state, goals, the visit's clock, Review & sign."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.record import now
from needlechart.domain.words import Step
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.wording import duration
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ElidedLabel,
    Hairline,
    IconLabel,
    Panel,
    RailStep,
    StepState,
    Text,
)

STEPS: tuple[tuple[Step, str], ...] = (
    (Step.CHECK_IN, "Check-in"),
    (Step.BEFORE, "Before"),
    (Step.NEEDLING, "Needling"),
    (Step.AFTER, "After"),
    (Step.FOLLOW_ON, "Follow-on"),
    (Step.PLAN, "Plan"),
)
GOALS_SHOWN = 2


class Rail(Panel):
    """``chosen(step)`` from the person only; widths follow the layout class."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface_2"))
        self.setObjectName("rail")
        self._started: datetime | None = None
        self._ended: datetime | None = None
        self._compact = False
        self._states: dict[Step, tuple[StepState, str]] = {}
        outer = row(self, gap=0)
        inside = self._inside = QWidget(self)
        box = column(inside, gap=4, edges=(8, 8, 8, 10))
        outer.addWidget(inside, 1)
        outer.addWidget(Hairline(self, vertical=True))
        self.steps: dict[Step, RailStep] = {}
        for number, (step, title) in enumerate(STEPS, 1):
            item = RailStep(number, title, inside)
            item.setObjectName(f"rail_{step.value}")
            item.clicked.connect(lambda checked=False, step=step: self.chosen.emit(step))
            self.steps[step] = item
            box.addWidget(item)
        box.addStretch(1)
        self._foot = QWidget(inside)
        self._fill_foot()
        box.addWidget(self._foot)
        self.review = Button("Review & sign", inside, kind=ButtonKind.OUTLINE, height=56, padding=6)
        self.review.setObjectName("rail_review")
        self.review.clicked.connect(lambda: self.chosen.emit(Step.REVIEW))
        box.addWidget(self.review)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_clock)

    def _fill_foot(self) -> None:
        box = column(self._foot, gap=3, edges=(8, 0, 4, 4))
        box.addWidget(Hairline(self._foot))
        self._goals_title = Text("Goals", self._foot, role="label_strong", colour="muted")
        box.addWidget(self._goals_title)
        self._goals = [ElidedLabel("", self._foot, role="label") for _ in range(GOALS_SHOWN)]
        for label in self._goals:
            box.addWidget(label)
        line = row(gap=8)
        line.addWidget(IconLabel("timer", self._foot, colour="muted", size=18))
        self._clock = Text("", self._foot, role="secondary", colour="muted")
        self._clock.setObjectName("visit_clock")
        line.addWidget(self._clock, 1)
        box.addLayout(line)

    def set_layout(self, width: int, *, compact: bool) -> None:
        """``width`` in logical pixels at 100 %."""
        self._compact = compact
        self.setFixedWidth(Theme.current().px(width))
        for item in self.steps.values():
            item.set_compact(compact)
        self._foot.setVisible(not compact)
        self.review.set_text("Sign" if compact else "Review & sign")
        self.review.setAccessibleName("Review & sign")
        edge = 3 if compact else 8
        inside = self._inside.layout()
        if inside is not None:
            inside.setContentsMargins(*(Theme.current().px(n) for n in (edge, 8, edge, 10)))

    def set_current(self, step: Step) -> None:
        """Mark the step that is shown."""
        for key, item in self.steps.items():
            item.set_current(key is step)
        here = step is Step.REVIEW
        self.review.set_kind(ButtonKind.CURRENT if here else ButtonKind.OUTLINE)
        self.review.setAccessibleName("Review & sign, current" if here else "Review & sign")

    def set_states(self, states: Mapping[Step, tuple[StepState, str]]) -> None:
        """State and status line of each step."""
        for step, shown in states.items():
            if step in self.steps and self._states.get(step) != shown:
                self._states[step] = shown
                self.steps[step].set_state(*shown)

    def set_to_do(self, words: str) -> None:
        """The second line of Review & sign: "5 to do"."""
        self.review.set_detail(words)

    def set_goals(self, goals: list[str]) -> None:
        """The first goals, in the patient's words."""
        for label, text in zip(self._goals, [*goals, "", ""], strict=False):
            label.setText(text)
            label.setVisible(bool(text))
        self._goals_title.setVisible(bool(goals))

    def set_clock(self, started: datetime | None, ended: datetime | None) -> None:
        """How long the visit has gone on; it stands still once ended."""
        self._started, self._ended = started, ended
        if started is not None and ended is None:
            self._tick.start()
        else:
            self._tick.stop()
        self._show_clock()

    def _show_clock(self) -> None:
        if self._started is None:
            self._clock.setText("")
            return
        seconds = ((self._ended or now()) - self._started).total_seconds()
        self._clock.setText(f"Visit {duration(seconds)}" if seconds < 6 * 3600 else "Earlier day")
