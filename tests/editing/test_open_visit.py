"""The open visit over a real store: memory at once, disk in order, steps back, reopening where it stood."""

import gc
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.chart import records_of
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import Layer, NeedleState, Side, Step, View
from needlechart.editing.history import KEPT
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from tests import factories
from tests.driving import until
from tests.store.conftest import CHEAP


def opened(thread: StoreThread) -> OpenVisit:
    def load(store: Store) -> list[object]:
        return [*records_of(visit_chart(store, factories.VISIT)), *store.select(Place)]

    records = thread.submit(load).result()
    return OpenVisit(records, factories.VISIT, lambda pairs: thread.submit(lambda store: store.apply(pairs)))


def kept(thread: StoreThread) -> list[TriggerPoint]:
    return thread.submit(lambda store: store.select(TriggerPoint)).result()


def written(qtbot: QtBot, visit: OpenVisit) -> None:
    """Wait until every change is on the disk; a quick disk says ``drained`` after each of them."""
    until(qtbot, lambda: visit.queue.waiting == 0)


def start(folder: Path) -> StoreThread:
    def make() -> Store:
        store, _ = Store.create(
            folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, CHEAP
        )
        store.put(factories.patient(), factories.episode(), factories.visit())
        return store

    thread = StoreThread()
    thread.open(make).result()
    return thread


@pytest.fixture
def thread(tmp_path: Path) -> Iterator[StoreThread]:
    made = start(tmp_path / "chart")
    yield made
    made.close()


def test_a_change_is_in_memory_at_once_and_on_disk_when_it_says_saved(
    qtbot: QtBot, thread: StoreThread
) -> None:
    visit = opened(thread)
    point = factories.point()
    held = Event()
    thread.call(held.wait)

    with qtbot.waitSignal(visit.saved):
        visit.put(point, "Site 1 placed")
        assert visit.chart.points == (point,)
        assert visit.last_saved is None
        held.set()

    assert visit.last_saved is not None
    assert kept(thread) == [point]


def test_undo_and_redo_go_through_the_same_door(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    point = factories.point()
    moved = point.moved_to(point.x + 5, point.y, point.side)
    visit.put(point, "Site 1 placed")
    visit.put(moved, "Site 1 moved")

    visit.undo()
    written(qtbot, visit)
    assert kept(thread) == [point]

    visit.redo()
    written(qtbot, visit)
    assert kept(thread) == [moved]


def test_a_visit_with_steps_goes_without_a_collection_of_cycles(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    visit.put(factories.point(), "Site 1 placed")
    visit.put(factories.point(note="sore"), "Note")
    visit.undo()
    written(qtbot, visit)
    gone: list[bool] = []
    visit.destroyed.connect(lambda: gone.append(True))
    assert not gc.isenabled()

    del visit

    assert gone == [True]


def test_several_records_of_one_gesture_are_one_step(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    points = [factories.point(number=number) for number in range(1, 7)]
    visit.do([(None, point) for point in points], "Re-apply all 6")
    assert visit.history.count == 1
    with qtbot.waitSignal(visit.undone) as undone:
        visit.undo()
    assert undone.args == ["Re-apply all 6"]
    written(qtbot, visit)
    assert kept(thread) == []


def test_it_reopens_where_it_stood_and_can_still_take_back_the_last_change(
    qtbot: QtBot, thread: StoreThread
) -> None:
    visit = opened(thread)
    first, second = factories.point(number=1), factories.point(number=2)
    visit.put(first, "Site 1 placed")
    visit.put(second, "Site 2 placed")
    visit.stand(step=Step.NEEDLING, site_id=second.id)
    written(qtbot, visit)

    again = opened(thread)

    assert again.place.step is Step.NEEDLING
    assert again.place.site_id == second.id
    again.undo()
    written(qtbot, again)
    assert kept(thread) == [first]


def test_after_a_crash_steps_are_taken_back_and_done_again_by_name(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    points = [factories.point(number=number) for number in range(1, 9)]
    for point in points:
        visit.put(point, f"Site {point.number} placed")
    visit.undo()
    visit.undo()
    written(qtbot, visit)
    assert kept(thread) == points[:6]

    again = opened(thread)  # the first was never closed

    assert again.history.undo_text == "Site 6 placed"
    assert again.history.redo_text == "Site 7 placed"
    said: list[str] = []
    again.undone.connect(said.append)
    again.redone.connect(said.append)
    again.redo()
    again.redo()
    assert not again.history.undone
    for _ in range(KEPT):
        again.undo()
    written(qtbot, again)
    assert said == [f"Site {number} placed" for number in (7, 8, 8, 7, 6, 5, 4)]
    assert kept(thread) == points[:3]

    third = opened(thread)
    assert third.history.redo_text == "Site 4 placed"
    third.put(factories.point(number=20), "Another")
    assert not third.history.undone


def test_what_does_not_fit_the_records_is_not_offered(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    first, second = factories.point(number=1), factories.point(number=2)
    visit.put(first, "Site 1 placed")
    visit.put(second, "Site 2 placed")
    written(qtbot, visit)
    thread.submit(lambda store: store.apply([(first, first.but(note="changed elsewhere"))])).result()

    again = opened(thread)

    assert again.history.undo_text == "Site 2 placed"
    again.undo()
    assert not again.history.done


def test_a_visit_with_a_needle_in_opens_at_that_needle(qtbot: QtBot, thread: StoreThread) -> None:
    site = factories.point(view=View.BACK, layer=Layer.DEEP)
    needle = factories.needling(site, state=NeedleState.IN)
    thread.submit(lambda store: store.put(site, needle)).result()
    place = opened(thread).place
    assert (place.step, place.view, place.layer, place.site_id) == (
        Step.NEEDLING,
        View.BACK,
        Layer.DEEP,
        site.id,
    )


def test_nothing_changed_is_no_step(qtbot: QtBot, thread: StoreThread) -> None:
    visit = opened(thread)
    visit.edit_visit("Nothing", reason=visit.visit.reason)
    assert visit.history.count == 0
    assert visit.queue.waiting == 0


def test_a_signed_visit_refuses_every_change(qtbot: QtBot, thread: StoreThread) -> None:
    thread.submit(lambda store: store.sign_visit(factories.VISIT)).result()
    visit = opened(thread)
    with pytest.raises(PermissionError):
        visit.put(factories.point(), "Site 1 placed")
    assert visit.chart.seal is not None
    assert kept(thread) == []


class Charting(RuleBasedStateMachine):
    """Any order of placing, moving, removing, undo and redo: memory, disk and a plain model agree."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self._temporary = tempfile.TemporaryDirectory()
        self.thread = start(Path(self._temporary.name) / "chart")
        self.visit = opened(self.thread)
        self.past: list[dict[str, TriggerPoint]] = [{}]
        self.future: list[dict[str, TriggerPoint]] = []

    def teardown(self) -> None:
        self.thread.close()
        self._temporary.cleanup()

    @property
    def now(self) -> dict[str, TriggerPoint]:
        return self.past[-1]

    def did(self, state: dict[str, TriggerPoint]) -> None:
        if state != self.now:
            self.past.append(state)
            self.future.clear()

    @rule(x=st.floats(-50, 50))
    def place(self, x: float) -> None:
        point = factories.point(number=len(self.now) + 1, x=x)
        self.visit.put(point, "placed")
        self.did({**self.now, point.id: point})

    @precondition(lambda self: bool(self.now))
    @rule(x=st.floats(-50, 50), pick=st.integers(0))
    def move(self, x: float, pick: int) -> None:
        point = list(self.now.values())[pick % len(self.now)]
        moved = point.moved_to(x, point.y, Side.LEFT)
        self.visit.put(moved, "moved")
        self.did({**self.now, point.id: moved})

    @precondition(lambda self: bool(self.now))
    @rule(pick=st.integers(0))
    def remove(self, pick: int) -> None:
        point = list(self.now.values())[pick % len(self.now)]
        self.visit.remove(point, "removed")
        self.did({key: value for key, value in self.now.items() if key != point.id})

    @rule()
    def undo(self) -> None:
        self.visit.undo()
        if len(self.past) > 1:
            self.future.append(self.past.pop())

    @rule()
    def redo(self) -> None:
        self.visit.redo()
        if self.future:
            self.past.append(self.future.pop())

    @invariant()
    def memory_is_the_model(self) -> None:
        assert {one.id: one for one in self.visit.chart.points} == self.now

    @rule()
    def disk_is_the_model(self) -> None:
        while self.visit.queue.waiting:
            QCoreApplication.processEvents()
        assert {one.id: one for one in kept(self.thread)} == self.now
        assert (
            self.thread.submit(lambda store: store.get(Visit, factories.VISIT)).result() == self.visit.visit
        )


@pytest.mark.usefixtures("qapp")
class TestCharting(Charting.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
