"""Answers to the list of contraindications and precautions."""

from dataclasses import dataclass
from datetime import date

from needlechart.domain.record import Record, in_range
from needlechart.domain.words import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningAnswer(Record):
    """One answer at one visit; ``item_text`` keeps the words that were shown.

    ``detail`` names what it is (a drug, an allergen), ``weeks`` are whole weeks of pregnancy, ``day`` is
    the day it speaks of (a birth, an operation), ``lab_value`` and ``lab_name`` the last laboratory value
    (INR); a name without a value: it was asked for and is not known. ``weeks_not_stated`` and
    ``day_not_stated`` say the same of weeks and day (a value beside them counts, not they).
    ``unchanged``: a yes that was known before and is still so.
    """

    patient_id: str
    visit_id: str
    item: str
    item_text: str
    answer: Answer
    comment: str = ""
    action: str = ""
    detail: str = ""
    weeks: int | None = None
    weeks_not_stated: bool = False
    day: date | None = None
    day_not_stated: bool = False
    lab_value: float | None = None
    lab_name: str = ""
    unchanged: bool = False

    def check(self) -> None:
        """Weeks of pregnancy are 1 to 45; a laboratory value is not negative."""
        in_range("weeks", self.weeks, 1, 45, "weeks")
        in_range("lab_value", self.lab_value, 0, 100_000)
