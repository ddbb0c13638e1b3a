"""Checks and trial restores: long looks at the whole chart on a thread of their own, beside the charting.

The database thread is asked for short pieces alone, between which taps are written. Whoever looks waits for
that thread; that thread never waits for who looks.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from needlechart.app.desk_part import PartOfDesk
from needlechart.domain.backup_view import Trial
from needlechart.editing.answers import Line
from needlechart.editing.desk import Failed, Problem
from needlechart.editing.safety import Checked, Progress

if TYPE_CHECKING:
    from needlechart.store.check import Report
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread

EVERY = 5_000
"""Steps of the engine between two looks whether somebody waits for the database thread."""

DAMAGED = Problem(
    "Part of the chart file cannot be read.",
    "What can be read stays on screen, and nothing was changed.",
    "Lock: the unlock screen offers to restore a backup, to read what can be read, and to copy the files.",
)


class _Stopped(Exception):  # noqa: N818 - a person's wish, not an error
    """The look was stopped."""


class CareOfDesk(PartOfDesk):
    """A part of `AppDesk`. ``damaged``: the chart was found to be so since it was opened."""

    _care: ThreadPoolExecutor
    _stop: Event | None = None
    _trying: Event | None = None
    _looked_over = False
    damaged = False

    def check_chart(
        self, told: Progress, then: Callable[[Checked | None], None], failed: Failed = None
    ) -> None:
        """The whole chart, over a copy of this moment; charting goes on. `stop_check` ends it early."""
        self._stop = stop = Event()
        line, thread = Line(self._answers, told), self._thread

        def step(done: int, total: int, name: str) -> None:
            if stop.is_set():
                raise _Stopped
            line(done, total, name)

        looked = self._care.submit(check_aside, thread, step)
        self._answer(looked, then, failed, ended=line.end)

    def stop_check(self) -> None:
        """Stop a check that is going on."""
        if self._stop is not None:
            self._stop.set()

    def try_restore(self, then: Callable[[Trial | None], None], failed: Failed = None) -> None:
        """Restore the newest backup aside, look at it, and say what came of it; None without a backup."""
        self._trying = stop = Event()
        self._answer(self._care.submit(trial_aside, self._thread, _stopper(stop)), then, failed)

    def try_restore_if_due(self, then: Callable[[Trial | None], None]) -> None:
        """Once a quarter, by itself."""
        from needlechart.store.trial import due

        def begin(is_due: bool) -> None:
            if is_due and self._trying is None:
                self.try_restore(then, self._untried)

        self._ask(due, begin, self._untried)

    def _untried(self, problem: Problem) -> None:
        """Tried again when it is due next; never a word during a visit."""

    def look_over(self) -> None:
        """Once after opening, when nobody taps: whether every page of the chart can be read."""
        if not self._looked_over:
            self._looked_over = True
            thread = self._thread
            self._ask(lambda store: whole(store, thread.awaited), self._seen_whole, self._untried)

    def _seen_whole(self, fine: bool | None) -> None:
        if fine is None:
            self._looked_over = False
        elif not fine:
            self.damaged = True
            self.problem.emit(DAMAGED)

    def stop_care(self) -> None:
        """The chart closes: whatever looks at it ends at its next step."""
        self.stop_check()
        if self._trying is not None:
            self._trying.set()
        self._care.shutdown(wait=False, cancel_futures=True)


def _stopper(stop: Event) -> Progress:
    def step(done: int, total: int, name: str) -> None:
        if stop.is_set():
            raise _Stopped

    return step


def check_aside(thread: "StoreThread", step: Progress) -> Checked | None:
    """Everything `store.check` looks at; None when it was stopped. Not for the database thread itself."""
    try:
        report = _looked(thread, step)
    except _Stopped:
        return None
    return Checked(
        findings=report.findings,
        audit_entries=report.audit_entries,
        seals=report.seals,
        visits=report.visits,
        advice=_advice(thread, step, report),
    )


def _looked(thread: "StoreThread", step: Progress) -> "Report":
    from needlechart.store import aside
    from needlechart.store.check import STEPS, Report
    from needlechart.store.problems import NotOpen, StoreProblem

    step(0, len(STEPS), STEPS[0])
    found = thread.submit(aside.live_findings).result()
    step(1, len(STEPS), aside.COPY)
    try:
        taken = thread.submit(lambda store: aside.take(store, step), alone=True).result()
    except NotOpen:
        raise
    except StoreProblem:  # no room for a copy, or nothing whole to copy: where it lies, then
        return thread.submit(lambda store: store.checked(step)).result()
    seen = aside.look(taken, step)
    report = Report(
        findings=(*found.findings, *seen.findings),
        audit_entries=seen.audit_entries,
        seals=seen.seals,
        visits=seen.visits,
        harmed=found.harmed or seen.harmed,
    )
    return thread.submit(lambda store: store.found(report)).result()


def _advice(thread: "StoreThread", step: Progress, report: "Report") -> str:
    """What to do, with the backup that has none of it; stopped here, what was found is still told."""
    if report.sound:
        return ""
    from needlechart.store import way_back
    from needlechart.store.problems import StoreProblem
    from needlechart.store.trial import every

    if not report.harmed:
        return way_back.UNCHANGED
    try:
        return way_back.search(thread.submit(every).result(), step).words
    except (_Stopped, StoreProblem):  # no room to restore one aside, or locked meanwhile
        return way_back.NOT_LOOKED


def trial_aside(thread: "StoreThread", step: Progress) -> Trial | None:
    """The newest backup restored aside, an older one where it is not whole; logged. None without any."""
    from needlechart.store import trial
    from needlechart.store.aside import try_restore
    from needlechart.store.problems import BadBackup

    asked = thread.submit(trial.wanted).result()
    if asked is None:
        return None
    tried: list[tuple[datetime, tuple[str, ...]]] = []
    try:
        for one in asked.backups:
            try:
                found = try_restore(one, asked.taken, step).findings
            except BadBackup as problem:
                found = (problem.happened,)
            tried.append((one.made_at, found))
            if not found:
                break
    except _Stopped:
        return None
    finally:
        asked.taken.forget()
    return thread.submit(lambda store: trial.keep(store, tried)).result()


def whole(store: "Store", waited_for: Callable[[], bool] = lambda: False, every: int = EVERY) -> bool | None:
    """Whether every page can be read; a fault the engine names counts, too.

    None when it was left off because somebody waits for this thread: asked every so many steps of the engine.
    """
    from needlechart.store.driver_errors import raw_problems
    from needlechart.store.problems import Damaged, Foreign, NotWritten

    raw, left_off = store.opened.raw, False

    def look() -> bool:
        nonlocal left_off
        left_off = waited_for()
        return left_off

    raw.set_progress_handler(look, every)
    try:
        with raw_problems():
            answers: list[tuple[str]] = raw.execute("PRAGMA quick_check(1)").fetchall()
    except (Damaged, Foreign):
        return False
    except NotWritten:
        if left_off:
            return None
        raise
    finally:
        raw.set_progress_handler(None, 0)
    return None if left_off else answers == [("ok",)]
