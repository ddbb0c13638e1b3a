"""What every part of the desk stands on: ask the store or the paper thread, answer on the GUI thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import SignalInstance

from needlechart.app.problems import problem_of
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.record import Record
from needlechart.domain.words import AuditAction
from needlechart.editing.answers import Answers
from needlechart.editing.desk import Failed
from needlechart.store.keyfile import DEFAULT_COST, Cost
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread

T = TypeVar("T")


class PartOfDesk:
    """A part of `AppDesk`, which makes what is named here; ``cost`` is what deriving a key takes."""

    cost: Cost = DEFAULT_COST
    given_passphrase = False
    _era = 0
    problem: SignalInstance
    _thread: StoreThread
    _paper: ThreadPoolExecutor
    _answers: Answers
    _clinic: Clinic
    _clinician: Clinician

    def screens_gone(self) -> None:
        """What the screens asked so far is answered to nobody; what goes wrong is told by ``problem``."""
        self._era += 1

    def _ask(
        self,
        work: Callable[[Store], T],
        then: Callable[[T], None],
        failed: Failed,
        *,
        first: Callable[[T], None] | None = None,
        ended: Callable[[], None] | None = None,
        alone: bool = False,
    ) -> None:
        """``alone`` as in `StoreThread.submit`, the rest as in `_answer`."""
        self._answer(self._thread.submit(work, alone=alone), then, failed, first=first, ended=ended)

    def _answer(
        self,
        future: "Future[T]",
        then: Callable[[T], None],
        failed: Failed,
        *,
        first: Callable[[T], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """``first`` is what the desk itself does with the answer, even if the screen is gone.

        ``ended`` follows it, and comes before anything else when it failed.
        """
        era = self._era

        def give(answer: T) -> None:
            if first is not None:
                first(answer)
            if ended is not None:
                ended()
            if era == self._era:
                then(answer)

        def tell(error: BaseException) -> None:
            if ended is not None:
                ended()
            problem = problem_of(error)
            if failed is not None and era == self._era:
                failed(problem)
            else:
                self.problem.emit(problem)

        self._answers.deliver(future, give, tell)

    def _note(self, action: AuditAction, record: Record | None = None, detail: str = "") -> None:
        """An entry in the audit of what was done beside the records."""
        self._ask(lambda store: store.note(action, record, detail=detail), lambda _: None, None)
