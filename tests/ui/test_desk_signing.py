"""Between the tap on Sign now and the seal: nothing slips in, and nothing is sealed later by itself."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.desk import Problem
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.problems import DiskFull
from needlechart.store.store import Store
from tests import factories as make
from tests.driving import until
from tests.ui.fake_desk import TestDesk, open_desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[TestDesk]:
    with open_desk(tmp_path / "chart", [make.patient(), make.episode(), make.visit()]) as desk:
        yield desk


@pytest.fixture
def visit(qtbot: QtBot, desk: TestDesk) -> OpenVisit:
    opened: list[OpenVisit] = []
    desk.open_visit(make.VISIT, opened.append)
    until(qtbot, lambda: bool(opened))
    return opened[0]


def test_a_change_while_the_seal_is_made_does_not_happen(
    qtbot: QtBot, desk: TestDesk, visit: OpenVisit
) -> None:
    point = make.point()
    visit.put(point, "Site 1 placed")
    until(qtbot, lambda: visit.queue.waiting == 0)
    held = Event()
    desk._thread.call(held.wait)
    sealed: list[Seal] = []
    looked: list[object] = []
    desk.sign(visit, None, sealed.append)
    visit.changed.connect(looked.append)
    visit.put(point.but(note="too late"), "Note")
    visit.undo()
    assert not visit.queue.waiting
    held.set()
    until(qtbot, lambda: bool(sealed))

    assert visit.visit.signed
    assert looked  # what was tapped meanwhile is shown as it is
    assert [one.note for one in visit.chart.points] == [""]
    assert [one.note for one in desk.stored(TriggerPoint)] == [""]
    with pytest.raises(PermissionError):
        visit.put(point.but(note="later"), "Note")


def test_a_disk_that_refuses_ends_the_signing(
    qtbot: QtBot, desk: TestDesk, visit: OpenVisit, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Store.apply
    full = Event()
    full.set()

    def refusing(store: Store, pairs: object) -> object:
        if full.is_set():
            raise DiskFull
        return apply(store, pairs)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "apply", refusing)
    held = Event()
    desk._thread.call(held.wait)
    point = make.point()
    visit.put(point, "Site 1 placed")
    sealed: list[Seal] = []
    told: list[Problem] = []
    desk.sign(visit, None, sealed.append, told.append)
    held.set()
    until(qtbot, lambda: bool(told))
    full.clear()
    visit.queue.try_again()
    until(qtbot, lambda: visit.queue.waiting == 0)
    desk.ask(lambda store: None)

    assert not visit.visit.signed
    assert not desk.stored(Seal)
    visit.put(point.but(note="goes on"), "Note")
    until(qtbot, lambda: visit.queue.waiting == 0)
    assert [one.note for one in desk.stored(TriggerPoint)] == ["goes on"]


def test_a_seal_that_could_not_be_made_leaves_the_visit_open(
    qtbot: QtBot, desk: TestDesk, visit: OpenVisit
) -> None:
    told: list[Problem] = []
    desk.sign(visit, "not the passphrase", lambda seal: None, told.append)
    until(qtbot, lambda: bool(told))

    visit.put(make.point(), "Site 1 placed")
    until(qtbot, lambda: visit.queue.waiting == 0)
    assert len(desk.stored(TriggerPoint)) == 1
