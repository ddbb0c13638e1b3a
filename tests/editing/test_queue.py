"""The write queue: in order, nothing lost, nothing shown as saved before its commit."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from needlechart.domain.clinic import Phrase
from needlechart.editing.change import Pair
from needlechart.editing.queue import WriteQueue


class Disk:
    """A writer whose answers the test gives by hand, one at a time."""

    def __init__(self) -> None:
        self.asked: list[tuple[Pair, ...]] = []
        self.kept: list[Pair] = []
        self._open: Future[datetime] | None = None

    def __call__(self, pairs: Sequence[Pair]) -> "Future[datetime]":
        assert self._open is None, "two changes were in flight at once"
        self.asked.append(tuple(pairs))
        self._open = Future()
        return self._open

    def commit(self) -> None:
        future, self._open = self._open, None
        assert future is not None
        self.kept.extend(self.asked[-1])
        future.set_result(datetime(2026, 3, 17, tzinfo=UTC))

    def refuse(self) -> None:
        future, self._open = self._open, None
        assert future is not None
        future.set_exception(OSError(28, "No space left on device"))

    @property
    def busy(self) -> bool:
        return self._open is not None


def pair(number: int) -> Pair:
    return (None, Phrase(id=f"p{number}", clinic_id="c", shortcut=str(number), text="t"))


def test_saved_follows_the_commit(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    seen: list[object] = []
    queue.saved.connect(seen.append)

    queue.put([pair(1)])

    assert queue.waiting == 1
    assert seen == []
    with qtbot.waitSignal(queue.saved):
        disk.commit()
    assert queue.waiting == 0


def test_what_is_committed_at_once_is_told_in_the_same_turn_and_once(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    seen: list[object] = []
    queue.saved.connect(seen.append)
    queue.put([pair(1)])
    disk.commit()

    queue.give_way()
    assert seen == []
    queue.take_answer()
    assert len(seen) == 1
    assert queue.waiting == 0

    queue.put([pair(2)])
    with qtbot.waitSignal(queue.drained):
        disk.commit()
    assert len(seen) == 2


def test_a_slow_disk_is_not_waited_for(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    queue.put([pair(1)])
    queue.give_way()  # comes back although the disk has not answered
    queue.take_answer()
    assert queue.waiting == 1
    queue.put([pair(2)])
    queue.give_way()
    with qtbot.waitSignal(queue.saved):
        disk.commit()
    with qtbot.waitSignal(queue.drained):
        disk.commit()
    assert disk.kept == [pair(1), pair(2)]


def test_a_refused_change_stays_first_and_is_tried_again(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    queue.put([pair(1)])
    with qtbot.waitSignal(queue.failed):
        disk.refuse()

    queue.put([pair(2)])
    assert queue.waiting == 2
    assert not disk.busy

    queue.try_again()
    with qtbot.waitSignal(queue.saved):
        disk.commit()
    with qtbot.waitSignal(queue.drained):
        disk.commit()
    assert disk.kept == [pair(1), pair(2)]


def test_the_queue_tries_again_by_itself(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    queue.put([pair(1)])
    with qtbot.waitSignal(queue.failed):
        disk.refuse()
    qtbot.waitUntil(lambda: disk.busy)
    with qtbot.waitSignal(queue.drained):
        disk.commit()
    assert disk.kept == [pair(1)]


def test_drained_is_now_or_later_but_once(qtbot: QtBot) -> None:
    disk = Disk()
    queue = WriteQueue(disk)
    calls: list[str] = []
    queue.when_drained(lambda: calls.append("at once"))
    queue.put([pair(1)])
    queue.when_drained(lambda: calls.append("later"))
    assert calls == ["at once"]
    with qtbot.waitSignal(queue.drained):
        disk.commit()
    assert calls == ["at once", "later"]


@pytest.mark.usefixtures("qapp")
@given(st.lists(st.booleans(), max_size=30))
def test_whatever_fails_on_the_way_everything_is_kept_once_and_in_order(answers: list[bool]) -> None:
    from PySide6.QtCore import QCoreApplication

    disk = Disk()
    queue = WriteQueue(disk)
    expected = [pair(number) for number in range(len(answers))]
    for one, succeeds in zip(expected, answers, strict=True):
        queue.put([one])
        if disk.busy:
            disk.commit() if succeeds else disk.refuse()
        QCoreApplication.processEvents()
    for _ in range(2 * len(answers)):
        queue.try_again()
        if disk.busy:
            disk.commit()
        QCoreApplication.processEvents()
    assert disk.kept == expected
    assert queue.waiting == 0
