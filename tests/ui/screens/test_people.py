"""An administrator at the window: roles, a forgotten passphrase, somebody who leaves and comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.words import AuditAction, Role
from needlechart.store.keyfile import read_key_file
from needlechart.store.vault import unlock
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.entry import HOW_TO
from needlechart.ui.screens.settings_people import PassphraseDrawer, PeopleCard
from needlechart.ui.screens.settings_person import PersonDrawer
from tests import factories as make
from tests.ui.fake_desk import CHEAP, TestDesk, open_desk
from tests.ui.screens.conftest import Person

WORDS = "granite orchard 7 violet kites"
NEW = "seven quiet lanterns over water"


@pytest.fixture
def desk(tmp_path: Path, qtbot: object):
    chief = make.clinician(role=Role.ADMINISTRATOR)
    with open_desk(tmp_path / "chart", clinician=chief) as desk:
        other = make.clinician(id="tomas", name="Tomás Ferreira", role=Role.CLINICIAN)
        desk.ask(lambda store: store.add_clinician(other, WORDS, CHEAP))
        yield desk


@pytest.fixture
def drawer(desk: TestDesk, window: MainWindow, person: Person) -> PersonDrawer:
    window.show_home(desk)
    person.tap("settings")
    settings: QWidget = person.wait_for("settings_screen")
    person.tap("person_tomas")
    drawer = settings.findChild(PeopleCard).findChild(PersonDrawer)
    person.until(drawer.isVisible)
    return drawer


def write(field: QLineEdit, text: str) -> None:
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field, text)


def tomas(desk: TestDesk) -> Clinician:
    return desk.stored(Clinician, id="tomas")[0]


def test_a_role_is_chosen_and_logged(drawer: PersonDrawer, desk: TestDesk, person: Person) -> None:
    person.tap("person_role", "read_only")
    person.until(lambda: tomas(desk).role is Role.READ_ONLY)
    assert "role" in desk.stored(AuditEntry, record_id="tomas", action=AuditAction.SETTING)[-1].changed


def test_taking_the_key_away_stands_last_and_apart_from_what_is_for_those_who_stay(
    drawer: PersonDrawer, person: Person
) -> None:
    def top(part: QWidget) -> int:
        return part.mapTo(drawer, QPoint()).y()

    assert top(drawer.roles) < top(drawer.passphrase) < top(drawer.act) < top(drawer.leave)
    assert "a clinician co-signs" not in words_of(drawer)
    person.tap("person_role", "student")
    person.until(lambda: "a clinician co-signs" in words_of(drawer))  # what a role may is said with it


def test_a_forgotten_passphrase_is_replaced_for_the_next_unlock(
    drawer: PersonDrawer, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    write(drawer.passphrase.first.edit, "too short")
    write(drawer.passphrase.again.edit, "too short")
    person.tap("person_act")
    assert drawer.isVisible()
    drawer.passphrase.clear()
    write(drawer.passphrase.first.edit, NEW)
    write(drawer.passphrase.again.edit, NEW)
    person.tap("person_act")
    person.until(lambda: drawer.isHidden())

    secrets = unlock(tmp_path / "chart", "tomas", NEW)
    assert secrets.set_by == make.CLINICIAN
    assert drawer.passphrase.text() == ""
    assert drawer.passphrase.meter.sentence == HOW_TO  # no word about a passphrase that is gone


def test_who_leaves_loses_the_key_after_one_question_and_comes_back(
    drawer: PersonDrawer, desk: TestDesk, person: Person, tmp_path: Path
) -> None:
    person.tap("person_leaves")
    person.wait_for("question")
    person.tap("safe_answer")
    assert tomas(desk).active
    person.until(lambda: not person.sees("question"))
    person.tap("person_leaves")
    person.wait_for("question")
    person.tap("destructive_answer")
    person.until(lambda: not tomas(desk).active)
    person.until(lambda: person.sees("people_told"))
    assert read_key_file(tmp_path / "chart").of("tomas") is None
    person.until(lambda: person.sees("left_with_key"))
    assert "Tomás Ferreira" in person.find("left_with_key").accessibleName()
    person.tap("renew_after_leaving")
    person.until(lambda: person.sees("renew_key_passphrase"))
    typed = person.find("renew_key_passphrase").focusProxy()
    person.until(lambda: drawer.window().focusWidget() is typed)
    renew = person.find("renew_key_act")
    person.until(lambda: not renew.visibleRegion().isEmpty())

    person.tap("person_tomas")
    person.tap("person_back")
    person.until(lambda: tomas(desk).active)
    assert not person.sees("renew_after_leaving")


def words_of(part: QWidget) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


def test_who_gives_or_changes_a_passphrase_reads_that_older_backups_open_with_the_old_one(
    drawer: PersonDrawer, desk: TestDesk, person: Person
) -> None:
    assert "Backups made before go on opening with the passphrase they had" in words_of(drawer)
    person.tap("open_change_passphrase")
    assert "Backups made before go on opening with the old passphrase" in words_of(
        person.find("change_passphrase")
    )
    form = person.find("change_passphrase", PassphraseDrawer)
    assert isinstance(form, PassphraseDrawer)
    write(form.old.edit, make.PASSPHRASE)
    for field in (form.new.first, form.new.again):
        write(field.edit, NEW)
    person.tap("change_passphrase_act")
    person.until(lambda: person.sees("people_told"))
    told: QLabel = person.find("people_told")  # type: ignore[assignment]
    assert "Backups made before open with the old one" in told.text()


def test_the_last_administrator_cannot_be_taken_away(desk: TestDesk) -> None:
    told: list[object] = []
    desk.set_active(make.CLINICIAN, told.append, told.append, active=False)
    desk.ask(lambda store: None)
    assert desk.stored(Clinician, id=make.CLINICIAN)[0].active
