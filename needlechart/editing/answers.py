"""Brings the answer of a background thread to the GUI thread."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class Answers(QObject):
    """Delivers futures: ``then(result)`` or ``failed(error)`` runs on the thread this object lives on."""

    _ready = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._closed = False

    def deliver(
        self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Call one of the two once the future is done; neither after `close`."""

        def pass_on(done: "Future[T]") -> None:
            self._ready.emit((done, then, failed))

        future.add_done_callback(pass_on)

    def close(self) -> None:
        """Deliver nothing any more: the screens that asked are gone."""
        self._closed = True

    @Slot(object)
    def _deliver(
        self, answer: tuple["Future[Any]", Callable[[Any], None], Callable[[BaseException], None]]
    ) -> None:
        future, then, failed = answer
        if self._closed:
            return
        try:
            error = future.exception()
        except CancelledError as cancelled:
            error = cancelled
        if error is None:
            then(future.result())
        else:
            failed(error)
