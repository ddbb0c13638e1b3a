"""What a visit prints, for the command line: its note, the patient's handout, its incident reports."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from needlechart.domain.chart import VisitChart
from needlechart.domain.visit import Visit
from needlechart.domain.words import Paper, Severity

SAID = {"note": "visit note", "handout": "aftercare handout", "incident": "incident report"}
"""The kinds, as a person reads them."""

Rendered = tuple[bytes, tuple[str, ...]]
"""A PDF, and the codes printed in place of characters."""


@dataclass(frozen=True)
class CliSheet:
    """One file to be."""

    visit: Visit
    name: str
    render: Callable[[], Rendered]


def sheets_of(chart: VisitChart, kind: str, paper: str | None, *, differs: bool = False) -> list[CliSheet]:
    """The sheets of one kind that a visit has; an incident report for each event that is more than mild."""
    from needlechart.documents.write import note_file_name

    on = Paper(paper) if paper else None
    if kind == "note":
        return [CliSheet(chart.visit, note_file_name(chart), partial(_note, chart, on, differs))]
    if kind == "handout":
        return [CliSheet(chart.visit, note_file_name(chart, "aftercare"), partial(_handout, chart, on))]
    return [
        CliSheet(chart.visit, note_file_name(chart, "incident"), partial(_incident, chart, one.id, on))
        for one in chart.adverse_events
        if one.severity is not Severity.MILD
    ]


def _note(chart: VisitChart, paper: Paper | None, differs: bool) -> Rendered:
    from needlechart.documents.note import render_note

    note = render_note(chart, paper=paper, differs=differs)
    return note.pdf, note.missing_characters


def _handout(chart: VisitChart, paper: Paper | None) -> Rendered:
    from needlechart.documents.handout import render_handout

    handout = render_handout(chart, paper=paper)
    return handout.pdf, handout.missing_characters


def _incident(chart: VisitChart, event_id: str, paper: Paper | None) -> Rendered:
    from needlechart.documents.incident import render_incident

    report = render_incident(chart, event_id, paper=paper)
    return report.pdf, report.missing_characters
