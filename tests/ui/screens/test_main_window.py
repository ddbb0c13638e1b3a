"""The window: what it loads, what its keys do, how Settings change it."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from needlechart.domain.clinic import Clinic
from needlechart.domain.words import Paper
from needlechart.settings import Look
from needlechart.store.manifest import backups
from needlechart.ui import actions
from needlechart.ui.main_window import MainWindow
from needlechart.ui.theme import Theme, ThemeName
from tests import factories as make
from tests.driving import shown
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


def test_the_window_loads_neither_database_nor_pdf() -> None:
    code = (
        "import sys, needlechart.ui.main_window\n"
        "slow = {'sqlalchemy', 'reportlab', 'alembic', 'pypdfium2', 'cryptography', 'sqlcipher3'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_every_shortcut_has_its_slot_and_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key for spec in actions.ACTIONS for key in spec.keys]

    assert len(keys) == len(set(keys))
    assert all(callable(getattr(window, spec.slot)) for spec in actions.ACTIONS)


def test_f1_shows_the_list_of_shortcuts_and_escape_hides_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    QTest.keyClick(window, Qt.Key.Key_F1)
    overlay = person.wait_for("shortcuts")
    QTest.keyClick(overlay, Qt.Key.Key_Escape)

    assert not person.sees("shortcuts")


def test_control_n_opens_the_form_and_control_k_the_search(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient())
    window.show_home(desk)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    person.wait_for("given_name")
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert person.wait_for("search").hasFocus()


def test_theme_and_text_size_are_told_on_and_keep_the_place(
    desk: TestDesk, window: MainWindow, person: Person, theme: Theme
) -> None:
    told: list[Look] = []
    window.look_changed.connect(told.append)
    window.show_home(desk)
    person.tap("settings")
    person.tap("theme", "dark")
    person.tap("text_size", "125")
    person.wait_for("settings_screen")

    assert theme.name is ThemeName.DARK
    assert theme.text_size == 125
    assert (told[-1].theme, told[-1].text_size) == ("dark", 125)


def test_clinic_details_are_kept_as_typed_and_an_empty_name_is_refused(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    person.tap("settings")
    person.type("clinic_address", "1 Sample Street\nNowhere")
    person.tap("clinic_paper", "a4")
    person.until(lambda: desk.clinic.paper is Paper.A4)
    assert desk.clinic.address == "1 Sample Street\nNowhere"

    person.type("clinic_name", "")
    assert person.find("clinic_name").error  # type: ignore[attr-defined]
    assert desk.clinic.name


def test_a_backup_is_made_from_home(desk: TestDesk, window: MainWindow, person: Person) -> None:
    window.show_home(desk)
    line = window.nav.home.backup  # type: ignore[union-attr]
    said: list[str] = []
    line.say = lambda words, *colour: said.append(words)  # type: ignore[method-assign]
    person.tap("backup_now")

    person.until(lambda: "today" in line._words.text())
    assert said[:2] == ["Making a backup and checking it", "Backup, 0 %, copying"]
    assert said[-1] == "Backup, 100 %, checked"


def test_a_backup_that_did_not_reach_the_stick_says_what_was_made_where(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    clinic = desk.stored(Clinic)[0]
    done: list[object] = []
    desk.put([(clinic, clinic.but(second_backup_folder=str(stick)))], done.append)
    person.until(lambda: bool(done))
    window.show_home(desk)
    person.tap("backup_now")

    strip = person.wait_for("notice_backup_failed")
    assert strip.cause.text() == "The backup did not reach every place"  # type: ignore[attr-defined]
    said = strip.safe.text()  # type: ignore[attr-defined]
    assert said.startswith("Made and checked: beside the chart, on this laptop only. Not made in ")
    assert str(stick) in said
    assert "today" in window.nav.home.backup._words.text()  # type: ignore[union-attr]

    stick.mkdir()
    person.tap("backup_now")
    person.until(lambda: not shown(window, "notice_backup_failed"))
    assert len(backups(stick)) == 1
