"""Brings the answer of a background thread to the GUI thread."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import cache, partial
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")


def tell(future: "Future[T]", owner: QObject, then: "Callable[[Future[T]], None]") -> None:
    """Call ``then(future)`` on the GUI thread, in a turn of its event loop, once the future is done.

    Nothing is called when ``owner`` has been deleted by then. The background thread never holds what it
    answers to: the last reference to a screen or a visit dropped there would destroy it there, its timers
    would stay behind, and the process would end in a segmentation fault (PySide6 6.11).
    """
    _bridge().wait_for(future, owner, then)


class Line:
    """What a background thread calls to say how far it is: ``told(*words)`` runs on the GUI thread.

    Until `end`, and while ``owner`` lives; like `tell` it holds neither of them.
    """

    def __init__(self, owner: QObject, told: Callable[..., None]) -> None:
        self._number = _bridge().listen(owner, told)
        self._said = _bridge().said.emit

    def __call__(self, *words: object) -> None:
        self._said(self._number, words)

    def end(self) -> None:
        """Nothing is told any more; from the GUI thread."""
        _bridge().forget(self._number)


class _Bridge(QObject):
    """Lives as long as the process, on the GUI thread; background threads know a number and its signals."""

    _arrived = Signal(int)
    said = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[int, tuple[QObject, Callable[..., None]]] = {}
        self.said.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._asked: dict[int, tuple[Future[Any], QObject, Callable[[Future[Any]], None]]] = {}
        self._numbers = count(1)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def wait_for(self, future: "Future[Any]", owner: QObject, then: "Callable[[Future[Any]], None]") -> None:
        number = next(self._numbers)
        self._asked[number] = (future, owner, then)
        future.add_done_callback(partial(_arrive, self._arrived.emit, number))

    def listen(self, owner: QObject, told: Callable[..., None]) -> int:
        number = next(self._numbers)
        self._told[number] = (owner, told)
        return number

    def forget(self, number: int) -> None:
        self._told.pop(number, None)

    @Slot(int, object)
    def _tell(self, number: int, words: tuple[object, ...]) -> None:
        if number in self._told:
            owner, told = self._told[number]
            if isValid(owner):
                told(*words)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        future, owner, then = self._asked.pop(number)
        if isValid(owner):
            then(future)


@cache
def _bridge() -> _Bridge:
    return _Bridge()


def _arrive(emit: Callable[[int], None], number: int, future: "Future[Any]") -> None:
    emit(number)


class Answers(QObject):
    """Delivers futures: ``then(result)`` or ``failed(error)`` runs on the thread this object lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False

    def deliver(
        self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Call one of the two once the future is done; neither after `close`."""

        def arrived(done: "Future[T]") -> None:
            if self._closed:
                return
            try:
                error = done.exception()
            except CancelledError as cancelled:
                error = cancelled
            if error is None:
                then(done.result())
            else:
                failed(error)

        tell(future, self, arrived)

    def close(self) -> None:
        """Deliver nothing any more: the screens that asked are gone."""
        self._closed = True
