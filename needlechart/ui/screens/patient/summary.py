"""Short words about a visit for lists: sites, pain, rotation, soreness."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.knowledge import PAIN, PAIN_MEASURES
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Phase, Side, Twitch, View
from needlechart.ui.screens.board.last_visit import pair
from needlechart.ui.screens.wording import count

ROTATION = "hip_ir_90"


def lower_first(name: str) -> str:
    """A muscle's name inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_LETTER = {Side.RIGHT: "R ", Side.LEFT: "L ", Side.BOTH: "R and L "}


@dataclass(frozen=True, slots=True)
class Site:
    """A muscle on a side, how often it was needled, and where on which view.

    ``asked`` of the visits said whether it twitched, ``twitched`` said yes. ``pain`` is the mean change of
    pain now in the visits with this site, None where none measured it before and after: of the visit as a
    whole, never of this site alone.
    """

    name: str
    side: Side
    times: int
    view: View
    x: float
    y: float
    twitched: int = 0
    asked: int = 0
    pain: float | None = None


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
    pains = (pair(chart, measure, Side.UNSTATED) for measure in PAIN_MEASURES)
    pain = next((one for one in pains if one), "")
    if pain:
        parts.append(("Pain", pain))
    treated = treated_side([chart])
    for side in (treated, treated.opposite):
        rotation = pair(chart, ROTATION, side)
        if rotation:
            parts.append((f"IR {side.value}", rotation))
            break
    sore = _soreness(chart)
    if sore:
        parts.append(("Sore", sore))
    return parts


def _soreness(chart: VisitChart) -> str:
    answered = [one.soreness for one in chart.follow_ups if one.soreness is not None]
    return answered[-1].value.replace("_", " ") if answered else ""


def sites_over(charts: Sequence[VisitChart]) -> list[Site]:
    """Every muscle and side needled in these visits (in order of time), most often first.

    A site is counted once for each visit; it stands where its last mark was made.
    """
    found: dict[tuple[str, Side], list[tuple[TriggerPoint, VisitChart]]] = {}
    for chart in charts:
        seen: set[tuple[str, Side]] = set()
        for point in chart.points:
            key = (point.muscle_name or point.label, point.side)
            if key in seen or not any(one.was_in for one in chart.needlings_of(point)):
                continue
            seen.add(key)
            found.setdefault(key, []).append((point, chart))
    sites = [_site(key, marks) for key, marks in found.items()]
    return sorted(sites, key=lambda one: -one.times)


def _site(key: tuple[str, Side], marks: Sequence[tuple[TriggerPoint, VisitChart]]) -> Site:
    point = marks[-1][0]
    answers = [answer for _, chart in marks if (answer := _twitched(chart, key)) is not None]
    pains = [change for _, chart in marks if (change := pain_change(chart)) is not None]
    return Site(
        *key,
        len(marks),
        point.view,
        point.x,
        point.y,
        twitched=sum(answers),
        asked=len(answers),
        pain=sum(pains) / len(pains) if pains else None,
    )


def _twitched(chart: VisitChart, key: tuple[str, Side]) -> bool | None:
    """Whether any needle in a muscle on a side twitched; None where nobody said."""
    points = [one for one in chart.points if (one.muscle_name or one.label, one.side) == key]
    said = [
        one.twitch
        for point in points
        for one in chart.needlings_of(point)
        if one.was_in and one.twitch is not None
    ]
    return any(one is not Twitch.NONE for one in said) if said else None


def pain_change(chart: VisitChart) -> float | None:
    """Pain now after needling minus before, in the points of its scale.

    None where one of them is missing or judged implausible.
    """
    before = chart.measured(PAIN, Side.UNSTATED, Phase.BEFORE)
    after = chart.measured(PAIN, Side.UNSTATED, Phase.AFTER)
    if before is None or after is None or before.value is None or after.value is None:
        return None
    if before.doubt.strip() or after.doubt.strip():
        return None
    return after.value - before.value
