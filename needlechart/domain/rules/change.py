"""What changed between before and after, and in which direction; never more certain than the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.knowledge import PAIN_MEASURES, MeasureFacts
from needlechart.domain.rules.laterality import ORDER
from needlechart.domain.rules.measure_text import (
    MINUS,
    change_text,
    measurement_text,
    number_text,
    value_text,
)
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import plural
from needlechart.domain.words import MeasureState, Phase, Side


class Verdict(StrEnum):
    """What a change means; `SMALL` is below what counts, `UNJUDGED` has no source to judge by.

    `DOUBTED`: one of the values is judged implausible, so nothing is read from the difference.
    """

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    SMALL = "small"
    UNJUDGED = "unjudged"
    DOUBTED = "doubted"
    NOT_AGAIN = "not_again"
    NOT_BEFORE = "not_before"


_SMALL_WORDS = {
    "detectable": "within measuring error",
    "important": "less than an important change",
    "unspecified": "small change",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A measure on a side, before and after in the same session.

    ``difference`` is after minus before, in the unit, or in steps of a word scale; None where there
    is none. ``difference_text`` has its sign: ``−3``, ``+10°``, ``2 steps``.
    """

    measure: str
    name: str
    phrase: str
    short_name: str
    side: Side
    before: Measurement | None
    after: Measurement | None
    difference: float | None = None
    difference_text: str = ""
    verdict: Verdict = Verdict.UNJUDGED
    change_kind: str = ""

    @property
    def before_text(self) -> str:
        """The value before with its unit; empty where only the change is known."""
        return _end_point(self.before)

    @property
    def after_text(self) -> str:
        """The value after with its unit; empty where only the change is known."""
        return _end_point(self.after)

    @property
    def only_change(self) -> bool:
        """Whether the change is known and its end points are not."""
        known = (self.before, self.after)
        return any(one is not None and one.state is MeasureState.CHANGE for one in known)

    @property
    def word(self) -> str:
        """The word beside the number in a note: ``better``, ``within measuring error``; may be empty.

        A value that is not stated or was not done says so itself.
        """
        if self.verdict is Verdict.SMALL:
            return _SMALL_WORDS.get(self.change_kind, "small change")
        said = {Verdict.NOT_BEFORE: self.before, Verdict.NOT_AGAIN: self.after}.get(self.verdict)
        if said is not None:
            return ""
        return {
            Verdict.BETTER: "better",
            Verdict.WORSE: "worse",
            Verdict.SAME: "no change",
            Verdict.DOUBTED: "not judged, implausible value",
            Verdict.NOT_AGAIN: "not measured after",
            Verdict.NOT_BEFORE: "not measured before",
        }.get(self.verdict, "")

    @property
    def short_word(self) -> str:
        """The word on a screen: better, worse, same, small, doubted, not yet; empty when unjudged."""
        if self.verdict is Verdict.SMALL:
            return "same" if self.change_kind == "detectable" else "small"
        return {
            Verdict.BETTER: "better",
            Verdict.WORSE: "worse",
            Verdict.SAME: "same",
            Verdict.DOUBTED: "doubted",
            Verdict.NOT_AGAIN: "not yet",
        }.get(self.verdict, "")


def _end_point(one: Measurement | None) -> str:
    return "" if one is not None and one.state is MeasureState.CHANGE else measurement_text(one)


def changes(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> tuple[Change, ...]:
    """Every measure taken before or after, once per side, in the order in which they were asked."""
    return tuple(
        compare(
            measures.get(measure),
            chart.measured(measure, side, Phase.BEFORE),
            chart.measured(measure, side, Phase.AFTER),
        )
        for measure, side in _asked(chart.measurements)
    )


def at_follow_up(chart: VisitChart, measures: Mapping[str, MeasureFacts], one: Measurement) -> str:
    """The change of a follow-up value from the value of the same visit: ``−2 from 5 before, better``.

    Empty where that visit holds no other value of the measure and side, or no number tells the change.
    """
    base = chart.measured(one.measure, one.side, Phase.BEFORE)
    base = base or chart.measured(one.measure, one.side, Phase.AFTER)
    if base is None or base.state is MeasureState.CHANGE:
        return ""
    change = compare(measures.get(one.measure), base, one)
    if not change.difference_text:
        return ""
    told = f"{change.difference_text} from {change.before_text} {base.phase.value}"
    return f"{told}, {change.word}" if change.word else told


def _asked(measurements: Iterable[Measurement]) -> list[tuple[str, Side]]:
    """Pain first, then by order, the patient's right before the left."""
    rows: dict[tuple[str, Side], tuple[bool, int, int]] = {}
    first: dict[str, int] = {}
    for place, one in enumerate(measurements):
        if one.phase is Phase.FOLLOW_UP:
            continue
        first.setdefault(one.measure, one.order * 1000 + place)
        rows[(one.measure, one.side)] = (
            one.measure not in PAIN_MEASURES,
            first[one.measure],
            ORDER[one.side],
        )
    return sorted(rows, key=lambda key: rows[key])


def compare(facts: MeasureFacts | None, before: Measurement | None, after: Measurement | None) -> Change:
    """The change between two values of one measure and side; one of them may be None, not both."""
    known = before or after
    if known is None:
        raise ValueError("a change needs a value")
    blank = Change(
        measure=known.measure,
        name=known.measure_name,
        phrase=facts.phrase if facts else lower_first(known.measure_name),
        short_name=facts.short_name if facts else known.measure_name,
        side=known.side,
        before=before,
        after=after,
    )
    for one in (after, before):
        if one is not None and one.state is MeasureState.CHANGE and one.value is not None:
            return _only_change(blank, facts, one, one.value)
    if before is None or before.state is not MeasureState.MEASURED:
        return _with(blank, verdict=Verdict.NOT_BEFORE)
    if after is None or after.state is not MeasureState.MEASURED:
        return _with(blank, verdict=Verdict.NOT_AGAIN)
    return _judged(blank, facts, before, after)


def _only_change(blank: Change, facts: MeasureFacts | None, one: Measurement, difference: float) -> Change:
    """A change without its end points: judged where the rule needs no starting value."""
    relative = facts is not None and facts.change_relative
    return _with(
        blank,
        difference=difference,
        difference_text=change_text(one),
        verdict=_unless_doubted(Verdict.UNJUDGED if relative else _verdict(facts, 0.0, difference), one),
        change_kind=_kind(facts, difference),
    )


def _judged(blank: Change, facts: MeasureFacts | None, before: Measurement, after: Measurement) -> Change:
    if before.unit != after.unit:
        return blank
    start, end = _scale_value(facts, before), _scale_value(facts, after)
    if start is None or end is None:
        same = before.text.strip().casefold() == after.text.strip().casefold() and before.text != ""
        verdict = Verdict.SAME if same else Verdict.UNJUDGED
        return _with(blank, verdict=_unless_doubted(verdict, before, after))
    difference = round(end - start, 6)
    return _with(
        blank,
        difference=difference,
        difference_text=_difference_text(facts, before, difference),
        verdict=_unless_doubted(_verdict(facts, start, difference), before, after),
        change_kind=_kind(facts, difference),
    )


def _unless_doubted(verdict: Verdict, *values: Measurement) -> Verdict:
    return Verdict.DOUBTED if any(one.doubt.strip() for one in values) else verdict


def _kind(facts: MeasureFacts | None, difference: float) -> str:
    """What the number that a change is judged by says; a change below the measuring error is no more."""
    if facts is None:
        return ""
    error = facts.detectable_value
    return "detectable" if error is not None and abs(difference) < error - 1e-9 else facts.change_kind


def _verdict(facts: MeasureFacts | None, start: float, difference: float) -> Verdict:
    if difference == 0:
        return Verdict.SAME
    if facts is None or facts.higher_is_better is None or facts.change_value is None:
        return Verdict.UNJUDGED
    needed = facts.change_value
    if facts.change_relative:
        if start == 0:
            return Verdict.UNJUDGED
        needed = abs(start) * needed / 100
    if abs(difference) < needed - 1e-9:
        return Verdict.SMALL
    return Verdict.BETTER if (difference > 0) is facts.higher_is_better else Verdict.WORSE


def _difference_text(facts: MeasureFacts | None, before: Measurement, difference: float) -> str:
    if facts is not None and facts.graded:
        whole = difference == int(difference)
        return number_text(difference, sign=True) if whole else ""
    if facts is not None and facts.words:
        return "0" if difference == 0 else plural(abs(int(difference)), "step")
    return value_text(difference, before.unit, sign=True)


def _scale_value(facts: MeasureFacts | None, one: Measurement) -> float | None:
    """The number a value is compared by: itself, the place of its word, or its grade in thirds."""
    if facts is not None and facts.graded and one.text:
        return _grade(one.text)
    if facts is not None and facts.words and one.text:
        words = [word.casefold() for word in facts.words]
        word = one.text.strip().casefold()
        return float(words.index(word)) if word in words else one.value
    return one.value


def _grade(text: str) -> float | None:
    """``4+`` lies a third above ``4``, ``4-`` a third below; only for comparing, never shown."""
    plain = text.strip().replace(MINUS, "-")
    suffix = plain[-1:] if plain[-1:] in ("+", "-") else ""
    digits = plain.removesuffix(suffix) if suffix else plain
    if not (digits.isascii() and digits.isdigit()):
        return None
    return round(int(digits) + {"+": 1 / 3, "-": -1 / 3}.get(suffix, 0.0), 6)


def _with(change: Change, **values: object) -> Change:
    return replace(change, **values)  # type: ignore[arg-type]
