"""Short words about a visit for lists: sites, pain, rotation, soreness."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.words import Phase, Side, View
from needlechart.ui.screens.wording import count

ROTATION = "hip_ir_90"


def lower_first(name: str) -> str:
    """A muscle's name inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_LETTER = {Side.RIGHT: "R ", Side.LEFT: "L ", Side.BOTH: "R and L "}


@dataclass(frozen=True, slots=True)
class Site:
    """A muscle on a side, how often it was needled, and where on which view."""

    name: str
    side: Side
    times: int
    view: View
    x: float
    y: float


def sites_line(chart: VisitChart) -> str:
    """``6 sites: R gluteus medius, R piriformis +4``."""
    if not chart.points:
        return "No site needled"
    names = [f"{_LETTER.get(one.side, '')}{lower_first(one.muscle_name) or 'site'}" for one in chart.points]
    different = list(dict.fromkeys(names))
    rest = f" +{len(different) - 2}" if len(different) > 2 else ""
    return f"{count(len(chart.points), 'site')}: {', '.join(different[:2])}{rest}"


def treated_side(charts: Sequence[VisitChart]) -> Side:
    """The side with more sites; the patient's right where there is none."""
    sides = Counter(point.side for chart in charts for point in chart.points)
    return Side.LEFT if sides[Side.LEFT] > sides[Side.RIGHT] else Side.RIGHT


def change_parts(chart: VisitChart) -> list[tuple[str, str]]:
    """Names and values: pain, rotation of the side measured, soreness."""
    parts = []
    pain = _pair(chart, PAIN, Side.UNSTATED)
    if pain:
        parts.append(("Pain", pain))
    treated = treated_side([chart])
    for side in (treated, treated.opposite):
        rotation = _pair(chart, ROTATION, side)
        if rotation:
            parts.append((f"IR {side.value}", rotation))
            break
    sore = _soreness(chart)
    if sore:
        parts.append(("Sore", sore))
    return parts


def _pair(chart: VisitChart, measure: str, side: Side) -> str:
    before = measurement_text(chart.measured(measure, side, Phase.BEFORE))
    after = measurement_text(chart.measured(measure, side, Phase.AFTER))
    return f"{before or '–'} → {after or '–'}" if before or after else ""


def _soreness(chart: VisitChart) -> str:
    answered = [one.soreness for one in chart.follow_ups if one.soreness is not None]
    return answered[-1].value.replace("_", " ") if answered else ""


def sites_over(patient: PatientChart) -> list[Site]:
    """Every muscle and side needled in any visit, most often first; placed where its last mark stands."""
    times: Counter[tuple[str, Side]] = Counter()
    places: dict[tuple[str, Side], tuple[View, float, float]] = {}
    for chart in patient.visits:
        for point in chart.points:
            if not any(one.was_in for one in chart.needlings_of(point)):
                continue
            key = (point.muscle_name or point.label, point.side)
            times[key] += 1
            places.setdefault(key, (point.view, point.x, point.y))
    return [
        Site(name, side, times[name, side], *places[name, side]) for (name, side), _ in times.most_common()
    ]
