"""The system asks the window to end (logging out, shutting down, Ctrl+C): it closes as by its own button.

Python looks for signals only between its own steps, and Qt takes none of those while nothing
happens; so on Linux and macOS a pipe wakes it. On Windows the system closes windows by itself.
"""

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QWidget

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class EndingSignals(QObject):
    """Closes the window at the first signal; what waits to be saved is saved first, as at any closing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        if os.name == "posix":
            reading, writing = os.pipe()
            os.set_blocking(reading, False)
            os.set_blocking(writing, False)
            signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
            self._woken = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
            self._woken.activated.connect(lambda: os.read(reading, 100))  # and Python runs `_end` by itself
        for name in ENDING:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._end)

    def _end(self, number: int, frame: FrameType | None) -> None:
        """In the midst of whatever the window does, perhaps holding a lock: so only asked for here."""
        QTimer.singleShot(0, self._window.close)
