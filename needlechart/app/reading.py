"""Home, search, charts, lists: what the desk reads for the screens, changing nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from needlechart.app import asked
from needlechart.app.desk_part import PartOfDesk
from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.clinic import CatalogueRow, Clinician, NeedleType, Phrase
from needlechart.domain.ghosts import EarlierMarks, EarlierVisit, ProtocolSet
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, Home, PatientRow, Twin
from needlechart.editing.desk import Failed
from needlechart.store.queries.cut_off import CutOff, cut_off


class ReadingOfDesk(PartOfDesk):
    """A part of `AppDesk`: what `editing.reading.ReadingDesk` promises."""

    def home(self, then: Callable[[Home], None], failed: Failed = None) -> None:
        """Everything for the home screen."""
        self._ask(asked.home_now, then, failed)

    def cut_off(self, then: Callable[[CutOff | None], None]) -> None:
        """The draft in which the program ended without locking, if there is one; it is told once."""
        self._ask(cut_off, then, None)

    def search(
        self, text: str, then: Callable[[tuple[PatientRow, ...]], None], failed: Failed = None
    ) -> None:
        """Patients that match any part of name, record number or date of birth."""
        self._ask(lambda store: asked.patients_like(store, text), then, failed)

    def patient_chart(
        self, patient_id: str, then: Callable[[PatientChart], None], failed: Failed = None
    ) -> None:
        """One patient with every visit; noted in the audit as read."""
        self._ask(lambda store: asked.chart_of_patient(store, patient_id), then, failed)

    def earlier_visit(self, visit_id: str, then: Callable[[VisitChart], None], failed: Failed = None) -> None:
        """The chart of one visit, to read."""
        self._ask(lambda store: asked.visit_to_read(store, visit_id), then, failed)

    def earlier_marks(
        self, visit_id: str, then: Callable[[tuple[EarlierMarks, ...]], None], failed: Failed = None
    ) -> None:
        """The visits of the same patient before this one that have marks, newest first."""
        self._ask(lambda store: asked.marks_before(store, visit_id), then, failed)

    def earlier_visits(
        self, visit_id: str, then: Callable[[tuple[EarlierVisit, ...]], None], failed: Failed = None
    ) -> None:
        """The visits of the same patient before this one, newest first."""
        self._ask(lambda store: asked.visits_before(store, visit_id), then, failed)

    def protocols(self, then: Callable[[tuple[ProtocolSet, ...]], None], failed: Failed = None) -> None:
        """The clinic's protocols in use, by name."""
        self._ask(asked.protocols_in_use, then, failed)

    def last_uses(self, then: Callable[[dict[str, Needling]], None], failed: Failed = None) -> None:
        """The same for every muscle at once, by muscle id."""
        clinician_id = self._clinician.id
        self._ask(lambda store: asked.newest_uses(store, clinician_id), then, failed)

    def needle_types(self, then: Callable[[tuple[NeedleType, ...]], None], failed: Failed = None) -> None:
        """The clinic's needles, in its order."""
        self._ask(asked.needles, then, failed)

    def phrases(self, then: Callable[[tuple[Phrase, ...]], None], failed: Failed = None) -> None:
        """The phrases of the clinic and of its clinicians, by shortcut."""
        self._ask(asked.phrases, then, failed)

    def event_counts(
        self, start: date | None, end: date, then: Callable[[EventCounts], None], failed: Failed = None
    ) -> None:
        """Adverse events of a period, both days included; without a start from the first visit."""
        self._ask(lambda store: asked.counted_events(store, start, end), then, failed)

    def save_event_rates(
        self, start: date | None, end: date, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """The clinic's counts beside the published rates as CSV; noted in the audit."""
        self._ask(lambda store: asked.saved_events(store, start, end, path), then, failed)

    def content(self, then: Callable[[tuple[CatalogueRow, ...]], None], failed: Failed = None) -> None:
        """The clinic's own rows of the clinical tables."""
        self._ask(asked.content, then, failed)

    def clinicians(self, then: Callable[[tuple[Clinician, ...]], None], failed: Failed = None) -> None:
        """Everyone who charts here."""
        self._ask(lambda store: tuple(store.select(Clinician)), then, failed)

    def twins(
        self,
        given_name: str,
        family_name: str,
        birth_date: date | None,
        record_number: str,
        then: Callable[[tuple[Twin, ...]], None],
        failed: Failed = None,
    ) -> None:
        """Records that may be the same person's as what is being typed, likeliest first."""
        self._ask(
            lambda store: asked.likely_twins(store, given_name, family_name, birth_date, record_number),
            then,
            failed,
        )

    def alike_names(
        self, patient_id: str, then: Callable[[tuple[PatientRow, ...]], None], failed: Failed = None
    ) -> None:
        """Other patients whose name could be taken for this one's."""
        self._ask(lambda store: asked.names_like(store, patient_id), then, failed)

    def new_record_number(self, then: Callable[[str], None], failed: Failed = None) -> None:
        """The next free record number."""
        self._ask(asked.free_record_number, then, failed)
