"""Needles in the body while the chart is locked: the strip of the locked screen, its clocks, Stop now."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from needlechart.domain.needles_in import NeedlesIn
from needlechart.domain.rules.time_words import clock, minutes_seconds
from needlechart.editing.clock import TreatmentClock
from needlechart.store.needles_in import keep_needles_in, keep_stop, read_needles_in, read_stop

if TYPE_CHECKING:
    from needlechart.store.store import Store
    from needlechart.ui.screens.unlock import UnlockScreen


class LockedNeedles:
    """What the locked screen knows: kept in memory at the lock, and in the folder for after a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clock = TreatmentClock()
        self._known = NeedlesIn()
        self._heard = 0

    def take_up(self, visit_id: str = "", memory: NeedlesIn | None = None) -> None:
        """From the file; at a lock the visit that was open is newer in memory than on a disk that refuses."""
        known = read_needles_in(self._folder)
        if memory is not None:
            needles = known.with_visit(visit_id, memory.needles).needles
            known = NeedlesIn(needles=needles, clock=memory.clock, sound=memory.sound)
        self._known = known
        self._clock.take_up(known.clock)
        self._heard = known.ended(self._clock.now())

    @property
    def visits(self) -> tuple[str, ...]:
        """Visits with needles in, or stopped here."""
        stopped = read_stop(self._folder)
        return stopped[1] if stopped is not None else self._known.visits

    def show(self, screen: "UnlockScreen") -> None:
        """The strip as it is this second; the system's beep when a time is up, if the clinic wants it."""
        stopped = read_stop(self._folder)
        if stopped is not None:
            screen.set_stopped(clock(stopped[0]))
            return
        moment, oldest, count = self._clock.now(), self._known.oldest, len(self._known.needles)
        seconds = "" if oldest is None else minutes_seconds(int((moment - oldest).total_seconds()))
        if not self._clock.sure_of(oldest):
            seconds = "time not known"
        ended = self._known.ended(moment)
        screen.set_needles_in(count, seconds, ended=ended)
        if ended > self._heard and self._known.sound:
            QApplication.beep()
        self._heard = ended

    def stop(self) -> None:
        """Patient unwell, every needle out: written down at once, charted when somebody unlocks.

        Raises a `StoreProblem` when the disk refuses.
        """
        if self._known.needles and read_stop(self._folder) is None:
            keep_stop(self._folder, self._clock.now(), self._known.visits)


def needles_in_now(store: "Store", clock_text: str) -> NeedlesIn:
    """Every needle that is in, from the chart itself."""
    from needlechart.domain.needles_in import needles_in_of
    from needlechart.domain.needling import Needling
    from needlechart.domain.visit import Visit
    from needlechart.domain.words import NeedleState, VisitStatus

    drafts = {one.id for one in store.select(Visit, status=VisitStatus.DRAFT)}
    # By visit, which has an index: the chart may hold a hundred thousand needles of signed visits.
    still = store.select(Needling, visit_id=drafts, state=NeedleState.IN) if drafts else []
    return NeedlesIn(needles=needles_in_of(still), clock=clock_text, sound=store.clinic.sound_when_time_is_up)


def keep_needles(store: "Store", clock_text: str) -> None:
    """Bring the file beside the chart up to date."""
    known, before = needles_in_now(store, clock_text), read_needles_in(store.folder)
    if (known.needles, known.sound) != (before.needles, before.sound):
        keep_needles_in(store.folder, known)


def chart_stop(store: "Store") -> int:
    """Put a stop of the locked screen into its visits; how many needles it took out."""
    from needlechart.app.asked import chart_of_visit
    from needlechart.domain.rules.stopping import LOCKED, stop_pairs
    from needlechart.domain.visit import Visit
    from needlechart.store.needles_in import forget_stop

    stopped = read_stop(store.folder)
    if stopped is None:
        return 0
    moment, visits = stopped
    out = 0
    for visit_id in visits:
        visit = store.get(Visit, visit_id)
        if visit is None or visit.signed:
            continue
        chart = chart_of_visit(store, visit_id)
        out += len(chart.needles_still_in)
        if chart.needles_still_in:
            store.apply(stop_pairs(chart, moment, reason=LOCKED))
    keep_needles(store, TreatmentClock().written())
    forget_stop(store.folder)
    return out


def stopped_notice(folder: Path) -> tuple[str, ...]:
    """What Home says once after such a stop."""
    stopped = read_stop(folder)
    if stopped is None:
        return ()
    return (f"Stopped at {clock(stopped[0])} on the locked screen. The visit says so; write why in After.",)
