"""What merging two records of one person fills in, and what taking them apart empties again."""

from needlechart.domain.patient import Patient
from needlechart.domain.words import Sex

FILLED = (
    "given_name",
    "family_name",
    "preferred_name",
    "birth_date",
    "sex",
    "pronouns",
    "phone",
    "email",
    "address",
    "emergency_name",
    "emergency_phone",
    "referrer",
    "referrer_contact",
    "comfort_plan",
    "comfort_position",
    "told_before_needle",
    "companion",
    "stop_word",
    "measure_set",
    "note",
)
"""What one record of a person may know and the other not. The figure is a choice for the map: it stays."""

_WORDS = {
    "birth_date": "date of birth",
    "sex": "sex for clinical use",
    "emergency_name": "emergency contact",
    "referrer_contact": "referrer’s contact",
    "comfort_position": "comfortable position",
    "told_before_needle": "told before each needle",
}
_NOTHING = (None, "", Sex.UNSTATED)


def filled(kept: Patient, other: Patient) -> Patient:
    """The record that is kept with its empty fields filled from the other one, each with its source."""
    values = {
        name: getattr(other, name)
        for name in FILLED
        if getattr(kept, name) in _NOTHING and getattr(other, name) not in _NOTHING
    }
    sources = tuple(f"{name}: {other.record_number}" for name in values)
    return kept.but(**values, filled_from=(*kept.filled_from, *sources)) if values else kept


def emptied(kept: Patient, other: Patient) -> Patient:
    """The record without what it has from the other one, unless somebody has changed it since."""
    mine = filled_fields(kept, other)
    blank = {name: Sex.UNSTATED if name == "sex" else _blank(name) for name in mine}
    left = tuple(one for one in kept.filled_from if not one.endswith(f": {other.record_number}"))
    try:
        return kept.but(**blank, filled_from=left)
    except ValueError:  # without a name there is no record: what was filled in stays
        return kept.but(filled_from=left)


def _blank(name: str) -> object:
    none = ("birth_date", "comfort_position", "told_before_needle")
    return None if name in none else ""


def filled_fields(kept: Patient, other: Patient) -> tuple[str, ...]:
    """Fields that merging filled from the other record and nobody has changed since, in their order."""
    said = set(kept.filled_from)
    return tuple(
        name
        for name in FILLED
        if f"{name}: {other.record_number}" in said and getattr(kept, name) == getattr(other, name)
    )


def field_words(name: str) -> str:
    """``phone``, ``date of birth``: a field as a person calls it."""
    return _WORDS.get(name, name.replace("_", " "))
