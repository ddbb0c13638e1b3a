"""Qt objects in a cycle are destroyed on their own thread, whatever the others allocate."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from needlechart.editing.collector import Collector


class Knot(QObject):
    """Holds itself, so that only the collector can let it go."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_only_the_gui_thread_collects(qtbot: QtBot) -> None:
    collector = Collector()
    threads: list[str] = []
    knots = [Knot() for _ in range(3)]
    for knot in knots:
        knot.destroyed.connect(lambda: threads.append(threading.current_thread().name))
    del knots, knot

    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)], name="store")
    busy.start()
    busy.join()
    assert not gc.isenabled()
    assert threads == []

    junk = [[number] for number in range(2000)]
    qtbot.waitUntil(lambda: gc.get_count()[0] <= 700, timeout=10_000)
    gc.collect()
    assert set(threads) <= {"MainThread"}
    assert collector is not None
    assert junk
