"""Soreness checks on Home: one tap for how sore, one for how long, one for an event heard of in the call."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.overview import CheckRow
from needlechart.domain.words import Soreness
from needlechart.ui.screens.home.side import head_line
from needlechart.ui.screens.home.who import WhoLine, who_line
from needlechart.ui.screens.parts import Labelled, column, empty, fitting_row, row
from needlechart.ui.screens.wording import clock, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    ElidedLabel,
    Hairline,
    IconLabel,
    Panel,
    Text,
)

ANSWERS = tuple(
    Choice(one.value, text)
    for one, text in (
        (Soreness.NONE, "None"),
        (Soreness.MILD, "Mild"),
        (Soreness.MODERATE, "Moderate"),
        (Soreness.SEVERE, "Severe"),
        (Soreness.NO_REPLY, "No reply"),
    )
)
SORE = (Soreness.MILD, Soreness.MODERATE, Soreness.SEVERE)
GOING_ON, STILL_SORE = "going_on", "still sore"
LASTED = (
    Choice("12", "Half a day"),
    Choice("24", "1 day"),
    Choice("48", "2 days"),
    Choice(GOING_ON, "Still sore"),
)
"""Hours the soreness lasted; still sore at the call has no number."""


def shown(check: CheckRow) -> str:
    """The patient's name as this screen may show it."""
    return Theme.current().shown_name(check.name)


class Checks(QWidget):
    """Soreness checks 24 to 48 h after needling; one tap answers, the row folds and can be undone.

    While Home is looked at no row moves to where another one was: a second, quick tap would answer for
    another patient.

    ``lasted(id, key of LASTED)`` and ``happened(id, kind of event)`` say more, if there is more to say.
    """

    answered = Signal(str, str)
    lasted = Signal(str, str)
    happened = Signal(str, str)
    undone = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, why_not: str = "") -> None:
        """``why_not`` says who charts here, if who is unlocked does not."""
        super().__init__(parent)
        self._why_not = why_not
        self.setObjectName("checks")
        outer = column(self, gap=8)
        self._told = head_line(outer, self, "Soreness check due")
        self._panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self._box = column(self._panel, gap=0, edges=(1, 1, 1, 1))
        outer.addWidget(self._panel)
        self._undo: dict[str, datetime] = {}
        self._order: list[str] = []
        self._items: dict[str, QWidget] = {}
        self._heights: dict[str, int] = {}
        self._narrow = False
        self._telling: set[str] = set()
        self._checks: Sequence[CheckRow] = ()
        self._now = datetime.now().astimezone()

    def show_checks(self, checks: Sequence[CheckRow], now: datetime) -> None:
        """The checks that are due or were answered here."""
        self._order += [one.follow_up_id for one in checks if one.follow_up_id not in self._order]
        checks = sorted(checks, key=lambda one: self._order.index(one.follow_up_id))
        self._checks, self._now = checks, now
        empty(self._box)
        self._items = {}
        due = [one for one in checks if not one.answered]
        self._told.setText(f"{len(due)} · 24 to 48 h after needling" if due else "none")
        self._panel.setVisible(bool(checks))
        for index, check in enumerate(checks):
            if index:
                self._box.addWidget(Hairline(self._panel))
            item = self._folded(check) if check.answered else self._open(check, now)
            item.setMinimumHeight(self._heights.get(check.follow_up_id, 0) if check.answered else 0)
            self._items[check.follow_up_id] = item
            self._box.addWidget(item)

    def set_narrow(self, *, narrow: bool) -> bool:
        """Without room the answers break into lines; True if the checks must be shown again."""
        changed = narrow != self._narrow
        self._narrow = narrow
        return changed

    def note_answer(self, follow_up_id: str, moment: datetime) -> None:
        """Remember when this answer was given here, so that its row can be undone."""
        self._undo[follow_up_id] = moment
        if (item := self._items.get(follow_up_id)) is not None:
            self._heights[follow_up_id] = item.height()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes back to Home sees what is due first."""
        super().showEvent(event)
        if not event.spontaneous():
            self._order.clear()
            self._heights.clear()

    def _open(self, check: CheckRow, now: datetime) -> QWidget:
        item = QWidget(self._panel)
        box = column(item, gap=8, edges=(16, 10, 14, 12))
        head, more = fitting_row(gap=4), row(gap=10)
        head.addWidget(ElidedLabel(shown(check), item, role="section"), 1)
        head.addLayout(more)
        hours = round((now - check.needled_at).total_seconds() / 3600)
        more.addWidget(Text(f"{hours} h after", item, role="secondary", colour="muted"))
        if check.phone:
            more.addWidget(IconLabel("phone", item, size=16))
            more.addWidget(Text(check.phone, item, role="secondary_strong"))
        box.addLayout(head)
        box.addWidget(self._who(check, item))
        told = check.birth_date is not None and not Theme.current().names_hidden
        born = f", born {short_day(check.birth_date)}" if check.birth_date and told else ""
        answers = ChipRow(ANSWERS, item, label=f"Soreness, {shown(check)}{born}", wrap=self._narrow)
        answers.setObjectName(f"soreness_{check.follow_up_id}")
        answers.chosen.connect(lambda value: self.answered.emit(check.follow_up_id, value))
        for one in ANSWERS:
            answers.set_refusal(one.id, self._why_not)
        box.addWidget(answers)
        return item

    def _who(self, check: CheckRow, item: QWidget) -> QWidget:
        """Whose chart an answer goes into: date of birth, record number and visit, before it is tapped."""
        words = who_line(check.birth_date, check.record_number, check.needled_at)
        return WhoLine(words, check.follow_up_id, item, similar=check.similar_name)

    def _folded(self, check: CheckRow) -> QWidget:
        item = QWidget(self._panel)
        outer = column(item, gap=4, edges=(16, 6, 10, 6))
        box = row(gap=8)
        box.addWidget(ElidedLabel(shown(check), item, role="section"), 1)
        words = next((one.text for one in ANSWERS if one.id == check.answered), check.answered)
        when = self._undo.get(check.follow_up_id)
        told = f"{words}, {clock(when)}" if when else words
        box.addWidget(Text(told, item, role="secondary"))
        undo = Button("Undo", item, kind=ButtonKind.LINK)
        undo.setObjectName(f"undo_{check.follow_up_id}")
        undo.clicked.connect(lambda: self.undone.emit(check.follow_up_id))
        box.addWidget(undo)
        if self._why_not:
            undo.hide()
            outer.addLayout(box)
            return item
        outer.addLayout(box)
        outer.addWidget(self._who(check, item))
        if check.answered in SORE:
            # Its words stand where the answers stood: a second, quick tap meets no other control there.
            outer.addSpacing(Theme.current().px(6))
            outer.addWidget(Labelled("How long it lasted", self._lasted(check, item), item))
        if check.answered != Soreness.NO_REPLY:
            self._add_events(check, item, outer)
        return item

    def _lasted(self, check: CheckRow, item: QWidget) -> QWidget:
        chips = ChipRow(
            LASTED, item, label=f"Soreness lasted, {shown(check)}", clearable=True, wrap=self._narrow
        )
        chips.setObjectName(f"lasted_{check.follow_up_id}")
        hours = "" if check.lasted_hours is None else f"{check.lasted_hours:.15g}"
        chips.set_value(hours or (GOING_ON if check.note == STILL_SORE else None))
        chips.chosen.connect(lambda value: self.lasted.emit(check.follow_up_id, value))
        chips.cleared.connect(lambda value: self.lasted.emit(check.follow_up_id, ""))
        return chips

    def _add_events(self, check: CheckRow, item: QWidget, outer: QVBoxLayout) -> None:
        """An adverse event heard of in the call, behind one tap."""
        if check.events or check.follow_up_id in self._telling:
            outer.addWidget(self._events(check, item))
            return
        tell = Button("Adverse event", item, kind=ButtonKind.LINK, icon="plus")
        tell.setObjectName(f"tell_event_{check.follow_up_id}")
        tell.clicked.connect(lambda: self._tell(check.follow_up_id))
        line = row(gap=0)
        line.addWidget(tell)
        line.addStretch(1)
        outer.addLayout(line)

    def _events(self, check: CheckRow, item: QWidget) -> QWidget:
        from needlechart.catalogue import adverse_events

        kinds = sorted(adverse_events().values(), key=lambda one: (one.chip_order == 0, one.chip_order))
        offered = [one for one in kinds if one.id in check.events or (one.chip_order and not one.hidden)]
        chips = ChipRow(
            [Choice(one.id, one.short_name, tick=True, spoken=one.text) for one in offered],
            item,
            label=f"Adverse event after the visit, {shown(check)}",
            multi=True,
            wrap=True,
        )
        chips.setObjectName(f"events_{check.follow_up_id}")
        chips.set_values(check.events)
        chips.chosen.connect(lambda value: self.happened.emit(check.follow_up_id, value))
        chips.cleared.connect(lambda value: self.happened.emit(check.follow_up_id, value))
        return chips

    def _tell(self, follow_up_id: str) -> None:
        self._telling.add(follow_up_id)
        self.show_checks(self._checks, self._now)
