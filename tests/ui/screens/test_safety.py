"""Audit log, backups and verifying a note, at the window, over the real encrypted chart."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.documents.note import render_note
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinic
from needlechart.domain.words import AuditAction, Role
from needlechart.store.manifest import backups
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui import tab_order
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.safety.audit import AuditScreen
from needlechart.ui.screens.safety.table import RowsTable
from needlechart.ui.widgets import Text
from tests import factories as make
from tests.faults.test_history import tamper
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.looks.audit import spoken_name
from tests.ui.screens.conftest import Person


@pytest.fixture
def desk(tmp_path: Path, qtbot: object):
    """An administrator is unlocked; one patient with one visit."""
    chief = make.clinician(role=Role.ADMINISTRATOR)
    with open_desk(tmp_path / "chart", make.whole_visit(), clinician=chief) as desk:
        yield desk


@pytest.fixture
def settings(desk: TestDesk, window: MainWindow, person: Person) -> QWidget:
    window.show_home(desk)
    person.tap("settings")
    return person.wait_for("settings_screen")


def cells(person: Person, name: str) -> list[list[str]]:
    table = person.find(name)
    assert isinstance(table, RowsTable)
    model = table.rows
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def said(root: QWidget) -> str:
    return "\n".join(one.text() for one in root.findChildren(Text) if one.isVisible())


def numbers(person: Person) -> list[str]:
    """The details that are numbers, as they are sorted."""
    return [row[-1] for row in cells(person, "audit_rows") if row[-1].isdigit()]


def opened_audit(person: Person) -> AuditScreen:
    person.tap("open_audit")
    page = person.wait_for("audit_screen")
    assert isinstance(page, AuditScreen)
    person.until(lambda: len(cells(person, "audit_rows")) > 3)
    return page


def test_the_audit_log_is_filtered_by_act_person_day_and_record(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    desk.ask(lambda store: store.note(AuditAction.EXPORTED, make.patient(), detail="visit note as PDF"))
    opened_audit(person)

    person.tap("audit_groups", "OUT")
    person.until(lambda: len(cells(person, "audit_rows")) == 1)
    (exported,) = cells(person, "audit_rows")
    assert exported[1:] == [
        "Mara Velasquez, PT, DPT",
        "exported",
        "patient",
        make.patient().record_number,
        "visit note as PDF",
    ]
    person.type("audit_number", "no such number")
    person.until(lambda: cells(person, "audit_rows") == [])
    person.type("audit_number", make.patient().record_number[-2:])
    person.until(lambda: len(cells(person, "audit_rows")) == 1)
    person.tap("audit_periods", "1")
    person.until(lambda: len(cells(person, "audit_rows")) == 1)
    person.tap("audit_people", make.CLINICIAN)
    person.until(lambda: len(cells(person, "audit_rows")) == 1)


def test_older_entries_come_as_one_scrolls(settings: QWidget, desk: TestDesk, person: Person) -> None:
    def many(store: object) -> None:
        for number in range(450):
            store.note(AuditAction.READ, detail=f"{number}")  # type: ignore[attr-defined]

    desk.ask(many)
    page = opened_audit(person)
    assert len(cells(person, "audit_rows")) == 200
    page.table.scrollToBottom()
    person.until(lambda: len(cells(person, "audit_rows")) == 400)
    page.table.scrollToBottom()
    person.until(lambda: len(cells(person, "audit_rows")) > 450)


def test_the_audit_log_is_sorted_by_a_field_page_after_page_and_leaves_so(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(store: object) -> None:
        for number in range(250):
            store.note(AuditAction.READ, detail=f"{number * 7 % 250:03d}")  # type: ignore[attr-defined]

    desk.ask(many)
    path = tmp_path / "audit.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page = opened_audit(person)
    person.tap("audit_groups", "READ")

    person.tap("sort_by_detail")
    person.until(lambda: cells(person, "audit_rows")[0][-1] == "000")
    page.table.scrollToBottom()
    person.until(lambda: len(cells(person, "audit_rows")) > 250)
    shown = numbers(person)
    assert shown == [f"{number:03d}" for number in range(250)]

    person.tap("save_audit")
    person.until(lambda: person.sees("notice_saved"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        saved = [row[-1] for row in csv.reader(file)][1:]
    assert [one for one in saved if one.isdigit()] == shown

    person.tap("sort_by_detail")
    person.until(lambda: numbers(person)[:2] == ["249", "248"])
    person.tap("sort_by_time")
    person.until(lambda: numbers(person)[:2] == [f"{number * 7 % 250:03d}" for number in (249, 248)])


def test_the_log_is_sorted_by_keyboard_by_a_column_out_of_sight_too_and_says_how(
    settings: QWidget, window: MainWindow, person: Person
) -> None:
    page = opened_audit(person)
    window.resize(960, 530)
    for number in range(page.table.model().columnCount() - 1):
        page.table.setColumnWidth(number, 300)
    person.until(lambda: not person.sees("sort_by_detail"))
    time = person.find("sort_by_time")
    assert spoken_name(time) == "Sort by time"
    assert time.accessibleDescription() == "sorted, newest first"
    newest_first = cells(person, "audit_rows")

    stops = tab_order.stops(page)
    assert stops[stops.index(time) + 1] is page.table
    time.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(time, Qt.Key.Key_Space)
    person.until(lambda: cells(person, "audit_rows")[0] == newest_first[-1])
    assert time.accessibleDescription() == "sorted, oldest first"
    QTest.keyClick(time, Qt.Key.Key_End)
    detail = person.find("sort_by_detail")
    assert detail.hasFocus()
    assert page.table.horizontalScrollBar().value() > 0
    QTest.keyClick(detail, Qt.Key.Key_Return)
    person.until(lambda: cells(person, "audit_rows")[0][-1] <= cells(person, "audit_rows")[-1][-1])
    assert detail.accessibleDescription() == "sorted, A to Z"
    assert not time.accessibleDescription()


def test_who_saw_one_chart(settings: QWidget, desk: TestDesk, window: MainWindow, person: Person) -> None:
    seen: list[object] = []
    for _ in range(2):
        desk.patient_chart(make.PATIENT, seen.append)
    person.until(lambda: len(seen) == 2)

    window.nav.show_patient(make.PATIENT)
    person.until(lambda: bool(person.find("patient_name").text()))  # type: ignore[attr-defined]
    person.tap("details")
    person.tap("who_saw")

    person.until(lambda: person.sees("seen_by"))
    assert person.find("back").accessibleName() == "Back to the chart"
    words = person.find("seen_by").text()  # type: ignore[attr-defined]
    assert make.patient().record_number in words
    assert "Mara Velasquez, PT, DPT 3 times" in words
    assert make.patient().family_name not in words
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    person.wait_for("patient")


def test_the_log_leaves_as_csv_in_which_nothing_is_a_formula(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ask(lambda store: store.note(AuditAction.EXPORTED, detail="=HYPERLINK(1)"))
    path = tmp_path / "audit.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    opened_audit(person)

    person.tap("save_audit")
    person.until(lambda: person.sees("notice_saved"))

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "Entry"
    assert any("'=HYPERLINK(1)" in row for row in rows)
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
    assert path.stat().st_mode & 0o077 == 0
    exported = desk.stored(AuditEntry, action=AuditAction.EXPORTED)
    assert "audit log as CSV" in exported[-1].detail


def test_the_whole_record_is_checked_and_a_changed_row_is_named(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    page = opened_audit(person)
    person.tap("check_record")
    person.until(lambda: person.sees("notice_checked"))
    assert "All is well" in said(page)

    desk.ask(lambda store: tamper(store, "UPDATE trigger_point SET x = x + 1"))
    person.tap("check_record")
    person.until(lambda: "problem" in said(page))
    assert "was changed outside the program" in said(page)
    assert "Nothing was changed. Copy the folder as it is before anything else." in said(page)
    assert make.patient().family_name not in said(page)
    assert desk.stored(AuditEntry, action=AuditAction.CHECKED)


def test_a_backup_goes_to_the_folder_that_was_chosen(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    person.tap("open_backups")
    person.wait_for("backups_screen")
    assert not person.sees("forget_place_1")  # nothing was chosen that could be given up
    assert not person.sees("forget_place_2")

    person.tap("choose_place_2")
    person.until(lambda: desk.stored(Clinic)[0].second_backup_folder == str(stick))
    person.tap("backup_hours", "8")
    person.until(lambda: desk.stored(Clinic)[0].backup_hours == 8)
    person.tap("back_up_now")
    person.until(lambda: len(cells(person, "backup_rows")) == 2)

    assert len(backups(stick)) == 1
    assert len(backups(tmp_path / "chart")) == 1
    assert {row[1] for row in cells(person, "backup_rows")} == {"asked for"}
    assert str(stick) in person.find("backup_place_2").text()  # type: ignore[attr-defined]
    person.tap("forget_place_2")
    person.until(lambda: not desk.stored(Clinic)[0].second_backup_folder)
    person.until(lambda: not person.sees("forget_place_2"))


def test_a_stick_that_is_not_there_is_told_and_a_copy_is_kept(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    clinic = desk.stored(Clinic)[0]
    after = clinic.but(backup_folder=str(tmp_path / "gone"))
    done: list[object] = []
    desk.put([(clinic, after)], done.append)
    person.until(lambda: bool(done))
    person.tap("open_backups")
    page = person.wait_for("backups_screen")

    person.tap("back_up_now")
    told = person.find("backup_told")
    person.until(lambda: "Not made in" in told.text())  # type: ignore[attr-defined]
    words = f"Made and checked: beside the chart, on this laptop only. Not made in {tmp_path / 'gone'}: "
    assert words in told.text()  # type: ignore[attr-defined]

    assert len(backups(tmp_path / "chart")) == 1
    person.until(lambda: "The backup folder is not there." in said(page))


def signed_note(desk: TestDesk, path: Path) -> str:
    seal = desk.ask(lambda store: store.sign_visit(make.VISIT))
    path.write_bytes(render_note(desk.ask(lambda store: visit_chart(store, make.VISIT))).pdf)
    return seal.short_code


def test_a_pdf_and_a_code_are_told_genuine_or_not(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "note.pdf"
    code = signed_note(desk, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    person.tap("open_verify")
    page = person.wait_for("verify_screen")

    person.tap("choose_pdf")
    person.until(lambda: person.sees("verdict_genuine"))
    assert "signed by Mara Velasquez, PT, DPT" in said(page)

    path.write_bytes(path.read_bytes().replace(b'"digest": "', b'"digest": "f'))
    person.tap("choose_pdf")
    person.until(lambda: person.sees("verdict_differs"))

    person.type("verify_code", code, leave=False)
    QTest.keyClick(person.find("verify_code"), Qt.Key.Key_Return)
    person.until(lambda: person.sees("verdict_genuine"))

    desk.ask(lambda store: tamper(store, "UPDATE visit SET plan = 'other'"))
    person.tap("look_up_code")
    person.until(lambda: person.sees("verdict_differs"))
    assert "plan" in said(page)


def test_back_leads_to_settings_and_nothing_of_an_answer_stays(
    settings: QWidget, person: Person, window: MainWindow
) -> None:
    person.tap("open_verify")
    person.wait_for("verify_screen")
    person.type("verify_code", "0123 4567")
    person.tap("look_up_code")
    person.until(lambda: person.sees("verdict_not_here"))
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    person.wait_for("settings_screen")
    person.tap("open_verify")
    person.wait_for("verify_screen")
    assert not person.sees("verdict_not_here")


def test_who_only_reads_sees_no_audit_log(tmp_path: Path, window: MainWindow, person: Person) -> None:
    reader = make.clinician(role=Role.READ_ONLY)
    with open_desk(tmp_path / "other", clinician=reader) as desk:
        window.show_home(desk)
        person.tap("settings")
        why = person.wait_for("open_audit").why_not  # type: ignore[attr-defined]
        assert "A clinician may read the audit log" in why
        person.tap("open_audit")
        assert person.sees("settings_screen")
        window.nav.behind_settings.show_audit_of("")
        page = person.wait_for("audit_screen")
        person.until(lambda: "your role does not allow it" in said(page))
        assert cells(person, "audit_rows") == []
        window.nav.drop()


def test_names_become_initials_and_names_again(desk: TestDesk, window: MainWindow, person: Person) -> None:
    window.show_home(desk)
    name = make.patient().full_name
    row = person.wait_for(f"patient_{make.PATIENT}")
    assert name in row.accessibleName()

    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)

    assert window.look.hide_names
    person.until(lambda: name not in person.find(f"patient_{make.PATIENT}").accessibleName())
    assert not any(name in one.text() for one in window.findChildren(Text) if one.isVisible())
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: person.sees("patient_name"))
    person.until(lambda: person.find("patient_name").text() == "I. O.")  # type: ignore[attr-defined]
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: person.find("patient_name").text() == name)  # type: ignore[attr-defined]
