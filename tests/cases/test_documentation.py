"""Every row of the documentation standard and every STRICTA item: record, screen, print; none missing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from needlechart.documents.note import render_note
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types, now
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Role, Side, Step
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from needlechart.ui.main_window import MainWindow
from needlechart.ui.theme import Theme, ThemeChoice
from tests import factories as make
from tests.cases.blanking import not_told_by_its_field
from tests.cases.case import note_text
from tests.cases.documentation import OF_ITSELF, PLACES, Place, covered, rows_of_the_standard, stricta_items
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

STEPS = {
    "check_in": Step.CHECK_IN,
    "before": Step.BEFORE,
    "needling": Step.NEEDLING,
    "after": Step.AFTER,
    "follow_on": Step.FOLLOW_ON,
    "plan": Step.PLAN,
}
QUICK_MS = 20
PASSPHRASE = "nine brass lamps on the stair"


def test_the_standard_has_its_29_rows_and_each_has_a_place() -> None:
    assert rows_of_the_standard() == [str(number) for number in range(1, 30)]
    missing = [row for row in rows_of_the_standard() if not covered().get(row)]
    assert missing == []


def test_every_stricta_item_has_a_place_or_needs_none() -> None:
    items = stricta_items()
    assert len(items) == 17
    missing = [item for item in items if item not in OF_ITSELF and not covered().get(item)]
    assert missing == []
    assert set(OF_ITSELF) <= set(items)


def test_every_place_names_a_field_of_a_record() -> None:
    kinds = {kind.__name__: kind for kind in KINDS}
    for place in PLACES:
        kind, name = place.field.split(".")
        assert name in field_types(kinds[kind]), place.field


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Light, at 100 %."""
    theme = Theme.current()
    theme.set_choice(ThemeChoice.LIGHT)
    theme.set_text_size(100)
    return theme


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    """An unlocked desk over a chart with one needle in stock."""
    with open_desk(tmp_path / "chart") as desk:
        needle = make.needle_type(id="thin", diameter_mm=0.25, length_mm=40.0)
        clinic = desk.clinic
        desk.keep(needle)
        desk.ask(lambda store: store.apply([(clinic, clinic.but(default_needle="thin"))]))
        yield desk


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, desk: TestDesk) -> Iterator[MainWindow]:
    """The main window."""
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(1920, 1050)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.nav.drop()


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)


def test_each_datum_is_entered_in_the_window_kept_and_printed(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    patient_id = new_patient(desk, person)
    details(person)
    desk.keep(*earlier_visit(desk, patient_id))
    desk.ask(lambda store: store.sign_visit("earlier"))
    person.tap("start_visit")
    person.wait_for("board")
    board = window.nav.board
    assert board is not None
    for screen, step in STEPS.items():
        board.show_step(step)
        for place in places_of(screen):
            enter(person, window, place)
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)
    board.show_step(Step.REVIEW)
    sign(board._step(Step.REVIEW), person)
    person.type("addendum_text", "later remark", leave=False)
    person.tap("add_addendum")
    person.until(lambda: bool(visit.chart.addenda))

    visit_id = visit.visit.id
    chart = desk.ask(lambda store: visit_chart(store, visit_id))
    text = note_text(render_note(chart).pdf)
    lacking = [
        f"row {place.rows}: {place.field}, entered as {place.widget}, not printed as {place.printed!r}"
        for place in PLACES
        if place.screen != "settings" and place.printed.casefold() not in text.casefold()
    ]
    assert lacking == [], text
    assert not_told_by_its_field(chart, [one for one in PLACES if one.screen != "settings"]) == []
    assert unset(desk, visit_id, patient_id) == []


def test_licence_and_credentials_are_entered_in_settings_and_printed_under_the_note(
    tmp_path: Path, desk: TestDesk, window: MainWindow, person: Person
) -> None:
    folder = tmp_path / "chief"
    with open_desk(folder, clinician=make.clinician(role=Role.ADMINISTRATOR)) as chief:
        window.show_home(chief)
        person.tap("settings")
        person.tap("open_add_therapist")
        person.type("therapist_name", "Lio Licensed")
        for place in places_of("settings"):
            enter(person, window, place)
        card = window.nav.settings.people  # type: ignore[union-attr]
        for field in (card.therapist.passphrase.first.edit, card.therapist.passphrase.again.edit):
            field.setText(PASSPHRASE)
        person.tap("add_therapist_act")
        person.until(lambda: len(chief.stored(Clinician)) == 2)
        added = next(one for one in chief.stored(Clinician) if one.name == "Lio Licensed")
        window.nav.drop()
    with Store.open(folder, added.id, PASSPHRASE) as store:
        visit = make.visit(clinician_id=added.id, clinician_name=added.signature_name)
        store.put(make.patient(), make.episode(), visit)
        store.sign_visit(visit.id)
        text = note_text(render_note(visit_chart(store, visit.id)).pdf)
    for place in places_of("settings"):
        assert place.printed in text


def places_of(screen: str) -> list[Place]:
    return [place for place in PLACES if place.screen == screen]


def enter(person: Person, window: MainWindow, place: Place) -> None:
    """What a person does at one place."""
    if place.then and not person.sees(place.widget):
        person.tap(place.then)
    if place.widget == "new_by_name":
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_N)
        person.type(place.widget, place.value, leave=False)
        QTest.keyClick(person.find(place.widget), Qt.Key.Key_Return)
        person.wait_for("tile_1")
    elif place.act == "enter":
        person.type(place.widget, place.value, leave=False)
        QTest.keyClick(person.find(place.widget), Qt.Key.Key_Return)
    elif place.act == "type":
        person.type(place.widget, place.value)
    elif place.act == "words":
        person.until(lambda: bool(saying(person, place)))
        QTest.mouseClick(saying(person, place)[0], Qt.MouseButton.LeftButton)
    elif place.act == "tap":
        person.tap(place.widget)
    else:
        person.tap(place.widget, place.value)


def saying(person: Person, place: Place) -> list[QAbstractButton]:
    """The chips of a row that say these words."""
    chips = person.find(place.widget).findChildren(QAbstractButton)
    return [one for one in chips if one.isVisible() and one.text() == place.value]


def new_patient(desk: TestDesk, person: Person) -> str:
    person.tap("new_patient")
    number = person.wait_for("record_number")
    person.until(lambda: bool(number.text()))  # type: ignore[attr-defined]
    for place in places_of("new_patient"):
        enter(person, person.root, place)  # type: ignore[arg-type]
    person.tap("sex", "female")
    person.tap("figure", "female")
    person.tap("add_patient")
    person.until(lambda: bool(desk.stored(Patient)))
    [patient] = desk.stored(Patient)
    return patient.id


def details(person: Person) -> None:
    name = person.wait_for("patient_name")
    person.until(lambda: "Zzyzxova" in name.text())  # type: ignore[attr-defined]
    person.tap("details")
    for place in places_of("details"):
        enter(person, person.root, place)  # type: ignore[arg-type]
    person.tap("record_consent")
    person.tap("details_back")
    person.wait_for("start_visit")


def earlier_visit(desk: TestDesk, patient_id: str) -> list[Record]:
    """A visit with a needle two weeks ago, so that its soreness is asked."""
    from needlechart.domain.episode import Episode

    [episode] = desk.stored(Episode)
    then = now() - timedelta(days=14)
    below = {"patient_id": patient_id, "visit_id": "earlier"}
    visit = make.visit(
        id="earlier", patient_id=patient_id, episode_id=episode.id, started=then, entered=then, number=1
    )
    point = point_at("piriformis", Side.RIGHT, **below)
    needle = make.needling(point, state=NeedleState.OUT)
    measured = make.measurement(**below, measure="hip_ir_90", side=Side.RIGHT, unit="degrees", value=22.0)
    return [visit, point, needle, measured]


def sign(review: object, person: Person) -> None:
    button = review.sign.button  # type: ignore[attr-defined]
    person.until(lambda: not button.why_not)
    review.sign._second.setInterval(QUICK_MS)  # type: ignore[attr-defined]
    person.tap("sign_now")
    person.wait_for("notice_sealed")


def unset(desk: TestDesk, visit_id: str, patient_id: str) -> list[str]:
    """Fields of places that no record of this patient or visit holds."""
    kinds = {kind.__name__: kind for kind in KINDS}
    lacking = []
    for place in PLACES:
        if place.screen == "settings":
            continue
        kind_name, name = place.field.split(".")
        kind = kinds[kind_name]
        held = desk.stored(kind) if kind in (Patient, Visit) else desk.stored(kind, patient_id=patient_id)
        mine = [one for one in held if getattr(one, "id", "") != "earlier"]
        if not any(getattr(one, name) not in (None, "", (), 0) for one in mine):
            lacking.append(f"row {place.rows}: {place.field}")
    return lacking
