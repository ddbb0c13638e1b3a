"""The real window while its disk is full, does not answer, is gone or was replaced: held, said, saved later.

The disk refuses below the real driver (see `disk`); folders are really moved, copied and put back; a stick is
pulled by taking its folder away at the n-th call that writes to it. ``NEEDLECHART_FULL_DISKS`` sets how often
the disk gets full at a byte that nobody chose (3 if it is not set).
"""

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.backup import verify_copy
from needlechart.store.files import ANCHOR, DATABASE, KEYS
from needlechart.store.keyfile import read_key_file
from needlechart.store.manifest import backups
from needlechart.store.places import WentAway
from needlechart.store.restore import restore
from needlechart.store.rows import settled
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.unlock import UnlockScreen
from tests import factories
from tests.driving import find, shown, tap, type_into, until
from tests.faults.disk import Disk
from tests.faults.window_person import Hand, open_draft
from tests.store.conftest import new_store, reopened
from tests.windows import entrance, sessions

FULL_DISKS = int(os.environ.get("NEEDLECHART_FULL_DISKS", "3"))

Start = Callable[[], Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chart with one patient, whose folder is the only thing in its parent folder that fails."""
    folder = tmp_path / "laptop" / "chart"
    folder.parent.mkdir()
    with new_store(folder) as store:
        store.put(factories.patient(), factories.episode())
    return folder


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Start]:
    for begin in sessions(qapp, qtbot):
        yield partial(begin, folder)


class Charting:
    """Somebody on the needling step, and what the window says about saving."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session = session
        self._qtbot = qtbot
        self.board: VisitBoard = open_draft(session, self.until)
        self.go_on()

    def until(self, true: Callable[[], bool]) -> None:
        until(self._qtbot, true)

    def go_on(self) -> None:
        """To the needles, with everything so far on the disk."""
        tap(find(self.board, "rail_needling"))
        self.until(lambda: self.board.visit is not None and not self.board.visit.queue.waiting)
        self._hand = Hand(self.board, Random(4))

    @property
    def in_memory(self) -> list[TriggerPoint]:
        assert self.board.visit is not None
        return [settled(one) for one in self.board.visit.of_kind(TriggerPoint)]

    def stored(self) -> list[TriggerPoint]:
        return self.session.database.submit(lambda store: store.select(TriggerPoint)).result(20)

    def mark(self, count: int) -> None:
        """So many more marks on the body."""
        wanted = len(self.in_memory) + count
        while len(self.in_memory) < wanted:
            self._hand.mark()

    @property
    def on_map(self) -> list[str]:
        """The ids of the marks that both views show."""
        shown_here: list[str] = []
        for name in ("view_front", "view_back"):
            tap(find(self.board, name))
            shown_here += find(self.board, "map_front", BodyMapView).body_scene.items_by_id()
        return shown_here

    @property
    def saved(self) -> str:
        return find(self.board, "saved", QLabel).text()

    def wait_for_refusal(self) -> str:
        """What the strip says once the disk has refused."""
        self.until(lambda: shown(self.board, "notice_not_saved"))
        assert self.saved == "Not saved"
        return self.strip()

    def strip(self) -> str:
        return find(self.board, "notice_not_saved").accessibleName()

    def try_again(self) -> None:
        tap(find(find(self.board, "notice_not_saved"), "action-try_again"))

    def wait_until_saved(self) -> None:
        assert self.board.visit is not None
        queue = self.board.visit.queue
        self.until(lambda: not queue.waiting and not shown(self.board, "notice_not_saved"))
        assert self.saved.startswith("Saved ")
        assert self.stored() == self.in_memory


def sound(folder: Path, points: list[TriggerPoint]) -> None:
    """Opened anew, the chart holds these marks in this order, and nothing is found."""
    with reopened(folder) as store:
        assert store.select(TriggerPoint) == points
        assert store.notices == ()
        assert store.check().findings == ()


def closed(session: Session) -> None:
    session.window.lock()
    session.end()


REFUSALS = {
    "full": (errno.ENOSPC, "the disk is full", "Free some space"),
    "read-only": (errno.EROFS, "the folder cannot be written to", "Allow this user account"),
    "broken": (errno.EIO, "the disk did not take it", "Check the disk"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_taps_since_the_disk_refused_are_held_counted_and_saved_in_order_when_it_is_well(
    qtbot: QtBot, folder: Path, start: Start, kind: str
) -> None:
    error, cause, todo = REFUSALS[kind]
    session = start()
    with Disk(folder) as disk:
        person = Charting(session, qtbot)
        person.mark(2)
        person.wait_until_saved()
        on_disk = person.stored()

        disk.fail(error=error)
        person.mark(1)
        said = person.wait_for_refusal()
        person.mark(3)

        assert f"Saving has stopped, {cause}" in said
        assert todo in said
        assert "4 changes are held in memory" in person.strip()
        assert person.stored() == on_disk
        tap(find(person.board, "rail_review"))
        until(qtbot, lambda: "Saving has stopped" in find(person.board, "sign_now").why_not)
        tap(find(person.board, "rail_needling"))
        person.try_again()
        person.wait_for_refusal()

        disk.mend()
        person.try_again()
        person.wait_until_saved()
        points = person.in_memory
        assert len(points) == 6
        closed(session)
    sound(folder, points)


def test_a_disk_full_at_any_byte_is_told_with_the_refusal_and_saving_goes_on_by_itself(
    qtbot: QtBot, folder: Path, start: Start
) -> None:
    chance, told, saved_after, acknowledged = Random(11), [], [], 0
    session = start()
    with Disk(folder) as disk:
        person = Charting(session, qtbot)
        visit = person.board.visit
        assert visit is not None
        # Behind the screens' own: what is told by now is told in the same turn as the refusal.
        visit.save_failed.connect(lambda _: told.append(shown(person.board, "notice_not_saved")))
        for _ in range(FULL_DISKS):
            before = len(told)
            disk.fill(chance.randrange(60_000))
            while len(told) == before:
                acknowledged = len(person.stored())
                person.mark(1)
                person.until(lambda: not visit.queue.waiting or visit.queue.failing)
            person.mark(2)
            points = person.in_memory

            assert person.saved == "Not saved"
            assert person.stored() == points[:acknowledged]
            assert visit.queue.changes == len(points) - acknowledged
            assert set(person.on_map) == {one.id for one in points}
            began = time.monotonic()
            disk.mend()
            person.wait_until_saved()
            saved_after.append(time.monotonic() - began)
        assert all(told)
        points = person.in_memory
        closed(session)
    sound(folder, points)
    print(
        f"\nwindow_disk: full at {FULL_DISKS} places, 0 of {len(points)} marks lost, told {len(told)}x in"
        f" the turn of the refusal, saved at most {max(saved_after):.1f} s after there was space"
    )


def test_taps_that_are_held_can_be_shown_and_saved_to_a_stick_which_restores_with_them(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    session = start()
    with Disk(folder) as disk:
        person = Charting(session, qtbot)
        person.mark(2)
        person.wait_until_saved()
        disk.fail(error=errno.ENOSPC)
        person.mark(3)
        person.wait_for_refusal()
        person.until(lambda: "3 changes are held" in person.strip())

        tap(find(person.board, "action-show_held"))
        assert "3. " in person.strip()
        assert "4. " not in person.strip()
        tap(find(person.board, "action-save_elsewhere"))
        person.until(lambda: shown(person.board, "notice_copy_elsewhere"))
        said: str = find(person.board, "notice_copy_elsewhere").accessibleName()
        assert "is in an encrypted backup there" in said
        assert f"Made and checked: {stick}." in said
        assert "They stay held here as well: Free some space" in said

        (made,) = backups(stick)
        assert {one.name for one in made.folder.iterdir()} == {DATABASE, KEYS, "manifest.json"}
        assert not list(stick.glob("*.part"))
        points = person.in_memory
        assert len(points) == 5
        disk.mend()
        person.try_again()
        person.wait_until_saved()
        closed(session)
    sound(folder, points)

    other = tmp_path / "another laptop"
    restore(made.folder, other, factories.CLINICIAN, factories.PASSPHRASE)
    sound(other, points)


def test_a_stick_that_is_full_as_well_keeps_nothing_half_and_the_taps_stay_held(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    session = start()
    with Disk(tmp_path) as disk:
        person = Charting(session, qtbot)
        person.mark(1)
        person.wait_until_saved()
        disk.fail(error=errno.ENOSPC)
        person.mark(2)
        person.wait_for_refusal()
        tap(find(person.board, "action-save_elsewhere"))
        person.until(lambda: shown(person.board, "notice_copy_elsewhere"))
        assert "disk is full" in find(person.board, "notice_copy_elsewhere").accessibleName()
        assert backups(stick) == []
        disk.mend()
        person.try_again()
        person.wait_until_saved()
        points = person.in_memory
        closed(session)
    sound(folder, points)


def test_a_disk_that_is_full_at_the_lock_is_told_with_its_place_over_the_locked_screen(
    qtbot: QtBot, folder: Path, start: Start
) -> None:
    """The lock's own entry and the anchor find no room: the window is locked all the same."""
    session = start()
    with Disk(folder) as disk:
        person = Charting(session, qtbot)
        person.mark(1)
        person.wait_until_saved()
        points, keys = person.in_memory, (folder / KEYS).read_bytes()
        anchor = (folder / ANCHOR).read_bytes()
        disk.fill(0)
        session.window.lock()
        assert not session.window.unlocked
        screen = entrance(session, UnlockScreen)
        assert isinstance(screen, UnlockScreen)
        until(qtbot, lambda: screen.error.isVisible())
        assert f"The disk is full: {folder}." in screen.error.accessibleName()
        assert "Everything shown as saved is safe" in screen.error.accessibleName()
        assert (folder / KEYS).read_bytes() == keys
        assert (folder / ANCHOR).read_bytes() == anchor
        assert [one.name for one in folder.rglob("*") if one.name.endswith((".tmp", ".part"))] == []
        disk.mend()
    session.end()
    sound(folder, points)


def test_saving_goes_on_by_itself_and_the_lock_loses_nothing_that_waits(
    qtbot: QtBot, folder: Path, start: Start
) -> None:
    session = start()
    with Disk(folder) as disk:
        person = Charting(session, qtbot)
        disk.fail(error=errno.ENOSPC)
        person.mark(2)
        person.wait_for_refusal()
        points = person.in_memory
        session.window.lock()
        assert not session.window.unlocked

        disk.mend()
        person.board = open_draft(session, person.until)
        person.until(lambda: person.stored() == points)
        closed(session)
    sound(folder, points)


def test_a_folder_that_is_gone_is_told_and_taken_up_when_it_is_back(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path
) -> None:
    session = start()
    person = Charting(session, qtbot)
    person.mark(2)
    person.wait_until_saved()
    folder.rename(tmp_path / "away")

    person.mark(2)
    said = person.wait_for_refusal()
    assert "Saving has stopped, the folder of the chart is gone" in said
    assert not folder.exists()
    (tmp_path / "away").rename(folder)  # and saving goes on by itself
    person.wait_until_saved()

    points = person.in_memory
    assert len(points) == 4
    closed(session)
    sound(folder, points)


def test_a_folder_that_comes_back_as_a_copy_is_gone_on_with(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path
) -> None:
    session = start()
    person = Charting(session, qtbot)
    person.mark(2)
    person.wait_until_saved()
    shutil.move(folder, tmp_path / "away")
    person.mark(1)
    person.wait_for_refusal()

    shutil.copytree(tmp_path / "away", tmp_path / "copied")
    (tmp_path / "copied").rename(folder)
    person.wait_until_saved()
    person.mark(1)
    person.wait_until_saved()

    points = person.in_memory
    closed(session)
    sound(folder, points)


def test_an_older_state_put_in_the_place_of_an_open_chart_is_not_written_into(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    session = start()
    person = Charting(session, qtbot)
    person.mark(2)
    person.wait_until_saved()
    shutil.move(folder, tmp_path / "away")
    shutil.copytree(old, folder)
    before = (folder / DATABASE).read_bytes()

    person.mark(1)
    said = person.wait_for_refusal()

    assert "Saving has stopped, another file lies in the place of the chart" in said
    assert (folder / DATABASE).read_bytes() == before
    shutil.move(folder, tmp_path / "wrong")
    shutil.move(tmp_path / "away", folder)
    person.wait_until_saved()
    points = person.in_memory
    assert len(points) == 3
    closed(session)
    sound(folder, points)


def test_a_second_window_is_told_who_holds_the_chart_and_opens_it_afterwards(
    qtbot: QtBot, folder: Path, start: Start
) -> None:
    held = (
        "import pathlib, sys\n"
        "from tests.store.conftest import reopened\n"
        "store = reopened(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
        "store.close()\n"
    )
    command = [sys.executable, "-c", held, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        session = start()
        unlock = session.window.findChild(UnlockScreen)
        assert isinstance(unlock, UnlockScreen)
        type_into(unlock.passphrase.edit, factories.PASSPHRASE)
        tap(unlock.unlock)
        until(qtbot, lambda: "open in another window" in unlock.error.accessibleName())
        assert "Mara Velasquez since " in unlock.error.accessibleName()
        assert not session.window.unlocked
        first.communicate()
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    until(qtbot, lambda: shown(session.window, "home"))


@pytest.mark.parametrize("nth", [1, 30, 200])
def test_a_stick_pulled_during_a_backup_leaves_a_copy_beside_the_chart_and_is_told(
    qtbot: QtBot, folder: Path, start: Start, tmp_path: Path, nth: int
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with reopened(folder) as store:
        store.put(store.clinic.but(backup_folder=str(stick)))
        key = bytes(store.opened.secrets.data_key)
    session = start()
    with Disk(stick) as disk:
        person = Charting(session, qtbot)
        person.mark(1)
        person.wait_until_saved()
        disk.pull(nth)
        done: list[object] = []
        assert session.desk is not None
        session.desk.backup_now(done.append, done.append)
        until(qtbot, lambda: bool(done))

        pulled = disk.failed > 0
        assert stick.exists() is not pulled
        (made,) = backups(folder) if pulled else backups(stick)
        verify_copy(made.folder, made, key)
        assert read_key_file(made.folder).file_id == made.file_id
        person.mark(1)
        person.wait_until_saved()
        places = session.database.submit(lambda store: _failed(folder)).result(20)
        assert places == ([WentAway.happened] if pulled else [])
        points = person.in_memory
        closed(session)
    sound(folder, points)


def _failed(folder: Path) -> list[str]:
    from needlechart.store.places import known_places

    return [one.failed for one in known_places(folder) if one.failed and one.chosen]
