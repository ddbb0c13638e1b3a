"""A fictional case of 38 visits in 7 months, told visit by visit as an incomplete record tells it.

Refusals, odd values, decimals, three pain scales at one date, changes without end points; "not stated" is
a value of its own, and what the record is silent about has no value at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from needlechart.atlas.atlas import load
from needlechart.catalogue import measures, muscles
from needlechart.domain.record import Record
from needlechart.domain.words import (
    Agreement,
    Chaperone,
    ConsentKind,
    EventOutcome,
    FollowOnKind,
    MeasureState,
    NeedleState,
    PainReproduced,
    Phase,
    Severity,
    Side,
    SinceLast,
    Technique,
    Tolerance,
    Twitch,
)
from tests import factories as f

VISITS = 38
DAYS = 210
"""Seven months from the first visit to the last."""
ATLAS = load()
RIGHT, LEFT, NONE = Side.RIGHT, Side.LEFT, Side.UNSTATED
HIP = ("piriformis", "gluteus_medius", "obturator_internus", "gluteus_minimus", "adductor_longus")
LONG_COMMENT = "word " * 2_000 + "end of the comment"
NOT_STATED, DECLINED, CHANGE = MeasureState.NOT_STATED, MeasureState.DECLINED, MeasureState.CHANGE


@dataclass(frozen=True, slots=True)
class Value:
    """One value as the record states it; a state stands in place of a number."""

    measure: str
    phase: Phase
    value: float | None = None
    side: Side = NONE
    state: MeasureState = MeasureState.MEASURED
    note: str = ""
    doubt: str = ""


def before(measure: str, value: float | None = None, **more: Any) -> Value:
    return Value(measure, Phase.BEFORE, value, **more)


def after(measure: str, value: float | None = None, **more: Any) -> Value:
    return Value(measure, Phase.AFTER, value, **more)


@dataclass(frozen=True, slots=True)
class Told:
    """One visit of the record; ``printed`` is what its note must say."""

    number: int
    values: tuple[Value, ...]
    sites: int = 2
    visit: dict[str, Any] = field(default_factory=dict)
    more: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()


def days_ago(number: int) -> int:
    """Days from a visit to now: the last was yesterday."""
    return 1 + round((VISITS - number) * DAYS / (VISITS - 1))


def usual(number: int) -> tuple[Value, ...]:
    """Pain that falls slowly over the months, with halves."""
    start = round(max(7.5 - number * 0.17, 0.5) * 2) / 2
    return before("nprs_now", start), after("nprs_now", max(start - 1.5, 0.0))


REFUSED_EXAM = before("modified_oxford", side=RIGHT, state=DECLINED)
PECULIAR = {
    3: Told(
        3,
        (
            before("nprs_now", 6.5),
            after("nprs_now", state=NOT_STATED),
            REFUSED_EXAM,
        ),
        more=("no_internal",),
        printed=(
            "Pelvic floor needling declined",
            "No internal examination",
            "R right declined",
            "6.5 not",
        ),
    ),
    6: Told(6, usual(6), more=("bruise",), visit={"no_adverse_event": False}, printed=("bruising (mild)",)),
    7: Told(7, usual(7), more=("bruise_gone",), printed=("Bruising after an earlier visit: resolved",)),
    9: Told(
        9,
        (before("nprs_now", state=NOT_STATED), after("nprs_now", state=NOT_STATED)),
        more=("no_internal",),
        printed=("Pain now not stated", "No internal examination"),
    ),
    11: Told(
        11,
        (
            *usual(11),
            before(
                "hip_ir_90",
                95.0,
                side=RIGHT,
                doubt="More than a hip can turn, perhaps the left knee",
            ),
            before("hip_ir_90", 28.5, side=LEFT),
        ),
        printed=(
            "judged implausible: More than a hip can turn, perhaps the left knee",
            "95°",
            "28.5°",
        ),
    ),
    13: Told(
        13,
        (
            before("nprs_now", 5.5),
            before("vas_pain", 57.5),
            before("nprs_worst", 8.0, note="worst of the week, by telephone"),
            after("nprs_now", 4.0),
            after("vas_pain", 41.0),
        ),
        printed=("57.5 mm", "41 mm", "worst of the week, by telephone", "−16.5 mm"),
    ),
    14: Told(
        14,
        (before("nprs_now", 5.0),),
        visit={"stopped": True, "tolerance": Tolerance.POORLY},
        printed=("Treatment stopped at", "stop word used"),
    ),
    17: Told(
        17,
        (before("nprs_now", 12.0, doubt="Above the scale, perhaps of another one"), after("nprs_now", 4.0)),
        printed=(
            "judged implausible: Above the scale, perhaps of another one",
            "12 4 −8 not judged, implausible value",
            "Change in pain not judged",
        ),
    ),
    20: Told(
        20,
        (*usual(20), after("odi", -11.5, state=CHANGE, note="from the referrer")),
        printed=("−11.5 %", "from the referrer"),
    ),
    22: Told(22, (before("nprs_now", 4.0),), sites=0, more=("declined",), printed=("Needling declined",)),
    26: Told(
        26, usual(26), more=("no_details",), printed=("needle details not stated", "not stated not recorded")
    ),
    29: Told(
        29,
        (*usual(29), before("odi", state=NOT_STATED), before("tug", 8.75), after("tug", 8.25)),
        printed=("Oswestry Disability Index not stated", "8.75 s", "8.25 s"),
    ),
    31: Told(
        31,
        usual(31),
        visit={"plan_note": LONG_COMMENT},
        printed=("end of the comment",),
    ),
    34: Told(34, (before("nprs_now", 2.5), after("nprs_now", 2.5)), printed=("no change",)),
}
"""The visits of which the record tells something out of the ordinary."""


def told(number: int) -> Told:
    """What the record says of a visit."""
    return PECULIAR.get(number, Told(number, usual(number)))


@dataclass(frozen=True, slots=True)
class Around:
    """The patient and episode that the window has made, and the present."""

    patient_id: str
    episode_id: str
    present: datetime


def records_of(one: Told, around: Around) -> list[Record]:
    """A draft with everything below it, in the plain form of an import."""
    visit_id = f"visit-{one.number:02d}"
    at = (around.present - timedelta(days=days_ago(one.number))).replace(hour=10, minute=0, second=0)
    below = {"patient_id": around.patient_id, "visit_id": visit_id}
    values = dict(one.visit)
    stopped = values.pop("stopped", False)
    defaults = {
        "screening_reviewed": True,
        "reason": "Right hip and pelvic pain",
        "since_last": SinceLast.SAME,
        "tolerance": Tolerance.WELL if one.sites else None,
        "no_adverse_event": bool(one.sites),
        "needles_out": one.sites or None,
        "stopped_at": at + timedelta(minutes=20) if stopped else None,
        "stopped_reason": "stop word used" if stopped else "",
    }
    declined = "declined" in one.more
    visit = f.visit(
        id=visit_id,
        patient_id=around.patient_id,
        episode_id=around.episode_id,
        number=one.number,
        started=at,
        entered=around.present,
        **{**defaults, **values},
    )
    agreement = Agreement.DECLINED if declined else Agreement.AGREED
    made: list[Record] = [visit, f.consent(**below, given_at=at, agreement=agreement)]
    made += [_measurement(value, at, below, order) for order, value in enumerate(one.values)]
    made += list(_sites(one, below, at))
    made.append(f.follow_on(**below, kind=FollowOnKind.GUIDED_MOVEMENT, what="Hip rotation", dose="10 times"))
    made += [] if declined else [f.aftercare(**below)]
    return made + list(_more(one, around, visit_id, at))


def _measurement(value: Value, at: datetime, below: dict[str, str], order: int) -> Record:
    known = measures()[value.measure]
    return f.measurement(
        **below,
        measure=value.measure,
        measure_name=known.name,
        unit=known.unit,
        phase=value.phase,
        side=value.side,
        value=value.value,
        state=value.state,
        note=value.note,
        doubt=value.doubt,
        taken_at=at,
        order=order,
    )


def _sites(one: Told, below: dict[str, str], at: datetime) -> Iterator[Record]:
    for number in range(1, one.sites + 1):
        name = HIP[(one.number + number) % len(HIP)]
        side = RIGHT if number % 2 else LEFT
        place = ATLAS.usual_point(name, side)
        assert place is not None
        point = f.point(
            **below,
            number=number,
            view=place.view,
            layer=place.layer,
            x=place.x,
            y=place.y,
            muscle=name,
            muscle_name=muscles()[name].name,
            side=side,
        )
        silent = "no_details" in one.more
        needle: dict[str, Any] = {"diameter_mm": 0.3, "length_mm": 60.0, "depth_mm": 42.5, "insertions": 1}
        yield point
        yield f.needling(
            point,
            state=NeedleState.OUT,
            in_at=None,
            out_at=None,
            twitch=Twitch.ONE if number % 2 else Twitch.NONE,
            pain=PainReproduced.LOCAL,
            **{**needle, "technique": Technique.IN_SITU, "retention_s": 300}
            if not silent
            else {
                "diameter_mm": None,
                "length_mm": None,
                "depth_mm": None,
                "insertions": None,
                "technique": None,
                "note": "needle details not stated",
            },
        )


def _more(one: Told, around: Around, visit_id: str, at: datetime) -> Iterator[Record]:
    below = {"patient_id": around.patient_id, "visit_id": visit_id}
    if "no_internal" in one.more:
        yield f.consent(
            **below,
            given_at=at,
            kind=ConsentKind.PELVIC_FLOOR,
            agreement=Agreement.DECLINED,
            chaperone=Chaperone.DECLINED,
            scope="No internal examination",
        )
    if "bruise" in one.more:
        yield f.adverse_event(
            **below,
            id="the-bruise",
            episode_id=around.episode_id,
            about_visit_id=visit_id,
            kind="bruising",
            kind_text="Bruising",
            severity=Severity.MILD,
        )
    if "bruise_gone" in one.more:
        yield f.event_review(
            **below, event_id="the-bruise", event_text="Bruising", outcome=EventOutcome.RESOLVED
        )
