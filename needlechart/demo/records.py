"""The fictional clinic as a whole: every record in the order in which it is put, and what is signed when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from needlechart.demo.house import House, house
from needlechart.demo.ids import Dice
from needlechart.demo.patients import Folder, folder
from needlechart.demo.people import PEOPLE
from needlechart.demo.plans import Plan, Start
from needlechart.demo.telling import follow_up
from needlechart.demo.visits import Charted, Day, charted
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum
from needlechart.domain.trigger_point import TriggerPoint

ZONE = timezone(timedelta(hours=-5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A visit to be sealed: by whom and when."""

    visit_id: str
    clinician_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClinic:
    """A clinic and its records; ``records`` hold neither the clinic nor its first clinician.

    ``signings`` are in the order of time. ``addenda`` are written after them.
    """

    clinic: Clinic
    clinicians: tuple[Clinician, ...]
    records: tuple[Record, ...]
    signings: tuple[Signing, ...]
    addenda: tuple[Addendum, ...]


def demo_records(seed: int = 1, today: date | None = None, *, now: datetime | None = None) -> DemoClinic:
    """The fictional clinic as it stands on a day; the same seed, day and time give the same records.

    ``now`` (by default 13:00 at -05:00 that day) is the moment before which everything lies.
    """
    present = now or datetime.combine(today or date.today(), time(13), ZONE)  # noqa: DTZ011 - a local day
    dice = Dice(seed)
    opened = _at(present, 400, 8, 0)
    practice = house(dice, opened)
    records: list[Record] = list(practice.records)
    signings: list[Signing] = []
    addenda: list[Addendum] = []
    for index, plan in enumerate(PEOPLE):
        _patient(plan, index, practice, present, dice, records, signings, addenda)
    return DemoClinic(
        clinic=practice.clinic,
        clinicians=practice.clinicians,
        records=tuple(records),
        signings=tuple(sorted(signings, key=lambda one: (one.at, one.visit_id))),
        addenda=tuple(addenda),
    )


def _at(present: datetime, days: int, hour: int, minute: int) -> datetime:
    """A time of day, some days before the present."""
    day = (present - timedelta(days=days)).date()
    return datetime.combine(day, time(hour, minute), present.tzinfo)


def _patient(
    plan: Plan,
    index: int,
    practice: House,
    present: datetime,
    dice: Dice,
    records: list[Record],
    signings: list[Signing],
    addenda: list[Addendum],
) -> None:
    """Adds one patient with all visits."""
    times = [_visit_time(plan, index, visit, present) for visit in range(plan.visits)]
    first = times[0] if times else present - timedelta(days=2)
    ended = times[-1].date() if plan.discharged and times else None
    clinician = practice.clinicians[plan.clinician]
    cosigner = practice.clinicians[plan.cosigner] if plan.cosigner is not None else None
    explains = cosigner or clinician  # a student does not explain the form alone
    who = folder(plan, index, practice.clinic, explains, first - timedelta(hours=1), ended, dice)
    records.extend(who.records)
    points: tuple[TriggerPoint, ...] = ()
    events: tuple[AdverseEvent, ...] = ()
    for visit, started in enumerate(times):
        day = Day(
            folder=who,
            clinic=practice.clinic,
            clinician=clinician,
            index=visit,
            started=started,
            previous=points,
            next_visit=_next_visit(plan, times, visit, present),
            cosigner=cosigner,
            events=events,
        )
        done = charted(day, dice)
        points, events = done.points, done.events
        records.extend(done.records)
        records.append(
            follow_up(day, done.visit.id, present, answered=_answered(index, day, present), dice=dice)
        )
        signing = Signing(
            visit_id=done.visit.id, clinician_id=clinician.id, at=day.ended + timedelta(minutes=4)
        )
        signings.append(signing)
        addenda.extend(_addendum(plan, day, done, dice))
        if cosigner is not None and visit + 1 < len(times):
            addenda.append(_cosignature(cosigner, day, done, dice))
    _draft(plan, who, practice, clinician, points, present, dice, records)


def _visit_time(plan: Plan, index: int, visit: int, present: datetime) -> datetime:
    """Visits are ``every`` days apart; the last one lies ``last_days`` back; weekends are avoided."""
    back = plan.last_days + plan.every * (plan.visits - 1 - visit)
    hour, minute = 8 + (index * 3 + visit) % 9, (0, 30, 15, 45)[index % 4]
    started = _at(present, back, hour, minute)
    if plan.last_days > 2 and started.weekday() >= 5:
        started -= timedelta(days=started.weekday() - 4)
    return started


def _next_visit(plan: Plan, times: list[datetime], visit: int, present: datetime) -> date | None:
    if visit + 1 < len(times):
        return times[visit + 1].date()
    return None if plan.next_days is None else present.date() + timedelta(days=plan.next_days)


def _answered(index: int, day: Day, present: datetime) -> bool:
    """Checks that are due now are open; older ones were made, one in eight was forgotten."""
    due_from = day.started + timedelta(hours=24)
    return due_from + timedelta(hours=30) < present and (index + day.index) % 8 != 7


def _addendum(plan: Plan, day: Day, done: Charted, dice: Dice) -> list[Addendum]:
    """One visit of one patient was added to on the next day."""
    if plan.trouble.get(day.index + 1) != "bruising":
        return []
    at = day.ended + timedelta(days=1)
    return [
        Addendum(
            id=dice.id_at(at),
            patient_id=done.visit.patient_id,
            episode_id=done.visit.episode_id,
            about_visit_id=done.visit.id,
            author_id=day.clinician.id,
            author_name=day.clinician.signature_name,
            written_at=at,
            text="Patient called: the bruise is 3 cm wide and does not hurt. Told to call again if it grows.",
            reason="Told by phone after signing",
        )
    ]


def _cosignature(cosigner: Clinician, day: Day, done: Charted, dice: Dice) -> Addendum:
    """Who answers for a student signs the visit as well, but for the last one, which waits on Home."""
    at = day.ended + timedelta(hours=1)
    return Addendum(
        id=dice.id_at(at),
        patient_id=done.visit.patient_id,
        episode_id=done.visit.episode_id,
        about_visit_id=done.visit.id,
        author_id=cosigner.id,
        author_name=cosigner.signature_name,
        written_at=at,
        text="Seen with the student; I agree with the findings and the treatment.",
        cosignature=True,
    )


def _draft(
    plan: Plan,
    who: Folder,
    practice: House,
    clinician: Clinician,
    points: tuple[TriggerPoint, ...],
    present: datetime,
    dice: Dice,
    records: list[Record],
) -> None:
    """The visit that is not signed yet: needles still in, or ready to be signed."""
    if plan.start not in (Start.NEEDLES_IN, Start.READY_TO_SIGN):
        return
    ago = timedelta(minutes=24) if plan.start is Start.NEEDLES_IN else timedelta(minutes=95)
    day = Day(
        folder=who,
        clinic=practice.clinic,
        clinician=clinician,
        index=plan.visits,
        started=(present - ago).replace(second=0, microsecond=0),
        previous=points,
        next_visit=present.date() + timedelta(days=14),
        start=plan.start,
    )
    records.extend(charted(day, dice).records)
