"""Whether a window can open here; in words, before Qt would abort the process.

Qt ends the whole process when it finds no display or a library of its platform plugin is missing. So the
libraries are tried by name first (package names are those of Debian and Ubuntu), and the display too.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

Load = Callable[[str], object]

ALWAYS: dict[str, str] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
}
"""Libraries that Qt's own need whatever the display, and the package each comes with."""

FOR_X11: dict[str, str] = {
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}

FOR_WAYLAND: dict[str, str] = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def why_no_window(
    environ: Mapping[str, str] | None = None, *, load: Load = ctypes.CDLL, platform: str = sys.platform
) -> str:
    """One line saying what keeps a window from opening; empty when nothing does."""
    found = os.environ if environ is None else environ
    if platform.startswith("linux"):
        why = _linux(found, load)
        if why:
            return why
    return _no_pyside()


def _linux(environ: Mapping[str, str], load: Load) -> str:
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    display, wayland = environ.get("DISPLAY", ""), environ.get("WAYLAND_DISPLAY", "")
    if not (chosen or display or wayland):
        return (
            "There is no display: DISPLAY and WAYLAND_DISPLAY are not set. Start it from the desktop, or use "
            "the commands that need no window (needlechart --help)."
        )
    wanted = dict(ALWAYS)
    on_x11 = chosen == "xcb" or (not chosen and bool(display))
    on_wayland = chosen.startswith("wayland") or (not chosen and bool(wayland) and not display)
    if on_x11:
        wanted |= FOR_X11
    if on_wayland:
        wanted |= FOR_WAYLAND
    why = _missing(wanted, load)
    if not why and on_x11:
        why = _unreachable_x11(display, load)
    if not why and on_wayland:
        why = _unreachable_wayland(environ)
    return why


def _missing(wanted: Mapping[str, str], load: Load) -> str:
    lacking = [name for name in wanted if not _loads(name, load)]
    if not lacking:
        return ""
    packages = " ".join(dict.fromkeys(wanted[name] for name in lacking))
    return (
        f"System libraries that the window needs are missing: {', '.join(lacking)}. "
        f"On Debian or Ubuntu: sudo apt-get install {packages}"
    )


def _loads(name: str, load: Load) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True


def _unreachable_x11(display: str, load: Load) -> str:
    """The X server is asked for a connection, as Qt will do; Qt itself would abort without one."""
    try:
        xcb = load("libxcb.so.1")
    except OSError:
        return ""
    if not isinstance(xcb, ctypes.CDLL):
        return ""
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode() or None, None)
    failed = xcb.xcb_connection_has_error(connection) != 0
    xcb.xcb_disconnect(connection)
    if not failed:
        return ""
    return "The display does not answer: check DISPLAY, or start needlechart from the desktop."


def _unreachable_wayland(environ: Mapping[str, str]) -> str:
    name = environ.get("WAYLAND_DISPLAY", "") or "wayland-0"
    socket = (
        Path(name) if name.startswith("/") else Path(environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / name
    )
    if socket.exists():
        return ""
    return "The display does not answer: check WAYLAND_DISPLAY, or start needlechart from the desktop."


def _no_pyside() -> str:
    """PySide6 is there, and its own libraries load."""
    try:
        from PySide6 import QtGui, QtWidgets
    except ImportError as error:
        library = str(error).partition(":")[0]
        return f"The window cannot open, {library} could not be loaded. Install needlechart again."
    return "" if QtGui and QtWidgets else "The window cannot open. Install needlechart again."
