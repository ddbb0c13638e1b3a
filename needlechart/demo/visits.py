"""One fictional visit after the other, each following from the one before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from needlechart import catalogue
from needlechart.demo.ids import Dice
from needlechart.demo.marks import Marks, marks_of
from needlechart.demo.measuring import measurements
from needlechart.demo.patients import Folder, able
from needlechart.demo.plans import Start
from needlechart.demo.telling import aftercare, follow_ons, screening
from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.episode import GoalReview
from needlechart.domain.record import Record
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    Agreement,
    Chaperone,
    ConsentKind,
    EventOutcome,
    GoalChange,
    NextNeedling,
    Severity,
    SinceLast,
    Strengthening,
    Tolerance,
)

LATER = "later_ache"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a visit starts from: its place in the course, and what came before (``events`` of the last)."""

    folder: Folder
    clinic: Clinic
    clinician: Clinician
    index: int
    started: datetime
    previous: tuple[TriggerPoint, ...] = ()
    next_visit: date | None = None
    start: Start = Start.SIGNED
    cosigner: Clinician | None = None
    events: tuple[AdverseEvent, ...] = ()

    @property
    def trouble(self) -> str:
        """What went wrong at this visit: faint, bruising, stopped, later_ache, or nothing."""
        return self.folder.plan.trouble.get(self.index + 1, "")

    @property
    def share(self) -> float:
        """Share of the first trouble that is left before this visit."""
        return self.folder.plan.course.share(self.index)

    @property
    def finished(self) -> bool:
        """Whether the needles are out and the visit is over."""
        return self.start is not Start.NEEDLES_IN

    @property
    def ended(self) -> datetime:
        """The end of the visit."""
        return self.started + timedelta(minutes=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted:
    """A visit with everything below it, in the order in which it is put."""

    visit: Visit
    points: tuple[TriggerPoint, ...]
    records: tuple[Record, ...]
    events: tuple[AdverseEvent, ...] = ()


def charted(day: Day, dice: Dice) -> Charted:
    """The visit of a day."""
    visit_id = dice.id_at(day.started)
    marks = marks_of(day, visit_id, dice)
    visit = _visit(day, visit_id, marks, dice)
    records: list[Record] = [
        *screening(day, visit_id, dice),
        *_consents(day, visit_id, dice),
        *marks.points,
        *marks.needlings,
        *marks.stimulations,
        *marks.areas,
        *measurements(day, visit_id, dice),
    ]
    records += _asked_again(day, visit_id, dice)
    events: list[AdverseEvent] = []
    if day.finished:
        records += follow_ons(day, visit_id, dice)
        records.append(aftercare(day, visit_id, dice))
        records += _reviews(day, visit_id, dice)
        events = _events(day, visit_id, marks, dice)
        records += events
    return Charted(visit=visit, points=marks.points, records=(visit, *records), events=tuple(events))


def _visit(day: Day, visit_id: str, marks: Marks, dice: Dice) -> Visit:
    plan, folder = day.folder.plan, day.folder
    visit = Visit(
        id=visit_id,
        patient_id=folder.patient.id,
        episode_id=folder.episode.id,
        clinician_id=day.clinician.id,
        clinician_name=day.clinician.signature_name,
        number=day.index + 1,
        started=day.started,
        entered=day.started,
        reason=plan.reason if day.index == 0 else f"{plan.title}, as planned",
        patient_words=plan.words[day.index % len(plan.words)] if plan.words else "",
        worse_with=plan.worse_with,
        screening_reviewed=True,
        position=plan.position,
        skin_preparation=day.clinic.skin_preparation,
        gloves=True,
        alert_reasons=(),
        cosigner_id=day.cosigner.id if day.cosigner else "",
        cosigner_name=day.cosigner.signature_name if day.cosigner else "",
    )
    visit = _since_last(day, visit, dice)
    return _ended(day, visit, marks) if day.finished else visit


def _since_last(day: Day, visit: Visit, dice: Dice) -> Visit:
    if day.index == 0:
        return visit
    before = day.folder.plan.course.share(day.index - 1)
    since = SinceLast.SAME
    if day.share < before - 0.03:
        since = SinceLast.BETTER
    elif day.share > before + 0.03:
        since = SinceLast.WORSE
    return visit.but(since_last=since, soreness_lasted=dice.choose(("half a day", "1 day", "2 days")))


def _ended(day: Day, visit: Visit, marks: Marks) -> Visit:
    visit = visit.but(
        ended=day.ended,
        needles_out=marks.needles_in,
        needles_out_at=day.started + timedelta(minutes=28),
        packs_opened=marks.needles_in,
        sharps_disposed=True,
        tolerance=Tolerance.FAIRLY if day.trouble not in ("", LATER) else Tolerance.WELL,
        no_adverse_event=day.trouble in ("", "stopped", LATER),
        symptom_free=("after",) if day.share < 0.15 and not marks.areas else (),
        minutes=45,
        next_visit=day.next_visit,
        next_visit_words="" if day.next_visit else "none planned, discharged",
        next_needling=NextNeedling.SAME_SITES if day.share > 0.4 else NextNeedling.FEWER,
        strengthening=_strengthening(day),
        strengthening_of=("hip rotators", "gluteals") if day.share < 0.6 else (),
        home_programme="Both movements twice a day, walking 20 minutes.",
    )
    return _noted(day, _stopped(day, visit))


def _strengthening(day: Day) -> Strengthening:
    if day.share > 0.8:
        return Strengthening.NOT_YET
    return Strengthening.START if day.share > 0.5 else Strengthening.PROGRESS


def _stopped(day: Day, visit: Visit) -> Visit:
    if day.trouble == "stopped":
        word = day.folder.plan.stop_word
        at = day.started + timedelta(minutes=27)
        return visit.but(stopped_at=at, stopped_reason=f"Stop word said ({word}); all needles out at once")
    if day.trouble == "faint":
        at = day.started + timedelta(minutes=27)
        return visit.but(stopped_at=at, stopped_reason="Felt faint; all needles out, legs raised")
    return visit


def _noted(day: Day, visit: Visit) -> Visit:
    """Some notes carry words of the therapist's own."""
    if day.folder.plan.note and day.index == day.folder.plan.visits - 1:
        return visit.but(assessment=day.folder.plan.note, assessment_edited=True)
    if day.index == 0:
        return visit.but(plan_note="Explained what needling can and cannot do; questions answered.")
    return visit


def _consents(day: Day, visit_id: str, dice: Dice) -> list[Record]:
    at = day.started + timedelta(minutes=4)
    verbal = Consent(
        id=dice.id_at(at),
        patient_id=day.folder.patient.id,
        visit_id=visit_id,
        kind=ConsentKind.VERBAL,
        agreement=Agreement.AGREED,
        given_at=at,
    )
    if not day.folder.plan.pelvic_floor:
        return [verbal]
    present = day.index % 3 != 2
    own = verbal.but(
        id=dice.id_at(at),
        kind=ConsentKind.PELVIC_FLOOR,
        chaperone=Chaperone.PRESENT if present else Chaperone.DECLINED,
        chaperone_name="Ida Imaginaria" if present else "",
        scope="External pelvic floor, right and left",
    )
    return [verbal, own]


def _reviews(day: Day, visit_id: str, dice: Dice) -> list[Record]:
    """Each goal is asked about from the second visit on."""
    if day.index == 0:
        return []
    nearer = day.share < day.folder.plan.course.share(day.index - 1) - 0.03
    change = GoalChange.NEARER if nearer else GoalChange.NO_CHANGE
    if day.share < 0.2:
        change = GoalChange.MET
    return [
        GoalReview(
            id=dice.id_at(day.ended),
            patient_id=day.folder.patient.id,
            visit_id=visit_id,
            goal_id=goal.id,
            goal_text=goal.text,
            change=change,
            ability=able(aim.ability, day.share),
        )
        for goal, aim in zip(day.folder.goals, day.folder.plan.aims, strict=True)
    ]


def _asked_again(day: Day, visit_id: str, dice: Dice) -> list[Record]:
    """At every visit but the first the patient is asked how the last one went on."""
    if day.index == 0:
        return []
    base = EventReview(
        id=dice.id_at(day.started),
        patient_id=day.folder.patient.id,
        visit_id=visit_id,
        outcome=EventOutcome.NOTHING_NEW,
    )
    if not day.events:
        return [base]
    last = day.events[-1]
    outcome = EventOutcome.BETTER if last.kind == "bruising" else EventOutcome.RESOLVED
    return [base.but(event_id=last.id, event_text=last.kind_text, outcome=outcome)]


def _told_later(day: Day, visit_id: str, marks: Marks, dice: Dice) -> AdverseEvent:
    """Heard of in the call on the next day, so outside the signed visit."""
    kind = catalogue.adverse_events()["worse_for_a_while"]
    at = day.ended + timedelta(hours=21)
    return AdverseEvent(
        id=dice.id_at(at),
        patient_id=day.folder.patient.id,
        episode_id=day.folder.episode.id,
        about_visit_id=visit_id,
        trigger_point_id=marks.points[0].id,
        kind=kind.id,
        kind_text=kind.text,
        severity=kind.severity,
        onset_words="on the evening after",
        duration="2 days",
        action="Heat and short walks advised by phone",
        outcome="Back to before within two days",
        recorded_at=at,
    )


def _events(day: Day, visit_id: str, marks: Marks, dice: Dice) -> list[AdverseEvent]:
    if day.trouble == LATER:
        return [_told_later(day, visit_id, marks, dice)]
    if day.trouble not in ("faint", "bruising"):
        return []
    kind = catalogue.adverse_events()[day.trouble]
    faint = day.trouble == "faint"
    at = day.started + timedelta(minutes=26)
    return [
        AdverseEvent(
            id=dice.id_at(at),
            patient_id=day.folder.patient.id,
            episode_id=day.folder.episode.id,
            about_visit_id=visit_id,
            visit_id=visit_id,
            trigger_point_id="" if faint else marks.points[0].id,
            kind=kind.id,
            kind_text=kind.text,
            severity=Severity.MILD,
            onset=at,
            duration="10 minutes" if faint else "4 days",
            action="Needles out, legs raised, water" if faint else "Pressure for 60 s",
            outcome="Recovered, walked out" if faint else "Small bruise, no pain",
            recorded_at=at,
        )
    ]
