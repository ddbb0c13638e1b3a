"""The four sections of a note."""

from collections.abc import Mapping
from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.assessment import assessment
from needlechart.domain.narrative.objective import objective, objective_beside_tables
from needlechart.domain.narrative.plan import plan
from needlechart.domain.narrative.subjective import subjective
from needlechart.domain.rules.knowledge import MeasureFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Soap:
    """The sections as they stand in the note; paragraphs are separated by line ends.

    ``objective`` stands alone; ``objective_beside_tables`` leaves out what the printed tables of
    measures and sites say. Where a person edited the section, both are that person's text.
    """

    subjective: str
    objective: str
    assessment: str
    plan: str
    objective_beside_tables: str = ""

    def section(self, name: str) -> str:
        """The text of ``subjective``, ``objective``, ``assessment`` or ``plan``."""
        if name not in SECTIONS:
            raise KeyError(name)
        text: str = getattr(self, name)
        return text


SECTIONS = ("subjective", "objective", "assessment", "plan")
"""Names of the sections, in the order S, O, A, P; the visit's fields bear the same names."""


def composed(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> Soap:
    """The sections made from the data, whatever a person edited."""
    return Soap(
        subjective=subjective(chart),
        objective=objective(chart, measures),
        assessment=assessment(chart, measures),
        plan=plan(chart),
        objective_beside_tables=objective_beside_tables(chart),
    )


def compose(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> Soap:
    """The sections of the note: a person's text where there is one, else made from the data."""
    made, visit = composed(chart, measures), chart.visit
    return Soap(
        subjective=visit.subjective if visit.subjective_edited else made.subjective,
        objective=visit.objective if visit.objective_edited else made.objective,
        assessment=visit.assessment if visit.assessment_edited else made.assessment,
        plan=visit.plan if visit.plan_edited else made.plan,
        objective_beside_tables=visit.objective if visit.objective_edited else made.objective_beside_tables,
    )
