"""An administrator at the window: roles, a forgotten passphrase, somebody who leaves and comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.words import AuditAction, Role
from needlechart.store.keyfile import read_key_file
from needlechart.store.vault import unlock
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.entry import HOW_TO
from needlechart.ui.screens.settings_people import PeopleCard
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

    person.tap("person_tomas")
    person.tap("person_back")
    person.until(lambda: tomas(desk).active)


def test_the_last_administrator_cannot_be_taken_away(desk: TestDesk) -> None:
    told: list[object] = []
    desk.set_active(make.CLINICIAN, told.append, told.append, active=False)
    desk.ask(lambda store: None)
    assert desk.stored(Clinician, id=make.CLINICIAN)[0].active
