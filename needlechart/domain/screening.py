"""Answers to the list of contraindications and precautions."""

from dataclasses import dataclass

from needlechart.domain.record import Record
from needlechart.domain.words import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningAnswer(Record):
    """One answer at one visit; ``item_text`` keeps the words that were shown."""

    patient_id: str
    visit_id: str
    item: str
    item_text: str
    answer: Answer
    comment: str = ""
    action: str = ""
    detail: str = ""
