"""One adverse event: severity, site, when it began, what was done, how it went on; its report."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.finding import site_words
from needlechart.domain.rules.time_words import clock
from needlechart.domain.words import Severity
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    Panel,
    Tag,
    TagKind,
    Text,
    TextField,
)

SEVERITIES = [Choice("mild", "Mild"), Choice("significant", "Significant"), Choice("serious", "Serious")]
SEVERITY_WORDS = {
    Severity.MILD: "short, reversible, no inconvenience",
    Severity.SIGNIFICANT: "needs medical care or interferes with activity",
    Severity.SERIOUS: "hospital, lasting disability or death",
}
ONSET = ("during needling", "within 15 min", "later")
LASTED = ("minutes", "hours", "1 day", "going on")
ACTION = ("pressure", "ice", "lay down", "watched", "advice", "needles out")
OUTCOME = ("settled in the visit", "settled later", "going on", "referred on")
ROWS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("onset_words", "Began", ONSET, False),
    ("duration", "Lasted", LASTED, False),
    ("action", "What was done", ACTION, True),
    ("outcome", "Outcome", OUTCOME, False),
)
"""Field, its label, words to tap, whether several may be tapped."""

FIELDS = (
    ("referred_to", "Referred to"),
    ("reported_to", "Reported to"),
    ("cause", "Likely cause"),
)


class WordsRow(QWidget):
    """Words to tap and a field for others; both are one text, several words joined by commas."""

    said = Signal(str)

    def __init__(
        self, name: str, label: str, words: tuple[str, ...], parent: QWidget, *, multi: bool
    ) -> None:
        super().__init__(parent)
        self._words = words
        line = row(self, gap=8)
        self.chips = ChipRow(
            [Choice(word, word[:1].upper() + word[1:]) for word in words],
            self,
            label=label,
            multi=multi,
            clearable=True,
            wrap=True,
        )
        self.chips.setObjectName(f"{name}_chips")
        self.chips.chosen.connect(lambda value: self._tapped())
        self.chips.cleared.connect(lambda value: self._tapped())
        self.field = TextField(self, label=f"{label}, in words", placeholder="or in words")
        self.field.setObjectName(name)
        self.field.committed.connect(lambda text: self._tapped())
        line.addWidget(self.chips, 3)
        line.addWidget(self.field, 2)

    def show_text(self, text: str) -> None:
        """Which words are in it, and what is left of it."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        self.chips.set_values(part for part in parts if part in self._words)
        self.field.set_value(", ".join(part for part in parts if part not in self._words))

    def _tapped(self) -> None:
        chosen = [word for word in self._words if word in self.chips.values()]
        typed = self.field.text().strip()
        self.said.emit(", ".join([*chosen, *([typed] if typed else [])]))


class EventDetails(Panel):
    """``edited(values)`` changes the event; ``report(act)`` asks to ``print`` or ``save`` its report."""

    edited = Signal(object)
    report = Signal(str)

    def __init__(self, event: AdverseEvent, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface_2", edge="line"), radius=8)
        kind = event.kind
        self.setObjectName(f"event_{kind}")
        self._opened = False
        box = column(self, gap=8, edges=(12, 10, 12, 10))
        box.addLayout(self._head(event))
        self.meaning = Text("", self, role="label", colour="muted")
        box.addWidget(self.meaning)
        box.addWidget(self._report_line(kind))
        self._inside = self._details(kind)
        self._inside.hide()
        box.addWidget(self._inside)

    def _head(self, event: AdverseEvent) -> QHBoxLayout:
        """What, how severe, in words."""
        kind = event.kind
        head = row(gap=10)
        head.addWidget(Tag(event.kind_text, self, kind=TagKind.ALERT))
        self.severity = ChipRow(SEVERITIES, self, label=f"Severity of {event.kind_text}")
        self.severity.setObjectName(f"severity_{kind}")
        self.severity.chosen.connect(lambda value: self.edited.emit({"severity": Severity(value)}))
        head.addWidget(self.severity, 2)
        self.words = TextField(
            self, label=f"What happened: {event.kind_text}", placeholder="What happened, in words"
        )
        self.words.setObjectName(f"event_words_{kind}")
        self.words.committed.connect(lambda text: self.edited.emit({"note": text.strip()}))
        head.addWidget(self.words, 3)
        self.more = Button("Details", self, kind=ButtonKind.LINK)
        self.more.setObjectName(f"event_more_{kind}")
        self.more.clicked.connect(self._toggle)
        head.addWidget(self.more)
        return head

    def _details(self, kind: str) -> QWidget:
        """Site, course and what was done, behind a tap."""
        inside = QWidget(self)
        inner = column(inside, gap=6)
        self.site = ChipRow((), inside, label="Site of the event", clearable=True, wrap=True)
        self.site.setObjectName(f"event_site_{kind}")
        self.site.chosen.connect(lambda value: self.edited.emit({"trigger_point_id": value}))
        self.site.cleared.connect(lambda value: self.edited.emit({"trigger_point_id": ""}))
        self._site_part = Labelled("Site", self.site, inside)
        inner.addWidget(self._site_part)
        self.rows: dict[str, WordsRow] = {}
        for name, label, words, multi in ROWS:
            part = WordsRow(f"event_{name}_{kind}", label, words, inside, multi=multi)
            part.said.connect(lambda text, name=name: self.edited.emit({name: text}))
            self.rows[name] = part
            inner.addWidget(Labelled(label, part, inside))
        line = row(gap=8)
        self.fields: dict[str, TextField] = {}
        for name, label in FIELDS:
            field = TextField(inside, label=label)
            field.setObjectName(f"event_{name}_{kind}")
            field.committed.connect(lambda text, name=name: self.edited.emit({name: text.strip()}))
            self.fields[name] = field
            line.addWidget(Labelled(label, field, inside), 1)
        inner.addLayout(line)
        return inside

    def _report_line(self, kind: str) -> QWidget:
        self._report = QWidget(self)
        line = row(self._report, gap=8)
        self.report_words = Text("", self._report, role="secondary_strong", colour="danger", wrap=True)
        line.addWidget(self.report_words, 1)
        for act, text, icon in (("print", "Print report", "printer"), ("save", "Save report", "download")):
            button = Button(text, self._report, icon=icon, padding=12)
            button.setObjectName(f"{act}_incident_{kind}")
            button.clicked.connect(lambda checked=False, act=act: self.report.emit(act))
            line.addWidget(button)
        return self._report

    def show_event(self, event: AdverseEvent, chart: VisitChart) -> None:
        """What is recorded of it."""
        self.severity.set_value(event.severity.value)
        self.meaning.setText(SEVERITY_WORDS[event.severity])
        self.words.set_value(event.note)
        needled = [one for one in chart.points if any(n.was_in for n in chart.needlings_of(one))]
        self.site.set_choices([Choice(one.id, str(one.number), spoken=site_words(one)) for one in needled])
        self._site_part.setVisible(bool(needled))
        self.site.set_value(event.trigger_point_id or None)
        chosen = next((one for one in needled if one.id == event.trigger_point_id), None)
        self._site_part.label.setText(site_words(chosen) if chosen else "Site, if it belongs to one")
        for name, part in self.rows.items():
            part.show_text(str(getattr(event, name)))
        for name, field in self.fields.items():
            field.set_value(str(getattr(event, name)))
        grave = event.severity is not Severity.MILD
        self._report.setVisible(grave)
        made = event.report_made_at
        asked = f"{event.severity.value.title()}: fill in what is known and make the incident report."
        self.report_words.setText(f"Incident report made {clock(made.astimezone())}" if made else asked)
        self.report_words.set_colour("ok" if made else "danger")
        if grave:
            self._open(opened=True)

    def open_at(self, field: str) -> QWidget | None:
        """Open the details; the words to tap for that field, if it has any."""
        part = self.rows.get(field)
        if part is not None:
            self._open(opened=True)
        return None if part is None else part.chips

    def _toggle(self) -> None:
        self._open(opened=not self._opened)

    def _open(self, *, opened: bool) -> None:
        self._opened = opened
        self._inside.setVisible(opened)
        self.more.set_text("Less" if opened else "Details")
