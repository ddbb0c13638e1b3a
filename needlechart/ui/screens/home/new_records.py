"""The records of a new patient, from what was typed."""

from dataclasses import dataclass
from datetime import date

from needlechart.domain.episode import Episode, Indication
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.words import Figure, Sex, Side


@dataclass(frozen=True, slots=True)
class ChosenIndication:
    """A code with the title that was shown; code may be empty for words alone."""

    code: str
    title: str
    side: Side = Side.UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The form as values; ``words`` are the plain text fields by their name in the record."""

    words: dict[str, str]
    birth_date: date | None
    sex: Sex
    pronouns: str
    figure: Figure
    title: str
    indications: tuple[ChosenIndication, ...]


def new_patient_records(typed: Typed, clinic_id: str, today: date) -> list[Record]:
    """Patient, episode and indications, parents first; raises `Invalid` for what cannot be kept."""
    patient = Patient(
        clinic_id=clinic_id,
        birth_date=typed.birth_date,
        sex=typed.sex,
        pronouns=typed.pronouns,
        figure=typed.figure,
        **typed.words,  # type: ignore[arg-type]  # text fields only
    )
    title = typed.title or next((one.title for one in typed.indications), "") or "Episode of care"
    episode = Episode(patient_id=patient.id, title=title, started=today)
    return [patient, episode, *_indications(typed, patient.id, episode.id)]


def _indications(typed: Typed, patient_id: str, episode_id: str) -> list[Record]:
    return [
        Indication(
            patient_id=patient_id,
            episode_id=episode_id,
            code=one.code,
            title=one.title,
            side=one.side,
            order=order,
        )
        for order, one in enumerate(typed.indications)
    ]
