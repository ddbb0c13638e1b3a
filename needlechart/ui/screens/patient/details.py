"""Details of a patient: identity, alerts, consent, goals, comfort plan, figure. Kept as one types."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QGridLayout, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Goal
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.words import Agreement, AlertLevel, ConsentKind, Figure, Sex
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, NotePages, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.home.new_patient import FIELDS, FIGURES, SEXES
from needlechart.ui.screens.parts import Labelled, Ladder, ScrollColumn, column, empty, row
from needlechart.ui.screens.patient.written_consent import WrittenConsentCard
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    ElidedLabel,
    IconButton,
    MessageKind,
    Tag,
    TagKind,
    Text,
    TextArea,
    TextField,
)

LEVELS = [
    Choice("relative", "Caution"),
    Choice("absolute", "Do not needle"),
    Choice("note", "For information"),
]
TAGS = {
    AlertLevel.ABSOLUTE: TagKind.DANGER,
    AlertLevel.RELATIVE: TagKind.ALERT,
    AlertLevel.NOTE: TagKind.PLAIN,
}
TWO_COLUMNS = 1080
"""From this width on, in logical pixels at 100 %, nothing is cut in two columns."""

MORE_FIELDS = (*FIELDS, ("pronouns", "Pronouns", ""), ("stop_word", "Stop word", "red"))


class DetailsPanel(QWidget):
    """``changed()`` after something was kept; nothing here waits for a Save button."""

    changed = Signal()
    left = Signal()
    audit_wanted = Signal()
    form_wanted = Signal(object, object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details_panel")
        self._desk = desk
        self._chart: PatientChart | None = None
        self._patient: Patient | None = None
        outer = column(self, gap=8, edges=(16, 8, 16, 12))
        head = row(gap=8)
        back = Button("Back to the chart", self, kind=ButtonKind.LINK, icon="back")
        back.setObjectName("details_back")
        back.clicked.connect(self.left)
        head.addWidget(back)
        head.addStretch(1)
        seen = Button("Who saw this chart", self, kind=ButtonKind.LINK, icon="eye")
        seen.setObjectName("who_saw")
        seen.clicked.connect(self.audit_wanted)
        seen.setVisible(may(desk.clinician, Act.AUDIT))
        head.addWidget(seen)
        outer.addLayout(head)
        self.notices = Notices(self)
        outer.addWidget(self.notices)
        scroll = ScrollColumn(self, gap=14, edges=(0, 0, 6, 6))
        pair = self._pair = row(gap=14)
        first, second = column(gap=14), column(gap=14)
        pair.addLayout(first, 1)
        pair.addLayout(second, 1)
        scroll.box.addLayout(pair)
        outer.addWidget(scroll, 1)
        self.identity = self._identity()
        self.alerts = self._alerts()
        self.consent = WrittenConsentCard(self)
        self.consent.recorded.connect(lambda record: self._put([(None, record)]))
        self.consent.changed_form.connect(lambda before, after: self._put([(before, after)]))
        self.consent.form_wanted.connect(self._ask_form)
        self.consent.save_wanted.connect(self._save_form)
        self.consent.print_wanted.connect(self._print_form)
        self.choose_path: Callable[[str], None] = self._open_dialog
        self._wanted: Consent | None = None
        self.goals = self._goals()
        for part in (self.identity,):
            first.addWidget(part)
        for part in (self.alerts, self.consent, self.goals, self._comfort()):
            second.addWidget(part)
        first.addStretch(1)
        second.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for two columns the cards stand below each other."""
        super().resizeEvent(event)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(down if self.width() < Theme.current().px(TWO_COLUMNS) else across)

    # Made once

    def _identity(self) -> Card:
        card = Card("Identity and contact", self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current().px(12))
        grid.setVerticalSpacing(Theme.current().px(10))
        self.fields: dict[str, TextField] = {}
        self._labelled: dict[str, Labelled] = {}
        for index, (name, label, hint) in enumerate(MORE_FIELDS):
            field = TextField(card, label=label, placeholder=hint)
            field.setObjectName(f"detail_{name}")
            field.committed.connect(lambda text, name=name: self._edit_field(name, text))
            part = Labelled(label, field, card)
            self.fields[name], self._labelled[name] = field, part
            grid.addWidget(part, index // 2, index % 2, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        self.sex = ChipRow(SEXES, card, label="Sex for clinical use")
        self.sex.chosen.connect(lambda value: self._edit(sex=Sex(value)))
        self.figure = ChipRow(FIGURES, card, label="Figure on the body map")
        self.figure.setObjectName("detail_figure")
        self.figure.chosen.connect(lambda value: self._edit(figure=Figure(value)))
        card.body.addWidget(Labelled("Sex for clinical use", self.sex, card))
        card.body.addWidget(Labelled("Figure on the body map; marks stay where they are", self.figure, card))
        return card

    def _alerts(self) -> Card:
        card = Card("Alerts", self)
        self._alert_box = column(gap=6)
        card.body.addLayout(self._alert_box)
        self.alert_text = TextField(card, label="New alert", placeholder="Add an alert")
        self.alert_text.setObjectName("alert_text")
        self.alert_level = ChipRow(LEVELS, card, label="Level")
        self.alert_level.set_value("relative")
        add = Button("Add alert", card, icon="plus")
        add.setObjectName("add_alert")
        add.clicked.connect(self._add_alert)
        self.alert_text.returnPressed.connect(self._add_alert)
        line = row(gap=8)
        line.addWidget(self.alert_text, 1)
        line.addWidget(add)
        card.body.addLayout(line)
        card.body.addWidget(self.alert_level)
        return card

    def _goals(self) -> Card:
        card = Card("Goals", self, hint="What would you like to do again?")
        self._goal_box = column(gap=6)
        card.body.addLayout(self._goal_box)
        self.goal_text = TextField(card, label="New goal", placeholder="Sit 60 min without pain")
        self.goal_text.setObjectName("goal_text")
        add = Button("Add goal", card, icon="plus")
        add.setObjectName("add_goal")
        add.clicked.connect(self._add_goal)
        self.goal_text.returnPressed.connect(self._add_goal)
        line = row(gap=8)
        line.addWidget(self.goal_text, 1)
        line.addWidget(add)
        card.body.addLayout(line)
        return card

    def _comfort(self) -> Card:
        card = Card("Comfort plan", self, hint="agreed with the patient")
        self.comfort = TextArea(card, label="Comfort plan", placeholder="Lies down throughout", lines=2)
        self.comfort.setObjectName("comfort_plan")
        self.comfort.committed.connect(lambda text: self._edit(comfort_plan=text.strip()))
        card.body.addWidget(self.comfort)
        return card

    # Shown

    def show_chart(self, chart: PatientChart) -> None:
        """The details as they are kept."""
        self._chart = chart
        patient = self._patient = chart.patient
        for name, field in self.fields.items():
            if not field.hasFocus():
                field.set_value(self._shown(patient, name))
        self.sex.set_value(patient.sex.value)
        self.figure.set_value(patient.figure.value)
        self.comfort.set_value(patient.comfort_plan)
        self.consent.show_consents(patient, chart.consents)
        self._show_alerts(chart.open_alerts(now().date()))
        self._show_goals(chart.goals)

    def _shown(self, patient: Patient, name: str) -> str:
        if name == "birth_date":
            return short_day(patient.birth_date) if patient.birth_date else ""
        return str(getattr(patient, name))

    def _show_alerts(self, alerts: Sequence[Alert]) -> None:
        empty(self._alert_box)
        for alert in alerts:
            line = QWidget(self.alerts)
            inner = row(line, gap=8)
            inner.addWidget(Tag(alert.text, line, kind=TAGS[alert.level]))
            told = " · ".join(
                part for part in (alert.comment, short_day(alert.since) if alert.since else "") if part
            )
            inner.addWidget(ElidedLabel(told, line, role="secondary", colour="muted"), 1)
            resolve = Button("Resolved", line, padding=10)
            resolve.setObjectName(f"resolve_{alert.id}")
            resolve.clicked.connect(lambda checked=False, one=alert: self._resolve(one))
            inner.addWidget(resolve)
            self._alert_box.addWidget(line)
        if not alerts:
            self._alert_box.addWidget(Text("No alerts", self.alerts, role="secondary", colour="muted"))

    def _show_goals(self, goals: Sequence[Goal]) -> None:
        empty(self._goal_box)
        for goal in goals:
            line = QWidget(self.goals)
            inner = row(line, gap=8)
            words = TextField(line, label="Goal")
            words.setObjectName(f"goal_{goal.id}")
            words.set_value(goal.text)
            words.committed.connect(lambda text, one=goal: self._edit_goal(one, text))
            inner.addWidget(words, 1)
            for icon, by, label in (("minus", -1, "One rung down"), ("plus", 1, "One rung up")):
                if by > 0:
                    inner.addWidget(Ladder(line, rung=goal.rung, of=goal.text))
                button = IconButton(icon, label, line, outlined=True)
                button.setEnabled(0 <= goal.rung + by <= 5)
                button.clicked.connect(lambda checked=False, one=goal, by=by: self._climb(one, by))
                inner.addWidget(button)
            self._goal_box.addWidget(line)

    # Kept

    def _put(self, pairs: list[Pair]) -> None:
        self._desk.put(pairs, lambda moment: self.changed.emit(), self._failed)

    def _edit(self, **values: object) -> None:
        if self._chart is None:
            return
        before = self._patient or self._chart.patient
        after = before.but(**values)
        if after != before:
            self._patient = after  # the next edit builds on this one before the disk has answered
            self._put([(before, after)])

    def _edit_field(self, name: str, text: str) -> None:
        part, field = self._labelled[name], self.fields[name]
        try:
            value: object = read_date(text, latest=now().date()) if name == "birth_date" else text.strip()
            self._edit(**{name: value})
        except Refused as refusal:
            part.set_note(str(refusal))
            field.set_error(str(refusal))
        except Invalid as error:
            part.set_note(f"{error.why[:1].upper()}{error.why[1:]}.")
            field.set_error(error.why)
        else:
            part.set_note("")
            field.set_error("")

    def _add_alert(self) -> None:
        words = self.alert_text.text().strip()
        if words and self._chart is not None:
            level = AlertLevel(self.alert_level.value() or AlertLevel.RELATIVE)
            alert = Alert(patient_id=self._chart.patient.id, text=words, level=level, since=now().date())
            self.alert_text.set_value("")
            self._put([(None, alert)])

    def _resolve(self, alert: Alert) -> None:
        self._put([(alert, alert.but(resolved=now().date()))])

    def _add_goal(self) -> None:
        words = self.goal_text.text().strip()
        if not words or self._chart is None or not self._chart.episodes:
            return
        open_ones = [one for one in self._chart.episodes if one.ended is None] or list(self._chart.episodes)
        episode = max(open_ones, key=lambda one: one.started)
        order = max((one.order for one in self._chart.goals), default=-1) + 1
        goal = Goal(patient_id=self._chart.patient.id, episode_id=episode.id, text=words, order=order)
        self.goal_text.set_value("")
        self._put([(None, goal)])

    def _edit_goal(self, goal: Goal, text: str) -> None:
        if text.strip():
            self._put([(goal, goal.but(text=text.strip()))])

    def _climb(self, goal: Goal, by: int) -> None:
        self._put([(goal, goal.but(rung=goal.rung + by))])

    # Forms

    def _ask_form(self, kind: ConsentKind) -> None:
        if self._chart is None:
            return
        patient_id = self._chart.patient.id

        def then(consent: Consent | None) -> None:
            if consent is not None and self._chart is not None and self._chart.patient.id == patient_id:
                self._put([(None, consent)])

        self.form_wanted.emit(kind, self._chart.patient, then)

    def _save_form(self, consent: Consent) -> None:
        if self._chart is not None:
            self._wanted = consent
            number = re.sub(r"[^A-Za-z0-9-]+", "-", self._chart.patient.record_number).strip("-") or "record"
            self.choose_path(f"{number}_{consent.given_at.date().isoformat()}_consent.pdf")

    def _open_dialog(self, name: str) -> None:
        dialog = QFileDialog(self, "Save PDF", str(Path.home() / name), "PDF (*.pdf)")
        dialog.setObjectName("save_dialog")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the form that was asked for as PDF there."""
        if self._chart is not None and self._wanted is not None:
            self._desk.save_form(self._chart.patient, self._wanted, path, self._was_saved, self._failed)

    def _was_saved(self, path: Path) -> None:
        safe = f"{path}. A PDF lies outside the encrypted chart: whoever can open the folder can read it."
        self.notices.say("saved", MessageKind.OK, "Saved", safe, icon="check")

    def _print_form(self, consent: Consent | None) -> None:
        """A signed form, or (None) an empty one to sign by hand."""
        from needlechart.catalogue import consent_forms

        if self._chart is None:
            return
        patient = self._chart.patient
        form = consent_forms()[ConsentKind.WRITTEN]
        wanted = consent or Consent(
            patient_id=patient.id,
            kind=form.kind,
            agreement=Agreement.AGREED,
            given_at=now(),
            form_version=form.version,
            form_text=form.text,
        )
        signed = consent is not None
        self._desk.print_form(patient, wanted, signed=signed, then=self._print, failed=self._failed)

    def _print(self, pages: NotePages) -> None:
        from needlechart.ui.screens.printing import print_pages

        print_pages(pages.pages, self._desk.clinic.paper, self, self._was_printed, self._failed)

    def _was_printed(self) -> None:
        self.notices.say("printed", MessageKind.OK, "Sent to the printer", icon="printer")

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)
        self._patient = None
        self.changed.emit()
