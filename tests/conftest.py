"""Every test runs without a screen, and no dialog may wait for a person."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from needlechart.store.thread import StoreThread
from tests.references import lost
from tests.threads import refuse_qt_objects

if TYPE_CHECKING:
    from tests.windows import Open

settings.register_profile(
    "search",  # new examples at each run: pytest -m hypothesis --hypothesis-profile=search
    deadline=None,  # a time limit would make a test assert a wall-clock time
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "needlechart",
    settings.get_profile("search"),
    derandomize=True,  # the same examples at each run: what it says of a commit, it says again
)
settings.load_profile("needlechart")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a window that waits for its database leaves one idle."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


LONG = ("looks", "faults", "cases")
"""Folders of which single files take minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process works on it alone at the end."""
    items.sort(key=lambda one: min((LONG.index(part) for part in one.path.parts if part in LONG), default=9))


def pytest_collection_finish() -> None:
    """The tests themselves and what they import stay until the end: no collection need look at them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """What is alive behind a file of tests (modules, tables that were read) stays; no collection looks again.

    Each test of the window ends in a collection, which took longer with every module that was imported.
    """
    yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(dialog: QDialog) -> None:
        pytest.fail(f"{type(dialog).__name__} would wait for a person")

    monkeypatch.setattr(QDialog, "exec", fail)


@pytest.fixture(autouse=True)
def _collect_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As `editing.collector` does in the program: Qt objects never die on another thread.

    What was to be deleted later is deleted by Qt first, children before parents; a collection that
    met a heap of half-closed windows would delete them in any order, and crash.
    """
    gc.disable()
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if "qapp" in request.fixturenames or gc.get_count()[0] > 5000:
        gc.collect()


@pytest.fixture(autouse=True)
def _every_reference_is_given_back() -> Iterator[None]:
    """A method that loses a reference at a call is freed one day while its class still has it."""
    yield
    assert not lost()


@pytest.fixture(autouse=True)
def _work_holds_no_qt_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another thread is asked to do holds nothing of the GUI: it would be destroyed over there."""
    put, submit = StoreThread._put, ThreadPoolExecutor.submit

    def checked_put(thread: StoreThread, work: Callable[[], Any], **named: bool) -> "Future[Any]":
        refuse_qt_objects(work)
        return put(thread, work, **named)

    def checked_submit(
        pool: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **named: Any
    ) -> Any:
        refuse_qt_objects(work, *args, *named.values())
        return submit(pool, work, *args, **named)

    monkeypatch.setattr(StoreThread, "_put", checked_put)
    monkeypatch.setattr(ThreadPoolExecutor, "submit", checked_submit)


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> "Iterator[Open]":
    """Opens the real window on a folder, whatever there is in it; it is ended after the test."""
    from tests.windows import sessions  # the whole program, only for who asks for it

    yield from sessions(qapp, qtbot)
