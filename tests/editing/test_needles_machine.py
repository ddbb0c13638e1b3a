"""Random acts on needles, undo and redo, a clock that is set: memory, database and rules agree after each."""

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.needling import Needling
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.retention import LONGEST_S
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Technique, Twitch
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from needlechart.ui.screens.board.needling_panel.needles import Needles
from tests import factories as make
from tests.clocks import Time

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
SITES = 4
which = st.integers(0, SITES - 1)


class Machine(RuleBasedStateMachine):
    """A visit with four planned needles over a real encrypted chart."""

    time: Time

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store, _ = Store.create(
            Path(self.folder.name) / "chart", make.clinic(), make.clinician(), make.PASSPHRASE, CHEAP
        )
        points = [make.point(id=f"p{number}", number=number + 1) for number in range(SITES)]
        records = [
            make.patient(),
            make.episode(),
            make.visit(started=now(), entered=now()),
            *points,
            *(
                make.needling(
                    point,
                    id=f"n{point.id}",
                    state=NeedleState.PLANNED,
                    technique=Technique.IN_SITU,
                    depth_mm=None,
                    twitch=None,
                    pain=None,
                    in_at=None,
                    out_at=None,
                )
                for point in points
            ),
        ]
        self.store.put(*records)
        self.visit = OpenVisit([*records, make.clinic(), make.clinician()], make.VISIT, self.write)
        self.needles = Needles(self.visit)

    def teardown(self) -> None:
        while self.visit.history.done:
            self.visit.undo()
        self.settle()
        assert {one.state for one in self.store.select(Needling)} == {NeedleState.PLANNED}
        self.store.close()
        self.folder.cleanup()

    def write(self, pairs: Sequence[Pair]) -> "Future[datetime]":
        done: Future[datetime] = Future()
        try:
            done.set_result(self.store.apply(list(pairs)))
        except Exception as error:  # noqa: BLE001 - as the database thread does
            done.set_exception(error)
        return done

    def settle(self) -> None:
        """The queue hears of a commit with the next turn of the loop."""
        for _ in range(1000):
            if not self.visit.queue.waiting:
                return
            QCoreApplication.processEvents()
        raise AssertionError("the queue is never empty")

    def one(self, index: int) -> Needling:
        found = self.visit.get(Needling, f"np{index}")
        assert found is not None
        return found

    @rule(index=which)
    def put_in(self, index: int) -> None:
        self.needles.put_in(self.one(index))

    @rule(index=which, twitch=st.sampled_from(list(Twitch)))
    def twitch(self, index: int, twitch: Twitch) -> None:
        self.needles.set_twitch(self.one(index), twitch)

    @rule(index=which)
    def take_out(self, index: int) -> None:
        self.needles.take_out(self.one(index))

    @rule()
    def all_out(self) -> None:
        self.needles.all_out()

    @rule(counted=st.integers(0, SITES + 1))
    def count(self, counted: int) -> None:
        self.needles.count_out(counted)

    @precondition(lambda self: not needle_count(self.visit.chart).settled)
    @rule()
    def incident(self) -> None:
        self.needles.record_incident("10:42", "searched", "patient")

    @rule(index=which, depth=st.floats(0, 200, allow_nan=False))
    def depth(self, index: int, depth: float) -> None:
        before = self.one(index)
        try:
            self.needles.set_depth(before, depth)
        except Invalid:
            assert self.one(index) == before

    @rule(index=which, diameter=st.floats(0, 1), length=st.floats(0, 1000))
    def size(self, index: int, diameter: float, length: float) -> None:
        before = self.one(index)
        try:
            self.needles.set_size(before, diameter, length)
        except Invalid:
            assert self.one(index) == before

    @rule(index=which)
    def drop_one(self, index: int) -> None:
        point = self.visit.get(TriggerPoint, f"p{index}")
        assert point is not None
        self.needles.discard(point, "dropped, not inserted")

    @rule(index=which, lot=st.text(max_size=5).filter(lambda text: "\x00" not in text and text.isprintable()))
    def pack(self, index: int, lot: str) -> None:
        self.needles.set_pack(self.one(index), lot=lot)

    @rule(seconds=st.integers(1, 3600))
    def all_clocks(self, seconds: int) -> None:
        self.needles.clock_for_all(seconds)

    @rule(seconds=st.floats(0, 20_000))
    def time_goes_by(self, seconds: float) -> None:
        self.time.go(seconds)

    @rule(hours=st.integers(-48, 48))
    def somebody_sets_the_clock(self, hours: int) -> None:
        self.time.set_clock(timedelta(hours=hours))

    @rule()
    def undo(self) -> None:
        self.visit.undo()

    @rule()
    def redo(self) -> None:
        self.visit.redo()

    @invariant()
    def memory_and_database_agree(self) -> None:
        self.settle()
        assert {one.id: one for one in self.store.select(Needling)} == {
            one.id: one for one in self.visit.of_kind(Needling)
        }
        assert self.store.get(Visit, make.VISIT) == self.visit.visit

    @invariant()
    def no_record_is_wrong(self) -> None:
        chart = self.visit.chart
        count = needle_count(chart)
        assert count.put_in == sum(one.was_in for one in chart.needlings)
        assert {one.state for one in count.still_in} <= {NeedleState.IN}
        ins = [one.in_at or datetime.min for one in count.still_in]
        assert ins == sorted(ins)
        for one in chart.needlings:
            assert one.retention_s is None or 0 <= one.retention_s <= LONGEST_S
            assert one.depth_mm is None or one.length_mm is None or one.depth_mm <= one.length_mm
            if one.in_at is not None and one.out_at is not None:
                assert one.out_at >= one.in_at
            assert (one.state is NeedleState.OUT) or one.out_at is None
        assert count.settled or count.balance != 0


def test_any_acts_in_any_order_leave_no_wrong_record(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    Machine.time = Time(monkeypatch)
    run_state_machine_as_test(Machine, settings=settings(max_examples=20, stateful_step_count=25))
