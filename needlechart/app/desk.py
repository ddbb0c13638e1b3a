"""The desk behind the screens: store on its thread, paper on another, answers on the GUI thread.

What it reads, draws and does for safety is in its parts; here are visits, keeping, and locking.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from needlechart.app import asked, removing, sealing, typed
from needlechart.app.care import CareOfDesk
from needlechart.app.documents import DocumentsOfDesk
from needlechart.app.keys import KeysOfDesk
from needlechart.app.needles import chart_stop, keep_needles
from needlechart.app.problems import problem_of
from needlechart.app.reading import ReadingOfDesk
from needlechart.app.safety import SafetyOfDesk, backup_at_closing
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import records_of
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record, now
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, NeedleState
from needlechart.editing.answers import Answers
from needlechart.editing.change import Pair
from needlechart.editing.clock import TreatmentClock
from needlechart.editing.desk import Failed
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread

T = TypeVar("T")

IN_A_HURRY = ("the laptop goes to sleep", "to renew the data key", "to restore a backup")
"""Locks before which no backup is made: there is no time, or one is made anyway."""


class AppDesk(ReadingOfDesk, DocumentsOfDesk, KeysOfDesk, SafetyOfDesk, CareOfDesk, QObject):
    """What `editing.desk.Desk` promises, over one unlocked store.

    ``problem(Problem)`` carries what no caller asked to be told; ``locked()`` follows `lock`, and
    ``closing(future)`` tells whether the disk took the end of it.
    """

    problem = Signal(object)
    locked = Signal()
    closing = Signal(object)

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
        self._care = ThreadPoolExecutor(max_workers=1, thread_name_prefix="care")
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

    # Keeping

    def put(self, pairs: list[Pair], then: Callable[[datetime], None], failed: Failed = None) -> None:
        """Keep records outside an open visit, in one transaction."""

        def take_over(moment: datetime) -> None:
            for _, after in pairs:
                if isinstance(after, Clinic):
                    self._clinic = after

        for _, after in pairs:  # now: a lock may come before the answer, and what was refused is not sealed
            if isinstance(after, FollowUp) or (isinstance(after, AdverseEvent) and not after.visit_id):
                self._answered.add(after.id)
        self._ask(lambda store: asked.applied(store, pairs), then, failed, first=take_over)
        if any(isinstance(after, Clinic | Needling) for _, after in pairs):
            self._hold_needles()  # a draft came back, or the clinic wants to hear when a time is up

    def answer_check(
        self,
        follow_up_id: str,
        values: Mapping[str, object],
        then: Callable[[None], None],
        failed: Failed = None,
    ) -> None:
        """Put these values into a soreness check as it stands then; of two quick answers the later counts."""
        self._answered.add(follow_up_id)
        self._ask(lambda store: asked.check_answered(store, follow_up_id, values), then, failed)

    def report_event(self, event: AdverseEvent, then: Callable[[None], None], failed: Failed = None) -> None:
        """Keep an event heard of after its visit; where one of its kind is kept already, take that back."""
        self._answered.add(event.id)
        self._ask(lambda store: asked.event_reported(store, event), then, failed)

    def start_visit(
        self,
        patient_id: str,
        then: Callable[[OpenVisit], None],
        failed: Failed = None,
        *,
        anew: bool = False,
    ) -> None:
        """A new draft in the patient's open episode, or the draft that is there, opened."""
        who = self._clinician
        self._opening(lambda store: asked.started_visit(store, patient_id, who, anew=anew), then, failed)

    def open_visit(self, visit_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A draft or signed visit, opened where it stood."""
        self._opening(lambda store: asked.visit_to_open(store, visit_id), then, failed)

    def delete_patient(
        self, patient_id: str, then: Callable[[list[Pair]], None], failed: Failed = None
    ) -> None:
        """Remove a record of which no visit is signed, with all below it; ``then`` gets what restores it."""
        self._ask(lambda store: removing.deleted(store, patient_id), then, failed)
        self._hold_needles()

    def discard_draft(
        self, visit: OpenVisit, then: Callable[[list[Pair]], None], failed: Failed = None
    ) -> None:
        """Remove an unsigned visit and everything below it; ``then`` gets what brings it back."""
        visit_id = visit.visit.id

        def discard() -> None:
            self._ask(lambda store: removing.discarded(store, visit_id), then, failed)
            self._hold_needles()

        visit.queue.when_drained(discard)

    def sign(
        self, visit: OpenVisit, passphrase: str | None, then: Callable[[Seal], None], failed: Failed = None
    ) -> None:
        """Seal the visit once everything of it is on disk; signing a colleague's draft takes it over.

        A disk that refuses what waits ends it: nothing is sealed later by itself.
        """
        visit.take_over()
        visit.begin_sealing()
        visit_id = visit.visit.id

        def seal(store: Store) -> tuple[Seal, list[Record]]:
            if passphrase is not None:
                store.confirm_passphrase(passphrase)
            ended = asked.end_of_treatment(asked.chart_of_visit(store, visit_id))
            made = sealing.sign_whole(store, visit_id, now(), ended)
            sealing.seal_reported(store, made.patient_id)
            return made, records_of(asked.chart_of_visit(store, visit_id))

        def take_over(answer: tuple[Seal, list[Record]]) -> None:
            visit.reload(answer[1])

        def ask() -> None:
            self._ask(seal, lambda answer: then(answer[0]), failed, first=take_over, ended=visit.end_sealing)

        def refused(error: BaseException) -> None:
            visit.end_sealing()
            if failed is not None:
                failed(problem_of(error))

        visit.queue.when_drained(ask, refused)

    def add_addendum(self, addendum: Addendum, then: Callable[[Seal], None], failed: Failed = None) -> None:
        """Keep and seal an addendum."""
        self._ask(lambda store: sealing.sealed_addendum(store, addendum), then, failed)

    def keep_typed(self, place: str, words: str) -> None:
        """Into the encrypted chart, so that a lock or a crash in the midst of a form loses nothing."""
        self._ask(lambda store: typed.keep_typed(store, place, words), lambda nothing: None, None)

    def typed(self, place: str, then: Callable[[str], None]) -> None:
        """Of who is unlocked; what somebody else typed there is theirs."""
        self._ask(lambda store: typed.typed(store, place), then, None)

    # Leaving

    def lock(self, why: str = "") -> None:
        """Write what is waiting, back up if it is due, close the database, wipe the keys, and say so.

        What the disk does not take stays in the queue of `open_visit_now`, which goes on trying.
        """
        if self._gone:
            return
        self._gone = True
        self._why = why
        self.stop_care()
        self._answers.close()
        self._paper.shutdown(wait=False)  # a document that was asked for is still written
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
            self._thread.submit(lambda store: sealing.seal_answers(store, answered))
            # The signing key goes now, the data key stays until the backup is checked.
            self._thread.submit(sealing.put_away_signing_key)
            if self._why not in IN_A_HURRY:
                self._await_saving()
            self._thread.submit(asked.leave_content)
            if self._why not in IN_A_HURRY:
                self._thread.submit(backup_at_closing, alone=True)
            self.closing.emit(self._thread.lock(self._why))

    def forget(self) -> None:
        """The screens are gone: no answer is delivered any more, and no visit is held."""
        self.stop_care()
        self._answers.close()
        self._release()
        self.deleteLater()

    def leave_open(self) -> None:
        """Somebody has unlocked again: the chart that is open now is theirs, and this desk goes."""
        self._closed = True
        self.deleteLater()

    # Helpers

    def _release(self, *, but: int = 0) -> None:
        """Let visits go that no screen shows any more: all, or all but the newest few."""
        first = len(self._opened) - but
        opened, self._opened = self._opened[:first], self._opened[first:]
        for visit in opened:
            visit.release()

    def _opening(
        self,
        load: Callable[[Store], asked.Opening],
        then: Callable[[OpenVisit], None],
        failed: Failed,
    ) -> None:
        before = self._open

        def opened(answer: asked.Opening) -> None:
            visit_id, records, previous = answer
            now_open = self._open
            if now_open is not None and now_open is not before and now_open.visit.id == visit_id:
                then(now_open)  # asked for twice: what was read now may be older than its newest change
                return
            self._open = OpenVisit(
                records, visit_id, self._write, previous=previous, treating=self._clinician
            )
            self._release(but=1)  # what is on screen stays until the new one takes its place
            self._opened.append(self._open)
            then(self._open)

        last = before or self._leftover
        if last is None:
            self._ask(load, opened, failed)
        else:
            last.queue.when_drained(lambda: self._ask(load, opened, failed))

    def _write(self, pairs: Sequence[Pair]) -> "Future[datetime]":
        written = self._thread.submit(lambda store: store.apply(pairs))
        needles = (one for pair in pairs for one in pair if isinstance(one, Needling))
        if any(one.state is NeedleState.IN for one in needles):  # one that is in, or was
            self._hold_needles()
        for before, after in pairs:
            if isinstance(before, Visit) and isinstance(after, Visit):
                self._note_take_over(before, after)
        return written

    def _note_take_over(self, before: Visit, after: Visit) -> None:
        """Who treats has changed: the audit names the act beside the change itself."""
        if len(after.taken_over) > len(before.taken_over):
            self._note(AuditAction.TAKEN_OVER, after)

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
