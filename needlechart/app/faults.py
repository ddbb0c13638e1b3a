"""A fault in the program: said in a line, written down without a word of a patient, and work goes on.

Python would print the text of the exception and the lines around it; both may hold what somebody typed. What
is kept of a fault is its kind and the places in the program it went through, nothing else.
"""

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from needlechart.ui.main_window import MainWindow

LOG = "faults.log"
"""In the data folder, readable by this user account alone."""

LONGEST_LOG = 200_000
"""Bytes; a longer one is begun anew."""

MOST_OF_ONE = 3
"""A fault of the same kind and place is written down this often while the window is open: a drawing that
fails does so at every paint."""

QUIET_S = 5.0
"""After that it is said again at most this often, so that whoever tries once more hears that it failed."""


class Faults(QObject):
    """Takes what nobody else caught, on any thread, until `end`; ``happened`` tells kind and place."""

    happened = Signal(str)

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._times: Counter[str] = Counter()
        self._unsaid = ""
        self._emitted = 0.0
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._caught
        threading.excepthook = lambda told: self._caught(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        sys.unraisablehook = lambda told: self._caught(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        # Also from another thread: the window is the GUI thread's.
        self.happened.connect(self._say, Qt.ConnectionType.QueuedConnection)
        window.stack.currentChanged.connect(self._say_now)

    def end(self) -> None:
        """Python's own ways again."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def _caught(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, fault, trace)
            return
        where = list(places(trace))
        said = f"{kind.__name__} at {where[-1] if where else 'an unknown place'}"
        self._times[said] += 1
        if self._times[said] <= MOST_OF_ONE:
            print(f"needlechart: a fault in the program ({said})", file=sys.stderr, flush=True)
            write_down(self._folder, said, where)
        elif time.monotonic() - self._emitted < QUIET_S:
            return
        self._emitted = time.monotonic()
        self.happened.emit(said)

    @Slot(str)
    def _say(self, said: str) -> None:
        """On the screen that is shown, or on the next one that has a place for it."""
        screen = self._window.stack.currentWidget()
        words = (
            "Something in the program failed; this last step may not be done.",
            "What was saved before it stays saved.",
            f"Try it again. If it fails again, close needlechart, open it, and report this: {said}.",
        )
        at_the_entrance = getattr(screen, "say_fault", None)
        self._unsaid = ""
        if at_the_entrance is not None:
            at_the_entrance(*words)
        elif getattr(screen, "notices", None) is not None:
            from needlechart.editing.desk import Problem

            self._window.nav.tell(Problem(*words))
        else:
            self._unsaid = said

    @Slot()
    def _say_now(self) -> None:
        if self._unsaid:
            self._say(self._unsaid)


def places(trace: TracebackType | None) -> Iterator[str]:
    """File, line and function of each step, the innermost last; no values."""
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{os.path.basename(code.co_filename)}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next


def write_down(folder: Path, said: str, where: list[str]) -> None:
    """Add a fault to the log; a disk that takes nothing is told of elsewhere."""
    path = folder / LOG
    lines = [f"{datetime.now().astimezone().isoformat(timespec='seconds')} {said}", *where]
    try:
        more = os.O_TRUNC if path.exists() and path.stat().st_size > LONGEST_LOG else os.O_APPEND
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | more, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n    ".join(lines) + "\n")
    except OSError as problem:
        print(f"needlechart: the log of faults was not written ({problem.errno})", file=sys.stderr)
