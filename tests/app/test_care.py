"""Checks and trial restores beside the charting, at the real window: taps go on, nothing stays behind."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from needlechart.app import care as whole_check
from needlechart.app.session import Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.backup_view import Trial
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction
from needlechart.editing.safety import Checked
from needlechart.store import aside, trial
from needlechart.store.backup import backup
from needlechart.store.files import DATABASE
from needlechart.store.manifest import backups
from needlechart.store.progress import Share
from needlechart.store.store import Store
from needlechart.ui.widgets import StripMessage, Text
from tests import factories
from tests.driving import find, shown, tap, until, wait_for
from tests.windows import Open, signed_chart, unlocked

MANY = 40


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    with signed_chart(folder) as store:
        for n in range(MANY):
            store.put(factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900))
    return folder


def opened(qtbot: QtBot, start: Open, chart: Path) -> Session:
    session = start(chart)
    unlocked(qtbot, session)
    assert session.desk is not None
    return session


def entries(session: Session, action: AuditAction) -> list[str]:
    found = session.database.submit(lambda store: store.select(AuditEntry, action=action)).result()
    return [one.detail for one in found]


def held(monkeypatch: pytest.MonkeyPatch, name: str) -> tuple[Event, Event]:
    """A step of `aside` that says when it is reached, and waits."""
    there, go_on = Event(), Event()
    original: Callable[..., object] = getattr(aside, name)

    def waits(*given: object) -> object:
        there.set()
        go_on.wait(30)
        return original(*given)

    monkeypatch.setattr(aside, name, waits)
    return there, go_on


def check_begun(
    qtbot: QtBot, session: Session, there: Event
) -> tuple[ThreadPoolExecutor, list[Checked | None]]:
    """A check has come as far as it is held: whose work it is, and what it will have answered."""
    found: list[Checked | None] = []
    assert session.desk is not None
    care = session.desk._care
    session.desk.check_chart(lambda done, total, what: None, found.append)
    until(qtbot, there.is_set)
    return care, found


def nothing_stayed(qtbot: QtBot, session: Session, chart: Path) -> None:
    """Unlocked again, there is neither a copy of the chart nor an entry of a check."""
    assert not (chart / aside.CHECKED).exists()
    unlocked(qtbot, session)
    assert entries(session, AuditAction.CHECKED) == []


def test_what_is_charted_while_the_chart_is_checked_is_saved_before_the_check_ends(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    there, go_on = held(monkeypatch, "_look")
    found: list[Checked | None] = []
    steps: list[str] = []
    assert session.desk is not None
    session.desk.check_chart(lambda done, total, what: steps.append(what), found.append)
    until(qtbot, there.is_set)

    saved: list[object] = []
    session.desk.put([(None, factories.patient(id="meanwhile", record_number="meanwhile"))], saved.append)
    until(qtbot, lambda: bool(saved))
    assert not found
    copy = chart / aside.CHECKED / DATABASE
    assert not copy.read_bytes().startswith(b"SQLite format 3")

    go_on.set()
    until(qtbot, lambda: bool(found))
    assert found[0] is not None
    assert found[0].findings == ()
    assert found[0].seals >= 1
    assert not (chart / aside.CHECKED).exists()
    assert entries(session, AuditAction.CHECKED) == ["0 findings"]
    assert "records against the log" in " ".join(steps)


def test_a_check_ends_when_the_chart_is_locked_and_leaves_nothing(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    there, go_on = held(monkeypatch, "_look")
    care, found = check_begun(qtbot, session, there)
    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    go_on.set()
    care.shutdown(wait=True)
    nothing_stayed(qtbot, session, chart)
    assert found == []


def test_a_lock_waits_neither_for_the_copy_of_a_check_nor_for_the_chart_to_be_read(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    there, go_on, went_on = Event(), Event(), Event()
    start_copy: Callable[..., None] = aside.start_copy

    def slowly(*given: object, **named: object) -> None:
        def told(done: int, total: int, what: str) -> None:
            there.set()
            go_on.wait(30)
            if share.told is not None:
                share.told(done, total, what)
            went_on.set()

        (share,) = (one for one in given if isinstance(one, Share))
        start_copy(*(Share(told) if one is share else one for one in given), **named)

    monkeypatch.setattr(aside, "start_copy", slowly)
    care, found = check_begun(qtbot, session, there)
    session.window.lock()
    go_on.set()
    until(qtbot, lambda: shown(session.window, "unlock"))
    care.shutdown(wait=True)

    assert not went_on.is_set()
    nothing_stayed(qtbot, session, chart)
    assert found == []


def test_a_check_that_is_stopped_leaves_nothing(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    there, go_on = held(monkeypatch, "_look")
    _, found = check_begun(qtbot, session, there)
    session.desk.stop_check()
    go_on.set()
    until(qtbot, lambda: found == [None])
    assert not (chart / aside.CHECKED).exists()


def test_without_room_for_a_copy_the_chart_is_checked_where_it_lies(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    (chart / aside.CHECKED).write_bytes(b"a file where the folder of the copy goes")
    found: list[Checked | None] = []
    assert session.desk is not None
    session.desk.check_chart(lambda done, total, what: None, found.append)
    until(qtbot, lambda: bool(found))
    assert found[0] is not None
    assert found[0].findings == ()
    assert entries(session, AuditAction.CHECKED) == ["0 findings"]


def test_what_a_killed_look_left_is_taken_away_at_the_next_opening(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    for name in (aside.CHECKED, aside.TRIED):
        (chart / name).mkdir()
        (chart / name / DATABASE).write_bytes(os.urandom(4096))
    opened(qtbot, start, chart)
    assert not (chart / aside.CHECKED).exists()
    assert not (chart / aside.TRIED).exists()


def test_a_restore_is_tried_when_a_quarter_has_gone_by_and_told_in_settings(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    session.database.submit(lambda store: backup(store)).result()
    last_seen = session.presence.last_seen
    session.presence.back_up_if_quiet(last_seen + 60)
    session.database.call(lambda: None).result()
    qtbot.wait(1)
    assert entries(session, AuditAction.CHECKED) == []  # a new chart: not due yet

    monkeypatch.setattr(trial, "now", lambda: now() + timedelta(days=8))
    session.presence.back_up_if_quiet(last_seen + 120)
    until(qtbot, lambda: len(entries(session, AuditAction.CHECKED)) == 1)
    (said,) = entries(session, AuditAction.CHECKED)
    assert said.startswith("trial restore: backup of ")
    assert said.endswith(" whole")
    assert not (chart / aside.TRIED).exists()

    tap(find(session.window, "settings"))
    tap(wait_for(qtbot, session.window, "open_backups"))
    told = wait_for(qtbot, session.window, "trial_told", Text)
    until(qtbot, lambda: "the newest backup was whole" in told.text())

    monkeypatch.setattr(trial, "now", lambda: now() + timedelta(days=98))
    assert not session.database.submit(trial.due).result()
    monkeypatch.setattr(trial, "now", lambda: now() + timedelta(days=100))
    assert session.database.submit(trial.due).result()


def test_a_backup_that_is_not_whole_is_found_by_the_trial_and_the_next_one_is_tried(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    session = opened(qtbot, start, chart)
    session.database.submit(lambda store: backup(store)).result()
    newest = session.database.submit(lambda store: backup(store)).result()
    data = bytearray((newest.folder / DATABASE).read_bytes())
    data[len(data) // 2] ^= 1
    (newest.folder / DATABASE).write_bytes(data)
    assert len(backups(chart)) == 2

    tap(find(session.window, "settings"))
    tap(wait_for(qtbot, session.window, "open_backups"))
    tap(wait_for(qtbot, session.window, "try_restore"))
    told = wait_for(qtbot, session.window, "trial_told", Text)
    until(qtbot, lambda: "not whole" in told.text())
    (said,) = entries(session, AuditAction.CHECKED)
    assert said.count("backup of") == 2
    assert said.index("not whole") < said.rindex("whole")
    assert said.endswith(" whole")
    assert not (chart / aside.TRIED).exists()

    session.window.nav.go_home()
    strip = wait_for(qtbot, session.window, "notice_backup", StripMessage)
    assert strip.cause.text().startswith("A backup failed its trial restore on")


def test_without_a_backup_there_is_nothing_to_try(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = opened(qtbot, start, chart)
    said: list[Trial | None] = []
    assert session.desk is not None
    session.desk.try_restore(said.append)
    until(qtbot, lambda: said == [None])
    assert entries(session, AuditAction.CHECKED) == []


def test_damage_that_opening_did_not_meet_is_found_when_nobody_taps_and_told_until_after_the_lock(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        backup(store)
    whole = (chart / DATABASE).read_bytes()
    for page in range(len(whole) // 4096 - 1, 0, -1):  # one that opening does not read, but that is read
        data = bytearray(whole)
        data[page * 4096 + 77] ^= 1
        (chart / DATABASE).write_bytes(data)
        if opens(chart) and not sound(chart):
            break
        (chart / DATABASE).write_bytes(whole)
    session = opened(qtbot, start, chart)
    session.presence.back_up_if_quiet(session.presence.last_seen + 60)
    until(qtbot, lambda: session.desk is not None and session.desk.damaged)
    said = [one for one in session.window.findChildren(StripMessage) if one.isVisible()]
    assert whole_check.DAMAGED.happened in {one.cause.text() for one in said}

    session.window.lock()
    until(qtbot, lambda: shown(session.window, "trouble"))
    strip = find(session.window, "trouble", StripMessage)
    assert strip.cause.text() == "Part of the chart file cannot be read"
    assert strip.button("open_readable").isEnabled()


def opens(chart: Path) -> bool:
    try:
        store = Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE)
    except Exception:  # noqa: BLE001 - whatever it is, this page is not the one looked for
        return False
    store._let_go()
    return True


def sound(chart: Path) -> bool:
    store = Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE)
    try:
        return whole_check.whole(store) and bool(store.select(Patient))
    finally:
        store._let_go()


def test_the_look_over_the_pages_is_left_off_when_somebody_waits(chart: Path) -> None:
    asked: list[int] = []

    def waited_for() -> bool:
        asked.append(1)
        return True

    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert whole_check.whole(store, waited_for, every=1) is None
        assert asked
        assert whole_check.whole(store, lambda: False, every=1) is True
        store.put(factories.patient(id="goes on", record_number="goes on"))
