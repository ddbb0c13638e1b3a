"""Alerts of a patient: what, how severe, where it reaches, since when; resolved ones stay to be seen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import now
from needlechart.domain.rules.finding_words import region_words
from needlechart.domain.words import AlertLevel
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import count, short_day, words_of
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    Tag,
    TagKind,
    Text,
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
ORDER = {AlertLevel.ABSOLUTE: 0, AlertLevel.RELATIVE: 1, AlertLevel.NOTE: 2}


def regions() -> list[Choice]:
    """Every region, then the muscle groups of the catalogue."""
    from needlechart.catalogue import muscles

    groups = list(dict.fromkeys(one.group for one in muscles().values()))
    return [Choice("any", "Every region", alone=True), *(Choice(one, words_of(one)) for one in groups)]


class AlertsCard(Card):
    """``did(pairs, text)``."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Alerts", parent)
        self._patient: Patient | None = None
        self._shown: tuple[Alert, ...] | None = None
        self._editing: Alert | None = None
        self._resolved_shown = False
        self._list = column(gap=8)
        self.body.addLayout(self._list)
        self.add_button = Button("New alert", self, icon="plus", padding=12)
        self.add_button.setObjectName("new_alert")
        self.add_button.clicked.connect(lambda: self._open(None))
        self.old_button = Button("", self, kind=ButtonKind.LINK, icon="chevron_down")
        self.old_button.setObjectName("resolved_alerts")
        self.old_button.clicked.connect(self._toggle_resolved)
        foot = row(gap=8)
        foot.addWidget(self.add_button)
        foot.addWidget(self.old_button)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self._form = QWidget(self)
        self._lay_out_form(column(self._form, gap=8))
        self._form.hide()
        self.body.addWidget(self._form)

    def _lay_out_form(self, box: QVBoxLayout) -> None:
        self.text = TextField(self, label="Alert", placeholder="Latex allergy")
        self.text.setObjectName("alert_text")
        self.text.returnPressed.connect(self._keep)
        self.level = ChipRow(LEVELS, self, label="Severity")
        self.level.setObjectName("alert_level")
        self.level.chosen.connect(self.level.set_value)
        self.region = ChipRow(regions(), self, label="Region", multi=True, wrap=True)
        self.region.setObjectName("alert_region")
        self.region.chosen.connect(lambda value: self._settle_region())
        self.region.cleared.connect(lambda value: self._settle_region())
        self.since = TextField(self, label="Since", placeholder="3 Mar 2026")
        self.since.setObjectName("alert_since")
        self.comment = TextField(self, label="Comment", placeholder="What, how much")
        self.comment.setObjectName("alert_comment")
        self._since_part = Labelled("Since", self.since, self, stretch=True)
        keep = Button("Add alert", self, kind=ButtonKind.OUTLINE, icon="check")
        keep.setObjectName("add_alert")
        keep.clicked.connect(self._keep)
        self._keep_button = keep
        leave = Button("Not now", self, padding=12)
        leave.setObjectName("leave_alert")
        leave.clicked.connect(self._close)
        box.addWidget(Labelled("Alert", self.text, self))
        box.addWidget(Labelled("Severity", self.level, self))
        box.addWidget(Labelled("Where it reaches", self.region, self))
        line = row(gap=12)
        line.addWidget(self._since_part, 1)
        line.addWidget(Labelled("Comment", self.comment, self, stretch=True), 2)
        box.addLayout(line)
        foot = row(gap=8)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(keep)
        box.addLayout(foot)

    def show_alerts(self, patient: Patient, alerts: Sequence[Alert], today: date) -> None:
        """Those that stand, most severe first; those that are resolved behind a button."""
        if self._patient is None or self._patient.id != patient.id:
            self._close()
        self._patient = patient
        shown = tuple(sorted(alerts, key=lambda one: (ORDER[one.level], one.id)))
        if shown == self._shown:
            return
        self._shown = shown
        self._today = today
        self._fill()

    def _fill(self) -> None:
        empty(self._list)
        alerts = self._shown or ()
        stand = [one for one in alerts if one.resolved is None or one.resolved > self._today]
        gone = [one for one in alerts if one not in stand]
        for one in stand:
            self._list.addWidget(self._line(one, stands=True))
        if not stand:
            self._list.addWidget(Text("No alerts", self, role="secondary", colour="muted"))
        for one in gone if self._resolved_shown else ():
            self._list.addWidget(self._line(one, stands=False))
        self.old_button.setVisible(bool(gone))
        verb = "Hide" if self._resolved_shown else "Show"
        self.old_button.set_text(f"{verb} {count(len(gone), 'resolved alert')}")

    def _line(self, alert: Alert, *, stands: bool) -> QWidget:
        line = QWidget(self)
        inner = row(line, gap=8)
        inner.addWidget(Tag(alert.text, line, kind=TAGS[alert.level] if stands else TagKind.PLAIN))
        when = f"since {short_day(alert.since)}" if alert.since else ""
        word = "until" if stands else "resolved"
        ended = f"{word} {short_day(alert.resolved)}" if alert.resolved else ""
        source = "from screening" if alert.screening_item else ""
        told = " · ".join(
            part for part in (region_words(alert.region), source, when, ended, alert.comment) if part
        )
        inner.addWidget(Text(told, line, role="secondary", colour="muted", wrap=True), 1)
        edit = Button("Edit", line, padding=10)
        edit.setObjectName(f"edit_alert_{alert.id}")
        edit.clicked.connect(lambda checked=False: self._open(alert))
        inner.addWidget(edit)
        button = Button("Resolved" if stands else "Stands again", line, padding=10)
        button.setObjectName(f"{'resolve' if stands else 'reopen'}_{alert.id}")
        button.clicked.connect(lambda checked=False: self._resolve(alert, stands=stands))
        inner.addWidget(button)
        return line

    def _resolve(self, alert: Alert, *, stands: bool) -> None:
        day = now().date() if stands else None
        self.did.emit(
            [(alert, alert.but(resolved=day))], "Alert resolved" if stands else "Alert stands again"
        )

    def _toggle_resolved(self) -> None:
        self._resolved_shown = not self._resolved_shown
        self._fill()

    def _open(self, alert: Alert | None) -> None:
        self._editing = alert
        self._form.show()
        self.text.set_value(alert.text if alert else "")
        self.level.set_value(alert.level.value if alert else "relative")
        self.region.set_values(alert.region if alert else ("any",))
        day = alert.since if alert else now().date()
        self.since.set_value(short_day(day) if day else "")
        self.comment.set_value(alert.comment if alert else "")
        self._refuse("")
        self._keep_button.set_text("Keep" if alert else "Add alert")
        self.text.setFocus()

    def _close(self) -> None:
        self._editing = None
        self._form.hide()

    def _settle_region(self) -> None:
        if not self.region.values():
            self.region.set_values(("any",))

    def _refuse(self, why: str) -> None:
        self.since.set_error(why)
        self._since_part.set_note(why)

    def _keep(self) -> None:
        words = self.text.text().strip()
        self.text.set_error("" if words else "The alert needs words.")
        if not words or self._patient is None:
            return
        try:
            since = read_date(self.since.text(), latest=now().date())
            born = self._patient.birth_date
            if since is not None and born is not None and since < born:
                raise Refused("This is before the patient was born.")
        except Refused as refusal:
            self._refuse(str(refusal))
            return
        values: dict[str, Any] = {
            "text": words,
            "level": AlertLevel(self.level.value() or AlertLevel.RELATIVE),
            "region": tuple(one.id for one in regions() if one.id in self.region.values()) or ("any",),
            "since": since,
            "comment": self.comment.text().strip(),
        }
        before = self._editing
        after = before.but(**values) if before else Alert(patient_id=self._patient.id, **values)
        self._close()
        if after != before:
            self.did.emit([(before, after)], "Alert changed" if before else "Alert added")
