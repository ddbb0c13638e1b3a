"""What went wrong, however slight."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Invalid, Record
from needlechart.domain.words import EventOutcome, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent(Record):
    """An adverse event about a visit.

    Recorded during the visit it has that ``visit_id`` and is sealed with it; reported later it has
    none and is sealed by itself. ``kind`` is a catalogue id, ``kind_text`` the words shown;
    ``cause`` is what likely led to it, ``report_made_at`` when an incident report was printed or saved.
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
    referred_to: str = ""
    reported_to: str = ""
    cause: str = ""
    report_made_at: datetime | None = None
    recorded_at: datetime | None = None
    note: str = ""

    def check(self) -> None:
        """An event inside a visit is about that visit."""
        if self.visit_id and self.visit_id != self.about_visit_id:
            raise Invalid("about_visit_id", "an event of a visit is about that visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReview(Record):
    """What was said at a visit of an event after an earlier one; ``event_text`` keeps its words.

    Without an ``event_id`` it says that the patient was asked about the last visit and reported nothing.
    """

    patient_id: str
    visit_id: str
    outcome: EventOutcome
    event_id: str = ""
    event_text: str = ""
    note: str = ""
