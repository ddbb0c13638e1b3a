"""A fictional patient with alerts, written consent, episode, diagnosis and goals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from needlechart import catalogue
from needlechart.demo.ids import Dice
from needlechart.demo.plans import Plan
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record
from needlechart.domain.rules.consent import with_head
from needlechart.domain.words import Agreement, ConsentKind

FORM_TEXT = (
    "Dry needling places thin sterile needles into tight muscle. Soreness for 24 to 48 hours and small "
    "bruises are common; fainting, infection and nerve irritation are rare. I may stop at any time. "
    "My questions were answered. (Fictional clinic: this form binds nobody.)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What a patient's visits refer to."""

    plan: Plan
    patient: Patient
    episode: Episode
    goals: tuple[Goal, ...]
    others: tuple[Record, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """In the order in which they are put."""
        return (self.patient, self.episode, *self.goals, *self.others)


def folder(
    plan: Plan,
    index: int,
    clinic: Clinic,
    clinician: Clinician,
    first: datetime,
    ended: date | None,
    dice: Dice,
) -> Folder:
    """Everything about a patient that is older than the first visit; the clinician explained the form."""
    patient = _patient(plan, index, clinic.id, first, dice)
    episode = Episode(
        id=dice.id_at(first),
        patient_id=patient.id,
        title=plan.title,
        started=first.date(),
        ended=ended,
        outcome=_outcome(plan) if ended else "",
        plan_of_care=f"{max(plan.visits, 4)} visits, then strengthening." if plan.visits else "",
    )
    goals = _goals(plan, patient, episode, first, ended, dice)
    others = [_indication(plan, patient, episode, first, dice), *_alerts(plan, patient, first, dice)]
    if plan.visits:
        others.append(with_head(_written_consent(patient, clinician, first, dice), clinic, patient))
    return Folder(plan=plan, patient=patient, episode=episode, goals=goals, others=tuple(others))


def _outcome(plan: Plan) -> str:
    return plan.note or "Goals met; goes on with the home programme."


def _patient(plan: Plan, index: int, clinic_id: str, first: datetime, dice: Dice) -> Patient:
    year, month, day = plan.born
    return Patient(
        id=dice.id_at(first),
        clinic_id=clinic_id,
        record_number=f"NC-{112 + index:06d}",
        given_name=plan.given,
        family_name=plan.family,
        preferred_name=plan.preferred,
        birth_date=date(year, month, day),
        sex=plan.sex,
        pronouns=plan.pronouns,
        figure=plan.figure,
        phone=f"555-01{20 + index:02d}",
        email=f"patient{index + 1}@mail.example",
        address=plan.address,
        emergency_name="Somebody Invented",
        emergency_phone=f"555-01{60 + index:02d}",
        referrer=plan.referrer,
        referrer_contact="555-0199" if plan.referrer else "",
        comfort_plan=plan.comfort,
        comfort_position=plan.position if plan.comfort else None,
        told_before_needle=plan.told_before,
        companion=plan.companion,
        stop_word=plan.stop_word,
        measure_set=plan.measure_set,
        note=plan.note,
    )


def _indication(plan: Plan, patient: Patient, episode: Episode, first: datetime, dice: Dice) -> Indication:
    entry = catalogue.indications()[plan.indication]
    return Indication(
        id=dice.id_at(first),
        patient_id=patient.id,
        episode_id=episode.id,
        code=entry.code,
        title=entry.title,
        side=plan.side,
        since=first.date() - timedelta(days=30 * dice.whole(2, 20)),
    )


def _alerts(plan: Plan, patient: Patient, first: datetime, dice: Dice) -> list[Record]:
    found: list[Record] = []
    for warning in plan.warnings:
        item = catalogue.screening()[warning.item]
        found.append(
            Alert(
                id=dice.id_at(first),
                patient_id=patient.id,
                text=warning.text,
                level=item.level,
                screening_item=item.id,
                region=item.region,
                since=first.date(),
            )
        )
    return found


def _goals(
    plan: Plan, patient: Patient, episode: Episode, first: datetime, ended: date | None, dice: Dice
) -> tuple[Goal, ...]:
    left = plan.course.share(plan.visits - 1) if plan.visits else 1.0
    return tuple(
        Goal(
            id=dice.id_at(first),
            patient_id=patient.id,
            episode_id=episode.id,
            text=aim.text,
            baseline=aim.baseline,
            target=aim.target,
            now=aim.target if left < 0.25 else "",
            ability=able(aim.ability, left),
            rung=round(5 * (1 - left)) if left <= 1 else 0,
            may_print=aim.may_print,
            met=ended if ended and left < 0.25 else None,
            order=order,
        )
        for order, aim in enumerate(plan.aims)
    )


def able(first: float, left: float) -> float:
    """Ability 0 to 10 when a share of the first trouble is left."""
    return float(max(0, min(10, round(first + (10 - first) * (1 - left)))))


def _written_consent(patient: Patient, clinician: Clinician, first: datetime, dice: Dice) -> Consent:
    return Consent(
        id=dice.id_at(first),
        patient_id=patient.id,
        kind=ConsentKind.WRITTEN,
        agreement=Agreement.AGREED,
        given_at=first,
        form_version="demo 1",
        form_text=FORM_TEXT,
        signer=patient.full_name,
        strokes=_scribble(dice),
        copy_given=True,
        clinician_name=clinician.signature_name,
    )


def _scribble(dice: Dice) -> tuple[float, ...]:
    """Two pen strokes that look like a signature, in mm."""
    strokes: list[float] = []
    x = 6.0
    for length in (dice.whole(14, 20), dice.whole(8, 14)):
        strokes.append(float(length))
        for step in range(length):
            x += dice.near(2.0, 0.5)
            up = 9.0 if step % 2 else 14.0
            strokes.extend((round(x, 1), round(dice.near(up, 1.5), 1)))
        x += 4
    return tuple(strokes)
