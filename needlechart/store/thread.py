"""The one thread on which a store lives: work goes in by order, answers come back as futures."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from needlechart.store.problems import NotOpen, StoreProblem

if TYPE_CHECKING:
    from needlechart.store.store import Store

T = TypeVar("T")

REST_S = 2.0
"""After this long without work, in seconds, the thread writes the anchor."""

AT_MOST_S = 5.0
"""And so often, in seconds, while somebody works without a rest."""


class StoreThread:
    """Owns at most one open store.

    Nothing here waits but `close`. Work is done in the order in which it was submitted; what it raises
    is in its future. ``clock`` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="store", daemon=False)
        self._thread.start()

    def open(self, opening: "Callable[[], Store]") -> "Future[Store]":
        """Open a store on the thread, e.g. ``lambda: Store.open(folder, person, passphrase)``.

        A store that was open is closed first. The store in the future is for the thread's use only.
        """
        return self._put(lambda: self._exchange(opening))

    def submit(self, work: "Callable[[Store], T]") -> "Future[T]":
        """Do something with the store; the future holds its answer or what it raised."""
        return self._put(lambda: work(self._opened()))

    def call(self, work: Callable[[], T]) -> "Future[T]":
        """Do something on the thread that needs no open store."""
        return self._put(work)

    def lock(self, why: str = "") -> "Future[None]":
        """Close the store after everything submitted so far and log why; the thread goes on."""
        return self._put(lambda: self._shut(why))

    def close(self, timeout: float | None = None) -> bool:
        """Close the store after everything submitted so far and end the thread; whether it ended in time.

        The store's own problem in closing is raised.
        """
        with self._lock:
            first = not self._ending
            self._ending = True
        if first:
            self._last: Future[None] = Future()
            self._work.put(_task(self._last, lambda: self._shut("the window was closed")))
            self._work.put(None)
        self._thread.join(timeout)
        if self._thread.is_alive():
            return False
        self._last.result()
        return True

    def awaited(self) -> bool:
        """Whether work is waiting for the thread; for long work that can be left off."""
        return not self._work.empty()

    def _put(self, work: Callable[[], T]) -> "Future[T]":
        answer: Future[T] = Future()
        with self._lock:
            if self._ending:
                answer.set_exception(NotOpen())
            else:
                self._work.put(_task(answer, work))
        return answer

    def _opened(self) -> "Store":
        if self._store is None:
            raise NotOpen
        return self._store

    def _exchange(self, opening: "Callable[[], Store]") -> "Store":
        self._shut()
        self._store = opening()
        return self._store

    def _shut(self, why: str = "") -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close(why)

    def _run(self) -> None:
        rested = self._clock()
        while True:
            try:
                task = self._work.get(timeout=REST_S)
            except queue.Empty:
                self._rest()
                rested = self._clock()
                continue
            if task is None:
                return
            task()
            task = None  # what was asked for is let go before the next work comes
            if self._clock() - rested >= AT_MOST_S:
                self._rest()
                rested = self._clock()

    def _rest(self) -> None:
        """The anchor follows the history; a full disk is told by the next write."""
        if self._store is not None:
            try:
                self._store.anchor()
            except StoreProblem:
                return


def _task(answer: "Future[T]", work: Callable[[], T]) -> Callable[[], None]:
    def run() -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who asked
            answer.set_exception(error)

    return run
