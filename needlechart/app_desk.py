"""The desk behind the screens: store on its thread, paper on another, answers on the GUI thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from needlechart import app_asked as asked
from needlechart.app_keys import KeysOfDesk
from needlechart.app_needles import chart_stop, keep_needles
from needlechart.app_paper import (
    PRINT_SCALE,
    SHEET_WORDS,
    form_pages,
    note_pages,
    save_bytes,
    save_form,
    save_note,
    save_sheet,
    sheet_pages,
)
from needlechart.app_problems import problem_of
from needlechart.app_safety import SafetyOfDesk, backup_at_closing
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import PatientChart, VisitChart, records_of
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.consent import Consent
from needlechart.domain.ghosts import EarlierMarks, ProtocolSet
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, Home, PatientRow, Twin
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, now
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, Paper
from needlechart.editing.answers import Answers
from needlechart.editing.change import Pair
from needlechart.editing.clock import TreatmentClock
from needlechart.editing.desk import Failed, NotePages, Sheet
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread

T = TypeVar("T")

IN_A_HURRY = ("the laptop goes to sleep", "to renew the data key", "to restore a backup")
"""Locks before which no backup is made: there is no time, or one is made anyway."""


class AppDesk(KeysOfDesk, SafetyOfDesk, QObject):
    """What `editing.desk.Desk` promises, over one unlocked store.

    ``problem(Problem)`` carries what no caller asked to be told; ``locked()`` follows `lock`.
    """

    problem = Signal(object)
    locked = Signal()

    def __init__(
        self,
        thread: StoreThread,
        clinic: Clinic,
        clinician: Clinician,
        *,
        leftover: OpenVisit | None = None,
        notices: tuple[str, ...] = (),
    ) -> None:
        """``leftover`` is the visit open at the last lock: what it still has to write comes first.

        ``notices`` are sentences about what opening the chart found, to be shown once.
        """
        super().__init__()
        self.notices = notices
        self._thread = thread
        self._clinic = clinic
        self._clinician = clinician
        self._answers = Answers(self)
        self._paper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="paper")
        self._open: OpenVisit | None = None
        self._opened: list[OpenVisit] = []
        self._leftover = leftover
        self._gone = False
        self._closed = False
        self._answered: set[str] = set()
        self._why = ""
        self.unlocked_at = now()
        self._ask(asked.take_content, lambda nothing: None, None)
        if leftover is None:
            self._chart_stop()
        else:
            leftover.queue.when_drained(self._chart_stop)

    @property
    def clinic(self) -> Clinic:
        """The clinic as it stands."""
        return self._clinic

    @property
    def clinician(self) -> Clinician:
        """Who is unlocked."""
        return self._clinician

    @property
    def open_visit_now(self) -> OpenVisit | None:
        """The visit opened last, while the desk is unlocked."""
        return self._open

    def take_notices(self) -> tuple[str, ...]:
        """What opening the chart found, once."""
        found, self.notices = self.notices, ()
        return found

    # Reading

    def home(self, then: Callable[[Home], None], failed: Failed = None) -> None:
        """Everything for the home screen."""
        self._ask(asked.home_now, then, failed)

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

    def protocols(self, then: Callable[[tuple[ProtocolSet, ...]], None], failed: Failed = None) -> None:
        """The clinic's protocols in use, by name."""
        self._ask(asked.protocols_in_use, then, failed)

    def last_use(self, muscle: str, then: Callable[[Needling | None], None], failed: Failed = None) -> None:
        """This clinician's newest needling of a muscle that is a fact."""
        clinician_id = self._clinician.id
        self._ask(lambda store: asked.newest_use(store, clinician_id, muscle), then, failed)

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

    # Keeping

    def put(self, pairs: list[Pair], then: Callable[[datetime], None], failed: Failed = None) -> None:
        """Keep records outside an open visit, in one transaction."""

        def take_over(moment: datetime) -> None:
            for _, after in pairs:
                if isinstance(after, Clinic):
                    self._clinic = after
                if isinstance(after, FollowUp) or (isinstance(after, AdverseEvent) and not after.visit_id):
                    self._answered.add(after.id)
            then(moment)

        self._ask(lambda store: asked.applied(store, pairs), take_over, failed)
        if any(isinstance(after, Clinic) for _, after in pairs):
            self._hold_needles()  # it holds whether the clinic wants to hear when a time is up

    def start_visit(self, patient_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A new draft in the patient's open episode, or the draft that is there, opened."""
        clinician = self._clinician
        self._opening(lambda store: asked.started_visit(store, patient_id, clinician), then, failed)

    def open_visit(self, visit_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A draft or signed visit, opened where it stood."""
        self._opening(lambda store: asked.visit_to_open(store, visit_id), then, failed)

    def discard_draft(
        self, visit: OpenVisit, then: Callable[[datetime], None], failed: Failed = None
    ) -> None:
        """Remove an unsigned visit and everything below it."""
        visit_id = visit.visit.id

        def discard() -> None:
            self._ask(lambda store: asked.discarded(store, visit_id), then, failed)
            self._hold_needles()

        visit.queue.when_drained(discard)

    def sign(
        self, visit: OpenVisit, passphrase: str | None, then: Callable[[Seal], None], failed: Failed = None
    ) -> None:
        """Seal the visit once everything of it is on disk; signing a colleague's draft takes it over."""
        visit.take_over()
        visit_id = visit.visit.id

        def seal(store: Store) -> tuple[Seal, list[Record]]:
            if passphrase is not None:
                store.confirm_passphrase(passphrase)
            ended = asked.end_of_treatment(asked.chart_of_visit(store, visit_id))
            made = store.sign_visit(visit_id, at=now(), ended=ended)
            asked.seal_reported(store, made.patient_id)
            return made, records_of(asked.chart_of_visit(store, visit_id))

        def take_over(answer: tuple[Seal, list[Record]]) -> None:
            visit.reload(answer[1])
            then(answer[0])

        visit.queue.when_drained(lambda: self._ask(seal, take_over, failed))

    def add_addendum(self, addendum: Addendum, then: Callable[[Seal], None], failed: Failed = None) -> None:
        """Keep and seal an addendum."""
        self._ask(lambda store: store.add_addendum(addendum), then, failed)

    # Paper

    def note_pages(
        self,
        chart: VisitChart,
        paper: Paper,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """The note as it will print, at ``scale`` pixels per point."""
        self._answer(self._paper.submit(note_pages, chart, paper, scale), then, failed)

    def save_note(
        self,
        chart: VisitChart,
        paper: Paper,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
    ) -> None:
        """Write the note as PDF, whole or not at all; noted in the audit."""

        def noted(written: Path) -> None:
            self._note(AuditAction.EXPORTED, chart)
            then(written)

        self._answer(self._paper.submit(save_note, chart, paper, path), noted, failed)

    def save_bytes(
        self, data: bytes, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """Write a finished document, whole or not at all."""
        self._answer(self._paper.submit(save_bytes, data, path), then, failed)

    def print_note(
        self, chart: VisitChart, paper: Paper, then: Callable[[NotePages], None], failed: Failed = None
    ) -> None:
        """The note in print resolution; noted in the audit."""

        def noted(pages: NotePages) -> None:
            self._note(AuditAction.PRINTED, chart)
            then(pages)

        self._answer(self._paper.submit(note_pages, chart, paper, PRINT_SCALE), noted, failed)

    def save_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
        *,
        about: str = "",
    ) -> None:
        """Write a sheet beside the note; noted in the audit."""

        def noted(written: Path) -> None:
            self._note(AuditAction.EXPORTED, chart, SHEET_WORDS[sheet])
            then(written)

        self._answer(self._paper.submit(save_sheet, sheet, chart, path, about), noted, failed)

    def print_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        then: Callable[[NotePages], None],
        failed: Failed = None,
        *,
        about: str = "",
    ) -> None:
        """A sheet in print resolution; noted in the audit."""

        def noted(pages: NotePages) -> None:
            self._note(AuditAction.PRINTED, chart, SHEET_WORDS[sheet])
            then(pages)

        self._answer(self._paper.submit(sheet_pages, sheet, chart, about), noted, failed)

    def form_pages(
        self,
        patient: Patient,
        consent: Consent,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form with its signature, at ``scale`` pixels per point."""
        self._answer(
            self._paper.submit(form_pages, self._clinic, patient, consent, scale, signed=True), then, failed
        )

    def save_form(
        self,
        patient: Patient,
        consent: Consent,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
    ) -> None:
        """Write a consent form as PDF, whole or not at all; noted in the audit."""

        def noted(written: Path) -> None:
            self._ask(lambda store: store.note(AuditAction.EXPORTED, consent), lambda _: None, None)
            then(written)

        self._answer(self._paper.submit(save_form, self._clinic, patient, consent, path), noted, failed)

    def print_form(
        self,
        patient: Patient,
        consent: Consent,
        *,
        signed: bool,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form in print resolution, signed or to be signed by hand; noted in the audit."""

        def noted(pages: NotePages) -> None:
            if signed:
                self._ask(lambda store: store.note(AuditAction.PRINTED, consent), lambda _: None, None)
            then(pages)

        made = self._paper.submit(form_pages, self._clinic, patient, consent, PRINT_SCALE, signed=signed)
        self._answer(made, noted, failed)

    # Leaving

    def lock(self, why: str = "") -> None:
        """Write what is waiting, back up if it is due, close the database, wipe the keys, and say so.

        What the disk does not take stays in the queue of `open_visit_now`, which goes on trying.
        """
        if self._gone:
            return
        self._gone = True
        self._why = why
        self.stop_check()
        self._answers.close()
        self._paper.shutdown(wait=False, cancel_futures=True)
        queue = None if self._open is None else self._open.queue
        if queue is not None:
            queue.try_again()
        if queue is None or not queue.waiting:
            self._shut()
        else:
            # Taps of the last moment first; a disk that refuses them does not keep the chart open.
            queue.drained.connect(self._shut)
            queue.failed.connect(self._shut)
        self.locked.emit()
        self._release()

    @Slot()
    def _shut(self) -> None:
        if not self._closed:
            self._closed = True
            answered = frozenset(self._answered)
            self._thread.submit(lambda store: asked.seal_answers(store, answered))
            self._thread.submit(asked.leave_content)
            if self._why not in IN_A_HURRY:
                self._thread.submit(backup_at_closing)
            self._thread.lock(self._why)

    def forget(self) -> None:
        """The screens are gone: no answer is delivered any more, and no visit is held."""
        self._answers.close()
        self._release()

    def leave_open(self) -> None:
        """Somebody has unlocked again: the chart that is open now is theirs."""
        self._closed = True

    # Helpers

    def _release(self) -> None:
        """Screens show a visit until they are dropped, so all of them go together."""
        opened, self._opened = self._opened, []
        for visit in opened:
            visit.release()

    def _opening(
        self,
        load: Callable[[Store], asked.Opening],
        then: Callable[[OpenVisit], None],
        failed: Failed,
    ) -> None:
        def opened(answer: asked.Opening) -> None:
            visit_id, records, previous = answer
            self._open = OpenVisit(
                records, visit_id, self._write, previous=previous, treating=self._clinician
            )
            self._opened.append(self._open)
            then(self._open)

        last = self._open or self._leftover
        if last is None:
            self._ask(load, opened, failed)
        else:
            last.queue.when_drained(lambda: self._ask(load, opened, failed))

    def _write(self, pairs: Sequence[Pair]) -> "Future[datetime]":
        written = self._thread.submit(lambda store: store.apply(pairs))
        if any(isinstance(one, Needling) for pair in pairs for one in pair):
            self._hold_needles()
        for before, after in pairs:
            if isinstance(before, Visit) and isinstance(after, Visit):
                self._note_take_over(before, after)
        return written

    def _note_take_over(self, before: Visit, after: Visit) -> None:
        """Who treats has changed: the audit names the act beside the change itself."""
        if len(after.taken_over) > len(before.taken_over):
            self._ask(lambda store: store.note(AuditAction.TAKEN_OVER, after), lambda _: None, None)

    def _hold_needles(self) -> None:
        """The file beside the chart follows; a full disk is told by the chart's own writes."""
        text = self._open.clock_text if self._open is not None else TreatmentClock().written()
        self._thread.submit(lambda store: keep_needles(store, text))

    def _chart_stop(self) -> None:
        """A stop on the locked screen comes into its visit before anything else is asked.

        What stands beside the chart is then as the chart says: it may have come from a backup.
        """
        self._ask(chart_stop, lambda out: None, None)
        self._hold_needles()

    def _note(self, action: AuditAction, chart: VisitChart, detail: str = "") -> None:
        visit = chart.visit
        self._ask(lambda store: store.note(action, visit, detail=detail), lambda _: None, None)

    def _ask(self, work: Callable[[Store], T], then: Callable[[T], None], failed: Failed) -> None:
        self._answer(self._thread.submit(work), then, failed)

    def _answer(self, future: "Future[T]", then: Callable[[T], None], failed: Failed) -> None:
        def tell(error: BaseException) -> None:
            problem = problem_of(error)
            if failed is not None:
                failed(problem)
            else:
                self.problem.emit(problem)

        self._answers.deliver(future, then, tell)
