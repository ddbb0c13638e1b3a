"""Unlocking as a person does it: choose, type, wait, recover."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.store.passphrase import passphrase_strength
from needlechart.store.problems import WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.ui.screens.unlock import Person, UnlockScreen
from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.conftest import key, tap

PEOPLE = [
    Person("1", "Robin Sample", "PT, DPT"),
    Person("2", "Dana Placeholder", "PT, OCS"),
    Person("3", "Max Fictional", "PT"),
]
NEW = "seven purple owls dance slowly"
Make = Callable[..., UnlockScreen]


def check_key(text: str) -> str:
    try:
        RecoveryKey.parse(text)
    except WrongRecoveryKey as wrong:
        return str(wrong)
    return ""


@pytest.fixture
def make(theme: Theme, qtbot: QtBot) -> Make:
    def make(people: list[Person] = PEOPLE, size: tuple[int, int] = (1366, 698)) -> UnlockScreen:
        screen = UnlockScreen(people, check_key=check_key, judge=passphrase_strength)
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.focus_passphrase()
        return screen

    return make


def typed(screen: UnlockScreen, text: str = "correct enough words") -> None:
    QTest.keyClicks(screen.passphrase.edit, text)


def test_choosing_typing_and_enter_ask_to_unlock(make: Make, qtbot: QtBot) -> None:
    screen = make()
    tap(screen.people.row("2"))
    assert screen.passphrase.edit.hasFocus()
    typed(screen)
    with qtbot.waitSignal(screen.unlock_requested, timeout=20_000) as heard:
        key(None, Qt.Key.Key_Return)
    assert heard.args == ["2", "correct enough words"]


def test_the_button_asks_too_but_only_once(make: Make) -> None:
    screen = make()
    heard: list[tuple[str, str]] = []
    screen.unlock_requested.connect(lambda *args: heard.append(args))
    typed(screen, "x y z")
    tap(screen.unlock)
    tap(screen.unlock)
    key(screen.passphrase.edit, Qt.Key.Key_Return)
    assert heard == [("1", "x y z")]


def test_nothing_typed_says_so(make: Make, qtbot: QtBot) -> None:
    screen = make()
    with (
        qtbot.waitSignal(screen.unlock.refused, timeout=20_000),
        qtbot.assertNotEmitted(screen.unlock_requested),
    ):
        tap(screen.unlock)


def test_people_are_chosen_by_arrows_and_space(make: Make) -> None:
    screen = make()
    screen.people.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert screen.people.value() == "3"


def test_a_wrong_passphrase_is_kept_and_waits(make: Make, qtbot: QtBot) -> None:
    screen = make()
    typed(screen, "not this one")
    tap(screen.unlock)
    screen.show_wrong(3.2)
    assert screen.passphrase.text() == "not this one"
    assert screen.error.title.text() == "That passphrase did not open the charts"
    assert screen.error.rest.text() == (
        "Try again in 4 seconds. The wait grows with each try, to 60 seconds at most. Nothing is ever erased."
    )
    with qtbot.assertNotEmitted(screen.unlock_requested):
        tap(screen.unlock)
        key(screen.passphrase.edit, Qt.Key.Key_Return)
    screen.set_wait(1)
    assert "Try again in 1 second." in screen.error.rest.text()
    screen.set_wait(0)
    assert screen.error.rest.text().startswith("Try again now.")
    with qtbot.waitSignal(screen.unlock_requested, timeout=20_000):
        tap(screen.unlock)


def test_the_wait_counts_down_by_itself(make: Make, qtbot: QtBot) -> None:
    screen = make()
    typed(screen)
    tap(screen.unlock)
    screen.show_wrong(2)
    qtbot.waitUntil(lambda: screen.wait == 0, timeout=10_000)
    assert screen.unlock.text() == "Unlock"
    assert screen.unlock.why_not == ""


def test_caps_lock_is_named_in_the_error(make: Make) -> None:
    screen = make()
    QTest.keyClicks(screen.passphrase.edit, "a")
    screen.passphrase.edit.caps_lock.emit(True)
    tap(screen.unlock)
    screen.show_wrong(0)
    assert screen.error.rest.text().startswith("Caps Lock is on. Try again now.")


def test_another_person_starts_afresh(make: Make) -> None:
    screen = make()
    typed(screen)
    tap(screen.unlock)
    screen.show_wrong(30)
    tap(screen.people.row("3"))
    assert screen.passphrase.text() == ""
    assert screen.error.isHidden()
    assert screen.wait == 0


def test_other_troubles_have_three_parts(make: Make) -> None:
    screen = make()
    typed(screen)
    tap(screen.unlock)
    screen.show_error(
        "Another window has the charts open", "Nothing was changed.", "Close it, then try again."
    )
    assert screen.error.title.text() == "Another window has the charts open"
    assert screen.error.rest.text() == "Nothing was changed. Close it, then try again."
    assert screen.unlock.why_not == ""


def test_needles_in_are_counted_without_a_name(make: Make, qtbot: QtBot) -> None:
    screen = make()
    assert screen.needles.isHidden()
    screen.set_needles_in(2, "4:12")
    assert screen.needles.cause.text() == "2 needles in · 4:12"
    screen.set_needles_in(1, "4:13")
    assert screen.needles.cause.text() == "1 needle in · 4:13"
    screen.set_needles_in(0)
    assert screen.needles.isHidden()


def test_the_recovery_sheet_opens_a_new_passphrase(make: Make, qtbot: QtBot) -> None:
    screen = make()
    recovery_key = RecoveryKey.new().text
    tap(screen.people.row("2"))
    tap(screen.recover)
    assert screen.recovery.key.hasFocus()
    QTest.keyClicks(screen.recovery.key, recovery_key.lower().replace("-", " "))
    QTest.keyClicks(screen.recovery.new.first.edit, NEW)
    QTest.keyClicks(screen.recovery.new.again.edit, NEW)
    with qtbot.waitSignal(screen.recovery_requested, timeout=20_000) as heard:
        key(screen.recovery.new.again.edit, Qt.Key.Key_Return)
    assert heard.args == ["2", recovery_key.lower().replace("-", " "), NEW]


def test_a_mistyped_recovery_key_is_caught_before_anything(make: Make, qtbot: QtBot) -> None:
    screen = make()
    tap(screen.recover)
    recovery_key = RecoveryKey.new().text
    swapped = ("1" if recovery_key[0] != "1" else "2") + recovery_key[1:]
    QTest.keyClicks(screen.recovery.key, swapped)
    with qtbot.assertNotEmitted(screen.recovery_requested):
        tap(screen.recovery.go)
    assert screen.recovery.key_error.title.text() == "A character of the recovery key is mistyped."
    assert screen.recovery.key.hasFocus()


def test_a_weak_new_passphrase_and_a_differing_one_are_refused(make: Make, qtbot: QtBot) -> None:
    screen = make()
    tap(screen.recover)
    QTest.keyClicks(screen.recovery.key, RecoveryKey.new().text)
    with qtbot.assertNotEmitted(screen.recovery_requested):
        QTest.keyClicks(screen.recovery.new.first.edit, "short")
        tap(screen.recovery.go)
        assert screen.recovery.new.error.title.text() == "This passphrase cannot be used"
        assert "15" in screen.recovery.new.error.rest.text()
        screen.recovery.new.first.edit.clear()
        QTest.keyClicks(screen.recovery.new.first.edit, NEW)
        QTest.keyClicks(screen.recovery.new.again.edit, NEW[:-1])
        tap(screen.recovery.go)
    assert screen.recovery.new.error.title.text() == "The two passphrases differ"
    assert screen.recovery.new.again.edit.hasFocus()


def test_back_forgets_what_was_typed(make: Make) -> None:
    screen = make()
    tap(screen.recover)
    QTest.keyClicks(screen.recovery.key, "ABCD")
    QTest.keyClicks(screen.recovery.new.first.edit, NEW)
    tap(screen.recovery.back)
    assert screen.recovery.key.text() == screen.recovery.new.text() == ""
    assert screen.unlock.isVisible()


def test_clear_leaves_no_passphrase_behind(make: Make) -> None:
    screen = make()
    typed(screen)
    screen.passphrase.edit.set_shown(True)
    screen.clear()
    assert screen.passphrase.text() == ""
    assert not screen.passphrase.edit.shown


@pytest.mark.parametrize("size", [(1366, 698), (960, 530), (1920, 1010)])
@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_the_form_is_whole_at_every_size(
    make: Make, theme: Theme, size: tuple[int, int], choice: ThemeChoice
) -> None:
    theme.set_choice(choice)
    screen = make(size=size)
    screen.set_backup_line("Backup yesterday 18:04, checked")
    for widget in (screen.people.row("3"), screen.passphrase, screen.unlock, screen.recover):
        assert inside(screen, widget)
    lowest = screen.unlock.mapTo(screen, QPoint(0, screen.unlock.height())).y()
    assert lowest < 470


def inside(screen: QWidget, widget: QWidget) -> bool:
    box = QRect(widget.mapTo(screen, QPoint(0, 0)), widget.size())
    return screen.rect().contains(box) and not widget.visibleRegion().isEmpty()


def test_many_people_scroll_after_five(make: Make) -> None:
    screen = make([Person(str(n), f"Person {n}") for n in range(12)])
    assert screen._people_area.height() == 5 * 64 + 4 * 8
    screen.people.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_End)
    assert not screen.people.row("11").visibleRegion().isEmpty()


def test_an_error_is_in_view_on_a_small_screen(make: Make, qtbot: QtBot) -> None:
    screen = make(size=(960, 530))
    screen.set_needles_in(2, "4:12")
    typed(screen)
    tap(screen.unlock)
    screen.show_wrong(4)
    qtbot.waitUntil(lambda: screen.error.visibleRegion().boundingRect() == screen.error.rect())
    assert inside(screen, screen.needles)


def test_a_longer_backup_line_and_names_are_not_lost(make: Make) -> None:
    name = "Maximiliana-Josephine Exampleworthington-Placeholder, the Elder of the Two"
    screen = make([Person("1", name, "PT")])
    assert screen.people.row("1").toolTip() == name
    assert Person("1", name).initials == "MT"
    assert Person("1", "Ødegård").initials == "Ø"
    assert Person("1", "").initials == ""


def test_on_a_short_screen_passphrase_and_unlock_are_in_sight(make: Make, theme: Theme, qtbot: QtBot) -> None:
    theme.set_text_size(150)
    screen = make(size=(1366, 698))
    screen.set_needles_in(2, "4:12")
    screen.focus_passphrase()

    def seen() -> bool:
        area = screen._area.viewport()
        top = screen.passphrase.mapTo(area, screen.passphrase.rect().topLeft()).y()
        end = screen.unlock.mapTo(area, screen.unlock.rect().bottomLeft()).y()
        return top >= 0 and end <= area.height()

    qtbot.waitUntil(seen)
