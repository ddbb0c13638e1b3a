"""The process whose memory is looked at: the real window, a day's small part of it, then the lock.

    python -m tests.faults.window_locked FOLDER

Says "open" when a patient's draft was charted in and is on screen, "locked" when the window is locked and the
chart closed, each as a line, and waits for a line after each: told "again" when it is locked, it begins anew.
"""

import os
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.settings import read_look
from needlechart.ui.theme import Theme
from tests.driving import find, press, shown, tap, type_into
from tests.faults.window_person import open_draft
from tests.faults.window_writer import until

TYPED = "Qzq888wx, typed here"
"""A text that came by the keyboard."""


def say(word: str) -> str:
    """Tell where it is, and wait to be told to go on."""
    print(word, flush=True)
    return sys.stdin.readline().strip()


def chart(session: Session) -> None:
    """Something typed into the draft of the one patient, and kept."""
    board = open_draft(session, until)
    tap(find(board, "rail_check_in"))
    until(lambda: shown(board, "step_check_in"))
    field = next(one for one in board.findChildren(QPlainTextEdit) if one.isVisible())
    type_into(field, TYPED)
    visit = board.visit
    assert visit is not None
    press(session.window, Qt.Key.Key_Tab)  # leaving the field keeps what it holds
    until(lambda: TYPED in repr(visit.chart) and visit.queue.waiting == 0)


def main(folder: Path) -> None:
    """Open, chart, lock."""
    app = QApplication(sys.argv[:1])
    session = open_session(app, Theme.install(app), folder, read_look(folder))
    window = session.window
    window.activateWindow()
    until(window.isActiveWindow)
    again = "again"
    while again:
        chart(session)
        say("open")
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        until(lambda: session.desk is None and shown(window, "unlock"))
        # What is asked of its thread comes after the closing backup and the closing itself.
        until(session.database.call(lambda: None).done)
        again = say("locked")
    session.end()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except Exception:  # noqa: BLE001 - told, and then the process must end
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)  # the database thread would keep the process
