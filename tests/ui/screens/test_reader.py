"""Whoever only reads charts sees everything; what they may not use does not look as if they could."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record, now
from needlechart.domain.treatment import FollowUp
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import Role, Step, Twitch, View
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.widgets import Chip, Control
from tests import factories as make
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

KINDS: tuple[type[Record], ...] = (
    Alert, Consent, Episode, FollowUp, Goal, Indication, Patient, Place, TriggerPoint, Visit,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    """A patient with a draft that has a needle in; another without a visit; a check that is due."""
    with open_desk(tmp_path / "chart") as chief:
        other = make.patient(id="other", record_number="9", given_name="Ove", family_name="Otherwise")
        chief.keep(make.patient(), other, make.episode(), make.written_consent(), make.goal())
        visit = make.visit(id="visit", started=now(), entered=now())
        point = make.point(visit_id="visit")
        chief.keep(visit, point, make.needling(point, visit_id="visit"), make.measurement(visit_id="visit"))
        second = make.point(
            id="second",
            visit_id="visit",
            number=2,
            muscle="gluteus_medius",
            muscle_name="gluteus medius",
            note="Ropey.",
            tenderness=7,
        )
        chief.keep(second, make.needling(second, visit_id="visit", twitch=Twitch.STRONG, depth_mm=41.0))
        reader = make.clinician(id="reader", name="Rea Der", role=Role.READ_ONLY)
        chief.keep(reader)
        # The store stays open for the administrator: whatever got through would be written, and seen here.
        desk = TestDesk(chief._thread, chief.clinic, reader)
        yield desk
        desk._answers.close()
        desk._paper.shutdown(wait=True)


def kept(desk: TestDesk) -> list[list[Record]]:
    return [desk.stored(kind) for kind in KINDS]


def usable(root: QWidget) -> list[Control]:
    return [
        one for one in root.findChildren(Control) if one.isVisible() and one.isEnabled() and not one.why_not
    ]


def names(controls: list[Control]) -> set[str]:
    return {one.objectName() for one in controls}


def stands_at(board: VisitBoard, step: Step) -> bool:
    return board.current is step


def type_everywhere(root: QWidget) -> None:
    for field in (*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)):
        if field.isVisible() and field.isEnabled():
            QTest.mouseClick(field, Qt.MouseButton.LeftButton)
            QTest.keyClicks(field, "x")
            QTest.keyClick(field, Qt.Key.Key_Tab)


def test_home_offers_no_start_no_new_patient_and_no_answer(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    before = kept(desk)
    window.show_home(desk)
    row = person.wait_for(f"patient_{make.PATIENT}")
    assert row.button.text() == "Read"  # type: ignore[attr-defined]
    assert person.find("finish_visit").text() == "Read"  # type: ignore[attr-defined]
    start = person.find("start_visit_other")
    assert "A clinician may chart" in start.why_not  # type: ignore[attr-defined]
    person.tap("start_visit_other")
    person.tap("new_patient")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(person.find("patient_other"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.nav.home is not None
    assert not window.nav.home.typing
    assert person.sees("home")
    assert kept(desk) == before


def test_a_patient_is_read_and_nothing_in_details_can_be_changed(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    before = kept(desk)
    window.show_home(desk)
    window.nav.show_patient("other")
    person.wait_for("visits")
    person.until(lambda: bool(person.find("start_visit").why_not))  # type: ignore[attr-defined]
    person.tap("start_visit")
    person.tap("details")
    panel = person.wait_for("details_panel")
    assert person.sees("notice_reads")
    type_everywhere(panel)
    left = names(usable(panel))
    assert left <= {"details_back", "print_blank", "action-dismiss"}, left
    for button in panel.findChildren(QAbstractButton):
        if button.isVisible() and button.objectName() not in left:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert kept(desk) == before


def test_a_draft_is_read_step_by_step_and_stays_as_it_was(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    before = kept(desk)
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    board = person.wait_for("board")
    assert person.sees("notice_reads")
    for number, step in enumerate(Step):
        window.nav.step(number)
        nav = window.nav.board
        assert nav is not None
        person.until(partial(stands_at, nav, step))
        part = nav.stack.currentWidget()
        type_everywhere(part)
        for name in ("sign_now", "discard", "add_addendum", "undo", "redo", "stop_now"):
            assert name not in names(usable(board)), name
        for letter in "rltpiox":
            QTest.keyClick(part, letter)
        QTest.keyClick(part, Qt.Key.Key_Delete)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(
        window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    QApplication.processEvents()
    assert kept(desk) == before


@pytest.mark.parametrize("size", [QSize(1366, 698), QSize(960, 530)])
def test_the_sites_of_a_visit_that_is_only_read_open_with_all_that_was_charted(
    desk: TestDesk, window: MainWindow, person: Person, size: QSize
) -> None:
    window.resize(size)
    before = kept(desk)
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    window.nav.step(2)
    nav = window.nav.board
    assert nav is not None
    person.until(partial(stands_at, nav, Step.NEEDLING))
    part = nav.stack.currentWidget()
    assert isinstance(part, NeedlingStep)
    editor = part.panel.editor
    assert editor is not None

    person.tap("tile_2")
    assert editor.twitch.chips.value() == Twitch.STRONG.value
    assert "luteus medius" in editor.title.accessibleName() + " ".join(
        one.text() for one in editor.title.findChildren(QLabel)
    )
    for row in (editor.findings, editor.needle_more, editor.needle, editor.depth_row, editor.note):
        assert row.isVisible()
        assert not row.isEnabled()
    assert editor.note.field.text() == "Ropey."
    person.tap("tile_1")
    assert editor.twitch.chips.value() != Twitch.STRONG.value
    QTest.keyClick(part, ".")
    assert editor.twitch.chips.value() == Twitch.STRONG.value
    for key in ("t", "2", "p", "1", "d", "i", "o", "r", "l", "b", "n", "m", "g"):
        QTest.keyClick(part, key)
    QTest.keyClick(part, Qt.Key.Key_Delete)
    for chip in editor.findChildren(Chip):
        if chip.isVisible():
            QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    part.body_map.show_place(View.PELVIC_FLOOR.value, part.body_map.layer)
    person.tap("pelvic_show")
    assert kept(desk) == before


def test_settings_say_who_may_and_keep_the_look_open(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    person.tap("settings")
    screen = person.wait_for("settings_screen")
    assert person.sees("who_may")
    for name in ("clinic_name", "lock_minutes", "needle_diameter", "add_needle", "add_phrase"):
        assert not screen.findChild(QWidget, name).isEnabled(), name
    assert screen.findChild(Control, "open_audit").why_not
    assert screen.findChild(QWidget, "theme").isEnabled()
    assert screen.findChild(QWidget, "open_change_passphrase").isEnabled()
