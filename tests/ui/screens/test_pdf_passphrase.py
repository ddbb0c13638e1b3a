"""A passphrase for a PDF, typed where the PDF is saved; verifying asks for it."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from needlechart.documents.locked import unlocked
from needlechart.documents.pages import page_texts
from needlechart.domain.clinic import Clinic
from needlechart.domain.words import Role
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.cases.hands import Mouse
from tests.cases.saving import name_file, save_dialog
from tests.driving import find, until
from tests.ui.fake_desk import open_desk
from tests.ui.screens.conftest import Person

WORDS = "seven quiet herons"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object):
    """An administrator is unlocked; one patient with one signed visit."""
    chief = make.clinician(role=Role.ADMINISTRATOR)
    with open_desk(tmp_path / "chart", make.whole_visit(), clinician=chief) as desk:
        desk.ask(lambda store: store.sign_visit(make.VISIT))
        yield desk


def saved(window: MainWindow, person: Person, qtbot, path: Path, words: str) -> None:
    """The note of the visit, through the dialog."""
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    person.wait_for("save_pdf")
    person.tap("save_pdf")
    person.wait_for("notice_explain")
    person.tap("action-save")
    until(qtbot, lambda: save_dialog() is not None)
    dialog = save_dialog()
    assert dialog is not None
    if words:
        field = find(dialog, "pdf_words")
        QApplication.clipboard().setText(words)  # `QTest.keyClicks` ends the process at a letter beyond ASCII
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    name_file(qtbot, Mouse(qtbot, window), path)
    person.wait_for("notice_saved")


def test_a_note_saved_with_a_passphrase_opens_with_it_alone_and_is_verified(
    desk, window: MainWindow, person: Person, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.pdf"
    window.show_home(desk)
    saved(window, person, qtbot, path, WORDS)
    pdf = path.read_bytes()
    assert PdfReader(io.BytesIO(pdf)).is_encrypted
    assert make.patient().family_name in "".join(page_texts(unlocked(pdf, WORDS)))

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    window.nav.show_settings()
    person.wait_for("open_verify")
    person.tap("open_verify")
    person.wait_for("verify_screen")
    person.tap("choose_pdf")
    person.until(lambda: person.sees("verdict_locked"))
    person.type("pdf_words", "seven quiet geese", leave=False)
    person.tap("open_pdf")
    person.until(lambda: person.sees("verdict_locked") and person.find("pdf_words").text() == "")  # type: ignore[attr-defined]
    person.type("pdf_words", WORDS, leave=False)
    QTest.keyClick(person.find("pdf_words"), Qt.Key.Key_Return)
    person.until(lambda: person.sees("verdict_genuine"))


def test_left_empty_the_pdf_opens_for_everybody(
    desk, window: MainWindow, person: Person, qtbot, tmp_path: Path
) -> None:
    path = tmp_path / "open.pdf"
    window.show_home(desk)
    saved(window, person, qtbot, path, "")
    assert make.patient().family_name in "".join(page_texts(path.read_bytes()))


def test_a_passphrase_ends_where_pdf_takes_no_more(
    desk, window: MainWindow, person: Person, qtbot, tmp_path: Path
) -> None:
    window.show_home(desk)
    path = tmp_path / "long.pdf"
    saved(window, person, qtbot, path, "ä" * 70)
    assert page_texts(unlocked(path.read_bytes(), "ä" * 63))


def test_where_settings_want_a_passphrase_no_pdf_is_saved_by_one_tap_nor_without_one(
    desk, window: MainWindow, person: Person, qtbot, tmp_path: Path
) -> None:
    window.show_home(desk)
    window.set_look(window.look.but(pdf_explained=True, pdf_folder=str(tmp_path)))
    window.nav.show_settings()
    person.tap("pdf_passphrase", "yes")
    person.until(lambda: desk.stored(Clinic)[0].pdf_passphrase)  # in the chart: true of every laptop of it
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    person.wait_for("save_pdf")
    person.tap("save_pdf")
    until(qtbot, lambda: save_dialog() is not None)
    dialog = save_dialog()
    assert dialog is not None
    dialog.accept()
    assert save_dialog() is dialog
    assert [one.text() for one in dialog.findChildren(QLabel) if "Type a passphrase" in one.text()]
    QTest.keyClicks(find(dialog, "pdf_words"), WORDS)
    name_file(qtbot, Mouse(qtbot, window), tmp_path / "locked.pdf")
    person.wait_for("notice_saved")
    (path,) = tmp_path.glob("*.pdf")
    assert make.patient().family_name in "".join(page_texts(unlocked(path.read_bytes(), WORDS)))
