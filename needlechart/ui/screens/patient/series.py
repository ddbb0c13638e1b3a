"""What a trend is drawn from: one value before and after for each visit, missing ones included."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from math import ceil, floor, log10

from needlechart.catalogue import MeasureDef, measures
from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.episode import GoalReview
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.goal_history import ability_words
from needlechart.domain.rules.knowledge import PAIN, PAIN_MEASURES
from needlechart.domain.rules.measure_text import measurement_text, number_text, unit_text, value_text
from needlechart.domain.rules.symptom_areas import percent_words
from needlechart.domain.words import GoalChange, MeasureState, Phase, Side
from needlechart.ui.screens.wording import weekday

MOST_LINES = 6
"""Lines across a plot."""

_SIDES = {Side.RIGHT: ", right", Side.LEFT: ", left", Side.BOTH: ", both sides"}


class Kind(Enum):
    """A measure of the visits, the patient's own rating of a goal, or how much of the body was painted."""

    MEASURE = "measure"
    GOAL = "goal"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Key:
    """What is drawn: a measure on a side, or a goal by its id."""

    kind: Kind
    id: str
    side: Side = Side.UNSTATED


AREA = Key(Kind.AREA, "area")
AREA_TITLE = "Painted symptom areas, % of the body’s surface"


@dataclass(frozen=True, slots=True)
class Dot:
    """One visit; ``before`` and ``after`` are numbers that can be drawn, the texts what was kept.

    ``doubt_before`` and ``doubt_after`` tell why a value is judged implausible: it is shown as kept, and
    nothing is read from it. A change without end points has a text only.
    """

    at: datetime
    number: int
    before: float | None = None
    after: float | None = None
    before_text: str = ""
    after_text: str = ""
    doubt_before: str = ""
    doubt_after: str = ""

    @property
    def sure_before(self) -> float | None:
        """The value before, unless it is judged implausible."""
        return None if self.doubt_before else self.before

    @property
    def sure_after(self) -> float | None:
        """The value after, unless it is judged implausible."""
        return None if self.doubt_after else self.after

    @property
    def drawn(self) -> bool:
        """Whether a number can be drawn."""
        return self.before is not None or self.after is not None

    @property
    def said(self) -> bool:
        """Whether anything was kept, be it only why there is no value."""
        return self.drawn or bool(self.before_text or self.after_text)


@dataclass(frozen=True, slots=True)
class Series:
    """A trend: every visit in order of time, the scale, a dashed reference with its words."""

    title: str
    dots: tuple[Dot, ...]
    low: float = 0.0
    high: float = 10.0
    step: float = 2.0
    unit: str = ""
    words: tuple[str, ...] = ()
    single: bool = False
    reference: tuple[float, str] | None = None

    @property
    def drawn(self) -> tuple[Dot, ...]:
        """The visits with a number."""
        return tuple(dot for dot in self.dots if dot.drawn)

    def label(self, value: float) -> str:
        """A place of the scale as it is written beside it."""
        index = round(value)
        if self.words and abs(value - index) < 1e-9:
            return self.words[index] if 0 <= index < len(self.words) else ""
        return number_text(value) + unit_text(self.unit)

    def value_words(self, value: float) -> str:
        """A value as it stands beside its dot."""
        return self.label(value) if self.words else value_text(value, self.unit)

    def change_of(self, dot: Dot) -> str:
        """After minus before with its sign; empty where one of them is missing or judged implausible."""
        before, after = dot.sure_before, dot.sure_after
        if self.single or self.words or before is None or after is None:
            return ""
        return value_text(after - before, self.unit, sign=True)

    def told(self, dot: Dot) -> str:
        """``Tue 3 Mar 2026, visit 5: 6 before, 3 after, −3``."""
        head = f"{weekday(dot.at.date())}, visit {dot.number}"
        if not dot.said:
            return f"{head}: not measured"
        if self.single:
            return f"{head}: {dot.after_text}"
        before = f"{dot.before_text or 'not measured'} before{_doubted(dot.doubt_before)}"
        after = f"{dot.after_text or 'not measured'} after{_doubted(dot.doubt_after)}"
        return f"{head}: {', '.join(part for part in (before, after, self.change_of(dot)) if part)}"

    @property
    def summary(self) -> str:
        """What a screen reader says of the whole."""
        drawn = self.drawn
        if not drawn:
            return f"{self.title}: no value"
        first, last = drawn[0], drawn[-1]
        told = (
            f"{self.title}: measured at {len(drawn)} of {len(self.dots)} visits. First, {self.told(first)}."
        )
        return told if first is last else f"{told} Last, {self.told(last)}."


def _doubted(why: str) -> str:
    return f" (implausible: {why})" if why else ""


def offered(charts: Sequence[VisitChart], patient: PatientChart) -> list[tuple[Key, str]]:
    """Everything that has a value at some visit: measures by how often, then goals; with their titles."""
    times: Counter[Key] = Counter()
    for chart in charts:
        keys = {Key(Kind.MEASURE, one.measure, one.side) for one in chart.measurements}
        times.update(keys)
    first_of = {key: order for order, key in enumerate(times)}
    ordered = sorted(times, key=lambda key: (key.id not in PAIN_MEASURES, -times[key], first_of[key]))
    found = [(key, _title(charts, key)) for key in ordered]
    rated = {one.goal_id for chart in charts for one in chart.goal_reviews}
    goals = [(Key(Kind.GOAL, goal.id), f"Goal: {goal.text}") for goal in patient.goals if goal.id in rated]
    painted = any(one.percent is not None for chart in charts for one in chart.areas)
    return [*found, *([(AREA, AREA_TITLE)] if painted else []), *goals]


def pain_key(charts: Sequence[VisitChart]) -> Key:
    """Pain now, by the pain measure that has values."""
    for measure in PAIN_MEASURES:
        if any(one.measure == measure for chart in charts for one in chart.measurements):
            return Key(Kind.MEASURE, measure)
    return Key(Kind.MEASURE, PAIN)


def series_of(charts: Sequence[VisitChart], key: Key) -> Series:
    """The trend of a measure or goal over the visits, which come in order of time."""
    if key.kind is Kind.GOAL:
        return _goal_series(charts, key)
    if key.kind is Kind.AREA:
        return _area_series(charts)
    dots = tuple(_dot(chart, key) for chart in charts)
    known = measures().get(key.id)
    reference = _reference(charts, key)
    sure = [v for dot in dots for v in (dot.sure_before, dot.sure_after) if v is not None]
    values = sure or [v for dot in dots for v in (dot.before, dot.after) if v is not None]
    low, high, step = _scale(values + ([reference[0]] if reference else []), known)
    return Series(
        title=_title(charts, key),
        dots=dots,
        low=low,
        high=high,
        step=step,
        unit=_unit(charts, key),
        words=known.words if known is not None and known.words and not known.graded else (),
        reference=reference,
    )


def _measured(chart: VisitChart, key: Key, phase: Phase) -> Measurement | None:
    return chart.measured(key.id, key.side, phase)


def _dot(chart: VisitChart, key: Key) -> Dot:
    before, after = _measured(chart, key, Phase.BEFORE), _measured(chart, key, Phase.AFTER)
    return Dot(
        chart.visit.started,
        chart.visit.number,
        _number(before),
        _number(after),
        measurement_text(before),
        measurement_text(after),
        before.doubt.strip() if before is not None else "",
        after.doubt.strip() if after is not None else "",
    )


def _number(one: Measurement | None) -> float | None:
    return one.value if one is not None and one.state is MeasureState.MEASURED else None


def _title(charts: Sequence[VisitChart], key: Key) -> str:
    known = measures().get(key.id)
    if key.id == PAIN:
        return "Pain now, 0 to 10"
    named = known.name if known is not None else ""
    if not named:
        said = (
            one.measure_name
            for chart in reversed(charts)
            for one in chart.measurements
            if one.measure == key.id
        )
        named = next(said, key.id.removeprefix("own:"))
    return named[:1].upper() + named[1:] + _SIDES.get(key.side, "")


def _unit(charts: Sequence[VisitChart], key: Key) -> str:
    known = measures().get(key.id)
    if known is not None:
        return known.unit
    said = (one.unit for chart in reversed(charts) for one in chart.measurements if one.measure == key.id)
    return next(said, "")


def _reference(charts: Sequence[VisitChart], key: Key) -> tuple[float, str] | None:
    """The newest value before needling of the other side, as a line to compare with."""
    if key.side not in (Side.RIGHT, Side.LEFT):
        return None
    other = Key(key.kind, key.id, key.side.opposite)
    for chart in reversed(charts):
        one = _measured(chart, other, Phase.BEFORE)
        value = _number(one)
        if value is not None and one is not None and not one.doubt.strip():
            return value, f"{other.side.value} {measurement_text(one)}"
    return None


def _area_series(charts: Sequence[VisitChart]) -> Series:
    """Shares of the body's surface as the areas keep them; areas that overlap count twice, as in the note."""
    dots = []
    for chart in charts:
        before, after = _painted(chart, Phase.BEFORE), _painted(chart, Phase.AFTER)
        texts = [f"about {percent_words(one)}" if one is not None else "" for one in (before, after)]
        dots.append(Dot(chart.visit.started, chart.visit.number, before, after, *texts))
    values = [value for dot in dots for value in (dot.before, dot.after) if value is not None]
    low, high, step = _scale([0.0, *values], None)
    return Series(AREA_TITLE, tuple(dots), max(low, 0.0), high, step, "%")


def _painted(chart: VisitChart, phase: Phase) -> float | None:
    shares = [one.percent for one in chart.areas if one.phase is phase and one.percent is not None]
    return sum(shares) if shares else None


def _goal_series(charts: Sequence[VisitChart], key: Key) -> Series:
    text, dots = "", []
    for chart in charts:
        review = next((one for one in chart.goal_reviews if one.goal_id == key.id), None)
        text = review.goal_text if review is not None else text
        dots.append(
            Dot(
                chart.visit.started,
                chart.visit.number,
                after=review.ability if review is not None else None,
                after_text=_review_text(review) if review is not None else "",
            )
        )
    return Series(f"Goal: {text}, ability 0 to 10", tuple(dots), single=True)


_CHANGES = {
    GoalChange.NEARER: "nearer",
    GoalChange.NO_CHANGE: "the same",
    GoalChange.FURTHER: "further away",
    GoalChange.MET: "met",
}


def _review_text(one: GoalReview) -> str:
    change = _CHANGES[one.change] if one.change is not None else ""
    return ", ".join(part for part in (ability_words(one, "ability "), change, one.now) if part)


def _scale(values: Sequence[float], known: MeasureDef | None) -> tuple[float, float, float]:
    """Low, high and step of the lines: the whole range of a short scale, else round numbers around."""
    if known is not None and known.max - known.min <= 10 and known.max > known.min:
        low, high = min([known.min, *values]), max([known.max, *values])
        step = 1.0 if high - low <= MOST_LINES - 1 else 2.0
        return floor(low / step) * step, ceil(high / step) * step, step
    if not values:
        return 0.0, 10.0, 2.0
    low, high = min(values), max(values)
    spread = high - low or max(abs(high), 1.0)
    step = _round_step(spread * 1.3 / (MOST_LINES - 2))
    return floor((low - spread * 0.15) / step) * step, ceil((high + spread * 0.15) / step) * step, step


def _round_step(raw: float) -> float:
    """1, 2, 5 or 10 times a power of ten, not below ``raw``."""
    power = 10.0 ** floor(log10(raw))
    return next(part * power for part in (1, 2, 5, 10) if part * power >= raw - 1e-12)
