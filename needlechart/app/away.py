"""Nobody is there any more: the screen was locked, the laptop goes to sleep, or slept.

On Linux the desktop says so over the session and system bus; everywhere the wall clock tells, which jumps.
"""

import os
import sys
import time
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

LOOK_MS = 5000
JUMP_S = 60.0
"""Seconds that the wall clock may run ahead of what was waited before it counts as sleep."""

SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
LOGIN = "org.freedesktop.login1"


class Away(QObject):
    """``away(why)``; ``why`` goes into the audit log. ``set_back()`` when the wall clock was set back."""

    away = Signal(str)
    set_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wall = time.time()
        self._waited = time.monotonic()
        self._listening = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(lambda: self.look(time.time(), time.monotonic()))

    def start(self) -> None:
        """Look and listen from now on."""
        self._wall, self._waited = time.time(), time.monotonic()
        self._timer.start()
        if not self._listening:
            self._listening = True
            self._listen()

    def stop(self) -> None:
        """The chart is locked: nothing is left to lock."""
        self._timer.stop()

    def look(self, wall: float, waited: float) -> None:
        """Both clocks in seconds; forward jumps and long gaps are sleep, a clock set back is not."""
        passed, gap = wall - self._wall, waited - self._waited
        self._wall, self._waited = wall, waited
        if passed - gap > JUMP_S or gap > LOOK_MS / 1000 + JUMP_S:
            self.away.emit("the laptop slept")
        elif passed - gap < -JUMP_S:
            self.set_back.emit()

    def _listen(self) -> None:
        """Without a bus there is only the clock."""
        if sys.platform != "linux":
            return
        from PySide6.QtDBus import QDBusConnection

        if os.environ.get("DBUS_SESSION_BUS_ADDRESS", "").startswith("unix:"):  # never a network address
            session = QDBusConnection.sessionBus()
            if session.isConnected():
                for name in SCREEN_SAVERS:
                    session.connect("", "", name, "ActiveChanged", self, _slot("screen_locked(bool)"))
        if os.path.exists("/run/dbus/system_bus_socket"):
            system = QDBusConnection.systemBus()
            if system.isConnected():
                system.connect(
                    LOGIN, "", f"{LOGIN}.Manager", "PrepareForSleep", self, _slot("going_to_sleep(bool)")
                )
                system.connect(LOGIN, "", f"{LOGIN}.Session", "Lock", self, _slot("session_locked()"))

    @Slot(bool)
    def screen_locked(self, active: bool) -> None:
        """The desktop locked its screen."""
        if active:
            self.away.emit("the screen was locked")

    @Slot(bool)
    def going_to_sleep(self, starting: bool) -> None:
        """The laptop goes to sleep."""
        if starting:
            self.away.emit("the laptop goes to sleep")

    @Slot()
    def session_locked(self) -> None:
        """Another user, or the lid."""
        self.away.emit("the session was locked")


def _slot(signature: str) -> Any:
    """A slot as D-Bus connections take it: text, though the stubs say bytes."""
    return SLOT(signature)
