"""First run as a person does it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.store.passphrase import passphrase_strength
from needlechart.ui.screens.setup import SetupScreen, SetupValues
from needlechart.ui.screens.setup_sheet import NOT_KEPT
from needlechart.ui.theme import Theme
from tests.ui.conftest import key, tap

GROUPS = ["7KQ2", "M4XD", "9ZTR", "1AB0", "HJKM", "QW3E", "8RTY", "V5B6", "N0P1"]
PHRASE = "seven purple owls dance slowly"
Make = Callable[..., SetupScreen]


@pytest.fixture
def make(theme: Theme, qtbot: QtBot) -> Make:
    def make(size: tuple[int, int] = (1366, 698)) -> SetupScreen:
        screen = SetupScreen(judge=passphrase_strength)
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        qtbot.waitUntil(screen.isActiveWindow)
        return screen

    return make


def to_clinician(screen: SetupScreen) -> None:
    QTest.keyClicks(screen.clinic.name, "Riverside Pelvic Health")
    tap(screen.next)


def fill_clinician(screen: SetupScreen, first: str = PHRASE, again: str = PHRASE) -> None:
    QTest.keyClicks(screen.clinician.name, "Robin Sample")
    QTest.keyClicks(screen.clinician.credentials, "PT, DPT")
    QTest.keyClicks(screen.clinician.passphrase.first.edit, first)
    QTest.keyClicks(screen.clinician.passphrase.again.edit, again)


def test_what_is_typed_comes_out_as_plain_values(make: Make, qtbot: QtBot) -> None:
    screen = make()
    QTest.keyClicks(screen.clinic.address, "1 River Road")
    QTest.keyClicks(screen.clinic.phone, " 555 0100 ")
    tap(screen.clinic.paper.chip("a4"))
    to_clinician(screen)
    fill_clinician(screen)
    QTest.keyClicks(screen.clinician.licence, "PT-1234")
    with qtbot.waitSignal(screen.create_requested, timeout=20_000) as heard:
        tap(screen.next)
    assert heard.args == [
        SetupValues(
            clinic_name="Riverside Pelvic Health",
            clinic_address="1 River Road",
            clinic_phone="555 0100",
            paper="a4",
            clinician_name="Robin Sample",
            credentials="PT, DPT",
            licence_number="PT-1234",
            passphrase=PHRASE,
            text_size=100,
        )
    ]
    assert PHRASE not in repr(heard.args[0])


def test_the_whole_of_it_by_keyboard_alone(make: Make, qtbot: QtBot) -> None:
    screen = make()
    assert screen.clinic.name.hasFocus()
    QTest.keyClicks(screen.clinic.name, "Clinic")
    key(None, Qt.Key.Key_Return)
    assert screen.page == 1
    assert screen.clinician.name.hasFocus()
    QTest.keyClicks(screen.clinician.name, "Robin Sample")
    key(None, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert screen.clinician.passphrase.first.edit.hasFocus()
    QTest.keyClicks(screen.clinician.passphrase.first.edit, PHRASE)
    key(None, Qt.Key.Key_Return)
    QTest.keyClicks(screen.clinician.passphrase.again.edit, PHRASE)
    with qtbot.waitSignal(screen.create_requested, timeout=20_000):
        key(None, Qt.Key.Key_Return)
    screen.show_recovery_key(GROUPS, (0, 8))
    assert screen.sheet.save.hasFocus()
    with qtbot.waitSignal(screen.save_sheet_requested, timeout=20_000):
        key(None, Qt.Key.Key_Space)
    screen.show_sheet_saved("Saved as recovery-sheet.pdf")
    while not screen.next.hasFocus():
        key(None, Qt.Key.Key_Tab)
    key(None, Qt.Key.Key_Space)
    assert screen.sheet.fields[0].hasFocus()
    QTest.keyClicks(screen.sheet.fields[0], "7kq2")
    key(None, Qt.Key.Key_Return)
    QTest.keyClicks(screen.sheet.fields[1], "nOpI")
    with qtbot.waitSignal(screen.finished, timeout=20_000):
        key(None, Qt.Key.Key_Return)


def test_a_clinic_needs_a_name(make: Make) -> None:
    screen = make()
    QTest.keyClicks(screen.clinic.name, "   ")
    tap(screen.next)
    assert screen.page == 0
    assert screen.clinic.error.title.text() == "The clinic needs a name"
    assert screen.clinic.name.hasFocus()
    QTest.keyClicks(screen.clinic.name, "C")
    assert screen.clinic.error.isHidden()


@pytest.mark.parametrize(
    ("first", "again", "title"),
    [
        ("short", "short", "This passphrase cannot be used"),
        ("password password password", "password password password", "This passphrase cannot be used"),
        ("Robin Sample Riverside Pelvic", "Robin Sample Riverside Pelvic", "This passphrase cannot be used"),
        (PHRASE, PHRASE.upper(), "The two passphrases differ"),
        (PHRASE, "", "The two passphrases differ"),
    ],
)
def test_a_passphrase_that_cannot_be_used_is_refused(
    make: Make, qtbot: QtBot, first: str, again: str, title: str
) -> None:
    screen = make()
    to_clinician(screen)
    fill_clinician(screen, first, again)
    with qtbot.assertNotEmitted(screen.create_requested):
        tap(screen.next)
    assert screen.clinician.passphrase.error.title.text() == title


def test_strength_shows_while_it_is_typed(make: Make) -> None:
    screen = make()
    to_clinician(screen)
    QTest.keyClicks(screen.clinician.passphrase.first.edit, "seven")
    weak = screen.clinician.passphrase.meter.score
    QTest.keyClicks(screen.clinician.passphrase.first.edit, " purple owls dance slowly")
    assert screen.clinician.passphrase.meter.score > weak


def test_a_failure_to_make_the_charts_keeps_what_was_typed(make: Make, qtbot: QtBot) -> None:
    screen = make()
    to_clinician(screen)
    fill_clinician(screen)
    tap(screen.next)
    with qtbot.assertNotEmitted(screen.create_requested):
        tap(screen.next)
        screen.next.click()  # as assistive technology presses
        tap(screen.back)  # from the first page another chart could be begun, or a backup restored
    assert screen.page == 1
    assert screen.next.text() == "Making the charts"
    assert screen._step.text().startswith("Making the charts.")
    screen.show_error("The disk is full", "Nothing was made.", "Free some space, then try again.")
    assert screen.back.isEnabled()
    assert (screen.next.text(), screen._step.text()) == ("Make the charts", "Step 2 of 4")
    assert screen.clinician.error.title.text() == "The disk is full"
    assert screen.clinician.passphrase.text() == PHRASE
    with qtbot.waitSignal(screen.create_requested, timeout=20_000):
        tap(screen.next)


def test_back_keeps_the_first_page(make: Make) -> None:
    screen = make()
    to_clinician(screen)
    tap(screen.back)
    assert screen.page == 0
    assert screen.clinic.name.text() == "Riverside Pelvic Health"


def test_the_sheet_can_be_saved_and_printed_and_is_typed_back(make: Make, qtbot: QtBot) -> None:
    screen = make()
    to_clinician(screen)
    fill_clinician(screen)
    screen.show_recovery_key(GROUPS, (2, 6))
    assert screen.clinician.passphrase.text() == ""
    assert not screen.back.isVisible()
    with qtbot.waitSignal(screen.save_sheet_requested, timeout=20_000):
        tap(screen.sheet.save)
    with qtbot.waitSignal(screen.print_sheet_requested, timeout=20_000):
        tap(screen.sheet.print)
    screen.show_sheet_saved("Saved as recovery-sheet.pdf")
    assert screen.sheet.keeping.told.isVisible()
    tap(screen.next)
    QTest.keyClicks(screen.sheet.fields[0], "9ztr")
    QTest.keyClicks(screen.sheet.fields[1], "8RTZ")
    with qtbot.assertNotEmitted(screen.finished):
        tap(screen.next)
    assert screen.sheet.error.title.text() == "Group 7 is not as on the sheet"
    screen.sheet.fields[1].clear()
    QTest.keyClicks(screen.sheet.fields[1], "8rty")
    with qtbot.waitSignal(screen.finished, timeout=20_000):
        tap(screen.next)
    assert screen.sheet.key.groups == ()


def test_set_up_cannot_end_before_the_key_was_kept(make: Make, qtbot: QtBot) -> None:
    screen = make()
    screen.show_recovery_key(GROUPS, (0, 8))
    told: list[str] = []
    screen.next.refused.connect(told.append)
    with qtbot.assertNotEmitted(screen.finished):
        tap(screen.next)
    assert told == [NOT_KEPT]
    assert not screen.sheet.typing
    assert not any(field.isVisible() for field in (*screen.sheet.fields, screen.sheet.back.whole))
    screen.show_error("The disk is full", "The charts are made and safe.", "Free some space.")
    assert screen.sheet.problem.title.text() == "The disk is full"
    tap(screen.next)
    assert not screen.sheet.typing


@pytest.mark.parametrize("way", ["Saved as recovery-sheet.pdf", "Sent to the printer"])
def test_the_key_is_out_of_sight_while_it_is_typed_back(make: Make, way: str) -> None:
    screen = make()
    screen.show_recovery_key(GROUPS, (0, 8))
    screen.show_sheet_saved(way)
    tap(screen.next)
    assert screen.sheet.typing
    shown = " ".join(
        f"{one.accessibleName()} {one.accessibleDescription()} {getattr(one, 'text', str)()}"
        for one in screen.findChildren(QWidget)
    )
    assert not any(group in shown or " ".join(group) in shown for group in GROUPS)
    tap(screen.sheet.back.show_again)
    assert screen.sheet.key.groups == tuple(GROUPS)
    assert not screen.next.why_not, "it was kept before"


def test_a_key_copied_by_hand_is_typed_back_whole(make: Make, qtbot: QtBot) -> None:
    screen = make()
    screen.show_recovery_key(GROUPS, (0, 8))
    tap(screen.sheet.keeping.by_hand)
    tap(screen.next)
    page = screen.sheet.back
    assert page.whole.hasFocus()
    assert not page.fields[0].isVisible()
    for typed, wrong in [
        ("", "Group 1"),
        ("7KQ2 M4XD 9ZTR 1AB0 HJKM QW3E 8RTY V5B6", "Group 9"),
        ("7KQ2 M4XD 9ZTR 1AB0 HJXM QW3E 8RTY V5B6 N0P1", "Group 5"),
    ]:
        page.whole.clear()
        QTest.keyClicks(page.whole, typed)
        with qtbot.assertNotEmitted(screen.finished):
            tap(screen.next)
        assert page.error.title.text() == f"{wrong} is not as on the key"
    page.whole.clear()
    QTest.keyClicks(page.whole, "7kq2-m4xd-9ztr-1abo-hjkm-qw3e-8rty-v5b6-nop1")
    with qtbot.waitSignal(screen.finished, timeout=20_000):
        tap(screen.next)


def test_a_sheet_printed_after_a_copy_by_hand_asks_for_two_groups_alone(make: Make) -> None:
    screen = make()
    screen.show_recovery_key(GROUPS, (0, 8))
    tap(screen.sheet.keeping.by_hand)
    screen.show_sheet_saved("Sent to the printer")
    tap(screen.next)
    assert screen.sheet.fields[0].isVisible()
    assert not screen.sheet.back.whole.isVisible()


def test_the_groups_asked_for_differ_and_vary(make: Make) -> None:
    screen = make()
    asked = set()
    for _ in range(60):
        screen.show_recovery_key(GROUPS)
        first, second = screen.sheet.asked
        assert 0 <= first < second < len(GROUPS)
        asked.add((first, second))
    assert len(asked) > 1


def test_a_text_size_is_shown_at_once_and_told(make: Make, theme: Theme, qtbot: QtBot) -> None:
    screen = make()
    with qtbot.waitSignal(screen.text_size_chosen, timeout=20_000) as heard:
        tap(screen.clinic.text_size.chip("125"))
    assert heard.args == [125]
    assert theme.text_size == 125
    assert screen.values().text_size == 125


@pytest.mark.parametrize("size", [(1366, 698), (960, 530), (1920, 1010)])
@pytest.mark.parametrize("text_size", [100, 112, 150])
def test_next_is_always_in_reach(make: Make, theme: Theme, size: tuple[int, int], text_size: int) -> None:
    theme.set_text_size(text_size)
    screen = make(size)
    for page in range(3):
        screen._show(page)
        box = QRect(screen.next.mapTo(screen, QPoint(0, 0)), screen.next.size())
        assert screen.rect().contains(box)
        assert screen._area.widget().width() <= screen._area.viewport().width()
