"""Charts as they are on the morning of a visit: who comes again, and who comes for the first time."""

from datetime import timedelta

from needlechart.atlas.atlas import load
from needlechart.catalogue import muscles
from needlechart.domain.record import Record, now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import (
    Agreement,
    CheckWay,
    FollowOnKind,
    Phase,
    Position,
    Side,
    Technique,
    Tolerance,
)
from tests import factories as make

ATLAS = load()
BEFORE = "visit-before"
SITES = (
    ("adductor_longus", Side.RIGHT),
    ("tensor_fasciae_latae", Side.RIGHT),
    ("rectus_femoris", Side.LEFT),
    ("gluteus_medius", Side.RIGHT),
    ("piriformis", Side.RIGHT),
    ("gluteus_maximus", Side.LEFT),
)
"""Six sites of the last visit, in front and behind."""

MEASURED = (
    ("nprs_now", "Pain now", "0-10", Side.UNSTATED, 6.0, 3.0, ""),
    ("hip_ir_90", "Hip internal rotation", "degrees", Side.RIGHT, 25.0, 30.0, ""),
    ("hip_ir_90", "Hip internal rotation", "degrees", Side.LEFT, 35.0, 35.0, ""),
    ("squat_quality", "Squat quality", "", Side.UNSTATED, 1.0, 2.0, "Guarded"),
    ("adductor_tenderness", "Adductor tenderness", "points 0-4", Side.RIGHT, 3.0, 2.0, ""),
)
"""Five measures: id, name, unit, side, before, after, word."""


def site(muscle: str, side: Side, number: int, visit_id: str) -> TriggerPoint:
    """A mark at the muscle's usual place."""
    place = ATLAS.usual_point(muscle, side)
    assert place is not None
    return make.point(
        visit_id=visit_id,
        number=number,
        view=place.view,
        layer=place.layer,
        x=place.x,
        y=place.y,
        muscle=muscle,
        muscle_name=muscles()[muscle].name,
        side=side,
    )


def last_visit(days: int) -> list[Record]:
    """A whole visit so many days ago; the next one is expected today."""
    then = now() - timedelta(days=days)
    values = {
        "id": BEFORE,
        "number": 1,
        "started": then,
        "entered": then,
        "reason": "Right hip and pelvic pain",
        "screening_reviewed": True,
        "no_adverse_event": True,
        "tolerance": Tolerance.WELL,
        "needles_out": len(SITES),
        "needles_out_at": then + timedelta(minutes=25),
        "next_visit": now().date(),
        "next_visit_words": "2 weeks",
        "skin_preparation": "70 % isopropyl alcohol",
        "position": Position.SUPINE,
    }
    visit = make.visit(**values)
    sites = [site(muscle, side, number, BEFORE) for number, (muscle, side) in enumerate(SITES, 1)]
    needles = [
        make.needling(
            one,
            length_mm=50.0,
            depth_mm=30.0,
            technique=Technique.PISTONING,
            in_at=then + timedelta(minutes=10),
            out_at=then + timedelta(minutes=20),
        )
        for one in sites
    ]
    measured = [
        make.measurement(
            visit_id=BEFORE,
            measure=measure,
            measure_name=name,
            unit=unit,
            side=side,
            phase=phase,
            value=value,
            text=text if phase is Phase.BEFORE else "",
            order=order,
        )
        for order, (measure, name, unit, side, before, after, text) in enumerate(MEASURED)
        for phase, value in ((Phase.BEFORE, before), (Phase.AFTER, after))
    ]
    return [
        visit,
        make.screening_answer(visit_id=BEFORE),
        make.consent(visit_id=BEFORE, agreement=Agreement.AGREED, given_at=then),
        *sites,
        *needles,
        *measured,
        make.follow_on(visit_id=BEFORE, kind=FollowOnKind.GUIDED_MOVEMENT, what="Knee rocks", dose="2 min"),
        make.aftercare(visit_id=BEFORE),
    ]


def comes_again(days: int = 14) -> list[Record]:
    """A patient with one visit so many days ago, expected today."""
    then = now() - timedelta(days=days)
    return [
        make.patient(),
        make.episode(started=then.date()),
        make.indication(),
        make.written_consent(given_at=then),
        *last_visit(days),
    ]


def comes_first() -> list[Record]:
    """A patient whose identity and episode were typed at the desk."""
    return [make.patient(), make.episode(started=now().date()), make.indication()]


def check_due() -> Record:
    """The soreness check of a visit of yesterday, due now."""
    return make.follow_up(
        about_visit_id=BEFORE,
        way=CheckWay.CALL,
        due_from=now() - timedelta(hours=2),
        due_to=now() + timedelta(hours=22),
    )
