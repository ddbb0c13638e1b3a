"""The process that works a whole day: visit after visit in the real window, by three clinicians.

    python -m tests.faults.window_soak FOLDER VISITS HOURS

The hours pass on a simulated clock (records, needle clocks, idle lock and backups read it); nothing is waited
for. Each visit is complete: check-in, measures, six needles, after, follow-on, plan, signed, its PDF saved.
After each hour's visits it goes through Settings and the audit log, backs up, and is locked: by key, by the
idle lock, by sleep in turn. Then another clinician unlocks.

It tells its figures as one line of JSON after each hour, and at the end what was done. Then it is asked:
``leak`` keeps what forgotten screens would keep and tells the figures again, ``open`` starts one more visit,
``tap`` does one tap in it and tells what it took, anything else ends it.
"""

import gc
import json
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from needlechart.domain import record as records
from tests.faults.soak_chart import PEOPLE, WORDS, patient_id

_passed = timedelta()
_now = records.now


def _simulated_now() -> datetime:
    return _now() + _passed


records.now = _simulated_now  # before anybody imports it by name

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QPixmap  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QAbstractButton, QApplication  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from needlechart.app.session import Session  # noqa: E402
from needlechart.app.start import open_session  # noqa: E402
from needlechart.editing.clock import TreatmentClock  # noqa: E402
from needlechart.settings import Look, write_look  # noqa: E402
from needlechart.ui.bodymap.view import BodyMapView  # noqa: E402
from needlechart.ui.screens.unlock import UnlockScreen  # noqa: E402
from needlechart.ui.theme import Theme  # noqa: E402
from tests.budgets.acts import sign  # noqa: E402
from tests.budgets.finger import Finger  # noqa: E402
from tests.budgets.test_repeat_visit import visit_to_review  # noqa: E402
from tests.cases.charting import Therapist  # noqa: E402
from tests.driving import find, press, shown, tap, type_into  # noqa: E402

PATIENCE_MS = 120_000


def turn(ms: int = 20) -> None:
    """Let the window work."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, ms)


def until(true: Callable[[], bool], what: str) -> None:
    """Turn the event loop until something is so."""
    left = QDeadlineTimer(PATIENCE_MS)
    while not true():
        if left.hasExpired():
            raise TimeoutError(f"it never came so far: {what}")
        turn()


class Waiting:
    """What the drivers of other tests need of `QtBot`, outside of pytest."""

    def waitUntil(self, true: Callable[[], bool], timeout: int = PATIENCE_MS) -> None:
        """As pytest-qt does."""
        until(true, "a step of the visit")


def pass_time(**by: float) -> None:
    """The simulated clock goes on."""
    global _passed
    _passed += timedelta(**by)


def figures() -> dict[str, float]:
    """Memory in kB, open handles, living widgets; on Home, after everything that was let go is gone.

    Of several looks the fewest handles count: what stays is there in each, a file that is being read is not.
    """
    handles = []
    for _ in range(5):
        turn()
        handles.append(len(os.listdir("/proc/self/fd")))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    status = Path("/proc/self/status").read_text().splitlines()
    memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return {
        "memory_kb": memory,
        "handles": min(handles),
        "widgets": len(QApplication.allWidgets()),
        "objects": len(gc.get_objects()),
    }


class Day:
    """The people in front of the window, one after the other."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app = app
        look = Look(theme="light", pdf_explained=True, pdf_folder=str(folder.parent))
        write_look(folder, look)
        self.session: Session = open_session(app, Theme.install(app), folder, look)
        self.window = self.session.window
        self.window.resize(1366, 698)
        self.window.activateWindow()
        self._bot = cast(QtBot, Waiting())
        self._therapist = Therapist(self._bot, self.session, Finger(self._bot, self.window))
        self.visits = 0
        self.locks = 0
        self.saved_pdfs = 0

    def unlock(self, clinician: str) -> None:
        """Choose who one is and type the passphrase."""
        until(lambda: shown(self.window, "unlock"), "the unlock screen")
        screen = next(one for one in self.window.findChildren(UnlockScreen) if one.isVisible())
        screen.people.set_value(clinician)
        type_into(screen.passphrase.edit, WORDS)
        tap(screen.unlock)
        until(lambda: self.session.desk is not None and not shown(self.window, "unlock"), "the open chart")
        self.go_home()

    def go_home(self) -> None:
        """Home, whatever is shown."""
        self.window.go_to_search()
        until(lambda: shown(self.window, "home"), "Home")

    def start(self, number: int) -> None:
        """The visit of the patient with that number."""
        self.go_home()
        type_into(find(self.window, "search"), f"Soak{number:03d}")
        wanted = f"start_visit_{patient_id(number)}"
        until(lambda: self._offered() == [wanted], "the list of one patient")  # made anew as one types
        self._therapist.press(wanted)
        until(lambda: shown(self.window, "board") or shown(self.window, "action-yes"), "the board")
        if not shown(self.window, "board"):
            self._therapist.press("action-yes")
        until(lambda: shown(self.window, "board"), "the board")

    def _offered(self) -> list[str]:
        """Names of the buttons of Home that start a visit."""
        buttons = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        return [one.objectName() for one in buttons if one.objectName().startswith("start_visit_")]

    def visit(self, number: int) -> None:
        """A whole visit, signed, its PDF saved."""
        self.start(number)
        visit_to_review(self._therapist)
        pass_time(minutes=10)
        sign(self._therapist)
        self._therapist.press("save_pdf")
        until(lambda: shown(self.window, "notice_saved"), "the PDF")
        self.saved_pdfs += 1
        self._therapist.back_to_patient()
        self.visits += 1
        self.go_home()

    def between(self, hour: int, clinician: str) -> None:
        """Settings, the audit log, a backup, then a lock; another clinician goes on."""
        nav = self.window.nav
        nav.show_settings()
        until(lambda: shown(self.window, "settings_screen"), "Settings")
        nav.behind_settings.show_page("audit")
        turn()
        self.go_home()
        presence = self.session.presence
        pass_time(minutes=1)
        presence.back_up_if_quiet(time.time() + _passed.total_seconds())
        way = hour % 3
        if way == 0:
            press(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        elif way == 1:
            presence.lock_if_idle(time.time() + 3600)
        else:
            presence.away.away.emit("the laptop goes to sleep")
        until(lambda: self.session.desk is None, "the lock")
        self.locks += 1
        self.unlock(clinician)

    def hour(self, hour: int, visits: range, minutes: float) -> None:
        """So many visits, and what comes between."""
        before = _passed
        for number in visits:
            self.visit(number)
        self.between(hour, PEOPLE[(hour + 1) % len(PEOPLE)])
        rest = timedelta(minutes=minutes) - (_passed - before)
        pass_time(seconds=max(rest.total_seconds(), 0))

    def sound(self) -> bool:
        """Whether database, seals and audit chain hold."""
        checked = self.session.database.submit(lambda store: store.check().sound)
        return checked.result(PATIENCE_MS / 1000)

    def tap(self) -> dict[str, float]:
        """One tap on the body of the visit that is open, until it is on disk and drawn; then taken back."""
        board = self.window.nav.board
        assert board is not None
        assert board.visit is not None
        visit = board.visit
        pane = find(board, "map_front", BodyMapView)
        pane.router._since_tap.invalidate()  # apart in time from the tap before
        place = pane.viewportTransform().map(pane.body_scene.frame.to_scene(-60.0, 560.0))
        points = len(visit.chart.points)
        processor, wall = time.process_time(), time.perf_counter()
        QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(place).toPoint())
        until(lambda: len(visit.chart.points) == points + 1 and not visit.queue.waiting, "the tap")
        turn(0)
        took = {"processor": time.process_time() - processor, "wall": time.perf_counter() - wall}
        self.window.undo()
        until(lambda: len(visit.chart.points) == points and not visit.queue.waiting, "the undo")
        return took


def say(line: dict[str, Any]) -> None:
    """One line of JSON."""
    print(json.dumps(line), flush=True)


def main(folder: Path, visits: int, hours: int) -> None:
    """The day, and then what is asked."""
    app = QApplication(sys.argv[:1])
    simulate_needle_clocks()
    day = Day(app, folder)
    day.unlock(PEOPLE[0])
    each = -(-visits // hours)
    for hour in range(hours):
        day.hour(hour, range(hour * each, min((hour + 1) * each, visits)), 60)
        say({"hour": hour + 1, **figures()})
    say(
        {
            "end": True,
            "visits": day.visits,
            "locks": day.locks,
            "pdfs": day.saved_pdfs,
            "hours": _passed.total_seconds() / 3600,
            "sound": day.session.database.submit(lambda store: store.check().sound).result(
                PATIENCE_MS / 1000
            ),
        }
    )
    answer(day, visits)


def simulate_needle_clocks() -> None:
    """The clocks of needles read the simulated time too."""
    wall, steady = TreatmentClock.wall, TreatmentClock.steady
    TreatmentClock.wall = staticmethod(lambda: wall() + _passed)
    TreatmentClock.steady = staticmethod(lambda: steady() + _passed.total_seconds())


def answer(day: Day, next_patient: int) -> None:
    """Do what is asked, one line at a time."""
    kept: list[object] = []
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(asked,), daemon=True).start()
    while True:
        while asked.empty():  # a window that stands still would take it for sleep, and lock
            turn(5)
            day.session.presence.seen()
        word = asked.get().strip()
        if word == "open":
            day.start(next_patient)
            tap(find(day.window, "rail_needling"))
            until(lambda: shown(day.window, "map_front"), "the map")
            say({"open": True})
        elif word == "tap":
            say(day.tap())
        elif word == "leak":
            kept += forgotten(day.window.grab(), [day.window.grab() for _ in range(20)])
            say({"leaked": figures()})
        else:
            break
    day.session.end()


def _read(asked: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        asked.put(line)
    asked.put("end")


def forgotten(picture: QPixmap, more: list[QPixmap]) -> list[object]:
    """What stays behind when twenty screens are never let go: their pictures, and a handle each."""
    return [picture, *more, *[Path(os.devnull).open() for _ in range(20)]]


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
        os._exit(0)
    except Exception:  # noqa: BLE001 - told, and then the process must end
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)  # the database thread would keep the process
