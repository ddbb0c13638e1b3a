"""What the screens may ask to read; nothing changes by it but the audit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.clinic import CatalogueRow, Clinician, NeedleType, Phrase
from needlechart.domain.ghosts import EarlierMarks, EarlierVisit, ProtocolSet
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, Home, PatientRow, Twin

if TYPE_CHECKING:
    from needlechart.editing.desk import Failed


class ReadingDesk(Protocol):
    """A part of `desk.Desk`."""

    def home(self, then: Callable[[Home], None], failed: "Failed" = None) -> None:
        """Everything for the home screen."""

    def search(
        self, text: str, then: Callable[[tuple[PatientRow, ...]], None], failed: "Failed" = None
    ) -> None:
        """Patients that match any part of name, record number or date of birth."""

    def patient_chart(
        self, patient_id: str, then: Callable[[PatientChart], None], failed: "Failed" = None
    ) -> None:
        """One patient with every visit."""

    def earlier_visit(
        self, visit_id: str, then: Callable[[VisitChart], None], failed: "Failed" = None
    ) -> None:
        """The chart of one visit, to read."""

    def earlier_marks(
        self, visit_id: str, then: Callable[[tuple[EarlierMarks, ...]], None], failed: "Failed" = None
    ) -> None:
        """The visits of the same patient before this one that have marks, newest first."""

    def earlier_visits(
        self, visit_id: str, then: Callable[[tuple[EarlierVisit, ...]], None], failed: "Failed" = None
    ) -> None:
        """The visits of the same patient before this one, newest first."""

    def protocols(self, then: Callable[[tuple[ProtocolSet, ...]], None], failed: "Failed" = None) -> None:
        """The clinic's protocols in use, by name."""

    def last_uses(self, then: Callable[[dict[str, Needling]], None], failed: "Failed" = None) -> None:
        """This clinician's newest needling of each muscle that is a fact (not carried), by muscle id."""

    def needle_types(self, then: Callable[[tuple[NeedleType, ...]], None], failed: "Failed" = None) -> None:
        """The clinic's needles, in its order."""

    def phrases(self, then: Callable[[tuple[Phrase, ...]], None], failed: "Failed" = None) -> None:
        """The phrases of the clinic and of its clinicians, by shortcut."""

    def event_counts(
        self, start: date | None, end: date, then: Callable[[EventCounts], None], failed: "Failed" = None
    ) -> None:
        """Adverse events of a period, both days included; without a start from the first visit."""

    def save_event_rates(
        self, start: date | None, end: date, path: Path, then: Callable[[Path], None], failed: "Failed" = None
    ) -> None:
        """The clinic's counts beside the published rates as CSV; noted in the audit."""

    def content(self, then: Callable[[tuple[CatalogueRow, ...]], None], failed: "Failed" = None) -> None:
        """The clinic's own rows of the clinical tables, as they are kept."""

    def clinicians(self, then: Callable[[tuple[Clinician, ...]], None], failed: "Failed" = None) -> None:
        """Everyone who charts here."""

    def twins(
        self,
        given_name: str,
        family_name: str,
        birth_date: date | None,
        record_number: str,
        then: Callable[[tuple[Twin, ...]], None],
        failed: "Failed" = None,
    ) -> None:
        """Records that may be the same person's as what is being typed, likeliest first."""

    def alike_names(
        self, patient_id: str, then: Callable[[tuple[PatientRow, ...]], None], failed: "Failed" = None
    ) -> None:
        """Other patients whose name could be taken for this one's."""

    def new_record_number(self, then: Callable[[str], None], failed: "Failed" = None) -> None:
        """The next free record number."""
