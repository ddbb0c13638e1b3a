"""Check-in asks about the last visit: how its events went on, and whether anything came after it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.chart import VisitChart
from needlechart.domain.record import now
from needlechart.domain.words import EventOutcome
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.parts import Labelled, column, empty
from needlechart.ui.screens.wording import medium_day
from needlechart.ui.widgets import Card, ChipRow, Choice

NOTHING, MORE = "nothing", "more"
OUTCOMES = [
    Choice(one.value, text)
    for one, text in (
        (EventOutcome.RESOLVED, "Gone"),
        (EventOutcome.BETTER, "Better"),
        (EventOutcome.SAME, "Same"),
        (EventOutcome.WORSE, "Worse"),
    )
]


class LastEventCard(Card):
    """``did(pairs, text)`` is one step of the visit; hidden while there is no earlier visit with needles."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("After the last visit", parent, hint="adverse events")
        self.setObjectName("last_events")
        self._visit: OpenVisit | None = None
        self._more = False
        self._rows: dict[str, ChipRow] = {}
        self._asked = column(gap=6)
        self.body.addLayout(self._asked)
        self.since = ChipRow((), self, label="Anything after the last visit", multi=True, wrap=True)
        self.since.setObjectName("events_since")
        self.since.chosen.connect(self._chosen)
        self.since.cleared.connect(self._cleared)
        self.body.addWidget(Labelled("Did anything else happen after it?", self.since, self))

    def show_visit(self, visit: OpenVisit) -> None:
        """What was asked and answered."""
        self._visit = visit
        previous = visit.previous
        if previous is None or not previous.needles_in:
            self.hide()
            return
        self.show()
        self.set_title("After the last visit", medium_day(previous.visit.started.date()))
        asked = [one for one in previous.adverse_events if one.visit_id == previous.visit.id]
        self._show_asked(asked, visit.chart)
        self._show_since(previous, visit)

    def _show_asked(self, asked: list[AdverseEvent], chart: VisitChart) -> None:
        if list(self._rows) != [one.id for one in asked]:
            empty(self._asked)
            self._rows = {}
            for event in asked:
                chips = ChipRow(OUTCOMES, self, label=f"{event.kind_text}, now", clearable=True)
                chips.setObjectName(f"event_now_{event.kind}")
                chips.chosen.connect(lambda value, event=event: self._review(event, EventOutcome(value)))
                chips.cleared.connect(lambda value, event=event: self._review(event, None))
                self._rows[event.id] = chips
                words = f"{event.kind_text} ({event.severity.value}). How is it now?"
                self._asked.addWidget(Labelled(words, chips, self))
        answers = {one.event_id: one for one in chart.event_reviews}
        for key, chips in self._rows.items():
            answer = answers.get(key)
            chips.set_value(answer.outcome.value if answer else None)

    def _show_since(self, previous: VisitChart, visit: OpenVisit) -> None:
        from needlechart.catalogue import adverse_events

        late = self._late(previous, visit)
        kinds = sorted(adverse_events().values(), key=lambda one: (one.chip_order == 0, one.chip_order))
        listed = {one.kind for one in late}
        offered = [
            one for one in kinds if (one.chip_order or self._more or one.id in listed) and not one.hidden
        ]
        choices = [Choice(NOTHING, "No, nothing", tick=True, alone=True)]
        choices += [
            Choice(one.id, one.short_name, divider=n == 0, spoken=one.text) for n, one in enumerate(offered)
        ]
        if not self._more:
            choices.append(Choice(MORE, "More", icon="search"))
        self.since.set_choices(choices)
        nothing = any(not one.event_id for one in visit.chart.event_reviews)
        self.since.set_values({*listed, *((NOTHING,) if nothing else ())})

    def _late(self, previous: VisitChart, visit: OpenVisit) -> list[AdverseEvent]:
        """Events reported after the last visit: those known when this one was opened, and those of now."""
        here = {one.id: one for one in visit.of_kind(AdverseEvent) if one.about_visit_id == previous.visit.id}
        known = {one.id: one for one in previous.adverse_events if not one.visit_id}
        return list({**known, **here}.values())

    # What a tap does

    def _review(self, event: AdverseEvent, outcome: EventOutcome | None) -> None:
        if self._visit is None:
            return
        chart = self._visit.chart
        before = next((one for one in chart.event_reviews if one.event_id == event.id), None)
        after = None
        if outcome is not None:
            after = (
                before.but(outcome=outcome)
                if before
                else EventReview(
                    patient_id=chart.patient.id,
                    visit_id=chart.visit.id,
                    event_id=event.id,
                    event_text=event.kind_text,
                    outcome=outcome,
                )
            )
        pairs: list[Pair] = [(before, after)]
        self.did.emit(
            pairs, f"{event.kind_text} {outcome.value}" if outcome else f"{event.kind_text} cleared"
        )

    def _chosen(self, value: str) -> None:
        if self._visit is None or self._visit.previous is None:
            return
        if value == MORE:
            self._more = True
            self.show_visit(self._visit)
        elif value == NOTHING:
            chart = self._visit.chart
            said = EventReview(
                patient_id=chart.patient.id, visit_id=chart.visit.id, outcome=EventOutcome.NOTHING_NEW
            )
            here = [one for one in self._visit.of_kind(AdverseEvent) if one.visit_id != chart.visit.id]
            self.did.emit([*((one, None) for one in here), (None, said)], "Nothing after the last visit")
        else:
            self._add(value)

    def _add(self, kind: str) -> None:
        """An event of the last visit, reported now; it is sealed by itself."""
        from needlechart.catalogue import adverse_events

        if self._visit is None or self._visit.previous is None:
            return
        known, previous = adverse_events()[kind], self._visit.previous
        event = AdverseEvent(
            patient_id=self._visit.chart.patient.id,
            episode_id=previous.visit.episode_id,
            about_visit_id=previous.visit.id,
            kind=known.id,
            kind_text=known.text,
            severity=known.severity,
            recorded_at=now(),
        )
        gone = [(one, None) for one in self._visit.chart.event_reviews if not one.event_id]
        self.did.emit([*gone, (None, event)], f"{known.short_name}, after the last visit")

    def _cleared(self, value: str) -> None:
        """Chips that exclude each other clear with the one that was chosen."""
        if self._visit is None or self._visit.previous is None:
            return
        if value == NOTHING and not self.since.values():
            gone: list[Pair] = [(one, None) for one in self._visit.chart.event_reviews if not one.event_id]
            self.did.emit(gone, "Answer taken back")
        elif NOTHING not in self.since.values():
            late = self._visit.of_kind(AdverseEvent)
            mine = [
                one
                for one in late
                if one.kind == value and one.about_visit_id == self._visit.previous.visit.id
            ]
            if mine:
                self.did.emit([(one, None) for one in mine], "Event taken back")
