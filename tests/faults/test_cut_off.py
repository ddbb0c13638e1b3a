"""After a crash or a power cut in a visit: the same clinician is back in it, and hears what is certain.

What a kill leaves is a copy of the folder while the window charts in it: the file and its log as on the disk,
and no word of a lock. `test_window_kill` asks the same of a window that is really killed.
"""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from needlechart.app import removing
from needlechart.app.session import Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import AuditAction, Role, Step
from needlechart.store.files import ANCHOR, STANDING
from needlechart.store.store import Store
from needlechart.ui.screens.board import board_notices
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.board_notices import RESTORED_WORDS
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.screens.wording import clock_seconds
from needlechart.ui.widgets import StripMessage
from tests import factories
from tests.driving import find, shown, tap, type_into, until
from tests.faults.disk import WRITING, Disk
from tests.store.conftest import CHEAP, new_store
from tests.windows import Open, entrance, unlocked

OTHER, OTHERS = "other", "granite orchard 7 violet"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with two sites, and two people who chart here."""
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    with new_store(folder) as store:
        store.add_clinician(factories.clinician(id=OTHER, name="Tomás", role=Role.CLINICIAN), OTHERS, CHEAP)
        visit = factories.visit(started=now(), entered=now())
        points = (factories.point(id="one"), factories.point(id="two", number=2))
        store.put(factories.patient(), factories.episode(), visit, *points)
    return folder


@pytest.fixture
def charted(
    qtbot: QtBot, start: Open, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Place]:
    """What a kill in the visit leaves, and where the visit stood; charted once for all tests here."""
    if not _CUT:
        folder = tmp_path_factory.mktemp("charted") / "chart"
        shutil.copytree(prepared, folder)
        session = start(folder)
        board = in_the_visit(qtbot, session)
        assert board.visit is not None
        _CUT.append((cut(session, folder.with_name("cut")), board.visit.place))
        session.window.lock()
    return _CUT[0]


_CUT: list[tuple[Path, Place]] = []


@pytest.fixture
def folder(charted: tuple[Path, Place], tmp_path: Path) -> Path:
    """A folder of its own in which the program was killed."""
    return shutil.copytree(charted[0], tmp_path / "chart")


def in_the_visit(qtbot: QtBot, session: Session) -> VisitBoard:
    """Unlock, open the draft, give its second site another side; all of it on the disk."""
    unlocked(qtbot, session)
    session.window.nav.open_visit(factories.VISIT)
    until(qtbot, lambda: shown(session.window, "board"))
    session.window.step_3()
    until(qtbot, lambda: shown(session.window, "tile_2"))
    tap(find(session.window, "tile_2"))
    until(qtbot, lambda: shown(session.window, "side_left"))
    tap(find(session.window, "side_left"))
    board = find(session.window, "board", VisitBoard)
    visit = board.visit
    assert visit is not None
    until(qtbot, lambda: not visit.queue.waiting)
    return board


def cut(session: Session, to: Path) -> Path:
    """What the disk holds at this moment, as a kill would leave it."""
    session.database.call(lambda: None).result(20)
    return shutil.copytree(session.folder, to)


def unlock(qtbot: QtBot, session: Session, who: str = factories.CLINICIAN) -> None:
    screen = entrance(session, UnlockScreen)
    assert isinstance(screen, UnlockScreen)
    screen.people.set_value(who)
    type_into(screen.passphrase.edit, OTHERS if who == OTHER else factories.PASSPHRASE)
    tap(screen.unlock)
    until(qtbot, lambda: session.desk is not None)


def assert_stays_home(qtbot: QtBot, session: Session) -> None:
    """Home is filled, and still there when all that unlocking asked of the chart was answered."""
    until(qtbot, lambda: shown(session.window, "home"))
    for _ in range(3):  # an answer may ask again
        asked_all = session.database.call(lambda: None)
        until(qtbot, asked_all.done)
        QApplication.processEvents()
    assert shown(session.window, "home")
    assert not shown(session.window, "board")


def restored(session: Session) -> StripMessage:
    return find(session.window, "notice_restored", StripMessage)


def newest_change(store: Store) -> str:
    acts = [AuditAction.CREATED, AuditAction.PUT, AuditAction.REMOVED]
    changes = store.select(AuditEntry, action=acts, patient_id=factories.PATIENT)
    return clock_seconds(max(changes, key=lambda one: one.sequence).at)


def test_the_visit_is_back_at_its_step_and_site_and_says_what_is_there(
    qtbot: QtBot, start: Open, charted: tuple[Path, Place], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("needlechart.ui.widgets.messages.announce", lambda about, words: heard.append(words))
    session = start(folder)
    unlock(qtbot, session)
    until(qtbot, lambda: shown(session.window, "notice_restored"))

    board = find(session.window, "board", VisitBoard)
    assert board.visit is not None
    assert board.visit.visit.id == factories.VISIT
    assert board.visit.place == charted[1]
    assert board.current is Step.NEEDLING
    assert board.visit.place.site_id == "two"
    at = session.database.submit(newest_change).result(20)
    said = f"{RESTORED_WORDS}. Last saved change {at}."
    assert restored(session).accessibleName() == said
    assert heard.count(said) == 1

    tap(find(restored(session), "action-dismiss"))
    assert not shown(session.window, "notice_restored")
    assert shown(session.window, "board")


def test_what_is_said_goes_by_itself_and_after_a_lock_it_is_not_said_again(
    qtbot: QtBot, start: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_notices, "RESTORED_MS", 30)
    session = start(folder)
    unlock(qtbot, session)
    until(qtbot, lambda: shown(session.window, "board"))
    until(
        qtbot,
        lambda: session.window.nav.board is not None and not session.window.nav.board.notices.isVisible(),
    )
    monkeypatch.undo()

    session.window.lock()
    session.database.call(lambda: None).result(20)
    assert not (folder / STANDING).exists()
    unlock(qtbot, session)
    until(qtbot, lambda: shown(session.window, "board"))  # as ever: back to where it was locked
    assert not shown(session.window, "notice_restored")


@pytest.mark.parametrize("how", ["closed", "locked", "home"])
def test_who_closed_locked_or_had_left_the_visit_lands_on_home(
    qtbot: QtBot, start: Open, folder: Path, tmp_path: Path, how: str
) -> None:
    session = start(folder)
    unlock(qtbot, session)
    until(qtbot, lambda: shown(session.window, "board"))
    if how == "closed":
        session.end()
    elif how == "locked":
        session.window.lock()
    else:
        session.window.go_to_search()
    left = shutil.copytree(folder, tmp_path / "left") if how == "closed" else cut(session, tmp_path / "left")

    again = start(left)
    unlock(qtbot, again)
    assert_stays_home(qtbot, again)


def test_somebody_else_lands_on_home_and_whose_visit_it_was_is_still_led_back(
    qtbot: QtBot, start: Open, folder: Path
) -> None:
    session = start(folder)
    unlock(qtbot, session, OTHER)
    assert_stays_home(qtbot, session)
    session.window.lock()

    unlock(qtbot, session)
    until(qtbot, lambda: shown(session.window, "notice_restored"))
    assert shown(session.window, "board")


def _signed(store: Store) -> None:
    visit = store.get(Visit, factories.VISIT)
    assert visit is not None
    store.apply([(visit, visit.but(clinician_id=OTHER, clinician_name="Tomás"))])
    store.sign_visit(factories.VISIT)


def _discarded(store: Store) -> None:
    removing.discarded(store, factories.VISIT)


def _archived(store: Store) -> None:
    patient = store.get(Patient, factories.PATIENT)
    assert patient is not None
    store.apply([(patient, patient.but(archived=True))])


@pytest.mark.parametrize("meanwhile", [_signed, _discarded, _archived])
def test_a_draft_that_is_none_any_more_or_is_put_away_is_not_led_back_to(
    qtbot: QtBot, start: Open, folder: Path, meanwhile: Callable[[Store], None]
) -> None:
    with Store.open(folder, OTHER, OTHERS) as store:
        meanwhile(store)
    session = start(folder)
    unlock(qtbot, session)
    assert_stays_home(qtbot, session)


def test_where_something_is_missing_the_warning_stands_and_nothing_else_is_said(
    qtbot: QtBot, start: Open, folder: Path
) -> None:
    (folder / ANCHOR).unlink()
    session = start(folder)
    unlock(qtbot, session)
    assert_stays_home(qtbot, session)
    words = [one.text() for one in session.window.findChildren(QLabel) if one.isVisible()]
    assert any("how far the history went is missing" in one for one in words)


def test_what_a_disk_refused_is_not_called_kept(qtbot: QtBot, start: Open, folder: Path) -> None:
    """Nothing could tell of it after a kill: until all of it is saved the way back is given up."""
    session = start(folder)
    with Disk(folder) as disk:
        unlock(qtbot, session)
        until(qtbot, lambda: shown(session.window, "board"))
        until(qtbot, (folder / STANDING).exists)
        disk.fail(error=errno.ENOSPC, kinds=WRITING - {"unlink"})  # a full disk lets names go
        tap(find(session.window, "undo"))
        until(qtbot, lambda: shown(session.window, "notice_not_saved"))
        until(qtbot, lambda: not (folder / STANDING).exists())
        disk.mend()
        tap(find(session.window, "action-try_again"))
        until(qtbot, (folder / STANDING).exists)


def test_taps_that_a_read_only_disk_refused_are_not_claimed_after_a_power_cut(
    qtbot: QtBot, start: Open, folder: Path, tmp_path: Path
) -> None:
    """Such a disk keeps the word of the open draft, too: what is said must be true all the same."""
    session = start(folder)
    with Disk(folder) as disk:
        unlock(qtbot, session)
        until(qtbot, lambda: shown(session.window, "board"))
        until(qtbot, (folder / STANDING).exists)
        board = find(session.window, "board", VisitBoard)
        assert board.visit is not None
        queue = board.visit.queue
        tap(find(session.window, "undo"))
        until(qtbot, lambda: not queue.waiting)
        at = session.database.submit(newest_change).result(20)
        site = session.database.submit(lambda store: store.get(TriggerPoint, "two")).result(20)
        disk.fail(error=errno.EROFS)
        tap(find(session.window, "redo"))
        until(qtbot, lambda: shown(session.window, "notice_not_saved"))
        left = cut(session, tmp_path / "cut")
        disk.mend()
    assert (left / STANDING).exists()
    session.window.lock()

    again = start(left)
    unlock(qtbot, again)
    until(qtbot, lambda: shown(again.window, "notice_restored"))
    assert restored(again).accessibleName() == f"{RESTORED_WORDS}. Last saved change {at}."
    assert "lost" not in RESTORED_WORDS
    board = find(again.window, "board", VisitBoard)
    assert board.visit is not None
    assert board.visit.chart.points[1] == site
