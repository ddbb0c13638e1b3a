"""What keeps a window from opening is said in one line, never by an abort of Qt."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from needlechart.cli_commands.stops import Code
from needlechart.environment import ALWAYS, FOR_WAYLAND, FOR_X11, why_no_window


def load_all_but(*missing: str):
    def load(name: str) -> object:
        if name in missing:
            raise OSError(f"{name}: cannot open shared object file")
        return object()

    return load


def test_no_display_is_said() -> None:
    assert "There is no display" in why_no_window({}, load=load_all_but(), platform="linux")


@pytest.mark.parametrize("name", sorted(ALWAYS | FOR_X11))
def test_a_missing_library_is_named_with_its_package(name: str) -> None:
    said = why_no_window({"DISPLAY": ":0"}, load=load_all_but(name), platform="linux")
    assert name in said
    assert (ALWAYS | FOR_X11)[name] in said
    assert "\n" not in said


def test_wayland_needs_its_own_libraries_and_not_those_of_x11() -> None:
    first = next(iter(FOR_WAYLAND))
    said = why_no_window(
        {"WAYLAND_DISPLAY": "wayland-0"}, load=load_all_but(first, *FOR_X11), platform="linux"
    )
    assert first in said
    assert "xcb" not in said


def test_a_wayland_socket_that_is_gone_is_said(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "WAYLAND_DISPLAY" in why_no_window(environ, load=load_all_but(), platform="linux")
    (tmp_path / "wayland-9").touch()
    assert why_no_window(environ, load=load_all_but(), platform="linux") == ""


def test_offscreen_needs_no_display_and_no_x11() -> None:
    environ = {"QT_QPA_PLATFORM": "offscreen"}
    assert why_no_window(environ, load=load_all_but(*FOR_X11, *FOR_WAYLAND), platform="linux") == ""


def test_other_systems_are_not_asked_for_linux_libraries() -> None:
    assert why_no_window({}, load=load_all_but(*ALWAYS, *FOR_X11), platform="win32") == ""


@pytest.mark.parametrize(
    ("extra", "words"), [({}, "There is no display"), ({"DISPLAY": ":93"}, "The display does not answer")]
)
def test_the_program_ends_with_one_line_and_code_7(tmp_path: Path, extra: dict[str, str], words: str) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {name: value for name, value in os.environ.items() if name not in hidden} | extra
    done = subprocess.run(
        [sys.executable, "-m", "needlechart", "--data", str(tmp_path / "none")],
        capture_output=True,
        env=environ,
        timeout=60,
    )
    assert done.returncode == Code.NO_WINDOW
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_broken_pyside_is_said(tmp_path: Path) -> None:
    package = tmp_path / "PySide6"
    package.mkdir()
    (package / "__init__.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')"
    )
    environ = dict(os.environ) | {"PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "needlechart"], capture_output=True, env=environ, timeout=60, cwd=tmp_path
    )
    assert done.returncode == Code.NO_WINDOW
    assert "libEGL.so.1 could not be loaded" in done.stderr.decode()
