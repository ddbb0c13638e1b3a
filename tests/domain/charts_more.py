"""Further visits for the golden notes: what a pelvic-health clinic sees in a year."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from needlechart.domain.chart import VisitChart
from needlechart.domain.record import Record
from needlechart.domain.words import (
    Agreement,
    AlertLevel,
    Answer,
    Chaperone,
    CheckWay,
    ConsentKind,
    CountingRule,
    EventOutcome,
    FollowOnKind,
    GoalChange,
    Guidance,
    Handout,
    MeasureState,
    NeedleState,
    NextNeedling,
    PainReproduced,
    Perceived,
    Phase,
    PointKind,
    Position,
    Presence,
    Progression,
    Severity,
    Side,
    SinceLast,
    Strengthening,
    Technique,
    Tissue,
    Tolerance,
    Twitch,
    View,
    Waveform,
)
from tests import factories as f
from tests.domain.charts import ALL_FIVE, COUNTED, IN_SITU, LAST, chart, pain, pair, rotation, site

FINE: dict[str, Any] = {"screening_reviewed": True, "tolerance": Tolerance.WELL, "no_adverse_event": True}
AGAIN: dict[str, Any] = {"previous": LAST, **FINE}
CONSENTS: tuple[Record, ...] = (f.consent(), f.written_consent())
SECOND_CONSENT = f.consent(kind=ConsentKind.PELVIC_FLOOR, chaperone=Chaperone.DECLINED)


def pregnancy_visit() -> VisitChart:
    """24 weeks; lying on the left side; only the buttock."""
    return chart(
        *site(1, "gluteus_medius", Side.RIGHT, depth_mm=30.0, technique=Technique.SUPERFICIAL),
        *CONSENTS,
        f.screening_answer(
            item="pregnancy",
            item_text="Pregnant",
            answer=Answer.YES,
            weeks=24,
            action="no points of the lower back and abdomen, no current",
        ),
        *pain(6, 4),
        f.follow_on(what="Pelvic tilts on all fours", dose="10 times"),
        f.aftercare(how="spoken and on paper", handout=Handout.PRINTED),
        visit={
            **FINE,
            "needles_out": 1,
            "position": Position.LEFT_SIDE_LYING,
            "next_visit": date(2026, 3, 24),
        },
        patient={"comfort_position": Position.LEFT_SIDE_LYING, "told_before_needle": True},
    )


def scar_visit() -> VisitChart:
    """Around a caesarean scar, ten weeks after the birth."""
    found = {"view": View.FRONT, "muscle_name": "", "note": "lower edge of the scar"}
    return chart(
        *site(
            1,
            "",
            Side.MIDLINE,
            point={**found, "muscle": ""},
            diameter_mm=0.2,
            length_mm=25.0,
            depth_mm=8.0,
            technique=Technique.SCAR,
            tissue=Tissue.FASCIA,
            twitch=Twitch.NONE,
            pain=PainReproduced.LOCAL,
        ),
        *CONSENTS,
        f.screening_answer(
            item="postpartum",
            item_text="Gave birth within the last year",
            answer=Answer.YES,
            day=date(2026, 1, 6),
        ),
        *pain(3, 2),
        f.follow_on(kind=FollowOnKind.MANUAL_THERAPY, what="Scar mobilisation", dose="5 min"),
        f.aftercare(),
        visit={**AGAIN, "since_last": SinceLast.BETTER, "needles_out": 1, "reason": "tight and painful scar"},
    )


def male_pelvic_visit() -> VisitChart:
    """Chronic prostatitis; pelvic floor; chaperone declined; a score that is far better."""
    perineal = site(1, "iliococcygeus", Side.RIGHT, diameter_mm=0.25, length_mm=50.0, depth_mm=35.0)
    return chart(
        perineal[0].but(view=View.PELVIC_FLOOR, x=-15.0),  # type: ignore[call-arg]
        perineal[1].but(guidance=Guidance.INTERNAL_FINGER, familiar=True, referred_to="the tip of the penis"),  # type: ignore[call-arg]
        *CONSENTS,
        SECOND_CONSENT,
        f.indication(code="N41.1", title="Chronic prostatitis", side=Side.UNSTATED),
        *pain(5, 2),
        *pair("nih_cpsi", "NIH Chronic Prostatitis Symptom Index", "points 0-43", 27, 27, order=2),
        f.follow_on(kind=FollowOnKind.RETRAINING, what="Pelvic floor drop", dose="3 min"),
        ALL_FIVE,
        visit={**AGAIN, "needles_out": 1, "position": Position.HOOK_LYING, "next_visit_words": "1 week"},
    )


def one_of_each_visit() -> VisitChart:
    """Everything once: one site, one needle, one pack, one unit, one minute, one goal."""
    goal = f.goal(id="goal1", text="Walk the dog")
    return chart(
        *site(1, "gluteus_maximus", Side.LEFT, twitch=Twitch.ONE, pain=PainReproduced.NONE, **IN_SITU),
        *CONSENTS,
        goal,
        f.goal_review(goal, change=GoalChange.NO_CHANGE),
        *pain(1, 0),
        f.follow_on(what="Bridge", dose="1 time"),
        f.aftercare(),
        visit={
            **AGAIN,
            "needles_out": 1,
            "packs_opened": 1,
            "sharps_disposed": True,
            "minutes": 15,
            "units": 1,
            "worse_with": ("sitting",),
        },
        clinic={"counting_rule": CountingRule.MUSCLES},
    )


def both_sides_visit() -> VisitChart:
    """The same muscle on both sides, counted by side; two units."""
    return chart(
        *site(1, "piriformis", Side.RIGHT, twitch=Twitch.SEVERAL, twitch_count=3, familiar=True),
        *site(2, "piriformis", Side.LEFT, twitch=Twitch.NONE, pain=PainReproduced.LOCAL),
        *site(3, "gluteus_medius", Side.RIGHT, twitch=Twitch.ONE),
        *CONSENTS,
        *pain(6, 3),
        *rotation(Side.RIGHT, 20, 20),
        *rotation(Side.LEFT, 30, 24),
        f.follow_on(),
        ALL_FIVE,
        visit={
            **AGAIN,
            "needles_out": 3,
            "packs_opened": 2,
            "sharps_disposed": True,
            "minutes": 30,
            "units": 2,
        },
        clinic={"counting_rule": CountingRule.SIDES},
    )


def withdrawn_visit() -> VisitChart:
    """Consent withdrawn after the first needle; stopped at the stop word."""
    at = f.MORNING + timedelta(minutes=12)
    return chart(
        *site(1, "obturator_internus", Side.RIGHT, twitch=Twitch.STRONG),
        *site(2, "piriformis", Side.RIGHT, state=NeedleState.PLANNED, twitch=None, pain=None),
        f.consent(withdrawn_at=at, withdrawn_why="too much for today"),
        f.written_consent(),
        *pain(7),
        f.follow_on(kind=FollowOnKind.MANUAL_THERAPY, what="Gentle hold of the hip", dose="5 min"),
        f.aftercare(soreness_check=CheckWay.CALL),
        visit={
            **FINE,
            "needles_out": 1,
            "stopped_at": at,
            "stopped_reason": "stop word used",
            "next_needling": NextNeedling.DECIDE_THEN,
        },
        patient={"companion": "her sister", "stop_word": "red", "told_before_needle": True},
    )


def no_internal_visit() -> VisitChart:
    """Internal examination and pelvic floor needling declined; measured and needled from outside."""
    return chart(
        *site(1, "obturator_internus", Side.RIGHT, depth_mm=60.0, length_mm=75.0, **IN_SITU),
        *CONSENTS,
        f.consent(
            kind=ConsentKind.PELVIC_FLOOR,
            agreement=Agreement.DECLINED,
            scope="No internal examination today.",
        ),
        *pain(5, 3),
        f.measurement(
            measure="modified_oxford",
            measure_name="Pelvic floor strength, Modified Oxford",
            unit="grade 0-5",
            phase=Phase.BEFORE,
            value=None,
            state=MeasureState.DECLINED,
            order=2,
        ),
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "since_last": SinceLast.SAME, "needles_out": 1},
    )


def three_scales_visit() -> VisitChart:
    """Three pain scales at one date, decimals, and a score of which only the change is known."""
    change = f.measurement(
        measure="odi",
        measure_name="Oswestry Disability Index",
        unit="percent",
        phase=Phase.AFTER,
        value=-11.5,
        state=MeasureState.CHANGE,
        order=5,
        note="from the referrer's letter",
    )
    return chart(
        *site(1, "lumbar_multifidus", Side.RIGHT, point={"spinal_level": "L4"}, **IN_SITU),
        *CONSENTS,
        *pain(4.5, 2.5),
        *pair("vas_pain", "Pain, visual analogue scale", "mm", 47.5, 21, order=2),
        *pair("nprs_worst", "Worst pain, 24 h or 7 days", "points 0-10", 8, None, order=3),
        change,
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "needles_out": 1},
    )


def doubted_visit() -> VisitChart:
    """Values that cannot be so, kept as another record states them."""
    wrong = f.measurement(
        measure="hip_ir_90",
        measure_name="Hip internal rotation, hip at 90°",
        unit="degrees",
        side=Side.RIGHT,
        phase=Phase.BEFORE,
        value=95.0,
        order=2,
        doubt="More than a hip can turn; the letter may mean the external rotation",
    )
    return chart(
        *site(1, "piriformis", Side.RIGHT),
        *CONSENTS,
        *pain(5, 5),
        wrong,
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "needles_out": 1},
    )


def doubted_pain_visit() -> VisitChart:
    """Pain beyond its scale before needling: kept, and nothing is read from it."""
    before, after = pain(12, 4)
    return chart(
        *site(1, "piriformis", Side.RIGHT),
        *CONSENTS,
        before.but(doubt="Above the scale, perhaps of another one"),
        after,
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "needles_out": 1},
    )


def two_events_visit() -> VisitChart:
    """A bruise at one site and a near-faint; both mild."""
    records = [
        *site(1, "adductor_longus", Side.LEFT, bleeding=True, pressure_s=60),
        *site(2, "piriformis", Side.LEFT),
    ]
    return chart(
        *records,
        *CONSENTS,
        *pain(6, 6),
        f.adverse_event(
            id="bruise",
            kind="bruising",
            kind_text="Bruising",
            trigger_point_id="point01",
            action="pressed for 1 min",
        ),
        f.adverse_event(
            id="faint",
            kind="faint",
            kind_text="Faint, near-faint, sweating or dizziness",
            onset_words="on sitting up",
            duration="2 min",
            action="lay down again, water",
            outcome="well on leaving",
            cause="no breakfast",
        ),
        f.follow_on(kind=FollowOnKind.NONE_GIVEN, what="tired after the faint"),
        ALL_FIVE,
        visit={**AGAIN, "needles_out": 2, "tolerance": Tolerance.FAIRLY, "no_adverse_event": False},
    )


def serious_event_visit() -> VisitChart:
    """A serious event: sent on, reported, and the cause said."""
    return chart(
        *site(1, "quadratus_lumborum", Side.LEFT, depth_mm=60.0, length_mm=75.0),
        *CONSENTS,
        *pain(4, 8),
        f.adverse_event(
            kind="organ_puncture",
            kind_text="Organ or peritoneal puncture, spinal canal entry",
            severity=Severity.SERIOUS,
            trigger_point_id="point01",
            onset_words="10 min after the needle came out",
            action="treatment ended, ambulance called",
            referred_to="the emergency department",
            cause="needle above the safe level",
            outcome="seen the same day, discharged after observation",
            reported_to="the practice lead and the referrer",
        ),
        f.follow_on(kind=FollowOnKind.NONE_GIVEN, what="sent to hospital"),
        f.aftercare(),
        visit={**FINE, "needles_out": 1, "tolerance": Tolerance.POORLY, "no_adverse_event": False},
    )


def bruise_gone_visit() -> VisitChart:
    """The bruise of last time is gone; nothing else was reported."""
    return chart(
        *site(1, "adductor_magnus", Side.LEFT, **IN_SITU),
        *CONSENTS,
        f.event_review(
            outcome=EventOutcome.RESOLVED, event_id="bruise", event_text="Bruising", note="gone after 5 days"
        ),
        f.event_review(id="asked"),
        *pain(3, 2),
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "soreness_lasted": "longer", "since_last": SinceLast.BETTER, "needles_out": 1},
    )


def discharge_visit() -> VisitChart:
    """The last visit: goals met, needling stops."""
    first = f.goal(id="goal1", text="Sit through a film")
    second = f.goal(id="goal2", text="Run 5 km")
    return chart(
        f.consent(agreement=Agreement.DECLINED, scope="No needle needed any more."),
        f.written_consent(),
        first,
        second,
        f.goal_review(first, change=GoalChange.MET, ability=10.0),
        f.goal_review(second, id="review2", change=GoalChange.NEARER, now="3 km", ability=7.5),
        *pain(0),
        f.follow_on(
            kind=FollowOnKind.STRENGTHENING,
            what="Side plank",
            dose="3 × 30 s",
            progression=Progression.HARDER,
        ),
        visit={
            "previous": LAST,
            "since_last": SinceLast.BETTER,
            "soreness_lasted": "1 day",
            "screening_reviewed": True,
            "strengthening": Strengthening.PROGRESS,
            "strengthening_of": ("Hip rotators", "Core"),
            "next_visit_words": "Discharge",
            "next_needling": NextNeedling.STOP,
            "home_programme": "Side plank and hip rotation.",
            "home_frequency": "Three times a week",
        },
    )


def fever_visit() -> VisitChart:
    """No needling for a fever; manual therapy elsewhere."""
    return chart(
        f.screening_answer(
            item="fever",
            item_text="Fever or acute infection",
            answer=Answer.YES,
            detail="38.4 °C since yesterday",
        ),
        f.alert(
            id="fever", text="Fever or acute infection", level=AlertLevel.ABSOLUTE, screening_item="fever"
        ),
        f.written_consent(),
        *pain(6),
        f.follow_on(kind=FollowOnKind.MANUAL_THERAPY, what="Diaphragm release", dose="10 min"),
        visit={
            "previous": LAST,
            "screening_reviewed": True,
            "no_needling_reason": "fever",
            "next_visit_words": "when well",
        },
    )


def pad_visit() -> VisitChart:
    """Current from a needle to a pad, two frequencies in turn, polarity said."""
    records = site(1, "gluteus_maximus", Side.RIGHT, technique=Technique.ELECTRICAL, retention_s=900)
    current = f.stimulation(
        records[0],  # type: ignore[arg-type]
        pad=True,
        polarity="needle negative",
        waveform=Waveform.ASYMMETRIC_BIPHASIC,
        second_hz=100.0,
        microseconds=250,
        intensity=2.5,
        minutes=15.0,
        perceived=Perceived.TINGLING,
        device="AS Super 4, checked January 2026",
    )
    return chart(
        *records,
        current,
        *CONSENTS,
        *pain(5, 3),
        f.follow_on(),
        f.aftercare(),
        visit={**AGAIN, "needles_out": 1},
    )


def findings_visit() -> VisitChart:
    """Palpated and marked, nothing needled: the first assessment."""
    values: dict[str, Any] = {"state": NeedleState.PLANNED, "twitch": None, "pain": None}
    kept = {
        "kind": PointKind.ACTIVE,
        "taut_band": Presence.PRESENT,
        "tenderness": 8.0,
        "referral": "the groin",
    }
    latent = {
        "kind": PointKind.LATENT,
        "jump_sign": Presence.ABSENT,
        "not_needled": "found, not needled today",
    }
    return chart(
        site(
            1,
            "iliacus",
            Side.RIGHT,
            point={**kept, "not_needled": "needling to be explained first"},
            **values,
        )[0],
        site(2, "psoas_major", Side.RIGHT, point=latent, **values)[0],
        f.consent(),
        *pain(7),
        f.symptom_area(view=View.FRONT, region="Right groin", quality="Burning", intensity=7.0, percent=1.4),
        f.symptom_area(
            id="area2", view=View.FRONT, region="Lower abdomen", side=Side.MIDLINE, quality="Pressure"
        ),
        f.follow_on(what="Diaphragm breathing", dose="5 min"),
        visit={
            "screening_reviewed": True,
            "no_needling_reason": "wants to read about it first",
            "patient_words": "It feels like a hot stone in the groin.",
            "worse_with": ("sitting", "intercourse"),
            "next_visit_words": "1 week",
        },
        patient={"told_before_needle": False},
    )


def worse_visit() -> VisitChart:
    """Worse after needling, in number and in movement; said plainly."""
    return chart(
        *site(1, "adductor_brevis", Side.RIGHT, **IN_SITU),
        *CONSENTS,
        *pain(3, 6),
        *rotation(Side.RIGHT, 32, 20),
        *pair("squat_quality", "Squat quality", "words", "full", "guarded", order=3),
        f.symptom_area(view=View.FRONT, region="Right inner thigh", intensity=3.0),
        f.symptom_area(
            id="after", view=View.FRONT, phase=Phase.AFTER, region="Right inner thigh", intensity=6.0
        ),
        f.follow_on(what="Walking", dose="5 min"),
        f.aftercare(soreness_check=CheckWay.CALL, handout=Handout.SAVED),
        visit={**AGAIN, "since_last": SinceLast.WORSE, "soreness_lasted": "2 days", "needles_out": 1},
    )


def taken_over_visit() -> VisitChart:
    """Begun by one therapist, finished by another; planned for eight weeks."""
    made = chart(
        *site(1, "gluteus_minimus", Side.RIGHT, **IN_SITU),
        *site(2, "gluteus_minimus", Side.LEFT, **IN_SITU),
        *CONSENTS,
        *pain(4, 3),
        f.follow_on(
            kind=FollowOnKind.HOME_PROGRAMME, what="Clam", dose="2 × 10", progression=Progression.EASIER
        ),
        f.aftercare(),
        visit={
            **AGAIN,
            "needles_out": 2,
            "needles_out_at": COUNTED,
            "taken_over": ("Joss Fabricated went on with the draft of Mara Velasquez, 17 Mar 2026, 09:52",),
        },
    )
    planned = "once a week for 8 weeks, then review"
    return VisitChart(**{**_fields(made), "episode": made.episode.but(plan_of_care=planned)})


def _fields(made: VisitChart) -> dict[str, Any]:
    return {name: getattr(made, name) for name in VisitChart.__slots__}


def own_words_visit() -> VisitChart:
    """The assessment in the therapist's own words, the plan copied from last time."""
    return chart(
        *site(1, "piriformis", Side.RIGHT),
        *CONSENTS,
        *pain(4, 2),
        f.follow_on(),
        f.aftercare(),
        visit={
            **AGAIN,
            "needles_out": 1,
            "assessment": "Sitting is what holds her back; the hip is no longer the problem.",
            "assessment_edited": True,
            "plan": "Same plan as on 3 March.\nCall on Thursday.",
            "plan_edited": True,
            "copied": ("plan 2026-03-03",),
        },
    )


def everything_needle_visit() -> VisitChart:
    """One needle with every fact that can be recorded of it."""
    return chart(
        *site(
            1,
            "quadratus_lumborum",
            Side.RIGHT,
            point={
                "kind": PointKind.ACTIVE,
                "taut_band": Presence.PRESENT,
                "tenderness": 7.5,
                "note": "below rib 12",
            },
            length_mm=75.0,
            depth_mm=52.5,
            tissue=Tissue.MUSCLE,
            direction="towards the transverse process of L3",
            technique=Technique.WINDING,
            retention_s=95,
            insertions=2,
            passes=6,
            guidance=Guidance.ULTRASOUND,
            response_sought="twitch and ache",
            response_obtained="grasp of the needle",
            twitch=Twitch.STRONG,
            twitch_count=5,
            referred_to="the buttock",
            familiar=True,
            tolerance=Tolerance.FAIRLY,
            bleeding=False,
            pressure_s=20,
        ),
        *CONSENTS,
        *pain(6, 3),
        f.follow_on(),
        ALL_FIVE,
        visit={
            **AGAIN,
            "needles_out": 1,
            "position": Position.PRONE,
            "skin_preparation": "70 % alcohol",
            "gloves": True,
        },
    )


def not_stated_visit() -> VisitChart:
    """What was asked and is not known, and values taken apart from needling."""
    first = f.goal(id="goal1", text="Lift my daughter", start_not_stated=True)
    second = f.goal(id="goal2", text="Sleep through the night")
    return chart(
        *site(1, "gluteus_medius", Side.LEFT, **IN_SITU),
        *CONSENTS,
        f.screening_answer(
            id="pregnant",
            item="pregnancy_later",
            item_text="Pregnant",
            answer=Answer.YES,
            weeks_not_stated=True,
        ),
        f.screening_answer(
            id="birth",
            item="early_postpartum",
            item_text="After birth",
            answer=Answer.YES,
            day_not_stated=True,
        ),
        f.screening_answer(
            id="inr", item="anticoagulant", item_text="Blood thinner", answer=Answer.YES, lab_name="INR"
        ),
        f.symptom_area(
            view=View.BACK,
            side=Side.LEFT,
            region="Left buttock",
            quality="Aching",
            intensity=None,
            intensity_not_stated=True,
        ),
        *pain(5, 3),
        f.measurement(
            id="later",
            measure="odi",
            measure_name="Oswestry Disability Index",
            unit="%",
            value=24.0,
            phase=Phase.FOLLOW_UP,
            note="sent back by post",
        ),
        f.measurement(
            id="later2",
            measure="psfs_mean",
            measure_name="Patient-Specific Functional Scale, mean",
            state=MeasureState.NOT_STATED,
            value=None,
            unit="",
            phase=Phase.FOLLOW_UP,
            order=1,
        ),
        first,
        second,
        f.goal_review(first, change=None, ability_not_stated=True),
        f.goal_review(second, id="review2", change=GoalChange.NEARER, ability=6.0),
        f.follow_on(),
        ALL_FIVE,
        visit={**AGAIN, "needles_out": 1},
    )


MORE_CHARTS: dict[str, Callable[[], VisitChart]] = {
    "Pregnant, 24 weeks": pregnancy_visit,
    "Around a caesarean scar": scar_visit,
    "Chronic prostatitis, pelvic floor, chaperone declined": male_pelvic_visit,
    "Everything once": one_of_each_visit,
    "Both sides, counted by side": both_sides_visit,
    "Consent withdrawn at the stop word": withdrawn_visit,
    "Internal examination declined": no_internal_visit,
    "Three pain scales, decimals, a change without its end points": three_scales_visit,
    "A value that cannot be so": doubted_visit,
    "Pain beyond its scale": doubted_pain_visit,
    "A bruise and a near-faint": two_events_visit,
    "A serious event": serious_event_visit,
    "The bruise of last time is gone": bruise_gone_visit,
    "The last visit": discharge_visit,
    "No needling for a fever": fever_visit,
    "Current from a needle to a pad": pad_visit,
    "First assessment, nothing needled": findings_visit,
    "Worse after needling": worse_visit,
    "Taken over by a colleague": taken_over_visit,
    "Own words, plan copied": own_words_visit,
    "One needle with everything": everything_needle_visit,
    "What was asked and is not known": not_stated_visit,
}
