"""The real window under a screen reader's eyes: python -m pytest tests/access/outside.py

A test of its own, beside the others: it needs an X server, a D-Bus session, at-spi2-core and pyatspi from the
system (Debian: xvfb xauth dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0), none of which PyPI has.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needlechart.cli_commands.demo_folder import create_demo, demo_clinician
from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.domain.needling import Needling
from needlechart.domain.words import Twitch
from needlechart.store.store import Store

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE_S = 240
SCREEN = "-noreset -screen 0 1366x768x24"
"""Without -noreset the server starts anew when whoever came first leaves, and sends others away meanwhile."""

DRIVE = """
"$1" -m needlechart --data "$2" --demo >"$2/window.txt" 2>&1 &
window=$!
"$3" "$4"
code=$?
kill $window
wait $window
exit $code
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional clinic, where the program looks for it."""
    data = tmp_path_factory.mktemp("access")
    create_demo(data / "demo")
    return data


@pytest.fixture(scope="module")
def strong_before(folder: Path) -> set[str]:
    """Needles with a strong twitch before anybody came."""
    return strong(folder)


def strong(folder: Path) -> set[str]:
    """Ids of the needles with a strong twitch, as the database has them."""
    chart = folder / "demo"
    with Store.open(chart, demo_clinician(chart), DEMO_PASSPHRASE) as store:
        return {one.id for one in store.select(Needling) if one.twitch is Twitch.STRONG}


@pytest.fixture(scope="module")
def met(folder: Path, strong_before: set[str]) -> dict[str, Any]:
    """What the client met on its way, told by itself."""
    here = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(folder),
        "PYTHONPATH": str(HERE.parents[1]),
    }
    client = [SYSTEM_PYTHON, str(HERE / "client.py")]
    inside = ["dbus-run-session", "--", "sh", "-c", DRIVE, "drive", sys.executable, str(folder), *client]
    screen = ["xvfb-run", "--auto-servernum", "--server-args", SCREEN, *inside]
    done = subprocess.run(screen, env=here, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    window = (folder / "window.txt").read_text(encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{window}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_mark_of_the_map_is_a_control_with_its_words(met: dict[str, Any]) -> None:
    assert met["marks"]
    for words in met["marks"]:
        site, side, muscle, *life = words.split(", ")
        assert site.removeprefix("Site ").isdigit()
        assert side in ("patient's right", "patient's left", "midline")
        assert muscle
        assert life[0] in ("planned", "needle in", "needle out", "from the last visit")
    assert met["roles"] == ["check box"]


def test_marks_are_read_in_the_order_of_their_numbers(met: dict[str, Any]) -> None:
    own = [words for words in met["marks"] if "from the last visit" not in words]
    numbers = [int(words.split(",")[0].removeprefix("Site ")) for words in own]
    assert numbers == sorted(numbers)


def test_a_mark_lies_where_it_is_drawn(met: dict[str, Any]) -> None:
    places = [tuple(extents[:2]) for extents in met["extents"]]
    assert len(set(places)) == len(places)
    assert all(extents[2] >= 44 and extents[3] >= 44 for extents in met["extents"])


def test_no_control_is_without_a_name(met: dict[str, Any]) -> None:
    assert met["nameless on Home"] == []
    assert met["nameless on the board"] == []


def test_a_mark_is_selected_and_answered_from_outside(met: dict[str, Any]) -> None:
    assert len(met["selected"]) == 1
    assert "strong twitch" in met["answered"][0]
    assert met["saved"]


def test_what_was_done_is_announced_outside(met: dict[str, Any]) -> None:
    assert met["heard"][0].startswith("Strong twitch on site ")


def test_one_of_several_answers_is_a_radio_button(met: dict[str, Any]) -> None:
    assert met["role of an answer"] == "radio button"


def test_the_depth_is_a_slider_that_is_read_and_set_from_outside(met: dict[str, Any], folder: Path) -> None:
    value, least, most = met["depth"]
    assert least == 0
    assert 0 <= value <= most <= 150
    assert met["depth set"]
    chart = folder / "demo"
    with Store.open(chart, demo_clinician(chart), DEMO_PASSPHRASE) as store:
        assert any(one.depth_mm == 21 for one in store.select(Needling))


def test_no_patient_is_in_the_name_of_the_window(met: dict[str, Any]) -> None:
    assert met["window"] == "needlechart"


def test_what_was_pressed_outside_is_in_the_database(
    met: dict[str, Any], folder: Path, strong_before: set[str]
) -> None:
    assert met["saved"]
    assert len(strong(folder) - strong_before) == 1
