"""The process that is killed: the real window, charting at random, telling what it shows as saved.

One line of JSON each: ``{"ready": id, "shown": {id: digest}}`` when the visit is open;
``{"write": {id: digest}}`` before each transaction begins (None for a record that goes);
``{"saved": n, "shown": {id: digest}}`` whenever the banner says "Saved", with the number of transactions
that were acknowledged, and, if nothing is waiting, every record of the visit as the window holds it.
Told a number of marks, it places so many at a person's pace, one when the last one is shown as saved, and
says ``{"marks": n}`` when there is one more on the map.
"""

import json
import os
import random
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QLabel

from needlechart.app.start import open_session
from needlechart.domain.chart import records_of
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import read_look
from needlechart.store.core import Core, Pair
from needlechart.store.store import Store
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.theme import Theme
from tests.driving import find, tap
from tests.faults.window_person import Hand, digest, open_draft

EVENTS = 20_000
"""How many it makes at most, in case nobody kills it."""

PATIENCE_MS = 60_000

_one_at_a_time = threading.Lock()


def say(line: dict[str, object]) -> None:
    """A whole line at once, from either thread."""
    data = json.dumps(line).encode() + b"\n"
    with _one_at_a_time:
        while data:
            data = data[os.write(1, data) :]


def until(true: Callable[[], bool]) -> None:
    """Turn the event loop until something is so."""
    left = QDeadlineTimer(PATIENCE_MS)
    while not true():
        if left.hasExpired():
            raise TimeoutError("the window never came so far")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def tell_writes() -> None:
    """Say what a transaction will change before it begins."""
    applied = Store.apply

    def told(store: Core, pairs: Sequence[Pair]) -> datetime:
        changes = {(after or before).id: after and digest(after) for before, after in pairs}  # type: ignore[union-attr]
        say({"write": changes})
        return applied(store, pairs)

    Store.apply = told  # type: ignore[method-assign, assignment]


class Teller:
    """Says what the window shows as saved, each time it says so itself."""

    def __init__(self, board: VisitBoard, visit: OpenVisit, every: int) -> None:
        self._visit = visit
        self._every = every  # looking at each of 300 marks after each of them would take longer than them
        self._words = find(board, "saved", QLabel)
        self._saved = 0
        visit.saved.connect(self._on_saved)

    def _on_saved(self, moment: datetime) -> None:
        self._saved += 1
        if not self._words.text().startswith("Saved "):
            raise AssertionError(f"committed, but the banner says {self._words.text()!r}")
        whole = not self._visit.queue.waiting and self._saved % self._every == 0
        shown = self.as_shown() if whole else None
        say({"saved": self._saved, "shown": shown})

    def as_shown(self) -> dict[str, str]:
        """Id and digest of the visit, its place, and every record below it, as in memory."""
        visit = self._visit.visit
        below = [one for one in records_of(self._visit.chart) if getattr(one, "visit_id", "") == visit.id]
        return {one.id: digest(one) for one in (visit, self._visit.place, *below)}


def place(visit: OpenVisit, hand: Hand, wanted: int) -> None:
    """So many marks, the next one when nothing waits any more; then wait to be killed."""
    for number in range(1, wanted + 1):
        until(lambda: visit.queue.waiting == 0)
        while len(visit.of_kind(TriggerPoint)) < number:  # a tap beside the body makes none
            hand.mark()
        say({"marks": number})
    until(lambda: False)


def main(folder: Path, seed: int, marks: int) -> None:
    """Chart until killed; with a number of marks place so many."""
    chance = random.Random(seed)
    app = QApplication(sys.argv[:1])
    look = read_look(folder)
    session = open_session(app, Theme.install(app), folder, look)
    session.window.activateWindow()
    until(session.window.isActiveWindow)
    board = open_draft(session, until)
    visit = board.visit
    assert visit is not None
    until(lambda: visit.queue.waiting == 0)
    teller = Teller(board, visit, 20 if marks else 1)
    say({"ready": visit.visit.id, "shown": teller.as_shown()})
    tell_writes()
    tap(find(board, "rail_needling"))
    hand = Hand(board, chance)
    if marks:
        place(visit, hand, marks)
    for _ in range(EVENTS):
        hand.act()
        for _ in range(chance.randint(0, 3)):
            app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
