"""Settings: passphrase, therapists, needles, recovery sheet, single keys; all kept by the real chart."""

from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMenu, QWidget

from needlechart.domain.clinic import Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.protocol import Protocol, ProtocolPoint
from needlechart.domain.words import Role
from needlechart.settings import Look
from needlechart.store.keyfile import read_key_file
from needlechart.store.problems import WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.store.vault import recover, unlock
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.settings_people import PeopleCard
from needlechart.ui.screens.settings_recovery import RecoveryCard
from tests import factories as make
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

NEW = "seven quiet lanterns over water"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object):
    """An administrator is unlocked."""
    chief = make.clinician(role=Role.ADMINISTRATOR)
    with open_desk(tmp_path / "chart", clinician=chief) as desk:
        yield desk


@pytest.fixture
def settings(desk: TestDesk, window: MainWindow, person: Person) -> QWidget:
    """Settings, open."""
    window.show_home(desk)
    person.tap("settings")
    return person.wait_for("settings_screen")


def write(field: QLineEdit, text: str) -> None:
    """Type into a line that has no name of its own."""
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field, text)


def change_passphrase(people: PeopleCard, person: Person, old: str, new: str) -> None:
    person.tap("open_change_passphrase")
    write(people.passphrase.old.edit, old)
    write(people.passphrase.new.first.edit, new)
    write(people.passphrase.new.again.edit, new)
    person.tap("change_passphrase_act")


def test_a_new_passphrase_counts_and_the_old_one_opens_nothing(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    people = settings.findChild(PeopleCard)
    change_passphrase(people, person, make.PASSPHRASE, NEW)
    person.until(lambda: people.told.isVisible())

    assert people.passphrase.old.text() == people.passphrase.new.text() == ""
    folder, me = tmp_path / "chart", desk.clinician.id
    unlock(folder, me, NEW).wipe()
    with pytest.raises(WrongPassphrase):
        unlock(folder, me, make.PASSPHRASE)


def test_a_wrong_passphrase_of_today_changes_nothing_and_says_what_to_do(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    drawer = settings.findChild(PeopleCard).passphrase
    change_passphrase(settings.findChild(PeopleCard), person, "not the passphrase of today", NEW)
    person.until(lambda: drawer.error.isVisible())

    assert drawer.error.title.text()
    assert drawer.error.rest.text()
    assert drawer.act.isEnabled()
    assert drawer.new.text() == NEW  # what was typed is kept


def test_a_therapist_is_added_and_can_unlock(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    drawer = settings.findChild(PeopleCard).therapist
    person.tap("open_add_therapist")
    person.tap("add_therapist_act")
    assert drawer.error.title.text() == "The therapist needs a name"

    person.type("therapist_name", "Wren Placeholder")
    person.type("therapist_credentials", "PT")
    write(drawer.passphrase.first.edit, NEW)
    write(drawer.passphrase.again.edit, NEW)
    person.tap("add_therapist_act")
    person.until(lambda: len(desk.stored(Clinician)) == 2)
    person.until(lambda: not drawer.isVisible())

    added = next(one for one in desk.stored(Clinician) if one.id != desk.clinician.id)
    assert (added.signature_name, added.role) == ("Wren Placeholder, PT", Role.CLINICIAN)
    assert added.certificate
    assert added.id in {one.clinician_id for one in read_key_file(tmp_path / "chart").clinicians}
    unlock(tmp_path / "chart", added.id, NEW).wipe()


def test_who_is_no_administrator_changes_only_their_own_passphrase(
    tmp_path: Path, window: MainWindow, person: Person
) -> None:
    with open_desk(tmp_path / "other", clinician=make.clinician(role=Role.CLINICIAN)) as plain:
        window.show_home(plain)
        person.tap("settings")
        person.wait_for("open_change_passphrase")

        assert not person.sees("open_add_therapist")
        assert not person.sees("new_recovery_sheet")


def test_needles_are_added_edited_and_removed(settings: QWidget, desk: TestDesk, person: Person) -> None:
    person.type("needle_diameter", "0,3", leave=False)
    person.type("needle_length", "50", leave=False)
    person.tap("add_needle")
    person.until(lambda: [one.size for one in desk.stored(NeedleType)] == ["0.30×50"])
    needle = desk.stored(NeedleType)[0]

    person.type(f"needle_lot_{needle.id}", "L-77")
    person.type(f"needle_maker_{needle.id}", "Example Needles")
    person.until(lambda: desk.stored(NeedleType)[0].maker == "Example Needles")
    assert desk.stored(NeedleType)[0].lot == "L-77"

    person.tap(f"needle_usual_{needle.id}")
    person.until(lambda: desk.clinic.default_needle == needle.id)
    [kept] = desk.stored(NeedleType)
    person.tap(f"remove_needle_{needle.id}")
    person.until(lambda: not desk.stored(NeedleType))
    person.until(lambda: not desk.clinic.default_needle)
    person.tap("bring_back")
    person.until(lambda: desk.stored(NeedleType) == [kept])
    person.until(lambda: desk.clinic.default_needle == needle.id)
    assert not person.sees("bring_back")


def test_a_protocol_and_a_site_of_it_that_were_taken_off_come_back(
    settings: QWidget, desk: TestDesk, window: MainWindow, person: Person
) -> None:
    protocol, point = make.protocol(id="hips"), make.protocol_point("hips", id="site")
    desk.keep(protocol, point)
    window.nav.show_settings()
    person.tap("protocol_sites_hips")
    person.tap("remove_point_site")
    person.until(lambda: not desk.stored(ProtocolPoint))
    assert desk.stored(Protocol)[0].archived
    person.tap("bring_back")
    person.until(lambda: desk.stored(ProtocolPoint) == [point])
    assert not desk.stored(Protocol)[0].archived
    person.wait_for("remove_protocol_hips")
    person.tap("remove_protocol_hips")
    person.until(lambda: desk.stored(Protocol)[0].archived)
    person.tap("bring_back")
    person.until(lambda: not desk.stored(Protocol)[0].archived)
    person.wait_for("remove_protocol_hips")


def test_of_many_packs_the_first_stand_there_and_typing_finds_the_others(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    packs = [
        make.needle_type(
            id=f"pack-{number}", diameter_mm=0.3, length_mm=20 + number, lot=f"L-{number}", order=number
        )
        for number in range(12)
    ]
    desk.keep(*packs)
    settings.needles.refresh()  # type: ignore[attr-defined]
    person.wait_for("remove_needle_pack-0")
    assert person.sees("remove_needle_pack-5")
    assert not person.sees("remove_needle_pack-6")

    person.type("find_needle", "l-11", leave=False)
    person.wait_for("remove_needle_pack-11")
    assert not person.sees("remove_needle_pack-0")

    person.type("find_needle", "0.30x27", leave=False)
    person.wait_for("remove_needle_pack-7")
    assert not person.sees("remove_needle_pack-11")

    person.type("find_needle", "", leave=False)
    person.type("needle_diameter", "0.18", leave=False)
    person.type("needle_length", "13", leave=False)
    person.tap("add_needle")
    person.until(lambda: len(desk.stored(NeedleType)) == 13)
    added = next(one for one in desk.stored(NeedleType) if one.size == "0.18×13")
    person.wait_for(f"remove_needle_{added.id}")


def test_a_pack_has_type_colour_expiry_and_stock_and_an_expired_one_is_said(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    for _ in range(2):
        person.type("needle_diameter", "0.30", leave=False)
        person.type("needle_length", "50", leave=False)
        person.tap("add_needle")
    assert "told apart" in settings.needles.error.rest.text()  # type: ignore[attr-defined]
    person.until(lambda: len(desk.stored(NeedleType)) == 1)
    first = desk.stored(NeedleType)[0]
    for name, text in (("lot", "L-1"), ("product", "H-type"), ("colour", "violet")):
        person.type(f"needle_{name}_{first.id}", text)
    person.type(f"needle_expiry_{first.id}", "next year")
    assert "like 9 May 1991" in settings.needles.error.rest.text()  # type: ignore[attr-defined]
    person.type(f"needle_expiry_{first.id}", "3 March 2021")
    person.wait_for(f"needle_expired_{first.id}")
    person.tap(f"needle_stock_{first.id}")
    person.until(lambda: not desk.stored(NeedleType)[0].in_stock)

    person.tap(f"needle_usual_{first.id}")
    person.until(lambda: desk.clinic.default_needle == first.id)
    person.until(lambda: person.find(f"needle_usual_{first.id}").isChecked())  # type: ignore[attr-defined]

    kept = desk.stored(NeedleType)[0]
    assert (kept.lot, kept.product, kept.colour) == ("L-1", "H-type", "violet")
    assert kept.expiry == date(2021, 3, 3)
    person.tap("add_needle")  # the size is typed still, and now it is another pack
    person.until(lambda: len(desk.stored(NeedleType)) == 2)


@pytest.mark.parametrize(("diameter", "length"), [("", ""), ("9", "50"), ("0.3", "thick")])
def test_a_size_no_needle_has_is_refused_in_three_parts(
    settings: QWidget, desk: TestDesk, person: Person, diameter: str, length: str
) -> None:
    needles = settings.needles  # type: ignore[attr-defined]
    person.type("needle_diameter", diameter, leave=False)
    person.type("needle_length", length, leave=False)
    person.tap("add_needle")

    assert needles.error.title.text() == "This is not a size of a needle"
    assert needles.error.rest.text().startswith("The list is unchanged.")
    assert desk.stored(NeedleType) == []


def test_a_new_recovery_sheet_replaces_the_old_one(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.ask(lambda store: store.new_recovery_key())
    card = settings.findChild(RecoveryCard)
    place = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(place), "PDF (*.pdf)"))

    person.tap("new_recovery_sheet")
    person.tap("action-make")
    person.wait_for("save_recovery_sheet")
    groups = card.page.key.groups
    person.tap("recovery_done")
    assert not card.page.typing, "neither saved nor printed"
    person.tap("save_recovery_sheet")
    person.until(place.exists)
    person.until(lambda: not card.page.why_not)
    person.tap("recovery_done")
    assert card.page.typing
    assert card.page.key.groups == ()
    assert recover(tmp_path / "chart", before), "the old sheet counts until the new one was typed back"
    for field, index in zip(card.page.fields, card.page.asked, strict=True):
        write(field, groups[index])
    person.tap("recovery_done")

    person.until(card.told.isVisible)
    assert card.page.key.groups == ()
    assert place.read_bytes().startswith(b"%PDF")
    assert recover(tmp_path / "chart", RecoveryKey.parse("-".join(groups)))
    with pytest.raises(WrongRecoveryKey):
        recover(tmp_path / "chart", before)


def test_a_new_sheet_that_is_left_half_way_leaves_the_old_one(
    settings: QWidget, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    before = desk.ask(lambda store: store.new_recovery_key())
    card = settings.findChild(RecoveryCard)
    for leave in (lambda: person.tap("recovery_stop"), lambda: person.tap("back")):
        person.tap("new_recovery_sheet")
        person.tap("action-make")
        person.wait_for("recovery_by_hand")
        person.tap("recovery_by_hand")
        person.tap("recovery_done")
        assert card.page.back.whole.isVisible()
        leave()
        person.until(lambda: card._sheet is None)
        assert card.page.key.groups == ()
        assert card.page.back._groups == ()
    assert recover(tmp_path / "chart", before)


def test_a_sheet_counts_as_printed_when_its_pages_were_drawn(
    settings: QWidget, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, paper = settings.findChild(RecoveryCard), tmp_path / "printed.pdf"
    printers: list[str] = []
    targets = [tmp_path / "no such folder" / "printed.pdf", paper]

    def chosen(dialog: QPrintDialog) -> None:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(targets.pop(0)))
        dialog.accepted.emit(dialog.printer())
        dialog.finished.emit(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: printers))
    monkeypatch.setattr(QDialog, "open", chosen)
    person.tap("new_recovery_sheet")
    person.tap("action-make")
    person.wait_for("print_recovery_sheet")

    person.tap("print_recovery_sheet")
    assert card.error.title.text() == "No printer was found."
    printers.append("a file")
    person.tap("print_recovery_sheet")
    person.until(lambda: card.error.title.text() == "The printer did not answer.")
    assert card.page.why_not
    person.tap("print_recovery_sheet")
    person.until(lambda: not card.page.why_not)
    with pdfium.PdfDocument(paper) as printed:
        assert [printed.get_page_size(page) for page in range(len(printed))] == [
            pytest.approx((612, 792), abs=1)
        ]


def test_single_keys_are_turned_off_in_the_visit_and_kept(
    settings: QWidget, desk: TestDesk, window: MainWindow, person: Person
) -> None:
    told: list[Look] = []
    window.look_changed.connect(told.append)
    person.tap("single_keys", "off")
    desk.keep(make.patient(), make.episode())
    window.nav.start_visit(make.PATIENT)
    person.wait_for("board")
    window.step_3()

    needling = person.wait_for("step_needling")
    assert needling.keys.single_keys is False  # type: ignore[attr-defined]
    assert told[-1].single_keys is False

    window.nav.show_settings()
    person.tap("single_keys", "on")
    assert needling.keys.single_keys is True  # type: ignore[attr-defined]


def test_the_board_beeps_and_turns_only_if_the_clinic_wants_it(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    assert not desk.clinic.sound_when_time_is_up
    person.tap("sound_when_time_is_up", "yes")
    person.tap("turn_view_by_itself", "no")
    person.until(lambda: not desk.stored(Clinic)[0].turn_view_by_itself)
    assert desk.stored(Clinic)[0].sound_when_time_is_up


def test_phrases_are_added_changed_and_removed(settings: QWidget, desk: TestDesk, person: Person) -> None:
    person.type("new_shortcut", ".tol")
    person.type("new_phrase", "Tolerated {well|fairly}, <sore> & tired.")
    person.tap("add_phrase")
    person.until(lambda: len(desk.stored(Phrase)) == 1)
    [phrase] = desk.stored(Phrase)
    assert (phrase.shortcut, phrase.clinician_id) == (".tol", "")

    person.wait_for(f"shortcut_{phrase.id}")
    person.type(f"phrase_text_{phrase.id}", "Tolerated well.")
    person.until(lambda: desk.stored(Phrase)[0].text == "Tolerated well.")
    [kept] = desk.stored(Phrase)
    person.tap(f"remove_phrase_{phrase.id}")
    person.until(lambda: desk.stored(Phrase) == [])
    person.tap("bring_back")
    person.until(lambda: desk.stored(Phrase) == [kept])
    person.wait_for(f"shortcut_{phrase.id}")


def test_a_fill_in_is_chosen_from_a_list_and_goes_into_the_text_that_was_typed_in_last(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    def choose(*names: str) -> None:
        person.tap("fill_in")
        menu = next(one for one in settings.findChildren(QMenu, "fill_in_list") if one.isVisible())
        entry = None
        for name in names:
            entry = next(one for one in menu.actions() if name in (one.text(), one.data()))
            inside = entry.menu()
            menu = inside if isinstance(inside, QMenu) else menu
        assert entry is not None
        entry.trigger()
        for shown in settings.findChildren(QMenu, "fill_in_list"):
            shown.close()

    person.type("new_shortcut", ".gain")
    person.type("new_phrase", "From ")
    choose("pain before")
    choose("Measures", "Hip IR", "Hip IR right change")
    choose("In the note of a site", "muscle")
    person.tap("add_phrase")
    person.until(lambda: len(desk.stored(Phrase)) == 1)
    [phrase] = desk.stored(Phrase)
    assert phrase.text == "From {pain before}{Hip IR right change}{muscle}"

    person.wait_for(f"phrase_text_{phrase.id}")
    person.type(f"phrase_text_{phrase.id}", "Now ")
    choose("today")
    person.find("new_shortcut").setFocus()
    person.until(lambda: desk.stored(Phrase)[0].text == "Now {today}")


def test_a_shortcut_that_is_taken_or_none_is_refused_in_place(
    settings: QWidget, desk: TestDesk, person: Person
) -> None:
    person.type("new_shortcut", "two words")
    person.type("new_phrase", "anything")
    person.tap("add_phrase")
    person.type("new_shortcut", ".a")
    person.tap("add_phrase")
    person.until(lambda: len(desk.stored(Phrase)) == 1)
    person.type("new_shortcut", ".A")
    person.type("new_phrase", "another")
    person.tap("add_phrase")
    assert len(desk.stored(Phrase)) == 1
    person.tap("phrase_whose", "mine")
    person.tap("add_phrase")
    person.until(lambda: len(desk.stored(Phrase)) == 2)
    assert {one.clinician_id for one in desk.stored(Phrase)} == {"", desk.clinician.id}
