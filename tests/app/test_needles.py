"""Needles in a patient while the laptop is locked, restarted, its clock set: the real window and chart."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.documents.note import render_note
from needlechart.documents.pages import page_texts
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.needling import Needling
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Technique
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from needlechart.ui.screens.unlock import UnlockScreen
from tests import factories
from tests.clocks import Time
from tests.driving import find, press, shown, tap, type_into, until
from tests.store.conftest import CHEAP
from tests.windows import Open, entrance, unlocked

DAY = timedelta(days=1)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


@pytest.fixture
def chart(tmp_path: Path, time: Time) -> Path:
    """A draft with two planned needles, one of which is to stay five minutes."""
    folder = tmp_path / "chart"
    house = factories.clinic(sound_when_time_is_up=True)
    store, _ = Store.create(folder, house, factories.clinician(), factories.PASSPHRASE, CHEAP)
    first, second = factories.point(id="one"), factories.point(id="two", number=2)
    store.put(
        factories.patient(),
        factories.episode(),
        factories.visit(started=time.wall, entered=time.wall),
        first,
        second,
        planned(first, Technique.IN_SITU, 300),
        planned(second, Technique.PISTONING, None),
    )
    store.close()
    return folder


def planned(point: object, technique: Technique, seconds: int | None) -> Needling:
    return factories.needling(
        point,  # type: ignore[arg-type]
        id=f"needle-{point.id}",  # type: ignore[attr-defined]
        state=NeedleState.PLANNED,
        technique=technique,
        retention_planned_s=seconds,
        twitch=None,
        pain=None,
        in_at=None,
        out_at=None,
    )


def with_needles_in(qtbot: QtBot, session: Session) -> None:
    """Unlock, open the draft from Home, tap a twitch at both sites, wait until it is on the disk."""
    unlocked(qtbot, session)
    assert session.desk is not None
    session.window.nav.open_visit(factories.VISIT)
    until(qtbot, lambda: shown(session.window, "board"))
    board = session.window.nav.board
    assert board is not None
    session.window.step_3()
    until(qtbot, lambda: shown(session.window, "tile_1"))
    for site in ("tile_1", "tile_2"):
        tap(find(session.window, site))
        tap(find(session.window, "chip_twitch_one"))
    assert board.visit is not None
    visit = board.visit
    until(qtbot, lambda: visit.queue.waiting == 0)
    session.database.call(lambda: None).result()


def lock(qtbot: QtBot, session: Session) -> UnlockScreen:
    press(session.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: session.desk is None)
    session.database.call(lambda: None).result()
    return screen(session)


def screen(session: Session) -> UnlockScreen:
    unlock = entrance(session, UnlockScreen)
    assert isinstance(unlock, UnlockScreen)
    return unlock


def strip(session: Session) -> str:
    """What the locked screen says of needles, this second; nothing without them."""
    session.entrance.tick()
    unlock = screen(session)
    return unlock.needles.accessibleName() if unlock.needles.isVisible() else ""


def needles(chart: Path) -> dict[str, Needling]:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        return {one.id: one for one in store.select(Needling)}


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    heard: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(1))
    return heard


def test_the_clock_goes_on_under_the_lock_and_beeps_there_when_the_time_is_up(
    qtbot: QtBot, start: Open, chart: Path, time: Time, beeps: list[int]
) -> None:
    session = start(chart)
    with_needles_in(qtbot, session)
    time.go(100)

    lock(qtbot, session)
    assert strip(session).startswith("2 needles in · 1:40")
    assert factories.patient().family_name not in strip(session)
    time.set_clock(-DAY)
    time.go(199)
    assert strip(session).startswith("2 needles in · 4:59")
    assert beeps == []
    beside = (chart / "needles-in.json").read_text()
    patient = factories.patient()
    for word in (patient.given_name, patient.family_name):
        assert word not in beside
    time.go(1)
    assert "Time is up for 1" in strip(session)
    assert strip(session)
    assert beeps == [1]

    unlocked_on_the_board(qtbot, session)
    tap(find(session.window, "tile_1"))
    until(qtbot, lambda: "5:00 time is up" in find(session.window, "dwell").accessibleName())


def unlocked_on_the_board(qtbot: QtBot, session: Session) -> None:
    """Whoever locked with needles in comes back to where they are."""
    from tests.driving import type_into

    unlock = screen(session)
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    until(qtbot, lambda: shown(session.window, "board"))
    until(qtbot, lambda: shown(session.window, "tile_1"))


@pytest.mark.parametrize("by", [timedelta(0), -DAY, DAY])
def test_after_a_restart_the_locked_screen_and_the_needle_know_the_time(
    qtbot: QtBot, start: Open, chart: Path, time: Time, by: timedelta
) -> None:
    session = start(chart)
    with_needles_in(qtbot, session)
    session.end()
    session.window.close()
    time.go(60)
    time.set_clock(by)

    again = start(chart)
    assert strip(again).startswith("2 needles in · 1:00")
    time.go(30)
    unlocked_on_the_board(qtbot, again)
    tap(find(again.window, "tile_1"))
    tap(find(again.window, "needle_out"))
    board = again.window.nav.board
    assert board is not None
    assert board.visit is not None
    until(qtbot, lambda: board.visit is not None and board.visit.queue.waiting == 0)
    again.end()

    one = needles(chart)["needle-one"]
    assert one.state is NeedleState.OUT
    assert one.retention_s == 90
    assert one.in_at is not None
    assert one.out_at == one.in_at + timedelta(seconds=90)


def test_a_computer_that_wakes_up_yesterday_writes_no_time(
    qtbot: QtBot, start: Open, chart: Path, time: Time
) -> None:
    session = start(chart)
    with_needles_in(qtbot, session)
    session.end()
    session.window.close()
    time.start_computer(after=-86_400)

    again = start(chart)
    assert strip(again).startswith("2 needles in · time not known")
    unlocked_on_the_board(qtbot, again)
    tap(find(again.window, "tile_1"))
    assert "Time not known" in find(again.window, "dwell").accessibleName()
    tap(find(again.window, "needle_out"))
    board = again.window.nav.board
    assert board is not None
    until(qtbot, lambda: board.visit is not None and board.visit.queue.waiting == 0)
    again.end()

    one = needles(chart)["needle-one"]
    assert (one.state, one.out_at, one.retention_s) == (NeedleState.OUT, None, None)
    assert "time out not known" in one.note
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        printed = " ".join(" ".join(page_texts(render_note(visit_chart(store, factories.VISIT)).pdf)).split())
    assert "time out not known" in printed


@pytest.mark.parametrize("restarted", [False, True])
def test_stop_now_works_on_the_locked_screen_and_is_charted_at_the_next_unlock(
    qtbot: QtBot, start: Open, chart: Path, time: Time, restarted: bool
) -> None:
    session = start(chart)
    with_needles_in(qtbot, session)
    time.go(120)
    lock(qtbot, session)
    strip(session)

    tap(screen(session).needles.button("stop_now"))
    stopped = time.wall
    assert "Stopped" in strip(session)
    time.go(600)
    if restarted:
        session.end()
        session.window.close()
        session = start(chart)
        assert "Stopped" in strip(session)
    unlocked_on_the_board(qtbot, session)
    session.database.call(lambda: None).result()
    session.end()

    kept = needles(chart)
    assert {one.state for one in kept.values()} == {NeedleState.OUT}
    one = kept["needle-one"]
    assert one.out_at is not None
    assert abs(one.out_at - stopped) < timedelta(seconds=1)
    assert one.retention_s == 120
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        visit = store.get(Visit, factories.VISIT)
        assert visit is not None
        assert visit.stopped_at == one.out_at
        assert (visit.needles_out, visit.stopped_reason) == (2, "stopped on the locked screen")
        assert store.check().sound
        printed = " ".join(" ".join(page_texts(render_note(visit_chart(store, factories.VISIT)).pdf)).split())
        assert {one.clinician_id for one in store.select(AuditEntry)} == {factories.CLINICIAN}
    assert "stopped on the locked screen" in printed
    assert not (chart / "stopped.json").exists()
    assert not (chart / "needles-in.json").exists()


def test_without_needles_the_locked_screen_says_nothing_and_an_odd_file_keeps_nobody_out(
    qtbot: QtBot, start: Open, chart: Path, time: Time
) -> None:
    for name in ("needles-in.json", "stopped.json"):
        (chart / name).write_text('{"needles": [3], "at": "yesterday"}')
    session = start(chart)
    assert strip(session) == ""
    unlocked(qtbot, session)
    lock(qtbot, session)
    assert strip(session) == ""


def test_a_file_that_no_longer_fits_the_chart_is_put_right_by_unlocking(
    qtbot: QtBot, start: Open, chart: Path, time: Time
) -> None:
    since = (time.wall - timedelta(minutes=3)).isoformat()
    gone = {"needles": [{"visit": "gone", "since": since, "ends": ""}], "clock": "", "sound": False}
    (chart / "needles-in.json").write_text(json.dumps(gone))
    session = start(chart)
    assert strip(session).startswith("1 needle in · 3:00")

    unlocked(qtbot, session)
    session.database.call(lambda: None).result()

    assert not (chart / "needles-in.json").exists()
    lock(qtbot, session)
    assert strip(session) == ""


def test_after_a_crash_with_needles_in_stop_now_stands_beside_what_says_that_nothing_is_lost(
    qtbot: QtBot, start: Open, chart: Path, tmp_path: Path, time: Time
) -> None:
    with_needles_in(qtbot, start(chart))
    killed = shutil.copytree(chart, tmp_path / "killed")  # as a kill would leave it
    time.go(60)
    session = start(killed)
    unlock = screen(session)
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    until(qtbot, lambda: shown(session.window, "notice_restored"))

    said, stop = find(session.window, "notice_restored"), find(session.window, "stop_now")
    places = [QRect(one.mapTo(session.window, QPoint()), one.size()) for one in (said, stop)]
    assert not places[0].intersects(places[1])
    tap(stop)
    board = session.window.nav.board
    assert board is not None
    assert board.visit is not None
    assert not board.visit.chart.needles_still_in
