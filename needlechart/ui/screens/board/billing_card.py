"""Time and code: minutes, a code with the clinic's muscle-count hint, units; and the plan of care."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.record import Invalid, Record
from needlechart.domain.rules.muscle_count import MuscleCount, muscle_count
from needlechart.domain.words import CountingRule
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.screens.typed import read_number
from needlechart.ui.screens.wording import count
from needlechart.ui.widgets import Button, Card, ChipRow, Choice, Text, TextField

MINUTES = [Choice(str(minutes), f"{minutes} min") for minutes in (15, 30, 45, 60)]
RULES = {CountingRule.MUSCLES: "a muscle counts once", CountingRule.SIDES: "right and left count apart"}


def hint_words(found: MuscleCount, rule: CountingRule) -> str:
    """``3 muscles needled (a muscle counts once): 20561. A hint, not billing advice.``"""
    if not found.count:
        told = "No named muscle was needled."
    else:
        told = f"{count(found.count, 'muscle')} needled ({RULES[rule]}): {found.code}."
    if found.unnamed:
        sites = count(found.unnamed, "site")
        told += f" {sites} without a muscle {'is' if found.unnamed == 1 else 'are'} not counted."
    return f"{told} A hint, not billing advice."


class BillingCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Time, code and plan of care", parent, hint="only if your clinic bills or plans by it"
        )
        self._chart: VisitChart | None = None
        self.chips = ChipRow(MINUTES, self, label="Treatment time", clearable=True)
        self.chips.setObjectName("minutes_chips")
        self.chips.chosen.connect(lambda value: self._edit(f"{value} min", minutes=int(value)))
        self.chips.cleared.connect(lambda value: self._edit("Treatment time cleared", minutes=None))
        self.minutes = self._field("minutes", "Minutes", "or minutes")
        self.code = self._field("billing_code", "Code", "as billed")
        self.units = self._field("units", "Units", "1")
        self._parts = {
            "minutes": Labelled("Minutes", self.minutes, self, stretch=True),
            "billing_code": Labelled("Code", self.code, self, stretch=True),
            "units": Labelled("Units", self.units, self, stretch=True),
        }
        line = row(gap=10)
        line.addWidget(Labelled("Treatment time", self.chips, self, stretch=True), 4)
        for part, share in zip(self._parts.values(), (2, 2, 1), strict=True):
            line.addWidget(part, share)
        self.body.addLayout(line)
        self.hint_text = Text("", self, role="secondary", colour="muted", wrap=True)
        self.hint_text.setObjectName("muscle_count_hint")
        self.take = Button("", self, padding=12)
        self.take.setObjectName("take_code")
        self.take.clicked.connect(self._take)
        told = row(gap=10)
        told.addWidget(self.hint_text, 1)
        told.addWidget(self.take)
        self.body.addLayout(told)
        self.care = TextField(self, label="Plan of care", placeholder="Once a week for 8 weeks, then review")
        self.care.setObjectName("plan_of_care")
        self.care.committed.connect(self._set_care)
        self.body.addWidget(Labelled("Plan of care of the episode", self.care, self))

    def _field(self, name: str, label: str, example: str) -> TextField:
        field = TextField(self, label=label, placeholder=example)
        field.setObjectName(name)
        field.committed.connect(lambda text: self._read(name, text))
        return field

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {"minutes": self.minutes, "billing_code": self.code}

    def show_chart(self, chart: VisitChart) -> None:
        """What is kept; the hint only where the clinic turned it on."""
        self._chart = chart
        visit = chart.visit
        known = visit.minutes is not None and str(visit.minutes) in {one.id for one in MINUTES}
        self.chips.set_value(str(visit.minutes) if known else None)
        self._show("minutes", self.minutes, "" if visit.minutes is None or known else str(visit.minutes))
        self._show("billing_code", self.code, visit.billing_code)
        self._show("units", self.units, "" if visit.units is None else str(visit.units))
        self.care.set_value(chart.episode.plan_of_care)
        found = muscle_count(chart)
        self.hint_text.setVisible(found is not None)
        offered = found.code if found is not None and found.code != visit.billing_code else ""
        self.take.setVisible(bool(offered))
        if found is not None:
            self.hint_text.setText(hint_words(found, chart.clinic.counting_rule))
            self.take.set_text(f"Enter {found.code}")

    def _show(self, name: str, field: TextField, text: str) -> None:
        field.set_value(text)
        field.set_error("")
        self._parts[name].set_note("")

    def _read(self, name: str, text: str) -> None:
        if name == "billing_code":
            self._edit("Code", billing_code=text.strip())
            return
        value = read_number(text) if text.strip() else None
        try:
            if text.strip() and (value is None or value != int(value)):
                raise Invalid(name, "must be a whole number")
            self._edit(name.capitalize(), **{name: None if value is None else int(value)})
        except Invalid as error:
            part = {"minutes": self.minutes, "units": self.units}[name]
            part.set_error(error.why)
            self._parts[name].set_note(f"{error.why[:1].upper()}{error.why[1:]}.")

    def _take(self) -> None:
        found = muscle_count(self._chart) if self._chart is not None else None
        if found is not None and found.code:
            self._edit(f"Code {found.code}", billing_code=found.code)

    def _set_care(self, text: str) -> None:
        if self._chart is not None:
            episode = self._chart.episode
            self._emit(episode, episode.but(plan_of_care=text.strip()), "Plan of care")

    def _edit(self, text: str, **values: object) -> None:
        if self._chart is not None:
            visit = self._chart.visit
            self._emit(visit, visit.but(**values), text)

    def _emit(self, before: Record, after: Record, text: str) -> None:
        self.did.emit([(before, after)], text)
