"""What a check finds missing, and what every check looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling
from needlechart.domain.rules.consent import stands
from needlechart.domain.rules.knowledge import PAIN_MEASURES, Knowledge, MuscleFacts
from needlechart.domain.rules.laterality import side_words
from needlechart.domain.rules.text import lower_first
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import MeasureState, Phase, Technique, View


@dataclass(frozen=True, slots=True)
class Finding:
    """What is missing: ``detail`` says where, ``record_id`` and ``field`` lead there."""

    detail: str
    record_id: str = ""
    field: str = ""
    needle: bool = False
    title: str = ""


@dataclass(frozen=True)
class Subject:
    """A chart with what the catalogues know; needles are grouped by site once, for 500 sites as for 6."""

    chart: VisitChart
    knowledge: Knowledge

    @property
    def declined(self) -> bool:
        """Whether the patient said no to needling today, or took their consent back."""
        today = self.chart.consent_today
        return today is not None and not stands(today)

    @cached_property
    def needled(self) -> bool:
        """Whether a needle went in."""
        return self.chart.needles_in > 0

    def muscle(self, point: TriggerPoint) -> MuscleFacts | None:
        """What the catalogue knows of a point's muscle."""
        return self.knowledge.muscles.get(point.muscle)

    def group(self, point: TriggerPoint) -> str:
        """The muscle group whose alerts concern a point; those of the pelvic floor in its view."""
        muscle = self.muscle(point)
        if muscle is not None:
            return muscle.group
        return "pelvic_floor" if point.view is View.PELVIC_FLOOR else ""

    @cached_property
    def sites(self) -> tuple[tuple[TriggerPoint, tuple[Needling, ...]], ...]:
        """Every point with all its needles, in their order."""
        needles: dict[str, list[Needling]] = {}
        for one in self.chart.needlings:
            needles.setdefault(one.trigger_point_id, []).append(one)
        return tuple((point, tuple(needles.get(point.id, ()))) for point in self.chart.points)

    @cached_property
    def _needled(self) -> tuple[tuple[TriggerPoint, tuple[Needling, ...]], ...]:
        found = ((point, tuple(one for one in needles if one.was_in)) for point, needles in self.sites)
        return tuple((point, went_in) for point, went_in in found if went_in)

    def needled_points(self) -> Iterator[tuple[TriggerPoint, tuple[Needling, ...]]]:
        """Points with the needles that went into them."""
        yield from self._needled

    def needles(self) -> Iterator[tuple[TriggerPoint, Needling]]:
        """Every needle that went in, with its point."""
        for point, needles in self.needled_points():
            for needle in needles:
                yield point, needle


def site_words(point: TriggerPoint) -> str:
    """``Site 4, right adductor longus``."""
    parts = (side_words(point.side), lower_first(point.muscle_name.strip()), point.spinal_level)
    name = " ".join(part for part in parts if part)
    return f"{point.label}, {name}" if name else point.label


def pain_now(chart: VisitChart, phase: Phase) -> Measurement | None:
    """Pain now in a phase, by the first pain measure that has a value."""
    for measure in PAIN_MEASURES:
        for one in chart.measurements:
            if (one.measure, one.phase) == (measure, phase) and one.state is not MeasureState.NOT_DONE:
                return one
    return None


def perineal(subject: Subject) -> bool:
    """Whether a needle went in that needs the separate consent."""
    return bool(perineal_needles(subject))


def perineal_needles(subject: Subject) -> list[Needling]:
    """Needles that went in where the separate consent is needed."""
    found: list[Needling] = []
    for point, needles in subject.needled_points():
        muscle = subject.muscle(point)
        if point.view is View.PELVIC_FLOOR or (muscle is not None and muscle.separate_consent):
            found += needles
    return found


def said_unknown(needle: Needling) -> bool:
    """Whether a person stated that a fact of this needle is not known (a record taken from elsewhere)."""
    return bool(needle.reason.strip()) or "not stated" in needle.note.casefold()


def retention_known(needle: Needling) -> bool:
    """Recorded, following from the times in and out, or pistoned and withdrawn at once."""
    timed = needle.in_at is not None and needle.out_at is not None
    return needle.retention_s is not None or timed or needle.technique is Technique.PISTONING
