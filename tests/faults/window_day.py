"""The process that is watched: a day in the real window, a marker typed into every text field it meets.

Told at the end as one line of JSON: what was typed, every window title there was, what the clipboard held
before and after locking, and texts shown as if what somebody typed were markup.
"""

import json
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from needlechart.app.faults import Faults
from needlechart.app.start import open_session
from needlechart.settings import read_look
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import SCRIBBLE, by_mouse, find, press, shown, tap, type_into

FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)
MARKER = re.compile(r"Zq\d{3}xw")
PATIENCE_MS = 60_000
MERGED = "p3"
"""The patient whose first marker is 060."""
STEPS = ("check_in", "before", "needling", "after", "follow_on", "plan", "review")


class Titles(QObject):
    """Every title that any window had."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowTitleChange, QEvent.Type.Show) and isinstance(watched, QWidget):
            self.seen.add(watched.windowTitle())
        return False


class Slip(Exception):
    """What is forced on each screen."""


def slip(typed: str) -> None:
    """A slot that fails with what somebody typed in its text and in its variables."""
    raise Slip(f"cannot take {typed}") from ValueError(typed)


class Day:
    """Somebody who types into every field, at a program that fails on every screen."""

    def __init__(self, window: MainWindow, first: int) -> None:
        self._window = window
        self._next = first
        self.typed: dict[str, str] = {}
        self.as_markup: set[str] = set()
        self._met: set[QWidget] = set()
        self.failed_on: set[str] = set()
        self.jobs: list[str] = []

    def until(self, name: str) -> None:
        """Turn the event loop until a widget can be seen."""
        left = QDeadlineTimer(PATIENCE_MS)
        while not shown(self._window, name):
            if left.hasExpired():
                there = {one.objectName() for one in self._window.findChildren(QWidget) if one.isVisible()}
                raise TimeoutError(f"{name} never came; there are {sorted(there)}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def wait(self, true: Callable[[], bool]) -> None:
        """Turn the event loop until something is so."""
        left = QDeadlineTimer(PATIENCE_MS)
        while not true():
            if left.hasExpired():
                raise TimeoutError("it never came so far")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def go(self, name: str, to: str) -> None:
        """Tap, wait for what comes, and fill in what can be filled in there."""
        self.until(name)
        tap(find(self._window, name))
        self.until(to)
        self.fill()

    def sign_a_form(self) -> None:
        """The consent form in the patient's hand: read, every field filled, signed, handed back."""
        self.go("sign_form", "consent_sheet")
        while shown(self._window, "read_on"):
            tap(find(self._window, "read_on"))
            QApplication.processEvents()
        self.fill()
        by_mouse(find(self._window, "signature"), SCRIBBLE)
        tap(find(self._window, "sheet_agree"))
        self.until("consent_thanks")
        tap(find(self._window, "action-back"))
        self.until("details_panel")

    def print_a_form(self, target: Path) -> None:
        """On a printer that is a file; what is sent there is drawn, the name of the job is the program's."""

        def chosen(dialog: QDialog) -> None:
            assert isinstance(dialog, QPrintDialog)
            dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            dialog.printer().setOutputFileName(str(target))
            self.jobs.append(dialog.printer().docName())
            # By its button it would take the printer's name from its own fields.
            dialog.accepted.emit(dialog.printer())
            dialog.finished.emit(QDialog.DialogCode.Accepted)

        QPrinterInfo.availablePrinterNames = staticmethod(lambda: ["a file"])  # type: ignore[method-assign]
        QDialog.open = chosen  # type: ignore[method-assign]
        tap(find(self._window, "print_blank"))
        self.until("notice_printed")

    def merge(self, patient_id: str, words: str) -> None:
        """Another record of the same person, found and merged into the one that is open."""
        field = find(self._window, "merge_search", QLineEdit)
        type_into(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.until(f"merge_{patient_id}")
        self.fill()
        tap(find(self._window, f"merge_{patient_id}"))
        self.until("merge_sure")
        self.fill()
        tap(find(find(self._window, "merge_sure"), "action-merge"))
        self.until(f"unmerge_{patient_id}")
        self.fill()

    def fill(self) -> None:
        """A marker into every field in sight, as often as typing brings up new ones (three times)."""
        for _ in range(3):
            kinds: tuple[type[QLineEdit | QPlainTextEdit | QTextEdit], ...] = FIELDS
            fields = [
                one
                for kind in kinds
                for one in self._window.findChildren(kind)
                if one.isVisible() and one.isEnabled() and not one.isReadOnly() and one not in self._met
            ]
            for one in fields:
                if one.isVisible():
                    self._type(one)
        self._look()
        self._fail()

    def _fail(self) -> None:
        """A fault in the program, in the midst of what was typed; it goes on."""
        seen: list[int] = []
        QTimer.singleShot(0, lambda: slip(" ".join(self.typed.values())))
        QTimer.singleShot(0, lambda: seen.append(1))
        self.wait(lambda: bool(seen))
        on = self._window.nav.stack.currentWidget()
        assert on is not None
        self.failed_on.add(on.objectName())

    def _type(self, field: QWidget) -> None:
        self._met.add(field)
        marker = f"Zq{self._next:03d}xw"
        self._next += 1
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, f" <i>{marker}</i>")
        self.typed[field.objectName() or type(field).__name__] = marker
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QApplication.processEvents()

    def _look(self) -> None:
        """Nothing typed is read as markup, on a label or in a tip."""
        for one in self._window.findChildren(QWidget):
            tip = one.toolTip()
            if re.search(r"<[bi]>[^<]*Zq", tip):
                self.as_markup.add(f"tip of {one.objectName()}")
            if not isinstance(one, QLabel) or not one.isVisible() or not MARKER.search(one.text()):
                continue
            plain = one.textFormat() is Qt.TextFormat.PlainText
            if not plain and re.search(r"<[bi]>Zq", one.text()):
                self.as_markup.add(f"{one.objectName()} in {type(one.parentWidget()).__name__}")


def main(folder: Path, first: int) -> None:
    """The day."""
    app = QApplication(sys.argv[:1])
    titles = Titles()
    app.installEventFilter(titles)
    session = open_session(app, Theme.install(app), folder, read_look(folder))
    window = session.window
    window.resize(1366, 698)
    window.activateWindow()
    faults = Faults(window, folder)
    told_faults: list[str] = []
    faults.happened.connect(told_faults.append)
    day = Day(window, first)
    day.until("unlock")
    unlock = next(one for one in window.findChildren(UnlockScreen) if one.isVisible())
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    day.until("home")
    day.until(f"patient_{factories.PATIENT}")
    day.fill()
    search = find(window, "search", QLineEdit)
    search.clear()
    day.go(f"patient_{factories.PATIENT}", "details")
    day.wait(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    day.go("details", "details_panel")
    day.sign_a_form()
    day.print_a_form(folder.with_name("printed.pdf"))
    day.merge(MERGED, "<b>Zq060xw")
    day.go("details_back", "details")
    tap(find(window, "start_visit"))
    day.wait(lambda: shown(window, "board") or shown(window, "action-yes"))
    if not shown(window, "board"):  # names that look alike are asked about first
        tap(find(window, "action-yes"))
    day.until("board")
    day.fill()
    for step in STEPS:
        if shown(window, f"rail_{step}"):
            day.go(f"rail_{step}", f"step_{step}")
    clipboard = app.clipboard()
    note = next(one for one in window.findChildren(QPlainTextEdit) if one.isVisible() or one.toPlainText())
    clipboard.setText(note.toPlainText() or "Zq000xw")
    app.processEvents()
    before = clipboard.text()
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    left = QDeadlineTimer(PATIENCE_MS)
    while session.desk is not None and not left.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    app.processEvents()
    on_screen = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    told = {
        "typed": day.typed,
        "titles": sorted(titles.seen),
        "clipboard": [before, clipboard.text()],
        "locked": session.desk is None,
        "on_locked_screen": [one for one in on_screen if MARKER.search(one)],
        "as_markup": sorted(day.as_markup),
        "failed_on": sorted(day.failed_on),
        "faults": told_faults,
        "jobs": day.jobs,
    }
    session.end()
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]))
    except Exception:  # noqa: BLE001 - told, and then the process must end
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)  # the database thread would keep the process
