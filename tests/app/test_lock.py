"""The lock at the real window: who or what locks, what stays, where one comes back to."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from needlechart.app import desk as desk_of_store
from needlechart.app import presence
from needlechart.app.away import JUMP_S, Away
from needlechart.app.entrance import CLOSING
from needlechart.app.safety import backup_at_closing
from needlechart.app.session import KEY_KNOWN, Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinic
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction, Role
from needlechart.store.backup import backup
from needlechart.store.manifest import backups
from needlechart.store.rotate import rotate_key
from needlechart.store.store import Store
from needlechart.store.swap import STAGE
from needlechart.store.vault import unlock
from needlechart.store.waiting import forget_failures
from needlechart.ui.dialogs import ask
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.screens.unlock import UnlockScreen
from tests import factories
from tests.driving import find, press, shown, tap, type_into, until
from tests.faults.killing import left_before_comparing
from tests.store.conftest import CHEAP
from tests.windows import Open, entrance, unlocked

NAME = factories.patient().full_name


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    store, _ = Store.create(folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, CHEAP)
    store.put(factories.patient(), factories.episode(), factories.visit(started=now(), entered=now()))
    store.close()
    return folder


def logged(chart: Path, action: AuditAction) -> list[str]:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        return [one.detail for one in store.select(AuditEntry, action=action)]


def visible_words(session: Session) -> str:
    labels = [one.text() for one in session.window.findChildren(QLabel) if one.isVisible()]
    return " ".join([*labels, session.window.windowTitle()])


def settle(session: Session) -> None:
    session.database.call(lambda: None).result()


@pytest.mark.parametrize("why", ["screen_locked", "going_to_sleep", "session_locked"])
def test_the_desktop_locks_the_chart(qtbot: QtBot, start: Open, chart: Path, why: str) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    slot = getattr(session.presence.away, why)

    slot(True) if why != "session_locked" else slot()

    assert session.desk is None
    assert NAME not in visible_words(session)
    settle(session)
    said = {
        "screen_locked": "the screen was locked",
        "going_to_sleep": "the laptop goes to sleep",
        "session_locked": "the session was locked",
    }[why]
    session.end()
    assert said in logged(chart, AuditAction.LOCKED)


def test_a_screen_that_is_unlocked_again_locks_nothing(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.presence.away.screen_locked(False)
    session.presence.away.going_to_sleep(False)
    assert session.desk is not None


def test_the_clock_tells_that_the_laptop_slept() -> None:
    told: list[str] = []
    away = Away()
    away.away.connect(told.append)
    wall, waited = away._wall, away._waited
    away.look(wall + 5, waited + 5)
    away.look(wall - 90_000, waited + 10)  # set back a day
    away.look(wall - 90_000 + 5 + JUMP_S - 1, waited + 15)  # a little ahead
    assert told == []
    away.look(wall + JUMP_S + 100, waited + 20)
    assert told == ["the laptop slept"]
    away.look(wall + JUMP_S + 400, waited + 320)  # both clocks went on, but nothing ran here
    assert len(told) == 2


class Clock:
    """What the window takes for both clocks, in seconds."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def time(self) -> float:
        return self.at

    monotonic = time


def test_idle_minutes_lock_at_the_next_look_and_somebody_who_types_is_never_locked_out(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(presence, "time", clock)
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        store.put(store.clinic.but(lock_minutes=2))
    session = start(chart)
    unlocked(qtbot, session)
    looks = session.presence._idle
    assert looks.isActive()
    assert looks.interval() <= 5_000
    for _ in range(50):
        clock.at += 2 * 60 - 10
        looks.timeout.emit()
        assert session.desk is not None
        press(session.window, Qt.Key.Key_A)
    idle = 0.0
    while session.desk is not None:
        clock.at += looks.interval() / 1000
        idle += looks.interval() / 1000
        looks.timeout.emit()
        assert idle <= 2 * 60 + 5
    assert idle >= 2 * 60


def test_the_session_bus_is_heard() -> None:
    """The real bus, the real signal, in a process of its own."""
    code = (
        "import subprocess, sys\n"
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from needlechart.app.away import Away\n"
        "app = QCoreApplication([])\n"
        "away = Away(); away.start()\n"
        "away.away.connect(lambda why: (print(why), app.quit()))\n"
        "emit = ['gdbus', 'emit', '--session', '--object-path', '/org/gnome/ScreenSaver',\n"
        "        '--signal', 'org.gnome.ScreenSaver.ActiveChanged', 'true']\n"
        "QTimer.singleShot(200, lambda: subprocess.Popen(emit))\n"
        "QTimer.singleShot(20000, app.quit)\n"
        "app.exec()\n"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "the screen was locked", done.stderr


def test_a_network_address_is_never_taken_for_a_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtDBus import QDBusConnection

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=127.0.0.1,port=1")
    monkeypatch.setattr(QDBusConnection, "sessionBus", lambda: pytest.fail("the session bus was asked"))
    Away()._listen()


def test_unlocking_leads_back_to_the_field_and_the_cursor(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.window.nav.show_settings()
    until(qtbot, lambda: shown(session.window, "settings_screen"))
    field = find(session.window, "clinic_phone")
    until(qtbot, lambda: find(session.window, "clinic_name").text() == factories.clinic().name)
    type_into(field, "555 0123")
    press(session.window, Qt.Key.Key_Left)
    press(session.window, Qt.Key.Key_Left)
    assert field.cursorPosition() == 6

    press(session.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not shown(session.window, "settings_screen")
    unlocked_into(qtbot, session, "settings_screen")

    until(qtbot, lambda: find(session.window, "clinic_phone").hasFocus())
    assert find(session.window, "clinic_phone").cursorPosition() == 6
    assert find(session.window, "clinic_phone").text() == "555 0123"  # what was typed was kept


def unlocked_into(qtbot: QtBot, session: Session, screen: str) -> None:
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    type_into(entry.passphrase.edit, factories.PASSPHRASE)
    tap(entry.unlock)
    until(qtbot, lambda: shown(session.window, screen))


def test_unlocking_leads_back_to_the_visit_its_step_and_the_text(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.window.nav.open_visit(factories.VISIT)
    until(qtbot, lambda: shown(session.window, "board"))
    session.window.nav.step(5)
    until(qtbot, lambda: bool(texts(session)))
    area = texts(session)[0]
    name = area.objectName()
    type_into(area, "Again in two weeks")

    session.window.lock("the laptop slept")
    settle(session)
    assert NAME not in visible_words(session)
    unlocked_into(qtbot, session, "board")

    until(qtbot, lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    back = QApplication.focusWidget()
    assert back.objectName() == name
    assert back.toPlainText() == "Again in two weeks"  # type: ignore[union-attr]


def texts(session: Session) -> list[QPlainTextEdit]:
    return [one for one in session.window.findChildren(QPlainTextEdit) if one.isVisible()]


def test_somebody_else_starts_at_home(qtbot: QtBot, start: Open, chart: Path) -> None:
    words = "granite orchard 7 violet kites"
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        store.add_clinician(factories.clinician(id="other", name="Tomás", role=Role.CLINICIAN), words, CHEAP)
    session = start(chart)
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    entry.people.set_value(factories.CLINICIAN)
    unlocked(qtbot, session)
    session.window.nav.show_patient(factories.PATIENT)
    until(qtbot, lambda: shown(session.window, "patient"))
    session.window.lock()

    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    entry.people.set_value("other")
    type_into(entry.passphrase.edit, words)
    tap(entry.unlock)
    until(qtbot, lambda: shown(session.window, "home"))
    until(qtbot, lambda: find(session.window, "search").hasFocus())
    assert not shown(session.window, "patient")


def test_no_question_stays_over_the_locked_window_and_nothing_on_the_clipboard(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    QGuiApplication.clipboard().setText(NAME)
    answered: list[bool] = []
    question = ask(
        session.window, NAME, "?", safe="No", destructive="Yes", then=lambda: answered.append(True)
    )
    until(qtbot, question.isVisible)

    session.window.lock("nobody was there")

    assert not [
        one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not session.window
    ]
    assert answered == []
    assert QGuiApplication.clipboard().text() == ""
    assert NAME not in visible_words(session)


def test_locking_backs_up_what_was_charted(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.window.lock()
    settle(session)
    (made,) = backups(chart)
    assert made.reason == "at closing"


def test_a_backup_is_made_by_itself_in_a_quiet_moment(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.presence.back_up_if_quiet(session.presence.last_seen + 5)
    settle(session)
    assert backups(chart) == []
    session.presence.back_up_if_quiet(session.presence.last_seen + 60)
    settle(session)
    assert [one.reason for one in backups(chart)] == ["by itself"]
    session.presence.back_up_if_quiet(session.presence.last_seen + 120)
    settle(session)
    assert len(backups(chart)) == 1


def test_a_backup_is_restored_from_the_unlock_screen_after_saying_what_is_lost(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        from needlechart.store.places import backup_everywhere

        backup_everywhere(store, "asked")
        store.put(factories.visit(id="later", number=2, started=now(), entered=now()))
    session = start(chart)
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    tap(entry.restore)
    page = entrance(session, RestoreScreen)
    assert isinstance(page, RestoreScreen)

    type_into(page.passphrase.edit, "not the passphrase at all")
    tap(find(session.window, "compare_backup"))
    until(qtbot, page.error.isVisible)
    forget_failures(backups(chart)[0].folder, factories.CLINICIAN)  # its wait is tested elsewhere
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(find(session.window, "compare_backup"))
    until(qtbot, page.act.isVisible)
    until(qtbot, lambda: "1 visit would be lost" in visible_words(session))
    assert "the whole visit" in visible_words(session)

    tap(page.act)
    until(qtbot, lambda: shown(session.window, "question"))
    until(qtbot, find(session.window, "safe_answer").hasFocus)
    tap(find(session.window, "destructive_answer"))
    until(qtbot, lambda: shown(session.window, "unlock_told"))
    unlocked(qtbot, session)
    session.end()

    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert [one.id for one in store.select(type(factories.visit()))] == [factories.VISIT]
        assert store.check().findings == ()
    assert list((chart / "backups").glob("replaced-*"))


def test_a_new_laptop_begins_with_a_backup_from_a_stick(
    qtbot: QtBot, start: Open, chart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        made = backup(store, tmp_path / "stick")
    new = tmp_path / "new laptop" / "data"
    session = start(new)
    until(qtbot, lambda: shown(session.window, "restore_instead"))
    tap(find(session.window, "restore_instead"))
    tap(find(session.window, "restore_back"))
    until(qtbot, lambda: shown(session.window, "restore_instead"))
    tap(find(session.window, "restore_instead"))
    page = entrance(session, RestoreScreen)
    assert isinstance(page, RestoreScreen)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    tap(find(session.window, "restore_elsewhere"))
    until(qtbot, page.error.isVisible)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made.folder))
    tap(find(session.window, "restore_elsewhere"))
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(find(session.window, "compare_backup"))
    until(qtbot, page.act.isVisible)
    until(qtbot, lambda: "Nothing would be lost" in visible_words(session))
    tap(page.act)
    until(qtbot, lambda: shown(session.window, "question"))
    tap(find(session.window, "destructive_answer"))
    until(qtbot, lambda: shown(session.window, "unlock_told"))
    unlocked(qtbot, session)
    session.end()

    with Store.open(new, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert [one.id for one in store.select(type(factories.visit()))] == [factories.VISIT]
        assert store.check().findings == ()


def test_the_data_key_is_renewed_from_settings_and_the_chart_opens_again(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    before = bytes(unlock(chart, factories.CLINICIAN, factories.PASSPHRASE).data_key)
    session = start(chart)
    unlocked(qtbot, session)
    session.window.nav.show_settings()
    until(qtbot, lambda: shown(session.window, "data_key_card"))
    tap(find(session.window, "open_renew_key"))
    card: QWidget = find(session.window, "data_key_card")
    type_into(card.passphrase.edit, factories.PASSPHRASE)  # type: ignore[attr-defined]
    tap(find(session.window, "renew_key_act"))

    until(qtbot, lambda: session.desk is None)
    until(qtbot, lambda: session.desk is not None and shown(session.window, "settings_screen"))
    assert "The data key was renewed" in visible_words(session)
    session.end()
    assert bytes(unlock(chart, factories.CLINICIAN, factories.PASSPHRASE).data_key) != before
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert store.check().findings == ()
        assert store.select(Clinic)


def test_that_somebody_left_with_the_data_key_is_told_at_every_unlock_until_it_is_renewed(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        other = factories.clinician(id="other", name="Ruth Adler", role=Role.CLINICIAN)
        store.add_clinician(other, "granite orchard 7 violet kites", CHEAP)
        store.set_active("other", active=False)
    session = start(chart)
    for _ in range(2):
        unlocked(qtbot, session)
        until(qtbot, lambda: KEY_KNOWN.partition(".")[0] in visible_words(session))
        session.window.lock()
        settle(session)
    session.end()

    rotate_key(chart, factories.CLINICIAN, factories.PASSPHRASE)

    again = start(chart)
    unlocked(qtbot, again)
    settle(again)
    assert KEY_KNOWN.partition(".")[0] not in visible_words(again)


def test_a_renewal_that_was_killed_goes_on_after_the_passphrase_and_says_so(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    before = bytes(unlock(chart, factories.CLINICIAN, factories.PASSPHRASE).data_key)
    left_before_comparing(chart)
    begun = bytes(unlock(chart / STAGE, factories.CLINICIAN, factories.PASSPHRASE).data_key)
    session = start(chart)
    said: list[str] = []
    screen = entrance(session, UnlockScreen)
    assert isinstance(screen, UnlockScreen)
    real = screen.say
    screen.say = lambda *words: (said.append(" ".join(words)), real(*words))  # type: ignore[method-assign]

    unlocked(qtbot, session)

    assert said == ["Going on with the renewal of the data key that was stopped Step 4 of 5: comparing"]
    until(qtbot, lambda: "Renewing the data key had been stopped" in visible_words(session))
    session.end()
    assert bytes(unlock(chart, factories.CLINICIAN, factories.PASSPHRASE).data_key) == begun != before
    assert "the renewal that was stopped is finished" in logged(chart, AuditAction.KEY_CHANGED)


def test_keys_are_wiped_at_the_lock(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    secrets = session.database.submit(lambda store: store.opened.secrets).result()
    session.window.lock()
    settle(session)
    assert not any(secrets.data_key)
    assert not any(secrets.signing.private)


def test_while_the_closing_backup_runs_the_signing_key_is_gone_already_and_the_data_key_goes_with_its_end(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held after a lock, until when, and that it is said meanwhile."""
    begun, go = Event(), Event()

    def held(store: Store) -> bool:
        begun.set()
        assert go.wait(20)
        return backup_at_closing(store)

    monkeypatch.setattr(desk_of_store, "backup_at_closing", held)
    session = start(chart)
    unlocked(qtbot, session)
    secrets = session.database.submit(lambda store: store.opened.secrets).result()
    session.window.lock()
    assert begun.wait(20)
    try:
        assert not any(secrets.signing.private)
        assert any(secrets.data_key)
        assert NAME not in visible_words(session)
        until(qtbot, lambda: CLOSING in visible_words(session))
    finally:
        go.set()
    settle(session)
    assert not any(secrets.data_key)
    until(qtbot, lambda: CLOSING not in visible_words(session))
    assert "Backup" in visible_words(session)
    assert len(backups(chart)) == 1


def test_before_the_laptop_sleeps_no_backup_keeps_a_key(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    secrets = session.database.submit(lambda store: store.opened.secrets).result()
    session.presence.away.going_to_sleep(True)
    settle(session)
    assert not any(secrets.data_key)
    assert not any(secrets.signing.private)
    assert backups(chart) == []


def test_who_was_given_a_passphrase_is_asked_to_choose_their_own(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    words, given = "granite orchard 7 violet kites", "nine slow barges on the canal"
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        store.add_clinician(factories.clinician(id="other", name="Tomás", role=Role.CLINICIAN), words, CHEAP)
        store.reset_passphrase("other", given, CHEAP)
    session = start(chart)
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    entry.people.set_value("other")
    type_into(entry.passphrase.edit, given)
    tap(entry.unlock)

    until(qtbot, lambda: shown(session.window, "home"))
    until(qtbot, lambda: "given to you by an administrator" in visible_words(session))
    assert session.desk is not None
    assert session.desk.needs_own_passphrase
