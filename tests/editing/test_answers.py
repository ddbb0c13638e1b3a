"""Answers of a background thread: delivered on the GUI thread, and nothing of the GUI dies on the other."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from needlechart.editing.answers import Answers
from needlechart.store.thread import StoreThread

Ask = Callable[[Callable[[], object]], "Future[object]"]


class Asker(QObject):
    """Asks for itself and is held by nobody else, like a screen that is left before the answer comes."""

    def __init__(self, ended_on: list[str]) -> None:
        super().__init__()
        self.told: list[object] = []
        self._timer = QTimer(self)
        self._timer.start(3_600_000)
        self.destroyed.connect(lambda: ended_on.append(threading.current_thread().name))

    def take(self, answer: object) -> None:
        self.told.append(answer)


@pytest.fixture(params=["store", "pool"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if request.param == "store":
        thread = StoreThread()
        yield thread.call
        assert thread.close(10)
    else:
        with ThreadPoolExecutor(max_workers=1) as pool:
            yield pool.submit


def failed(error: BaseException) -> None:
    pytest.fail(repr(error))


def test_who_asked_never_dies_on_the_thread_that_answered(qtbot: QtBot, ask: Ask) -> None:
    answers = Answers()
    ended_on: list[str] = []
    for _ in range(50):
        asker = Asker(ended_on)
        start = Event()
        answers.deliver(ask(start.wait), asker.take, failed)
        told = asker.told
        del asker
        start.set()
        qtbot.waitUntil(lambda told=told: told == [True])  # type: ignore[misc]
    ask(lambda: None).result()

    qtbot.waitUntil(lambda: len(ended_on) == 50)
    assert set(ended_on) == {threading.main_thread().name}


def test_nobody_is_told_after_the_end(qtbot: QtBot, ask: Ask) -> None:
    answers, deleted = Answers(), Answers()
    told: list[object] = []
    start = Event()
    first = ask(start.wait)
    answers.deliver(first, told.append, failed)
    deleted.deliver(first, told.append, failed)
    answers.close()
    delete(deleted)
    last = Answers()
    start.set()
    last.deliver(ask(lambda: "last"), told.append, failed)

    qtbot.waitUntil(lambda: bool(told))
    assert told == ["last"]


def test_what_was_cancelled_is_a_failure(qtbot: QtBot) -> None:
    answers = Answers()
    found: list[BaseException] = []
    future: Future[object] = Future()
    answers.deliver(future, lambda answer: pytest.fail("told"), found.append)
    assert future.cancel()

    qtbot.waitUntil(lambda: bool(found))
