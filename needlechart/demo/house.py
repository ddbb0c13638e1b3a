"""The fictional practice itself: letterhead, who works there, needles, phrases, protocols."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.demo.ids import Dice
from needlechart.demo.places import place_of
from needlechart.demo.plans import spots
from needlechart.domain.clinic import Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.protocol import Protocol, ProtocolPoint
from needlechart.domain.record import Record
from needlechart.domain.words import Role, Technique

_SIZES = ((0.30, 50), (0.30, 60), (0.25, 40), (0.30, 75), (0.25, 30), (0.18, 25))
_PHRASES = (
    (".tol", "Tolerated {well|fairly|poorly}, {no adverse event|see adverse events}."),
    (".exp", "Procedure, risks and alternatives explained; questions answered."),
    (".cue", "Cued slow exhale and long neck during each movement."),
    (".gain", "Pain {pain before} before and {pain after} after needling of {muscles}."),
    (".site", "Ropey band in the {muscle}, {local|referred} pain on pressure, {twitch} at {depth}."),
)
_PROTOCOLS = (
    (
        "Right deep hip rotators",
        ("piriformis r", "obturator_internus r", "quadratus_femoris r"),
        Technique.PISTONING,
    ),
    ("Left adductors", ("adductor_longus l", "gracilis l", "pectineus l"), Technique.PISTONING),
    ("Lumbar, both sides", ("lumbar_multifidus b L3", "lumbar_multifidus b L5"), Technique.IN_SITU),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The practice and who works there; ``needles`` by size."""

    clinic: Clinic
    clinicians: tuple[Clinician, ...]
    needles: tuple[NeedleType, ...]
    others: tuple[Record, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything but the clinic and its first clinician, in the order in which it is put."""
        return (*self.clinicians[1:], *self.needles, *self.others)


def house(dice: Dice, opened: datetime) -> House:
    """The practice, opened at a time."""
    clinic_id = dice.id_at(opened)
    needles = tuple(
        NeedleType(
            id=dice.id_at(opened),
            clinic_id=clinic_id,
            diameter_mm=diameter,
            length_mm=float(length),
            maker="Madeup Medical",
            lot=f"FICT-{index + 1:03d}",
            order=index,
        )
        for index, (diameter, length) in enumerate(_SIZES)
    )
    clinic = Clinic(
        id=clinic_id,
        name="Placeholder Lane Pelvic Health (fictional)",
        address="1 Placeholder Lane\nNowhere, NA 00000",
        phone="555-0100",
        email="desk@clinic.example",
        hours="Mon to Fri, 8:00 to 18:00",
        default_needle=needles[0].id,
        skin_preparation="70 % isopropyl alcohol",
        next_record_number=128,
    )
    clinicians = _clinicians(dice, clinic_id, opened)
    protocols = (
        one
        for name, marks, technique in _PROTOCOLS
        for one in _protocol(dice, clinic_id, opened, name, marks, technique)
    )
    others = (*_phrases(dice, clinic_id, opened), *protocols)
    return House(clinic=clinic, clinicians=clinicians, needles=needles, others=others)


def _clinicians(dice: Dice, clinic_id: str, opened: datetime) -> tuple[Clinician, ...]:
    people = (
        ("Mara Sampleton", "PT, DPT, WCS", Role.ADMINISTRATOR),
        ("Joss Fabricated", "PT, OCS", Role.CLINICIAN),
        ("Ida Imaginaria", "PT, DPT", Role.CLINICIAN),
        ("Stu Placeholder", "SPT", Role.STUDENT),
        ("Rea Onlook", "", Role.READ_ONLY),
    )
    return tuple(
        Clinician(
            id=dice.id_at(opened),
            clinic_id=clinic_id,
            name=name,
            credentials=credentials,
            licence_number=f"FICT-{1000 + index}" if credentials and role is not Role.STUDENT else "",
            role=role,
        )
        for index, (name, credentials, role) in enumerate(people)
    )


def _phrases(dice: Dice, clinic_id: str, opened: datetime) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(id=dice.id_at(opened), clinic_id=clinic_id, shortcut=shortcut, text=text)
        for shortcut, text in _PHRASES
    )


def _protocol(
    dice: Dice, clinic_id: str, opened: datetime, name: str, marks: tuple[str, ...], technique: Technique
) -> tuple[Record, ...]:
    protocol = Protocol(id=dice.id_at(opened), clinic_id=clinic_id, name=name)
    points = []
    still = technique is Technique.IN_SITU
    for number, spot in enumerate(spots(*marks), 1):
        place = place_of(spot)
        points.append(
            ProtocolPoint(
                id=dice.id_at(opened),
                protocol_id=protocol.id,
                number=number,
                view=place.view,
                layer=place.layer,
                x=place.x,
                y=place.y,
                muscle=spot.muscle,
                muscle_name=place.muscle_name,
                side=spot.side,
                spinal_level=spot.level,
                diameter_mm=0.3,
                length_mm=50.0 if still else 75.0,
                technique=technique,
                retention_planned_s=600 if still else 30,
            )
        )
    return (protocol, *points)
