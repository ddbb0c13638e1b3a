"""Which passphrases the window takes: typed and pasted into the real fields, tried on the real key file."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from needlechart.domain.words import Role
from needlechart.store.guesses import common_passwords
from needlechart.store.keyfile import read_key_file
from needlechart.store.passphrase import MINIMUM, passphrase_strength
from needlechart.store.problems import WrongPassphrase
from needlechart.store.vault import unlock
from needlechart.store.waiting import forget_failures
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.settings_people import PassphraseDrawer
from needlechart.ui.widgets import PassphraseField
from tests import factories as make
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

COMMON = list(common_passwords())
LONG = (
    "Grüße aus 東京: granite orchard 7 violet kites, nine slow barges on the old canal, copper lanterns,"
    " señor Kraków!"
)


@pytest.fixture
def desk(tmp_path: Path, qtbot: object) -> Iterator[TestDesk]:
    with open_desk(tmp_path / "chart", clinician=make.clinician(role=Role.ADMINISTRATOR)) as desk:
        yield desk


def paste(field: PassphraseField, words: str) -> None:
    """By Ctrl+V, as from a password manager."""
    QApplication.clipboard().setText(words)
    field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(field.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def form_of(person: Person) -> PassphraseDrawer:
    """The form for another passphrase of one's own, open."""
    person.tap("open_change_passphrase")
    form = person.wait_for("change_passphrase")
    assert isinstance(form, PassphraseDrawer)
    return form


def of_length(length: int) -> str:
    """Words, blanks and letters of several scripts, of exactly this many characters."""
    words = (LONG + " ") * 2
    return words[:length] if not words[:length].endswith(" ") else words[: length - 1] + "x"


def test_what_is_too_short_or_known_to_guessing_programs_is_refused_where_it_is_typed(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    window.show_home(desk)
    person.tap("settings")
    form = form_of(person)
    before = read_key_file(tmp_path / "chart")
    long_ones = [one for one in COMMON if len(one) >= MINIMUM]
    twice = [one * 2 for one in COMMON if len(one) in (8, 9)][:3]
    for words in ("granite 7 kite", of_length(14), "ñandú 東京 lantè", *COMMON[:3], *long_ones[:3], *twice):
        paste(form.old, make.PASSPHRASE)
        for field in (form.new.first, form.new.again):
            paste(field, words)
        QTest.keyClick(form.new.again.edit, Qt.Key.Key_Return)
        told = [one.text() for one in form.new.findChildren(QLabel) if one.isVisible()]
        assert "This passphrase cannot be used" in told, words
        assert form.isVisible()
    desk.ask(lambda store: None)
    assert read_key_file(tmp_path / "chart") == before


def test_what_is_long_enough_is_taken_with_blanks_and_in_any_script_and_opens_as_either_is_typed(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    window.show_home(desk)
    person.tap("settings")
    before = make.PASSPHRASE
    for length in (15, 16, 64, 127, 128):
        form = form_of(person)
        words = unicodedata.normalize("NFC", of_length(length))
        apart = unicodedata.normalize("NFD", words)
        assert len(words) == length < len(apart)
        paste(form.old, before)
        paste(form.new.first, apart)
        paste(form.new.again, apart)
        assert form.new.text() == apart  # nothing was cut
        QTest.keyClick(form.new.again.edit, Qt.Key.Key_Return)
        person.until(lambda: person.sees("people_told"))

        for typed in (words, apart):
            unlock(tmp_path / "chart", make.CLINICIAN, typed).wipe()
        for other in (words[:-1], words + " ", words.swapcase()):
            with pytest.raises(WrongPassphrase):
                unlock(tmp_path / "chart", make.CLINICIAN, other)
            forget_failures(tmp_path / "chart", make.CLINICIAN)
        before = words


def test_each_of_the_ten_thousand_commonest_is_refused() -> None:
    assert len(COMMON) == 10_000
    taken = [one for one in COMMON if passphrase_strength(one)[0] >= 2]
    assert taken == []
    as_long = [one + one for one in COMMON[:400] if len(one) >= 8]
    assert as_long
    assert [one for one in as_long if passphrase_strength(one)[0] >= 2] == []
