"""The checks of the needling step: one function per row of the table, named by its id."""

from collections.abc import Callable, Iterable, Iterator

from needlechart.domain.needling import Needling
from needlechart.domain.rules.finding import Finding, Subject, retention_known, said_unknown, site_words
from needlechart.domain.rules.laterality import mismatches
from needlechart.domain.rules.needle_count import needle_count, needle_label
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState, Side, Technique

Check = Callable[[Subject], Iterator[Finding]]


def _position(on: Subject) -> Iterator[Finding]:
    if on.needled and on.chart.visit.position is None:
        yield Finding("not recorded", on.chart.visit.id, "position")


def _skin(on: Subject) -> Iterator[Finding]:
    visit = on.chart.visit
    parts = (("skin preparation", bool(visit.skin_preparation.strip())), ("gloves", visit.gloves is not None))
    lacks = [name for name, recorded in parts if not recorded]
    if on.needled and lacks:
        words = "not recorded" if len(lacks) == len(parts) else f"{lacks[0]} not recorded"
        yield Finding(words, visit.id, "skin_preparation")


def _no_needling(on: Subject) -> Iterator[Finding]:
    visit = on.chart.visit
    if not (on.needled or on.declined or visit.no_needling_reason.strip() or visit.stopped_at):
        yield Finding("needle a site, or say why none was", visit.id, "no_needling_reason")


def _site_muscle(on: Subject) -> Iterator[Finding]:
    for point, _ in on.needled_points():
        if not point.muscle_name.strip() and not point.muscle:
            yield Finding(point.label, point.id, "muscle")


def _site_side(on: Subject) -> Iterator[Finding]:
    for point, _ in on.needled_points():
        if point.side is Side.UNSTATED:
            yield Finding(site_words(point), point.id, "side")


def _site_level(on: Subject) -> Iterator[Finding]:
    for point, needles in on.needled_points():
        muscle = on.muscle(point)
        wanted = muscle is not None and muscle.segmental and not point.spinal_level
        if wanted and not any(said_unknown(one) for one in needles):
            yield Finding(site_words(point), point.id, "spinal_level")


def _laterality(on: Subject) -> Iterator[Finding]:
    for one in mismatches(on.chart, on.knowledge.code_sides):
        yield Finding(one.words, one.point.id if one.point else "", "side")


def _site_needle(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if not needle.size and not said_unknown(needle):
            yield Finding(site_words(point), needle.id, "diameter_mm")


def _site_insertions(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if needle.insertions is None and not said_unknown(needle):
            yield Finding(site_words(point), needle.id, "insertions")


def _site_technique(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if needle.technique is None and not said_unknown(needle):
            yield Finding(site_words(point), needle.id, "technique")


def _site_sought(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if not needle.response_sought.strip() and not said_unknown(needle):
            yield Finding(site_words(point), needle.id, "response_sought")


def _site_twitch(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if needle.twitch is None:
            yield Finding(site_words(point), needle.id, "twitch")


def _site_pain(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if needle.pain is None:
            yield Finding(site_words(point), needle.id, "pain")


def _site_retention(on: Subject) -> Iterator[Finding]:
    for point, needle in on.needles():
        if not (needle.state is NeedleState.IN or retention_known(needle) or said_unknown(needle)):
            yield Finding(site_words(point), needle.id, "retention_s")


def _site_not_needled(on: Subject) -> Iterator[Finding]:
    for point, needles in on.needled_points():
        muscle = on.muscle(point)
        if muscle is not None and not muscle.needled and not any(one.reason.strip() for one in needles):
            yield Finding(site_words(point), needles[0].id, "reason")


def _needle_expired(on: Subject) -> Iterator[Finding]:
    day = on.chart.visit.started.date()
    for point, needle in on.needles():
        if needle.expiry is not None and needle.expired(day):
            lot = f"lot {needle.lot}, " if needle.lot.strip() else ""
            yield Finding(f"{site_words(point)}: {lot}{date_words(needle.expiry)}", needle.id, "expiry")


def _site_planned(on: Subject) -> Iterator[Finding]:
    for point, needles in on.sites:
        planned = [one for one in needles if one.state is NeedleState.PLANNED]
        if planned and len(planned) == len(needles) and not point.not_needled.strip():
            yield Finding(site_words(point), point.id, "not_needled")


def _asked(field: str, lacks: Callable[[Needling], bool]) -> Check:
    """What is asked and may stay open: one entry for all sites, which leads to the first of them."""

    def check(on: Subject) -> Iterator[Finding]:
        found = [(point, one) for point, one in on.needles() if lacks(one) and not said_unknown(one)]
        if found:
            yield Finding(_sites(point for point, _ in found), found[0][1].id, field)

    return check


def _site_findings(on: Subject) -> Iterator[Finding]:
    found = [
        point
        for point, needles in on.needled_points()
        if point.kind is None
        and point.taut_band is None
        and point.tenderness is None
        and not point.referral.strip()
        and not any(said_unknown(one) for one in needles)
    ]
    if found:
        yield Finding(_sites(found), found[0].id, "kind")


def _sites(points: Iterable[TriggerPoint]) -> str:
    """``Site 4``, or ``Sites 1, 2 and 4``."""
    numbers = [str(number) for number in sorted({one.number for one in points})]
    if len(numbers) == 1:
        return f"Site {numbers[0]}"
    return f"Sites {', '.join(numbers[:-1])} and {numbers[-1]}"


def _moves(needle: Needling) -> bool:
    """Whether it was moved up and down, so that passes can be counted."""
    return needle.technique in (Technique.PISTONING, Technique.FANNING)


def _stimulation(on: Subject) -> Iterator[Finding]:
    numbers = {one.id: one.number for one in on.chart.points}
    needled = {point.id for point, needle in on.needles() if needle.was_in}
    for one in on.chart.stimulations:
        if one.carried:
            if needled & {one.first_point_id, one.second_point_id}:
                site = numbers.get(one.first_point_id, "?")
                yield Finding(f"Site {site}: current planned, On or Off", one.id, "e_stim")
            continue
        lacks = [
            word
            for word, value in (("Hz", one.hz), ("intensity", one.intensity), ("minutes", one.minutes))
            if value is None
        ]
        if lacks:
            site = numbers.get(one.first_point_id, "?")
            yield Finding(f"Site {site}: {', '.join(lacks)} missing", one.id, "hz")


def _needles_in(on: Subject) -> Iterator[Finding]:
    count = needle_count(on.chart)
    if count.reason.strip() and count.settled:
        return
    points = {one.id: one for one in on.chart.points}
    for needle in count.still_in:
        point = points.get(needle.trigger_point_id)
        detail = site_words(point) if point else "a site that is not on the map"
        label = needle_label(on.chart, needle)
        yield Finding(detail, needle.id, "state", needle=True, title=f"Needle {label} still in")


def _needles_count(on: Subject) -> Iterator[Finding]:
    count = needle_count(on.chart)
    if count.put_in == 0 and count.taken_out == 0:
        return
    visit = on.chart.visit.id
    if not count.counted:
        if not count.still_in:
            yield Finding("not counted yet", visit, "needles_out", needle=True)
    elif not count.settled:
        said = f"{count.put_in} put in, {count.taken_out} taken out"
        yield Finding("count again, or record the reason", visit, "needles_out", True, f"Needles: {said}")


def _sharps(on: Subject) -> Iterator[Finding]:
    if on.needled and not on.chart.visit.sharps_disposed:
        yield Finding("not recorded", on.chart.visit.id, "sharps_disposed")


NEEDLING_CHECKS: dict[str, Check] = {
    "position": _position,
    "skin": _skin,
    "no_needling": _no_needling,
    "site_muscle": _site_muscle,
    "site_side": _site_side,
    "site_level": _site_level,
    "laterality": _laterality,
    "site_needle": _site_needle,
    "site_insertions": _site_insertions,
    "site_technique": _site_technique,
    "site_sought": _site_sought,
    "site_twitch": _site_twitch,
    "site_findings": _site_findings,
    "site_lot": _asked("lot", lambda one: not (one.maker.strip() and one.lot.strip())),
    "site_passes": _asked("passes", lambda one: _moves(one) and one.passes is None),
    "site_depth": _asked("depth_mm", lambda one: one.depth_mm is None and one.tissue is None),
    "site_direction": _asked("direction", lambda one: not one.direction.strip()),
    "site_guidance": _asked("guidance", lambda one: one.guidance is None),
    "site_bleeding": _asked("bleeding", lambda one: one.bleeding is None),
    "site_pain": _site_pain,
    "site_retention": _site_retention,
    "site_not_needled": _site_not_needled,
    "needle_expired": _needle_expired,
    "site_planned": _site_planned,
    "stimulation": _stimulation,
    "needles_in": _needles_in,
    "needles_count": _needles_count,
    "sharps": _sharps,
}
"""One check per id of the table."""
