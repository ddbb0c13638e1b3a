"""The patient and what every visit must know about them."""

from dataclasses import dataclass
from datetime import date

from needlechart.domain.record import Invalid, Record
from needlechart.domain.words import AlertLevel, Figure, Position, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Record):
    """Demographics. ``merged_into`` is the id of the record this one became an alias of.

    ``filled_from`` names the fields that merging filled from another record, each with that record's
    number: ``phone: 1043``.

    The comfort plan is what was agreed with the patient: how they lie, whether they want to be told
    before each needle (None: not asked), who comes with them, the stop word, and anything else as text.
    """

    clinic_id: str
    record_number: str
    given_name: str
    family_name: str
    preferred_name: str = ""
    birth_date: date | None = None
    sex: Sex = Sex.UNSTATED
    pronouns: str = ""
    figure: Figure = Figure.NEUTRAL
    phone: str = ""
    email: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    referrer: str = ""
    referrer_contact: str = ""
    comfort_plan: str = ""
    comfort_position: Position | None = None
    told_before_needle: bool | None = None
    companion: str = ""
    stop_word: str = ""
    measure_set: str = ""
    note: str = ""
    archived: bool = False
    merged_into: str = ""
    filled_from: tuple[str, ...] = ()

    def check(self) -> None:
        """A patient has a name of some kind, a record number, and was not born before 1880."""
        if not (self.given_name.strip() or self.family_name.strip()):
            raise Invalid("family_name", "the patient needs a name")
        if not self.record_number.strip():
            raise Invalid("record_number", "the patient needs a record number")
        if self.birth_date is not None and self.birth_date.year < 1880:
            raise Invalid("birth_date", "the year must be 1880 or later")
        if self.merged_into == self.id:
            raise Invalid("merged_into", "a record cannot be merged into itself")

    @property
    def full_name(self) -> str:
        """Preferred (or given) name and family name."""
        first = self.preferred_name or self.given_name
        return " ".join(part for part in (first, self.family_name) if part)

    def age_on(self, day: date) -> int | None:
        """Whole years on that day; None without a date of birth or before it."""
        if self.birth_date is None or day < self.birth_date:
            return None
        birthday_passed = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not birthday_passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Record):
    """What must be seen before a needle is taken up; ``region`` holds muscle groups, ``any`` means all.

    ``from_visit`` is the visit whose screening raised it; empty when it was made by hand. ``resolved`` is
    the first day on which it no longer stands.
    """

    patient_id: str
    text: str
    level: AlertLevel = AlertLevel.RELATIVE
    screening_item: str = ""
    from_visit: str = ""
    region: tuple[str, ...] = ("any",)
    since: date | None = None
    resolved: date | None = None
    comment: str = ""

    def check(self) -> None:
        """An alert says something."""
        if not self.text.strip():
            raise Invalid("text", "the alert needs a text")
