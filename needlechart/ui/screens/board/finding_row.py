"""One thing found at screening: what it asks further, comment, action, and its alert."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import Further, ScreeningItem
from needlechart.domain.patient import Alert
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.finding_words import region_words
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import AlertLevel
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.screens.typed import Refused, read_date, read_number
from needlechart.ui.screens.wording import number, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ChipRow, Choice, FlowLayout, Tag, TagKind, Text, TextField

SIZES = {Further.DETAIL: 215, Further.WEEKS: 130, Further.DAY: 150, Further.LAB: 110}
WORDS = 250
NOT_STATED = "not stated"
"""What may be typed where a value was asked for and nobody knows it; an empty field was not asked."""
UNKNOWN = "not_stated"


class FindingRow(QWidget):
    """``edited(before, after, what)`` for each field.

    ``alert_wanted(item)`` raises its alert, ``alert_unwanted(item)`` takes back the one this visit raised,
    ``no_longer(item)``: what was known before is over.
    """

    edited = Signal(object, object, str)
    alert_wanted = Signal(str)
    alert_unwanted = Signal(str)
    no_longer = Signal(str)

    def __init__(
        self, answer: ScreeningAnswer, item: ScreeningItem | None, alert: Alert | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.answer = answer
        self._item = item
        self._asked: dict[Further, tuple[Labelled, TextField]] = {}
        self._unknown: dict[Further, ChipRow] = {}
        box = column(self, gap=6)
        box.addWidget(self._head(answer, item, alert))
        held = QWidget(self)
        flow = FlowLayout(held, spacing=8)
        for kind, label in item.asks if item else ():
            field = self._field(f"{kind.value}_{answer.item}", label, SIZES[kind])
            field.committed.connect(lambda text, kind=kind: self._read(kind, text))
            part = Labelled(label, self._with_unknown(kind, label, field), held)
            self._asked[kind] = (part, field)
            flow.addWidget(part)
        self.comment = self._field(f"finding_{answer.item}", f"Comment: {answer.item_text}", WORDS)
        self.comment.setPlaceholderText("Since when, what, how much")
        self.comment.committed.connect(lambda text: self._edit("details", comment=text.strip()))
        self.action = self._field(f"action_{answer.item}", f"Action: {answer.item_text}", WORDS)
        self.action.setPlaceholderText("What is done about it")
        self.action.committed.connect(lambda text: self._edit("action", action=text.strip()))
        flow.addWidget(Labelled("Comment", self.comment, held))
        flow.addWidget(Labelled("Action", self.action, held))
        box.addWidget(held)
        if item is not None and item.what_to_do:
            absolute = item.level is AlertLevel.ABSOLUTE
            told = Text(
                item.what_to_do, self, role="label", colour="danger" if absolute else "caution", wrap=True
            )
            box.addWidget(told)
        self.show_answer(answer)

    def _head(self, answer: ScreeningAnswer, item: ScreeningItem | None, alert: Alert | None) -> QWidget:
        head = QWidget(self)
        line = row(head, gap=10)
        absolute = item is not None and item.level is AlertLevel.ABSOLUTE
        line.addWidget(Tag(answer.item_text, head, kind=TagKind.DANGER if absolute else TagKind.ALERT))
        where = region_words(alert.region if alert else item.region if item else ("any",))
        if alert is None:
            line.addWidget(Text(f"concerns {where}", head, role="secondary", colour="muted"))
            line.addStretch(1)
            button = Button("Keep as alert", head, padding=10)
            button.setObjectName(f"alert_{answer.item}")
            button.clicked.connect(lambda: self.alert_wanted.emit(answer.item))
        elif alert.from_visit == answer.visit_id:
            stands = "raises an alert" if alert.resolved is None else "raises an alert for today"
            line.addWidget(Text(f"{stands}, {where}", head, role="secondary", colour="muted"))
            line.addStretch(1)
            button = Button("No alert", head, padding=10)
            button.setObjectName(f"no_alert_{answer.item}")
            button.setAccessibleName(f"No alert for {answer.item_text}")
            button.clicked.connect(lambda: self.alert_unwanted.emit(answer.item))
        else:
            since = f" since {short_day(alert.since)}" if alert.since else ""
            line.addWidget(Text(f"alert{since}, {where}", head, role="secondary", colour="muted"))
            line.addStretch(1)
            button = Button("No longer so", head, padding=10)
            button.setObjectName(f"no_longer_{answer.item}")
            button.clicked.connect(lambda: self.no_longer.emit(answer.item))
        line.addWidget(button)
        return head

    def _with_unknown(self, kind: Further, label: str, field: TextField) -> QWidget:
        """The field, and a tap for what was asked and is not known."""
        if kind is Further.DETAIL:
            return field
        both = QWidget(self)
        line = row(both, gap=6)
        line.addWidget(field)
        choice = Choice(UNKNOWN, "Not stated", spoken=f"{label} not stated")
        chips = ChipRow([choice], both, label=label, clearable=True)
        chips.setObjectName(f"{kind.value}_not_stated_{self.answer.item}")
        chips.chosen.connect(lambda value: self._read(kind, NOT_STATED, typed=False))
        chips.cleared.connect(lambda value: self._read(kind, "", typed=False))
        line.addWidget(chips)
        self._unknown[kind] = chips
        return both

    def _field(self, name: str, label: str, width: int) -> TextField:
        field = TextField(self, label=label)
        field.setObjectName(name)
        field.setFixedWidth(Theme.current().px(width))
        return field

    def show_answer(self, answer: ScreeningAnswer) -> None:
        """The fields as they are kept."""
        self.answer = answer
        shown = {
            Further.DETAIL: answer.detail,
            Further.WEEKS: number(answer.weeks) if answer.weeks is not None else "",
            Further.DAY: short_day(answer.day) if answer.day else "",
            Further.LAB: number(answer.lab_value) if answer.lab_value is not None else "",
        }
        unknown = {
            Further.WEEKS: answer.weeks_not_stated,
            Further.DAY: answer.day_not_stated,
            Further.LAB: bool(answer.lab_name),
        }
        for kind, chips in self._unknown.items():
            said = unknown[kind] and not shown[kind]
            chips.set_value(UNKNOWN if said else None)
            shown[kind] = NOT_STATED if said else shown[kind]
        for kind, (part, field) in self._asked.items():
            if not (field.hasFocus() or field.error):
                field.set_value(shown[kind])
                part.set_note("")
        for field, text in ((self.comment, answer.comment), (self.action, answer.action)):
            if not field.hasFocus():
                field.set_value(text)

    def _read(self, kind: Further, text: str, *, typed: bool = True) -> None:
        """What was typed into a field, or said by the chip beside it, which takes the field's place."""
        part, field = self._asked[kind]
        if not typed:
            field.set_value("")
        readers: dict[Further, Callable[[str], dict[str, object]]] = {
            Further.DETAIL: lambda typed: {"detail": typed.strip()},
            Further.WEEKS: _weeks,
            Further.DAY: _day,
            Further.LAB: lambda typed: _lab(typed, part.label.text()),
        }
        try:
            values = readers[kind](text)
            self.answer.but(**values)
        except Refused as refusal:
            why = str(refusal)
        except Invalid as error:
            why = f"{error.why[:1].upper()}{error.why[1:]}."
        else:
            field.set_error("")
            part.set_note("")
            self._edit(part.label.text().lower(), **values)
            return
        field.set_error(why)
        part.set_note(why)

    def _edit(self, what: str, **values: object) -> None:
        after = self.answer.but(**values)
        if after != self.answer:
            self.edited.emit(self.answer, after, f"{self.answer.item_text}: {what}")


def _unknown(text: str) -> bool:
    return " ".join(text.split()).casefold() == NOT_STATED


def _weeks(text: str) -> dict[str, object]:
    if not text.strip() or _unknown(text):
        return {"weeks": None, "weeks_not_stated": _unknown(text)}
    value = read_number(text)
    if value is None or value != int(value):
        raise Refused("Whole weeks are needed, like 12, or: not stated.")
    return {"weeks": int(value), "weeks_not_stated": False}


def _day(text: str) -> dict[str, object]:
    if _unknown(text):
        return {"day": None, "day_not_stated": True}
    return {"day": read_date(text, latest=now().date()), "day_not_stated": False}


def _lab(text: str, name: str) -> dict[str, object]:
    if not text.strip():
        return {"lab_value": None, "lab_name": ""}
    if _unknown(text):
        return {"lab_value": None, "lab_name": name}
    value = read_number(text)
    if value is None:
        raise Refused("A number is needed, like 2.5, or: not stated.")
    return {"lab_value": value, "lab_name": name}
