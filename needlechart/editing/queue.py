"""The queue between what is seen and what is kept: in order, never losing a change, never waiting.

A change is handed to the database thread at once. What could not be written stays first in the
queue, is counted, and is tried again; nothing behind it overtakes it.
"""

import concurrent.futures
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from needlechart.domain.visit import Place
from needlechart.editing.answers import tell
from needlechart.editing.change import Pair

RETRY_MS = 1000
"""How long a failed write rests before it is tried again, in milliseconds."""


GRACE_S = 0.0025
"""How long a new change lets the database thread work before anything is drawn, in seconds.

The two threads share one interpreter: drawing 10 ms beside a commit of 1 ms makes both take longer.
"""


class Writer(Protocol):
    """Writes pairs in one transaction on the database thread and tells when they are committed."""

    def __call__(self, pairs: Sequence[Pair]) -> "Future[datetime]":
        """The time of the commit, or the exception that kept it from being written."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A change that is not on disk yet, and what a person calls it."""

    pairs: tuple[Pair, ...]
    text: str

    @property
    def made(self) -> bool:
        """Whether a person made it; where the visit stands is no change by itself."""
        return any(not isinstance(after or before, Place) for before, after in self.pairs)


class WriteQueue(QObject):
    """Hands changes to the writer one after the other.

    ``saved(moment)`` follows each commit, ``failed(error)`` each refusal, ``drained()`` the moment
    at which nothing is waiting any more.
    """

    saved = Signal(object)
    failed = Signal(object)
    drained = Signal()

    def __init__(self, writer: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer: Writer | None = writer
        self._waiting: deque[Held] = deque()
        self._in_flight: Future[datetime] | None = None
        self._failing = False
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self.try_again)

    @property
    def waiting(self) -> int:
        """Changes that are not on disk yet, the one being written included."""
        return len(self._waiting)

    @property
    def changes(self) -> int:
        """Of those the ones that a person made."""
        return sum(one.made for one in self._waiting)

    @property
    def held(self) -> tuple[Held, ...]:
        """What is not on disk yet, in the order in which it was done."""
        return tuple(self._waiting)

    @property
    def failing(self) -> bool:
        """Whether the newest attempt to write was refused."""
        return self._failing

    def put(self, pairs: Sequence[Pair], text: str = "") -> None:
        """Queue one change, called ``text``; it is written as soon as those before it are."""
        self._waiting.append(Held(tuple(pairs), text))
        if not self._failing:
            self._send()

    def give_way(self) -> None:
        """Let the change that is being written have the interpreter: until its commit, at most `GRACE_S`.

        Behind other changes, or while the disk refuses, nothing is waited for.
        """
        if self._in_flight is not None and len(self._waiting) == 1:
            concurrent.futures.wait([self._in_flight], timeout=GRACE_S)

    def take_answer(self) -> None:
        """Tell what the writer has answered already, without another turn of the event loop."""
        if self._in_flight is not None and self._in_flight.done():
            self._on_answer(self._in_flight)

    @Slot()
    def try_again(self) -> None:
        """Try the first waiting change now."""
        self._retry.stop()
        self._failing = False
        self._send()

    def when_drained(
        self, then: Callable[[], None], otherwise: Callable[[BaseException], None] | None = None
    ) -> None:
        """Call ``then`` once, now or as soon as nothing is waiting.

        With ``otherwise`` a refusal that comes first ends the waiting and is handed to it.
        """
        if not self._waiting:
            then()
            return

        def leave() -> None:
            self.drained.disconnect(once)
            if otherwise is not None:
                self.failed.disconnect(refused)

        def once() -> None:
            leave()
            then()

        def refused(error: BaseException) -> None:
            leave()
            if otherwise is not None:
                otherwise(error)

        self.drained.connect(once)
        if otherwise is not None:
            self.failed.connect(refused)

    def close(self) -> None:
        """Nothing comes any more; called when the visit is gone. Who writes may hold it, and is let go."""
        self._writer = None

    def _send(self) -> None:
        if self._in_flight is not None or not self._waiting:
            return
        if self._writer is None:
            raise RuntimeError("a change came after the last one")
        future = self._in_flight = self._writer(self._waiting[0].pairs)
        tell(future, self, self._on_answer)

    def _on_answer(self, future: "Future[datetime]") -> None:
        if future is not self._in_flight:
            return  # taken already
        self._in_flight = None
        error = future.exception()
        if error is None:
            self._waiting.popleft()
            self.saved.emit(future.result())
            self._send()
            if not self._waiting:
                self.drained.emit()
        else:
            self._failing = True
            self._retry.start()
            self.failed.emit(error)
