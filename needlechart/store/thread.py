"""The one thread on which a store lives: work goes in by order, answers come back as futures."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from needlechart.store.problems import NotOpen, StoreProblem

if TYPE_CHECKING:
    from needlechart.store.store import Store

T = TypeVar("T")

REST_S = 2.0
"""After this long without work, in seconds, the thread writes the anchor."""

AT_MOST_S = 5.0
"""And so often, in seconds, while somebody works without a rest."""


@dataclass(frozen=True)
class _Task:
    """``alone``: never done in the midst of other work."""

    run: Callable[[], None]
    alone: bool = False


_WAKE = _Task(lambda: None)
_END = _Task(lambda: None, alone=True)


class StoreThread:
    """Owns at most one open store.

    Nothing here waits but `close`. Work is done in the order in which it was submitted; what it raises
    is in its future. Only work that gives way (`giving_way`, a backup) lets what came after it pass, up to
    the next that is to be done alone. ``clock`` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rested = clock()
        self._work: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        self._held_back: _Task | None = None
        """Taken from the queue while other work gave way, but to be done alone: what is next."""
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="store", daemon=False)
        self._thread.start()

    def open(self, opening: "Callable[[], Store]") -> "Future[Store]":
        """Open a store on the thread, e.g. ``lambda: Store.open(folder, person, passphrase)``.

        A store that was open is closed first. The store in the future is for the thread's use only.
        """
        return self._put(lambda: self._exchange(opening), alone=True)

    def submit(self, work: "Callable[[Store], T]", *, alone: bool = False) -> "Future[T]":
        """Do something with the store; the future holds its answer or what it raised.

        ``alone`` is for what gives way itself, or must not find a backup half made.
        """
        return self._put(lambda: work(self._opened()), alone=alone)

    def call(self, work: Callable[[], T]) -> "Future[T]":
        """Do something on the thread that needs no open store."""
        return self._put(work, alone=True)

    def lock(self, why: str = "") -> "Future[None]":
        """Close the store after everything submitted so far and log why; the thread goes on."""
        return self._put(lambda: self._shut(why), alone=True)

    def close(self, timeout: float | None = None) -> bool:
        """Close the store after everything submitted so far and end the thread; whether it ended in time.

        The store's own problem in closing is raised.
        """
        with self._lock:
            first = not self._ending
            self._ending = True
        if first:
            self._last: Future[None] = Future()
            self._work.put(_Task(_task(self._last, lambda: self._shut("the window was closed")), alone=True))
            self._work.put(_END)
        self._thread.join(timeout)
        if self._thread.is_alive():
            return False
        self._last.result()
        return True

    def awaited(self) -> bool:
        """Whether work is waiting for the thread; for long work that can be left off."""
        return self._held_back is not None or not self._work.empty()

    # Giving way, on the thread itself

    def between(self) -> None:
        """Do what waits now, up to what is to be done alone."""
        while self._held_back is None:
            try:
                self._pass(self._work.get_nowait())
            except queue.Empty:
                return

    def beside(self, work: Callable[[], T]) -> T:
        """Do this on a thread of its own, and meanwhile here what comes, up to what is to be done alone."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside") as pool:
            future = pool.submit(work)
            future.add_done_callback(lambda _: self._work.put(_WAKE))
            while self._held_back is None and not future.done():
                try:
                    self._pass(self._work.get(timeout=REST_S))
                except queue.Empty:
                    self._rest()
            return future.result()

    def _pass(self, task: _Task) -> None:
        if task.alone:
            self._held_back = task
        else:
            task.run()
            self._rest_if_due()

    def _put(self, work: Callable[[], T], *, alone: bool = False) -> "Future[T]":
        answer: Future[T] = Future()
        with self._lock:
            if self._ending:
                answer.set_exception(NotOpen())
            else:
                self._work.put(_Task(_task(answer, work), alone))
        return answer

    def _opened(self) -> "Store":
        if self._store is None:
            raise NotOpen
        return self._store

    def _exchange(self, opening: "Callable[[], Store]") -> "Store":
        self._shut()
        self._store = opening()
        self._store.way = self
        return self._store

    def _shut(self, why: str = "") -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close(why)

    def _run(self) -> None:
        self._rested = self._clock()
        while True:
            task, self._held_back = self._held_back, None
            try:
                task = task or self._work.get(timeout=REST_S)
            except queue.Empty:
                self._rest()
                continue
            if task is _END:
                return
            task.run()
            task = None  # what was asked for is let go before the next work comes
            self._rest_if_due()

    def _rest_if_due(self) -> None:
        if self._clock() - self._rested >= AT_MOST_S:
            self._rest()

    def _rest(self) -> None:
        """The anchor follows the history; a full disk is told by the next write."""
        if self._store is not None:
            with contextlib.suppress(StoreProblem):
                self._store.anchor()
        self._rested = self._clock()


def _task(answer: "Future[T]", work: Callable[[], T]) -> Callable[[], None]:
    def run() -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who asked
            answer.set_exception(error)

    return run
