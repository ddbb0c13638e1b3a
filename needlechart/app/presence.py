"""Whether somebody is there while a chart is open: it locks when nobody is, and backs up when nobody taps."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from needlechart.app.away import Away
from needlechart.ui.main_window import MainWindow

if TYPE_CHECKING:
    from needlechart.app.desk import AppDesk

BACKUP_LOOK_MS = 60_000
"""How often it looks whether a backup is due, in milliseconds."""

QUIET_S = 20
"""A scheduled backup waits for so many seconds without a tap."""

IDLE_LOOK_MS = 5000
"""How often the idle lock looks at the clock, in milliseconds."""


class Presence(QObject):
    """Between `start` and `stop`; ``last_seen`` is when somebody last did something, wall time in seconds."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._desk: AppDesk | None = None
        self.last_seen = time.time()
        self._waited = time.monotonic()
        self._idle = QTimer(self, interval=IDLE_LOOK_MS)
        self._idle.timeout.connect(lambda: self.lock_if_idle(time.time()))
        self.away = Away(self)
        self.away.away.connect(window.lock)
        self.away.set_back.connect(self._say_set_back)
        self._backups = QTimer(self, interval=BACKUP_LOOK_MS)
        self._backups.timeout.connect(lambda: self.back_up_if_quiet(time.time()))

    def start(self, desk: "AppDesk") -> None:
        """A chart is open."""
        self._desk = desk
        self.seen()
        self._idle.start()
        self.away.start()
        self._backups.start()

    def stop(self) -> None:
        """It is locked, or closed."""
        self._desk = None
        self._idle.stop()
        self.away.stop()
        self._backups.stop()

    def seen(self) -> None:
        """Somebody did something just now."""
        self.last_seen = time.time()
        self._waited = time.monotonic()

    def lock_if_idle(self, at: float, waited: float | None = None) -> None:
        """Lock if nobody was there for the clinic's minutes.

        By the wall clock, ``at`` (s), so that sleep counts too, or by the clock that only waits, ``waited``
        (s), so that a wall clock that is set back keeps nothing open.
        """
        waited = time.monotonic() if waited is None else waited
        idle = max(at - self.last_seen, waited - self._waited)
        if self._desk is not None and idle >= self._desk.clinic.lock_minutes * 60:
            self._window.lock("nobody was there")

    def _say_set_back(self) -> None:
        if self._desk is not None:
            self._desk.clock_set_back()

    def back_up_if_quiet(self, at: float) -> None:
        """The scheduled backup, when nobody taps and nothing waits to be written; ``at`` is wall time (s).

        What went wrong is kept for Home and the unlock screen: never a word during a visit.
        """
        desk = self._desk
        if desk is None or at - self.last_seen < QUIET_S:
            return
        visit = desk.open_visit_now
        if visit is None or not visit.queue.waiting:
            desk.look_over()
            desk.backup_if_due(lambda made: None, lambda problem: None)
            desk.try_restore_if_due(lambda trial: None)
