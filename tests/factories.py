"""Small builders of valid, fictional records.

Each builder gives one record; every field can be named. Records of one chart refer to each other by
fixed ids (`CLINIC`, `CLINICIAN`, `PATIENT`, `EPISODE`, `VISIT`), so that they fit together as they come;
records below a visit get a new id each.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, GoalReview, Indication
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import R, Record, new_id
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.seal import Addendum
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.treatment import Aftercare, FollowOn, FollowUp
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import (
    Agreement,
    AlertLevel,
    Answer,
    CheckWay,
    ConsentKind,
    EventOutcome,
    Figure,
    FollowOnKind,
    GoalChange,
    Layer,
    NeedleState,
    PainReproduced,
    Phase,
    PointKind,
    Presence,
    Role,
    Severity,
    Sex,
    Side,
    Technique,
    Twitch,
    View,
)

CLINIC = "clinic"
CLINICIAN = "clinician"
PATIENT = "patient"
EPISODE = "episode"
VISIT = "visit"

CENTRAL = timezone(timedelta(hours=-5))
DAY = date(2026, 3, 17)
MORNING = datetime(2026, 3, 17, 9, 30, tzinfo=CENTRAL)
PASSPHRASE = "copper lantern under seven maples"


def _make(kind: type[R], defaults: dict[str, Any], values: dict[str, Any]) -> R:
    return kind(**{**defaults, **values})


def clinic(**values: Any) -> Clinic:
    return _make(Clinic, {"id": CLINIC, "name": "Alder Street Pelvic Health"}, values)


def clinician(**values: Any) -> Clinician:
    defaults = {
        "id": CLINICIAN,
        "clinic_id": CLINIC,
        "name": "Mara Velasquez",
        "credentials": "PT, DPT",
        "role": Role.ADMINISTRATOR,
    }
    return _make(Clinician, defaults, values)


def needle_type(**values: Any) -> NeedleType:
    return _make(NeedleType, {"clinic_id": CLINIC, "diameter_mm": 0.3, "length_mm": 50.0}, values)


def phrase(**values: Any) -> Phrase:
    return _make(Phrase, {"clinic_id": CLINIC, "shortcut": "tol", "text": "Tolerated well."}, values)


def catalogue_row(**values: Any) -> CatalogueRow:
    defaults = {
        "clinic_id": CLINIC,
        "table": "follow_on",
        "row": "knee_rocks",
        "columns": ("dose",),
        "cells": ("1 min",),
    }
    return _make(CatalogueRow, defaults, values)


def protocol(**values: Any) -> Protocol:
    return _make(Protocol, {"clinic_id": CLINIC, "name": "Right deep hip rotators"}, values)


def protocol_point(protocol_id: str, **values: Any) -> ProtocolPoint:
    defaults = {
        "protocol_id": protocol_id,
        "number": 1,
        "view": View.BACK,
        "layer": Layer.DEEP,
        "x": 52.0,
        "y": 512.0,
        "muscle": "piriformis",
        "muscle_name": "piriformis",
        "side": Side.RIGHT,
    }
    return _make(ProtocolPoint, defaults, values)


def protocol_current(protocol_id: str, **values: Any) -> ProtocolCurrent:
    defaults = {
        "protocol_id": protocol_id,
        "first_number": 1,
        "second_number": 2,
        "hz": 2.0,
        "microseconds": 200,
        "minutes": 10.0,
    }
    return _make(ProtocolCurrent, defaults, values)


def patient(**values: Any) -> Patient:
    defaults = {
        "id": PATIENT,
        "clinic_id": CLINIC,
        "record_number": "1042",
        "given_name": "Ines",
        "family_name": "Okonkwo-Reyes",
        "birth_date": date(1984, 6, 2),
        "sex": Sex.FEMALE,
        "pronouns": "she/her",
        "figure": Figure.FEMALE,
        "phone": "555 0134",
    }
    return _make(Patient, defaults, values)


def alert(**values: Any) -> Alert:
    defaults = {"patient_id": PATIENT, "text": "Takes apixaban", "level": AlertLevel.RELATIVE}
    return _make(Alert, defaults, values)


def episode(**values: Any) -> Episode:
    defaults = {"id": EPISODE, "patient_id": PATIENT, "title": "Right hip and pelvic pain", "started": DAY}
    return _make(Episode, defaults, values)


def indication(**values: Any) -> Indication:
    defaults = {
        "patient_id": PATIENT,
        "episode_id": EPISODE,
        "code": "M25.551",
        "title": "Pain in right hip",
        "side": Side.RIGHT,
    }
    return _make(Indication, defaults, values)


def goal(**values: Any) -> Goal:
    defaults = {"patient_id": PATIENT, "episode_id": EPISODE, "text": "Sit through a film without pain"}
    return _make(Goal, defaults, values)


def visit(**values: Any) -> Visit:
    defaults = {
        "id": VISIT,
        "patient_id": PATIENT,
        "episode_id": EPISODE,
        "clinician_id": CLINICIAN,
        "clinician_name": "Mara Velasquez, PT, DPT",
        "number": 1,
        "started": MORNING,
        "entered": MORNING,
    }
    return _make(Visit, defaults, values)


def place(**values: Any) -> Place:
    return _make(Place, {"id": VISIT, "patient_id": PATIENT, "visit_id": VISIT}, values)


def screening_answer(**values: Any) -> ScreeningAnswer:
    defaults = {"item": "fever", "item_text": "Fever or feeling unwell today?", "answer": Answer.NO}
    return _make(ScreeningAnswer, {"patient_id": PATIENT, "visit_id": VISIT, **defaults}, values)


def consent(**values: Any) -> Consent:
    defaults = {
        "patient_id": PATIENT,
        "visit_id": VISIT,
        "kind": ConsentKind.VERBAL,
        "agreement": Agreement.AGREED,
        "given_at": MORNING,
    }
    return _make(Consent, defaults, values)


def written_consent(**values: Any) -> Consent:
    defaults = {
        "visit_id": "",
        "kind": ConsentKind.WRITTEN,
        "form_version": "1",
        "form_text": "I agree to dry needling.",
        "signer": "Ines Okonkwo-Reyes",
        "strokes": (3.0, 1.0, 2.0, 3.5, 4.0, 5.25, 6.0),
    }
    return consent(**{**defaults, **values})


def point(**values: Any) -> TriggerPoint:
    defaults = {
        "patient_id": PATIENT,
        "visit_id": VISIT,
        "number": 1,
        "view": View.BACK,
        "layer": Layer.DEEP,
        "x": 52.5,
        "y": 512.25,
        "muscle": "piriformis",
        "muscle_name": "piriformis",
        "side": Side.RIGHT,
        "kind": PointKind.ACTIVE,
        "taut_band": Presence.PRESENT,
    }
    return _make(TriggerPoint, defaults, values)


def needling(trigger_point: TriggerPoint | None = None, **values: Any) -> Needling:
    """A needle that was in and came out; of ``trigger_point`` or of the id given."""
    of_point = (
        {}
        if trigger_point is None
        else {
            "patient_id": trigger_point.patient_id,
            "visit_id": trigger_point.visit_id,
            "trigger_point_id": trigger_point.id,
        }
    )
    defaults = {
        "patient_id": PATIENT,
        "visit_id": VISIT,
        "trigger_point_id": "point",
        "state": NeedleState.OUT,
        "diameter_mm": 0.3,
        "length_mm": 60.0,
        "insertions": 1,
        "depth_mm": 45.0,
        "technique": Technique.PISTONING,
        "response_sought": "Local twitch",
        "twitch": Twitch.SEVERAL,
        "pain": PainReproduced.REFERRED,
        "in_at": MORNING + timedelta(minutes=20),
        "out_at": MORNING + timedelta(minutes=21),
    }
    return _make(Needling, {**defaults, **of_point}, values)


def stimulation(first: TriggerPoint, second: TriggerPoint | None = None, **values: Any) -> Stimulation:
    defaults = {
        "patient_id": first.patient_id,
        "visit_id": first.visit_id,
        "first_point_id": first.id,
        "second_point_id": "" if second is None else second.id,
        "hz": 2.0,
        "intensity": 4.0,
        "minutes": 10.0,
    }
    return _make(Stimulation, defaults, values)


def symptom_area(**values: Any) -> SymptomArea:
    defaults = {
        "patient_id": PATIENT,
        "visit_id": VISIT,
        "phase": Phase.BEFORE,
        "view": View.BACK,
        "outline": (40.0, 500.0, 60.0, 500.0, 60.0, 530.0, 40.0, 530.0),
        "side": Side.RIGHT,
        "region": "right buttock",
        "percent": 0.183,
        "quality": "aching",
        "intensity": 6.0,
    }
    return _make(SymptomArea, defaults, values)


def measurement(**values: Any) -> Measurement:
    defaults = {
        "patient_id": PATIENT,
        "visit_id": VISIT,
        "measure": "nprs_now",
        "measure_name": "Pain now",
        "phase": Phase.BEFORE,
        "unit": "0-10",
        "value": 6.0,
    }
    return _make(Measurement, defaults, values)


def follow_on(**values: Any) -> FollowOn:
    defaults = {"kind": FollowOnKind.GUIDED_MOVEMENT, "what": "Hip internal rotation in prone"}
    return _make(FollowOn, {"patient_id": PATIENT, "visit_id": VISIT, **defaults}, values)


def aftercare(**values: Any) -> Aftercare:
    defaults = {"told": ("soreness",), "texts": ("Soreness for 24 to 48 hours is usual.",)}
    return _make(Aftercare, {"patient_id": PATIENT, "visit_id": VISIT, **defaults}, values)


def goal_review(of: Goal, **values: Any) -> GoalReview:
    defaults = {
        "patient_id": of.patient_id,
        "visit_id": VISIT,
        "goal_id": of.id,
        "goal_text": of.text,
        "change": GoalChange.NEARER,
    }
    return _make(GoalReview, defaults, values)


def follow_up(**values: Any) -> FollowUp:
    defaults = {
        "patient_id": PATIENT,
        "episode_id": EPISODE,
        "about_visit_id": VISIT,
        "due_from": MORNING + timedelta(hours=24),
        "due_to": MORNING + timedelta(hours=48),
        "way": CheckWay.CALL,
    }
    return _make(FollowUp, defaults, values)


def adverse_event(**values: Any) -> AdverseEvent:
    defaults = {
        "patient_id": PATIENT,
        "episode_id": EPISODE,
        "about_visit_id": VISIT,
        "visit_id": VISIT,
        "kind": "bruise",
        "kind_text": "Bruise",
        "severity": Severity.MILD,
    }
    return _make(AdverseEvent, defaults, values)


def event_review(**values: Any) -> EventReview:
    defaults = {"patient_id": PATIENT, "visit_id": VISIT, "outcome": EventOutcome.NOTHING_NEW}
    return _make(EventReview, defaults, values)


def addendum(**values: Any) -> Addendum:
    defaults = {
        "patient_id": PATIENT,
        "episode_id": EPISODE,
        "about_visit_id": VISIT,
        "author_id": CLINICIAN,
        "author_name": "Mara Velasquez, PT, DPT",
        "written_at": MORNING + timedelta(days=1),
        "text": "The left side was not examined.",
    }
    return _make(Addendum, defaults, values)


def whole_visit() -> list[Record]:
    """Every kind of record below one draft visit, with its patient and episode, in an order to be put."""
    aim, mark = goal(id=new_id()), point()
    other = point(number=2, muscle="obturator_internus", muscle_name="obturator internus", x=48.0, y=530.5)
    return [
        patient(),
        alert(),
        episode(),
        indication(),
        aim,
        visit(position=None, patient_words="It aches when I sit & <stand>."),
        place(),
        screening_answer(),
        consent(),
        written_consent(),
        mark,
        other,
        needling(mark),
        needling(mark, order=1),
        needling(other),
        stimulation(mark, other),
        symptom_area(),
        measurement(),
        measurement(phase=Phase.AFTER, value=3.0),
        follow_on(),
        aftercare(),
        goal_review(aim),
        follow_up(),
        adverse_event(),
        event_review(),
    ]
