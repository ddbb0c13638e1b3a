"""The patient's chart: visits, trends, details that are kept as one types, addenda to a signed note."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from needlechart.documents.pages import page_texts
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Goal
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import now
from needlechart.domain.seal import Addendum
from needlechart.domain.words import AlertLevel, Paper, Phase, Side, View
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.parts import ScrollColumn
from needlechart.ui.screens.patient.screen import PatientScreen
from needlechart.ui.screens.wording import clock
from needlechart.ui.widgets import TagKind, Text
from tests import factories as make
from tests.faults.test_history import tamper
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


def visits(amount: int) -> list[object]:
    """Signed later by the test: pain falls from visit to visit, piriformis is needled each time."""
    records: list[object] = []
    for index in range(amount):
        name = f"v{index}"
        day = now() - timedelta(days=14 * (amount - index))
        records.append(make.visit(id=name, number=index + 1, started=day, entered=day))
        point = make.point(visit_id=name, view=View.BACK, side=Side.RIGHT)
        records += [point, make.needling(point)]
        records.append(make.measurement(visit_id=name, value=8.0 - index))
        records.append(make.measurement(visit_id=name, value=5.0 - index, phase=Phase.AFTER))
    return records


def chart(desk: TestDesk, window: MainWindow, person: Person, amount: int) -> PatientScreen:
    desk.keep(make.patient(), make.alert(), make.episode(), *visits(amount))  # type: ignore[arg-type]
    for index in range(amount):
        desk.ask(lambda store, name=f"v{index}": store.sign_visit(name))
    window.show_home(desk)
    person.tap(f"patient_{make.PATIENT}")
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    assert window.nav.patient is not None
    return window.nav.patient


@pytest.mark.parametrize("amount", [0, 1, 3])
def test_none_one_and_many_visits_are_shown(
    desk: TestDesk, window: MainWindow, person: Person, amount: int
) -> None:
    screen = chart(desk, window, person, amount)

    for index in range(amount):
        person.wait_for(f"visit_v{index}")
    if amount == 0:
        person.wait_for("action-start")
    assert screen.pain.plot.isVisible() is (amount > 0)
    assert screen.where.back.isVisible() is (amount > 0)
    if amount:
        told = "once" if amount == 1 else f"{amount} times"
        assert f"piriformis {told}" in screen.where.back.accessibleName()
        assert not screen.where.front.accessibleName().count("times")


def test_details_keep_identity_alerts_consent_and_goals_as_typed(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    chart(desk, window, person, 0)
    person.tap("details")
    person.type("detail_preferred_name", "Nes")
    person.tap("paper_form")
    person.until(lambda: person.find("consent_signer").text().startswith("Nes "))  # type: ignore[attr-defined]
    assert desk.stored(Patient)[0].preferred_name == "Nes"
    person.tap("new_alert")
    person.type("alert_text", "Latex allergy", leave=False)
    person.tap("add_alert")
    person.until(lambda: len(desk.stored(Alert)) == 2)
    person.type("consent_version", "2025-2")
    person.tap("record_consent")
    person.until(lambda: len(desk.stored(Consent)) == 1)
    person.type("goal_text", "Run 5 km", leave=False)
    person.tap("add_goal")
    person.until(lambda: len(desk.stored(Goal)) == 1)

    added = next(one for one in desk.stored(Alert) if one.text == "Latex allergy")
    assert added.level is AlertLevel.RELATIVE
    [consent] = desk.stored(Consent)
    assert (consent.form_version, consent.signer, consent.visit_id) == ("2025-2", "Nes Okonkwo-Reyes", "")
    assert desk.stored(Goal)[0].text == "Run 5 km"


def test_an_alert_is_resolved_not_erased(desk: TestDesk, window: MainWindow, person: Person) -> None:
    chart(desk, window, person, 0)
    [alert] = desk.stored(Alert)
    person.tap("details")
    person.tap(f"resolve_{alert.id}")

    person.until(lambda: desk.stored(Alert)[0].resolved is not None)
    person.until(lambda: not person.sees("alerts"))


def test_a_date_of_birth_that_cannot_be_read_is_refused_in_details(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    chart(desk, window, person, 0)
    before = desk.stored(Patient)
    person.tap("details")
    person.type("detail_birth_date", "5/6/1984")

    assert person.find("detail_birth_date").error  # type: ignore[attr-defined]
    assert desk.stored(Patient) == before


def test_a_signed_visit_opens_as_its_note_and_takes_an_addendum(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = chart(desk, window, person, 1)
    person.tap("visit_v0")
    person.wait_for("addendum_text")
    person.until(lambda: bool(screen.note.pages.pages))
    form = person.find("addendum_text")
    assert form.mapTo(window, form.rect().topLeft()).x() > screen.note.pages.page.width() / 2
    person.tap("add_addendum")
    assert desk.stored(Addendum) == []

    person.type("addendum_text", "Seen again by telephone.", leave=False)
    form.commit()  # type: ignore[attr-defined] - as after a moment of thought
    person.tap("add_addendum")
    person.until(lambda: len(desk.stored(Addendum)) == 1)
    [addendum] = desk.stored(Addendum)
    assert (addendum.about_visit_id, addendum.text) == ("v0", "Seen again by telephone.")
    person.until(lambda: form.toPlainText() == "")  # type: ignore[attr-defined] - a second tap seals no second
    signed_by = f", {addendum.author_name}"
    person.until(lambda: any(signed_by in one.text() for one in screen.note.findChildren(Text)))
    [who] = [one for one in screen.note.findChildren(Text) if one.text().endswith(signed_by)]
    person.until(lambda: who.height() >= who.heightForWidth(who.width()))  # when and by whom is read whole


def test_an_addendum_with_its_author_time_and_reason_is_read_beside_the_note(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    late = make.addendum(about_visit_id="v0", reason="left out", text="The <left> side was not examined.")
    screen = chart(desk, window, person, 1)
    desk.ask(lambda store: store.add_addendum(late))
    window.nav.show_patient(make.PATIENT)
    person.tap("visit_v0")
    person.wait_for("addendum_text")

    def read() -> str:
        return "\n".join(one.text() for one in screen.note.findChildren(Text) if one.isVisible())

    person.until(lambda: late.text in read())
    assert "Reason: left out" in read()
    assert f"{clock(late.written_at)}, {late.author_name}" in read()


def test_a_signed_visit_that_was_changed_outside_the_program_says_so_where_it_is_read(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    screen = chart(desk, window, person, 1)
    person.tap("visit_v0")
    person.wait_for("addendum_text")
    assert screen.note.state.text == "Signed and sealed"
    assert screen.note.state.kind is TagKind.OK
    person.tap("note_back")

    desk.ask(lambda store: tamper(store, "UPDATE visit SET plan = 'other' WHERE id = 'v0'"))
    person.tap("visit_v0")
    said = person.wait_for("notice_differs")
    assert "not what was signed" in said.accessibleName()
    assert "plan" in said.accessibleName()
    assert screen.note.state.kind is TagKind.DANGER
    assert screen.note.state.text == "Not what was signed"

    saved: list[Path] = []
    found = screen.note._chart
    assert found is not None
    desk.save_note(found, Paper.LETTER, tmp_path / "changed.pdf", saved.append)
    person.until(lambda: bool(saved))
    assert "Not what was signed" in page_texts(saved[0].read_bytes())[0]
    desk.ask(lambda store: tamper(store, f"UPDATE visit SET plan = '{found.visit.plan}' WHERE id = 'v0'"))
    desk.save_note(found, Paper.LETTER, tmp_path / "again.pdf", saved.append)
    person.until(lambda: len(saved) == 2)
    assert "Not what was signed" not in page_texts(saved[1].read_bytes())[0]


def test_back_goes_one_level_up(desk: TestDesk, window: MainWindow, person: Person) -> None:
    chart(desk, window, person, 1)
    person.tap("visit_v0")
    person.wait_for("addendum_text")
    person.tap("back")
    assert person.sees("visits")
    person.tap("back")
    person.wait_for("search")


def test_the_name_is_cut_never_the_record_number(desk: TestDesk, window: MainWindow, person: Person) -> None:
    desk.keep(
        make.patient(
            given_name="Maximiliana-Josephine " * 3, family_name="Exampleworth", record_number="NC-000131"
        ),
        *[make.alert(text=f"Alert number {index} with words") for index in range(6)],
    )
    window.resize(960, 530)
    window.show_home(desk)
    person.tap(f"patient_{make.PATIENT}")
    person.until(lambda: "NC-000131" in person.wait_for("banner").line.text())  # type: ignore[attr-defined]

    banner = person.find("banner")
    line = banner.line  # type: ignore[attr-defined]
    assert line.width() >= line.fontMetrics().horizontalAdvance(line.text())
    assert banner.name.is_cut  # type: ignore[attr-defined]
    start = person.find("start_visit")
    assert start.mapTo(window, start.rect().bottomRight()).x() < window.width()


def test_ctrl_enter_starts_the_visit_of_the_patient_shown(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.wait_for("start_visit")
    person.until(lambda: window.nav.patient is not None and window.nav.patient.shown_id == make.PATIENT)

    QTest.keyClick(window.nav.patient, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    person.wait_for("board")


@pytest.mark.parametrize("width", [960, 1366])
def test_details_are_never_cut_at_their_edge(
    desk: TestDesk, window: MainWindow, person: Person, width: int
) -> None:
    long = "Maximiliana-Josephine Exampleworth-Placeholder van der Sample"
    desk.keep(
        make.patient(given_name=long, family_name="Sample"),
        make.episode(),
        make.written_consent(signer=long),
    )
    window.resize(width, 698)
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    patient = window.nav.patient
    assert patient is not None
    person.until(lambda: bool(patient.banner.name.text()))
    person.tap("details")
    panel = person.wait_for("details_panel")
    person.until(lambda: person.sees("detail_given_name"))

    scroll = panel.findChild(ScrollColumn)
    assert scroll.inside.width() <= scroll.viewport().width()
    field = person.find("detail_given_name")
    assert field.cursorPosition() == 0  # type: ignore[attr-defined]
    add = person.find("new_alert")
    assert add.mapTo(scroll.viewport(), add.rect().bottomRight()).x() < scroll.viewport().width()


def test_nothing_of_the_patient_before_stands_under_another_name(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient(id="other", record_number="NC-2", given_name="Another", family_name="Person"))
    screen = chart(desk, window, person, 2)
    assert screen.visits.isVisible()

    screen.open("other")

    assert not screen.visits.isVisible()
    assert not screen.where.isVisible()
    assert screen.banner.y() == 0
    person.until(screen.visits.isVisible)
    assert not window.findChildren(type(screen.visits), "visit_v0")
