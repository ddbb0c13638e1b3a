"""The real window, killed while somebody charts in it: everything that was shown as saved is there.

``NEEDLECHART_WINDOW_KILLS`` sets how often (4 if it is not set); a fourth as often marks alone are placed.
"""

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.domain.kinds import BELOW_VISIT
from needlechart.domain.record import Record
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import Step
from needlechart.settings import read_look
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import find, shown, tap, until
from tests.faults.window_person import digest, unlock
from tests.store.conftest import new_store, reopened

ROUNDS = int(os.environ.get("NEEDLECHART_WINDOW_KILLS", "4"))
MARK_ROUNDS, MARKS = ROUNDS // 4, min(300, 8 * ROUNDS)
WRITER = "tests.faults.window_writer"
TRACKED = (Visit, Place, *BELOW_VISIT)

State = dict[str, str]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart with one patient and nothing charted, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    with new_store(folder) as store:
        store.put(factories.patient(), factories.episode())
    return folder


@pytest.fixture(scope="module", autouse=True)
def _told() -> Iterator[None]:
    """The figures of all rounds."""
    yield
    print(f"\nwindow_kill: {len(_SAVED)} kills, {sum(_SAVED)} transactions shown as saved, 0 of them lost")
    print(f"\nwindow_kill: {len(_MARKED)} kills among {MARKS} marks, {sum(_MARKED)} missing in flight")


_SAVED: list[int] = []
"""For each round that came through, how much was shown as saved."""

_MARKED: list[int] = []
"""For each round in which marks alone were placed, how many of those on the map are not in the chart."""


@dataclass
class Said:
    """What the killed process told: state at opening, each transaction, how many it showed as saved.

    ``marks``: how many were on the map, where marks alone are placed.
    """

    visit_id: str = ""
    opening: State = field(default_factory=dict)
    writes: list[Mapping[str, str | None]] = field(default_factory=list)
    saved: int = 0
    marks: int = 0

    def take(self, line: str) -> None:
        """One more line; whatever the window held when nothing was waiting equals what was written."""
        said: dict[str, Any] = json.loads(line)
        if "ready" in said:
            self.visit_id, self.opening = said["ready"], said["shown"]
        elif "write" in said:
            self.writes.append(said["write"])
        elif "marks" in said:
            self.marks = said["marks"]
        else:
            self.saved = said["saved"]
            assert said["shown"] in (None, self.state(self.saved))

    def state(self, transactions: int) -> State:
        """Records of the visit after so many transactions."""
        state: dict[str, str | None] = dict(self.opening)
        for write in self.writes[:transactions]:
            state.update(write)
        return {key: value for key, value in state.items() if value is not None}


def killed(folder: Path, chance: random.Random, marks: int = 0) -> Said:
    """Let the window chart on a folder and kill it at a moment nobody chose; what it had told.

    With ``marks`` so many are placed and nothing else done.
    """
    said = Said()
    command = [sys.executable, "-m", WRITER, str(folder), str(chance.getrandbits(32)), str(marks)]
    wanted = chance.randint(1, marks or 60)
    errors = folder.with_name(f"{folder.name}.errors")
    with (
        errors.open("w") as heard,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=heard, text=True) as process,
    ):
        assert process.stdout is not None
        while said.saved < wanted:
            line = process.stdout.readline()
            assert line.endswith("\n"), f"the window ended by itself: {process.wait()}\n{errors.read_text()}"
            said.take(line)
        # The injected fault: anywhere within the next few taps, in a commit, before or after one.
        select.select([], [], [], chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    for line in rest.splitlines(keepends=True):
        if line.endswith("\n"):  # the last one may be cut off: what it says was not begun, or is not claimed
            said.take(line)
    return said


def verified(folder: Path, said: Said) -> tuple[Place, list[TriggerPoint]]:
    """The store is sound and holds what was shown as saved, besides at most the transaction in flight."""
    with reopened(folder) as store:
        assert store.notices == ()
        kinds: tuple[type[Record], ...] = TRACKED
        stored = [one for kind in kinds for one in store.select(kind)]
        state = {one.id: digest(one) for one in stored}
        possible = [said.state(count) for count in range(said.saved, len(said.writes) + 1)]
        assert len(possible) <= 2
        assert state in possible
        assert store.check().findings == ()
        _SAVED.append(said.saved)
        (place,) = store.select(Place)
        return place, store.select(TriggerPoint, visit_id=said.visit_id)


@pytest.mark.parametrize("round_number", range(MARK_ROUNDS))
def test_of_the_marks_on_the_map_at_most_the_one_in_flight_is_missing(
    tmp_path: Path, prepared: Path, round_number: int
) -> None:
    folder = shutil.copytree(prepared, tmp_path / "chart")
    said = killed(folder, random.Random(round_number), MARKS)
    _, points = verified(folder, said)
    missing = said.marks - len(points)
    assert missing <= 1  # what was written when the kill came before its word is more, not less
    _MARKED.append(max(0, missing))


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """A new window on the folder that the killed one charted in; opened when the test asks for it."""
    folder = tmp_path / "chart"
    session = open_session(qapp, Theme.current(), folder, read_look(folder))
    qtbot.addWidget(session.window)
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    yield session
    session.window.lock()
    session.end()


@pytest.fixture
def said(tmp_path: Path, prepared: Path, round_number: int) -> Said:
    """A window was killed in ``tmp_path / "chart"``."""
    folder = tmp_path / "chart"
    shutil.copytree(prepared, folder)
    return killed(folder, random.Random(round_number))


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_what_was_shown_as_saved_is_there_and_the_visit_reopens_where_it_stood(
    qtbot: QtBot, tmp_path: Path, said: Said, round_number: int, request: pytest.FixtureRequest
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "chart", copy)
    place, points = verified(copy, said)
    assert place.step is Step.NEEDLING

    session: Session = request.getfixturevalue("session")
    unlock(session, lambda true: until(qtbot, true))
    until(qtbot, lambda: shown(session.window, "board") and shown(session.window, "notice_restored"))
    board = find(session.window, "board", VisitBoard)

    visit = board.visit
    assert visit is not None
    assert visit.visit.id == said.visit_id
    assert visit.place == place
    assert board.current is Step.NEEDLING
    assert list(visit.chart.points) == sorted(points, key=lambda one: one.number)
    assert_map_shows(board, points, place)


def assert_map_shows(board: VisitBoard, points: list[TriggerPoint], place: Place) -> None:
    """The view and the site that were chosen, one item for each mark of it, and each mark in its own view."""
    step = find(board, "step_needling", NeedlingStep)
    pane = find(board, "map_front", BodyMapView)
    here = {one.id for one in points if one.view is place.view}
    chosen = place.site_id if any(one.id == place.site_id for one in points) else ""
    assert pane.body_scene.body_view is place.view
    assert set(pane.body_scene.items_by_id()) == here
    assert pane.body_scene.selected == chosen
    assert (step._session.point.id if step._session and step._session.point else "") == chosen
    assert shown(board, f"tile_{points[0].number}") if points else shown(board, "sites")
    counted = 0
    for name in ("view_front", "view_back", "view_right", "view_left"):
        tap(find(board, name))
        counted += len(pane.body_scene.items_by_id())
    assert counted == len(points)
