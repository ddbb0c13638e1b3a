"""What went wrong, however slight."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Invalid, Record
from needlechart.domain.words import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent(Record):
    """An adverse event about a visit.

    Recorded during the visit it has that ``visit_id`` and is sealed with it; reported later it has
    none and is sealed by itself. ``kind`` is a catalogue id, ``kind_text`` the words shown.
    """

    patient_id: str
    episode_id: str
    about_visit_id: str
    kind: str
    kind_text: str
    severity: Severity
    visit_id: str = ""
    trigger_point_id: str = ""
    onset: datetime | None = None
    onset_words: str = ""
    duration: str = ""
    action: str = ""
    outcome: str = ""
    reported_to: str = ""
    recorded_at: datetime | None = None
    note: str = ""

    def check(self) -> None:
        """An event inside a visit is about that visit."""
        if self.visit_id and self.visit_id != self.about_visit_id:
            raise Invalid("about_visit_id", "an event of a visit is about that visit")
