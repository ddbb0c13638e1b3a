"""Ten visits, each of another kind, for the golden notes and the rules."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.record import Record
from needlechart.domain.words import (
    Agreement,
    AlertLevel,
    Answer,
    Chaperone,
    CheckWay,
    ConsentKind,
    CountingRule,
    FollowOnKind,
    GoalChange,
    Handout,
    IntensityUnit,
    Layer,
    MeasureState,
    NeedleState,
    NextNeedling,
    PainReproduced,
    Perceived,
    Phase,
    PointKind,
    Position,
    Presence,
    Severity,
    Side,
    SinceLast,
    Strengthening,
    Technique,
    Tolerance,
    Twitch,
    View,
)
from tests import factories as f

LAST = f.visit(id="last", started=f.MORNING - timedelta(days=14), entered=f.MORNING - timedelta(days=14))
COUNTED = f.MORNING + timedelta(minutes=31)


def chart(*records: Record, visit: dict[str, Any] | None = None, **people: dict[str, Any]) -> VisitChart:
    """A chart of these records with their people; ``visit`` holds fields of the visit."""
    values = dict(visit or {})
    previous = values.pop("previous", None)
    if previous is not None:
        values.setdefault("number", 6)
    return chart_of(
        [
            f.clinic(**people.get("clinic", {})),
            f.clinician(),
            f.patient(**people.get("patient", {})),
            f.episode(),
            f.visit(**values),
            *records,
        ],
        f.VISIT,
        previous=previous,
    )


def site(number: int, muscle: str, side: Side, **needle: Any) -> list[Record]:
    """A mark with one needle; ``point`` holds fields of the mark."""
    view = View.FRONT if muscle.startswith(("adductor", "tensor", "rectus")) else View.BACK
    right = side is Side.RIGHT
    x = 50.0 if right is (view is View.BACK) else -50.0
    values: dict[str, Any] = {
        "id": f"point{number:02d}",
        "number": number,
        "muscle": muscle,
        "muscle_name": muscle.replace("_", " ").capitalize(),
        "side": side,
        "view": view,
        "layer": Layer.SUPERFICIAL,
        "x": x,
        "kind": None,
        "taut_band": None,
        **needle.pop("point", {}),
    }
    point = f.point(**values)
    return [point, f.needling(point, id=f"needle{number:02d}", **{"response_sought": "", **needle})]


def pair(measure: str, name: str, unit: str, before: Any, after: Any, **values: Any) -> list[Record]:
    """A measure before and after; a text is a word, None was not measured."""
    made: list[Record] = []
    for phase, value in ((Phase.BEFORE, before), (Phase.AFTER, after)):
        if value is None:
            continue
        said = {"text": value, "value": None} if isinstance(value, str) else {"value": float(value)}
        made.append(
            f.measurement(measure=measure, measure_name=name, unit=unit, phase=phase, **{**said, **values})
        )
    return made


def pain(before: Any, after: Any = None) -> list[Record]:
    return pair("nprs_now", "Pain now (0 to 10)", "points 0-10", before, after)


def rotation(side: Side, before: Any, after: Any, order: int = 1) -> list[Record]:
    name = "Hip internal rotation, hip at 90°"
    return pair("hip_ir_90", name, "degrees", before, after, side=side, order=order)


ALL_FIVE = f.aftercare(
    told=("soreness", "movement", "water", "heat_or_ice", "when_to_call"),
    texts=(
        "soreness for 24 to 48 h is expected",
        "gentle movement",
        "water",
        "heat or ice",
        "when to call",
    ),
    handout=Handout.PRINTED,
    soreness_check=CheckWay.CALL,
)
IN_SITU = {"technique": Technique.IN_SITU, "retention_s": 300}


def design_visit() -> VisitChart:
    """The visit of the design pictures: six sites, everything recorded."""
    goal = f.goal(id="goal1", text="Sit 60 min without pain")
    return chart(
        *(f.consent(given_at=f.MORNING + timedelta(minutes=1)), f.written_consent(), goal),
        *site(1, "gluteus_medius", Side.RIGHT, depth_mm=40.0, pain=PainReproduced.LOCAL, **IN_SITU),
        *site(
            2,
            "piriformis",
            Side.RIGHT,
            length_mm=75.0,
            depth_mm=55.0,
            twitch=Twitch.STRONG,
            familiar=True,
            **IN_SITU,
        ),
        *site(3, "gluteus_medius", Side.LEFT, depth_mm=40.0, twitch=Twitch.ONE, pain=PainReproduced.NONE),
        *site(
            4,
            "adductor_longus",
            Side.RIGHT,
            length_mm=50.0,
            depth_mm=25.0,
            pain=PainReproduced.LOCAL,
            familiar=True,
            **IN_SITU,
        ),
        *site(
            5, "tensor_fasciae_latae", Side.RIGHT, length_mm=50.0, depth_mm=30.0, pain=PainReproduced.LOCAL
        ),
        *site(
            6,
            "adductor_longus",
            Side.LEFT,
            length_mm=50.0,
            depth_mm=25.0,
            twitch=Twitch.ONE,
            pain=PainReproduced.LOCAL,
            **IN_SITU,
        ),
        *pain(6, 3),
        *rotation(Side.RIGHT, 22, 32),
        *rotation(Side.LEFT, 35, 36),
        *pair("squat_quality", "Squat quality", "", "Guarded", "Full", order=3),
        *pair("adductor_tenderness", "Adductor tenderness", "points 0-4", 3, 1, side=Side.RIGHT, order=4),
        f.screening_answer(item="possible_pregnancy", item_text="Could be pregnant, trying to conceive"),
        f.follow_on(what="Knee rocks", dose="2 min", order=1),
        f.follow_on(what="Deep squat, held", dose="5 breaths", order=2),
        f.follow_on(kind=FollowOnKind.RETRAINING, what="Pelvic floor drop", dose="3 min", order=3),
        ALL_FIVE,
        f.goal_review(goal, change=GoalChange.NEARER, now="45 min"),
        visit={
            "previous": LAST,
            "since_last": SinceLast.BETTER,
            "soreness_lasted": "1 day",
            "worse_with": ("Sitting",),
            "patient_words": "Right groin and deep hip pain",
            "screening_reviewed": True,
            "needles_out": 6,
            "needles_out_at": COUNTED,
            "sharps_disposed": True,
            "skin_preparation": "70 % alcohol",
            "gloves": True,
            "tolerance": Tolerance.WELL,
            "no_adverse_event": True,
            "strengthening": Strengthening.PROGRESS,
            "strengthening_of": ("Hip rotators", "Core"),
            "home_programme": "unchanged. Knee rocks 2 min, deep squat 5 breaths, twice a day",
            "next_visit": date(2026, 3, 31),
            "next_visit_words": "2 weeks",
            "next_needling": NextNeedling.DECIDE_THEN,
        },
        patient={"comfort_plan": "Lies down throughout, told before each needle.", "stop_word": "red"},
    )


def electrical_visit() -> VisitChart:
    """Multifidus at two levels with current, first visit, three named muscles, count hint on."""
    level = {"technique": Technique.ELECTRICAL, "pain": PainReproduced.LOCAL, "length_mm": 50.0}
    records = [
        *site(1, "lumbar_multifidus", Side.RIGHT, point={"spinal_level": "L3"}, depth_mm=None, **level),
        *site(2, "lumbar_multifidus", Side.LEFT, point={"spinal_level": "L3"}, depth_mm=None, **level),
        *site(3, "lumbar_multifidus", Side.RIGHT, point={"spinal_level": "L5"}, depth_mm=None, **level),
        *site(4, "gluteus_maximus", Side.RIGHT, twitch=Twitch.NONE, pain=None, depth_mm=None),
    ]
    first, second = records[0], records[2]
    current = f.stimulation(
        first,  # type: ignore[arg-type]
        second,  # type: ignore[arg-type]
        intensity_unit=IntensityUnit.LEVEL,
        microseconds=200,
        perceived=Perceived.VISIBLE_TWITCH,
    )
    return chart(
        *records,
        current,
        f.consent(),
        f.written_consent(),
        f.indication(code="M54.59", title="Other low back pain", side=Side.UNSTATED),
        *pain(7, 5),
        *pair("odi", "Oswestry Disability Index", "percent", 36, None, order=2),
        f.follow_on(kind=FollowOnKind.STRENGTHENING, what="Core stability", dose="10 times"),
        f.aftercare(),
        visit={
            "position": Position.PRONE,
            "reason": "low back and right posterolateral hip pain after lifting",
            "screening_reviewed": True,
            "needles_out": 4,
            "tolerance": Tolerance.FAIRLY,
            "no_adverse_event": True,
            "minutes": 45,
        },
        clinic={"counting_rule": CountingRule.MUSCLES},
    )


def pelvic_visit() -> VisitChart:
    """Pelvic floor with its own consent and a chaperone."""
    perineal = site(1, "bulbospongiosus", Side.LEFT, diameter_mm=0.2, length_mm=25.0, depth_mm=10.0)
    point = perineal[0].but(view=View.PELVIC_FLOOR, x=20.0, kind=PointKind.ACTIVE, tenderness=7.0)
    return chart(
        point,
        perineal[1].but(technique=Technique.SUPERFICIAL, familiar=True, referred_to="the introitus"),
        f.consent(),
        f.written_consent(),
        f.consent(kind=ConsentKind.PELVIC_FLOOR, chaperone=Chaperone.PRESENT, chaperone_name="A. Moreau"),
        *pain(4, 4),
        *pair("pfm_tone", "Pelvic floor resting tone, Reissing", "-3 to +3", 2, 1, side=Side.LEFT, order=2),
        f.follow_on(kind=FollowOnKind.MANUAL_THERAPY, what="Pelvic floor release", side=Side.LEFT),
        f.aftercare(),
        visit={
            "previous": LAST,
            "since_last": SinceLast.SAME,
            "soreness_lasted": "None",
            "screening_reviewed": True,
            "needles_out": 1,
            "tolerance": Tolerance.WELL,
            "no_adverse_event": True,
        },
    )


def declined_visit() -> VisitChart:
    """No needling: the patient declined; movement all the same."""
    return chart(
        f.consent(agreement=Agreement.DECLINED),
        f.written_consent(),
        *pain(2),
        f.follow_on(what="Cat and cow", dose="10 times"),
        visit={
            "previous": LAST,
            "since_last": SinceLast.WORSE,
            "screening_reviewed": True,
            "next_visit_words": "1 week",
        },
    )


def missing_needle_visit() -> VisitChart:
    """Two in, one out, the other broken; an event, a reason, and a discarded needle."""
    records = [*site(1, "piriformis", Side.RIGHT), *site(2, "piriformis", Side.RIGHT, depth_mm=50.0)]
    spare = f.needling(
        records[2],
        id="spare",
        state=NeedleState.DISCARDED,
        fate="dropped on the floor",
        order=1,
    )  # type: ignore[arg-type]
    return chart(
        *records,
        spare,
        f.consent(),
        f.written_consent(),
        *pain(5, 6),
        f.adverse_event(
            kind="needle_fault",
            kind_text="Forgotten, bent, stuck or broken needle",
            severity=Severity.SIGNIFICANT,
            trigger_point_id="point02",
            action="tip found with forceps and removed",
            outcome="no complaint after 15 min",
            reported_to="Dr Amara Nwosu",
        ),
        f.follow_on(kind=FollowOnKind.NONE_GIVEN, what="rest after the event"),
        f.aftercare(handout=Handout.NOT_WANTED),
        visit={
            "screening_reviewed": True,
            "needles_out": 1,
            "needles_out_at": COUNTED,
            "needles_reason": "needle at site 2 broke; tip and handle both removed and kept",
            "tolerance": Tolerance.POORLY,
        },
    )


def stopped_visit() -> VisitChart:
    """Stopped in mid-treatment by a faint."""
    return chart(
        *site(1, "gluteus_maximus", Side.LEFT, twitch=None, pain=None),
        f.consent(),
        f.written_consent(),
        *pain(6),
        f.adverse_event(
            kind="faint",
            kind_text="Faint, near-faint, sweating or dizziness",
            onset_words="at the first needle",
            duration="5 min",
            action="laid flat, feet raised",
        ),
        visit={
            "screening_reviewed": True,
            "needles_out": 1,
            "stopped_at": f.MORNING + timedelta(minutes=25),
            "stopped_reason": "patient felt faint",
        },
    )


def alert_visit() -> VisitChart:
    """Precautions answered with yes, and an absolute one gone on with, for a reason."""
    return chart(
        *site(
            1,
            "gluteus_medius",
            Side.RIGHT,
            insertions=3,
            passes=12,
            twitch_count=4,
            bleeding=True,
            pressure_s=30,
        ),
        f.consent(),
        f.written_consent(),
        f.alert(text="Takes apixaban", screening_item="anticoagulant"),
        f.alert(id="skin", text="Rash on the left thigh", level=AlertLevel.ABSOLUTE, region=("quadriceps",)),
        f.screening_answer(
            item="anticoagulant",
            item_text="Anticoagulant or antiplatelet drug",
            answer=Answer.YES,
            detail="apixaban 5 mg twice a day",
            action="thinner needle, longer pressure",
        ),
        f.screening_answer(item="fever", answer=Answer.NO),
        *pain(8, 4),
        f.follow_on(),
        f.aftercare(how="spoken"),
        visit={
            "previous": LAST,
            "screening_reviewed": True,
            "needles_out": 1,
            "no_adverse_event": True,
            "alert_reasons": ("skin: the rash lies far from every site",),
        },
    )


def late_visit() -> VisitChart:
    """Written a day later, from a record that does not state the pain after; plan in free text."""
    after = f.measurement(phase=Phase.AFTER, value=None, state=MeasureState.NOT_STATED)
    before = f.measurement(unit="points 0-10", value=5.0)
    return chart(
        *site(
            1,
            "obturator_internus",
            Side.UNSTATED,
            diameter_mm=None,
            length_mm=None,
            depth_mm=None,
            technique=None,
            insertions=None,
            note="Needle size and technique not stated",
        ),
        f.consent(),
        f.written_consent(),
        before,
        after,
        *pair("hos_adl", "Hip Outcome Score, daily living", "percent", 45.31, None, order=2),
        f.follow_on(),
        f.aftercare(),
        visit={
            "entered": f.MORNING + timedelta(days=1, hours=2),
            "screening_reviewed": True,
            "needles_out": 1,
            "no_adverse_event": True,
            "plan_note": "Pelvic floor and gluteal muscles second",
        },
    )


def two_needles_visit() -> VisitChart:
    """One site with two needles, a found site that was not needled, graded strength and force."""
    records = site(1, "quadratus_lumborum", Side.RIGHT, length_mm=60.0, order=0)
    second = f.needling(
        records[0], id="needle01b", order=1, length_mm=60.0, response_sought="", twitch=Twitch.NONE, pain=None
    )  # type: ignore[arg-type]
    found = f.point(
        id="point02",
        number=2,
        muscle="transversus_abdominis",
        muscle_name="Transversus abdominis",
        side=Side.LEFT,
        view=View.FRONT,
        x=40.0,
        kind=PointKind.LATENT,
        taut_band=Presence.ABSENT,
        jump_sign=Presence.PRESENT,
        referral="the lower abdomen",
        not_needled="charted as a finding",
    )
    strength = "Hip abduction strength, hand-held dynamometer"
    return chart(
        *records,
        second,
        found,
        f.consent(),
        f.written_consent(),
        *pair("vas_pain", "Visual analogue pain 100 mm", "mm", 45, 20),
        *pair(
            "mmt_muscle", "Manual muscle test, any muscle", "grade 0-5", "4", "4+", side=Side.RIGHT, order=1
        ),
        *pair("hhd_hip_abduction", strength, "N", 120, 150, side=Side.LEFT, order=2),
        *pair("tug", "Timed up and go", "s", 9.4, 8.9, order=3),
        *pair("own:stairs", "Stairs without the rail", "steps", 4, 6, order=4),
        f.symptom_area(),
        f.symptom_area(id="area-left", region="left groin", view=View.FRONT, side=Side.LEFT, quality=""),
        f.symptom_area(id="area-after", phase=Phase.AFTER, percent=0.02, intensity=2.0),
        f.follow_on(),
        f.aftercare(),
        visit={
            "screening_reviewed": True,
            "needles_out": 2,
            "no_adverse_event": True,
            "sharps_disposed": True,
        },
    )


def open_visit() -> VisitChart:
    """A draft in the middle: one needle in, one planned, nothing measured after."""
    return chart(
        *site(1, "piriformis", Side.RIGHT, state=NeedleState.IN, out_at=None, pain=None),
        *site(
            2,
            "gluteus_medius",
            Side.RIGHT,
            state=NeedleState.PLANNED,
            twitch=None,
            pain=None,
            in_at=None,
            out_at=None,
        ),
        f.consent(),
        *pain(6),
        visit={"previous": LAST},
    )


CHARTS: dict[str, Callable[[], VisitChart]] = {
    "Sixth visit, six sites, everything recorded": design_visit,
    "First visit, multifidus with electrical stimulation": electrical_visit,
    "Pelvic floor, chaperone present, pain unchanged": pelvic_visit,
    "Needling declined": declined_visit,
    "A needle broke, counts differ": missing_needle_visit,
    "Stopped by a faint": stopped_visit,
    "Blood thinner; went on in spite of a rash elsewhere": alert_visit,
    "Late entry from an incomplete record": late_visit,
    "Two needles at one site, a finding, strength and force": two_needles_visit,
    "A draft with a needle in": open_visit,
}
