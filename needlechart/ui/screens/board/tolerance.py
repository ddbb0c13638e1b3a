"""How it was borne, and adverse events, even none."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import VisitChart
from needlechart.domain.record import now
from needlechart.domain.words import Tolerance
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk
from needlechart.editing.documents import Sheet
from needlechart.ui.errors import Notices
from needlechart.ui.screens.board.event_details import EventDetails
from needlechart.ui.screens.parts import Labelled, column, empty
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.screens.wording import clock
from needlechart.ui.widgets import Card, ChipRow, Choice, TextField

WELL_NONE = "well_none"
MORE = "more"
TOLERANCES = [Choice("well", "Well"), Choice("fairly", "Fairly"), Choice("poorly", "Poorly")]


class ToleranceCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Tolerance and adverse events", parent)
        self.notices = Notices(self)
        self.paper = SheetPaper(desk, self.notices, self)
        self.paper.printed.connect(lambda sheet, about: self._reported(about))
        self.paper.saved.connect(lambda sheet, about: self._reported(about))
        self._chart: VisitChart | None = None
        self._more = False
        self._fields: dict[str, EventDetails] = {}
        self.chips = ChipRow((), self, label="Tolerance and adverse events", multi=True, wrap=True)
        self.chips.setObjectName("tolerance")
        self.chips.chosen.connect(self._chosen)
        self.chips.cleared.connect(self._cleared)
        self.stopped = TextField(
            self, label="Why it was stopped", placeholder="Why it was stopped, and what was done"
        )
        self.stopped.setObjectName("stopped_reason")
        self.stopped.committed.connect(self._say_why)
        self.stopped.hide()
        self.body.addWidget(self.stopped)
        self.body.addWidget(self.chips)
        self.second = ChipRow((), self, label="And")
        self.second.setObjectName("tolerance_second")
        self.second.chosen.connect(self._second_chosen)
        self._second_part = Labelled("", self.second, self)
        self._second_part.hide()
        self.body.addWidget(self._second_part)
        self._details = column(gap=8)
        self.body.addLayout(self._details)
        self.body.addWidget(self.notices)
        self._offer()

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {
            "tolerance": self.chips,
            "no_adverse_event": self.chips,
            "report_made_at": self.chips,
            "stopped": self.stopped,
        }

    def show_chart(self, chart: VisitChart) -> None:
        """What was recorded."""
        self._chart = chart
        visit, events = chart.visit, chart.adverse_events
        listed = {one.kind for one in events}
        if listed - set(self._offered):
            self._more = True
            self._offer()
        chosen = set(listed)
        if visit.tolerance is Tolerance.WELL and visit.no_adverse_event:
            chosen.add(WELL_NONE)
        elif visit.tolerance is not None and visit.tolerance is not Tolerance.WELL:
            chosen.add(visit.tolerance.value)
        self.chips.set_values(chosen)
        self._show_stopped(chart)
        self._show_second(chart)
        self._show_details(chart)

    def _show_stopped(self, chart: VisitChart) -> None:
        stopped, at = chart.visit.stopped_at is not None, chart.visit.stopped_time
        told = f"treatment stopped {clock(at) if at else ''}".strip() if stopped else ""
        self.set_title("Tolerance and adverse events", told)
        self.stopped.setVisible(stopped)
        self.stopped.set_value(chart.visit.stopped_reason)

    def _say_why(self, text: str) -> None:
        visit = self._need().visit
        self.did.emit([(visit, visit.but(stopped_reason=text.strip()))], "Why it was stopped")

    def _offer(self) -> None:
        from needlechart.catalogue import adverse_events

        kinds = sorted(adverse_events().values(), key=lambda one: (one.chip_order == 0, one.chip_order))
        shown = [one for one in kinds if (one.chip_order or self._more) and not one.hidden]
        choices = [
            Choice(WELL_NONE, "Well, no adverse event", tick=True, alone=True),
            Choice("fairly", "Fairly", divider=True),
            Choice("poorly", "Poorly"),
        ]
        choices += [
            Choice(one.id, one.short_name, divider=n == 0, spoken=one.text) for n, one in enumerate(shown)
        ]
        if not self._more:
            choices.append(Choice(MORE, "More", icon="search"))
        self._offered = [one.id for one in choices]
        self.chips.set_choices(choices)

    def _show_second(self, chart: VisitChart) -> None:
        """What the first row has left open: no event, or how an event was borne."""
        visit, events = chart.visit, chart.adverse_events
        if events and visit.tolerance is None:
            self._ask("How it was borne", TOLERANCES, None)
        elif events and visit.tolerance is Tolerance.WELL:
            self._ask("How it was borne", TOLERANCES, "well")
        elif visit.tolerance in (Tolerance.FAIRLY, Tolerance.POORLY) and not events:
            self._ask(
                "Adverse event", [Choice("no_event", "None")], "no_event" if visit.no_adverse_event else None
            )
        else:
            self._second_part.hide()

    def _ask(self, label: str, choices: list[Choice], value: str | None) -> None:
        self._second_part.label.setText(label)
        self.second.set_values(())
        self.second.set_choices(choices)
        self.second.set_value(value)
        self._second_part.show()

    def _show_details(self, chart: VisitChart) -> None:
        if list(self._fields) != [one.id for one in chart.adverse_events]:
            empty(self._details)
            self._fields = {}
            for event in chart.adverse_events:
                part = EventDetails(event, self)
                part.edited.connect(lambda values, key=event.id: self._edit(key, **values))
                part.report.connect(lambda act, key=event.id: self._report(key, act))
                self._fields[event.id] = part
                self._details.addWidget(part)
        for event in chart.adverse_events:
            self._fields[event.id].show_event(event, chart)

    def event_part(self, event_id: str, field: str) -> QWidget | None:
        """The words to tap for a field of an event that is shown, with its details open."""
        details = self._fields.get(event_id)
        return None if details is None else details.open_at(field)

    def forget(self) -> None:
        """Another visit is shown, or none."""
        self._chart = None
        self.paper.forget()

    def _report(self, event_id: str, act: str) -> None:
        chart = self._need()
        if act == "print":
            self.paper.print_sheet(Sheet.INCIDENT, chart, event_id)
        else:
            self.paper.save_sheet(Sheet.INCIDENT, chart, event_id)

    def _reported(self, event_id: str) -> None:
        """The record says that the report was made, as long as it can be changed."""
        if self._chart is not None and not self._chart.visit.signed:
            self._edit(event_id, report_made_at=now())

    # What a tap does

    def _chosen(self, value: str) -> None:
        chart = self._need()
        visit = chart.visit
        if value == MORE:
            self._more = True
            self._offer()
            self.show_chart(chart)
        elif value == WELL_NONE:
            gone: list[Pair] = [(one, None) for one in chart.adverse_events]
            after = visit.but(tolerance=Tolerance.WELL, no_adverse_event=True)
            self.did.emit([*gone, (visit, after)], "Well, no adverse event")
        elif value in ("fairly", "poorly"):
            after = visit.but(tolerance=Tolerance(value), no_adverse_event=False)
            self.did.emit([(visit, after)], f"Tolerated {value}")
        else:
            self._add_event(chart, value)

    def _add_event(self, chart: VisitChart, kind: str) -> None:
        from needlechart.catalogue import adverse_events

        known = adverse_events()[kind]
        event = AdverseEvent(
            patient_id=chart.patient.id,
            episode_id=chart.episode.id,
            about_visit_id=chart.visit.id,
            visit_id=chart.visit.id,
            kind=known.id,
            kind_text=known.text,
            severity=known.severity,
            recorded_at=now(),
        )
        pairs: list[Pair] = [(None, event)]
        if chart.visit.no_adverse_event:
            pairs.append((chart.visit, chart.visit.but(no_adverse_event=False)))
        self.did.emit(pairs, known.short_name)

    def _cleared(self, value: str) -> None:
        chart = self._need()
        visit = chart.visit
        if value in (WELL_NONE, "fairly", "poorly"):
            if visit.tolerance is not None and not (self.chips.values() & {"fairly", "poorly", WELL_NONE}):
                events = [one for one in self.chips.values() if one not in (WELL_NONE, MORE)]
                if not events:
                    after = visit.but(tolerance=None, no_adverse_event=False)
                    self.did.emit([(visit, after)], "Tolerance cleared")
            return
        gone: list[Pair] = [(one, None) for one in chart.adverse_events if one.kind == value]
        if gone and WELL_NONE not in self.chips.values():
            self.did.emit(gone, "Adverse event taken back")

    def _second_chosen(self, value: str) -> None:
        visit = self._need().visit
        if value == "no_event":
            self.did.emit([(visit, visit.but(no_adverse_event=True))], "No adverse event")
        else:
            self.did.emit([(visit, visit.but(tolerance=Tolerance(value)))], f"Tolerated {value}")

    def _edit(self, event_id: str, **values: object) -> None:
        event = next((one for one in self._need().adverse_events if one.id == event_id), None)
        if event is not None:
            self.did.emit([(event, event.but(**values))], event.kind_text)

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart
