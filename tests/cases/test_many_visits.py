"""38 visits in 7 months: the first and last by hand, the rest imported in the same form; all signed."""

from pathlib import Path

from PySide6.QtWidgets import QScrollArea, QWidget

from needlechart import catalogue
from needlechart.cli_commands.importing import records_to_take
from needlechart.documents.note import render_note
from needlechart.domain.chart import PatientChart
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode
from needlechart.domain.measure import Measurement
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.completeness import missing
from needlechart.domain.visit import Visit
from needlechart.domain.words import Agreement, ConsentKind, MeasureState, Phase, Side
from needlechart.exchange.plain import write_document
from needlechart.store.queries.visit_document import patient_chart, visit_chart
from needlechart.store.store import Store
from tests import factories
from tests.cases.case import day, note_text, plain
from tests.cases.charting import Therapist
from tests.cases.many_visits import ATLAS, PECULIAR, VISITS, Around, days_ago, records_of, told
from tests.driving import find, until

PATIENT = {
    "given_name": "Thirty-eight",
    "family_name": "Visits (fictional)",
    "sex": "female",
    "figure": "female",
    "episode": "Right hip and pelvic pain",
}
WHY = "Right hip and pelvic pain since a fall"


def test_thirty_eight_visits_are_entered_signed_charted_and_printed(
    by_mouse: Therapist, tmp_path: Path
) -> None:
    therapist = by_mouse
    therapist.unlock(factories.PASSPHRASE)
    therapist.register({**PATIENT, "consent_days_ago": days_ago(1)})
    first_visit(therapist)
    therapist.sign()
    first = therapist.save_pdf(tmp_path / "visit-1.pdf")
    therapist.back_to_patient()

    imported(therapist)
    signed_where_complete(therapist)
    last_visit(therapist)
    therapist.sign()
    last = therapist.save_pdf(tmp_path / "visit-38.pdf")
    therapist.back_to_patient()

    check_first_and_last(note_text(first), note_text(last))
    check_notes(therapist)
    check_values(therapist)
    check_chart(therapist)
    assert therapist.checked()


def first_visit(therapist: Therapist) -> None:
    """Three pain scales at one date, a decimal, and an internal examination that was declined."""
    therapist.start_visit()
    therapist.check_in(reason=WHY, treated=day(days_ago(1)))
    therapist.choose("consent_pelvic_floor", "declined")
    therapist.go("before")
    odd(therapist, "measure_nprs_now_unstated", "Type the value", "measure_typed_value", "7.5")
    therapist.measure("before", "vas_pain", "74.5", find="visual")
    therapist.measure("before", "nprs_worst", "9", find="worst")
    therapist.type_measure("before", "oxford", "modified_oxford")
    therapist.measure_menu("measure_modified_oxford_right")
    therapist.hands.pick("Declined by the patient")
    therapist.go("needling")
    usual = ATLAS.usual_point("piriformis", Side.RIGHT)
    assert usual is not None
    therapist.press("view_back")
    therapist.press("layer_deep")
    therapist.place_on_map(usual.x, usual.y)
    therapist.press("chip_twitch_one")
    therapist.site_menu("Needle details not stated")
    therapist.all_out_of_one()
    therapist.go("after")
    therapist.measure("after", "nprs_now", "6")
    therapist.measure("after", "vas_pain", "60", find="visual")
    therapist.choose("tolerance", "well_none")
    therapist.no_follow_on("not stated in the record")


def odd(therapist: Therapist, row: str, entry: str, field: str, text: str) -> None:
    """What a measure's own control does not take."""
    therapist.measure_menu(row)
    therapist.hands.pick(entry)
    therapist.window.activateWindow()
    until(therapist.qtbot, therapist.window.isActiveWindow)
    therapist.write(field, text, inside=row)


def imported(therapist: Therapist) -> None:
    """Visits 2 to 37 come in as a file does."""
    [patient], [episode] = therapist.stored(Patient), therapist.stored(Episode)
    around = Around(patient.id, episode.id, now())
    records = [record for number in range(2, VISITS) for record in records_of(told(number), around)]
    data = write_document([*therapist.stored(Patient), episode, *people(therapist), *records])

    def take(store: Store) -> int:
        fresh, _ = records_to_take(store, data)
        store.apply([(None, one) for one in fresh])
        return len(fresh)

    assert therapist.session.database.submit(take).result(timeout=120) == len(records)


def people(therapist: Therapist) -> list[object]:
    """Clinic and therapist, to whom the records refer."""
    from needlechart.domain.clinic import Clinic, Clinician

    return [*therapist.stored(Clinic), *therapist.stored(Clinician)]


def signed_where_complete(therapist: Therapist) -> None:
    """Every imported draft lacks nothing that a signature needs, and is signed."""

    def sign_all(store: Store) -> list[str]:
        lacking = []
        for visit in sorted(store.select(Visit), key=lambda one: one.number):
            if visit.signed:
                continue
            todos = missing(visit_chart(store, visit.id), catalogue.requirements(), catalogue.knowledge())
            lacking += [f"visit {visit.number}: {one.title}, {one.detail}" for one in todos if one.required]
            store.sign_visit(visit.id)
        return lacking

    assert therapist.session.database.submit(sign_all).result(timeout=300) == []


def last_visit(therapist: Therapist) -> None:
    """The last one: needling declined, a change alone, discharged."""
    therapist.start_visit()
    therapist.check_in(reason=WHY, treated=day(days_ago(VISITS)))
    therapist.choose("consent_today", "declined")
    therapist.go("before")
    therapist.measure("before", "nprs_now", "1")
    therapist.go("after")
    therapist.type_measure("after", "oswestry", "odi")
    odd(therapist, "measure_odi_unstated", "Only the change is known", "measure_change", "-22.5")
    therapist.go("follow_on")
    therapist.press("none_given")
    therapist.write("none_given_reason", "home programme goes on")
    therapist.go("plan")
    therapist.choose("next_visit", "Discharge")


def check_first_and_last(first: str, last: str) -> None:
    for wanted in (
        "Pain now (0 to 10) 7.5 6 −1.5",
        "74.5 mm 60 mm −14.5 mm",
        "Worst pain, 24 h or 7 days (0 to 10) 9 –",
        "Pelvic floor needling declined",
        "R right declined",
        "needle details not stated",
        "Late entry",
    ):
        assert wanted in first
    for wanted in ("Needling declined today", "−22.5 %", "Discharged; no further visit planned", "Visit 38"):
        assert wanted in last


def check_notes(therapist: Therapist) -> None:
    """Each of the 38 prints, with what its visit tells."""
    charts = patient(therapist).visits
    assert sorted(one.visit.number for one in charts) == list(range(1, VISITS + 1))
    lacking = []
    for chart in charts:
        text = note_text(render_note(chart).pdf)
        assert f"{chart.visit.number}" in text
        wanted = told(chart.visit.number).printed if chart.visit.number not in (1, VISITS) else ()
        lacking += [f"visit {chart.visit.number}: {one!r}" for one in wanted if plain(one) not in text]
    assert lacking == []


def check_values(therapist: Therapist) -> None:
    """Every value of the record is in the database as it was told; silence has no row."""
    numbers = {one.id: one.number for one in therapist.stored(Visit)}
    assert all(one.signed for one in therapist.stored(Visit))
    kept = {
        (numbers[one.visit_id], one.measure, one.side, one.phase): one
        for one in therapist.stored(Measurement)
    }
    for number in range(2, VISITS):
        values = told(number).values
        mine = {key: one for key, one in kept.items() if key[0] == number}
        assert set(mine) == {(number, one.measure, one.side, one.phase) for one in values}
        for one in values:
            found = mine[number, one.measure, one.side, one.phase]
            assert (found.value, found.state, found.note, found.doubt) == (
                one.value,
                one.state,
                one.note,
                one.doubt,
            )
    states = {one.state for one in kept.values()}
    assert states >= {MeasureState.NOT_STATED, MeasureState.DECLINED, MeasureState.CHANGE}
    refused = [one for one in therapist.stored(Consent) if one.kind is ConsentKind.PELVIC_FLOOR]
    assert [one.agreement for one in refused] == [Agreement.DECLINED] * 3
    assert kept[9, "nprs_now", told(9).values[0].side, Phase.BEFORE].state is MeasureState.NOT_STATED
    assert (14, "nprs_now", told(14).values[0].side, Phase.AFTER) not in kept


def check_chart(therapist: Therapist) -> None:
    """The patient's screen lists them all, the newest first; the odd ones are kept in the trend's numbers."""
    listed = find(therapist.window, "visits")

    def rows() -> list[QWidget]:
        return [one for one in listed.findChildren(QWidget) if one.objectName().startswith("visit_")]

    def scrolled_to_the_end() -> bool:
        bar = listed.findChild(QScrollArea).verticalScrollBar()
        bar.setValue(bar.maximum())
        return len(rows()) == VISITS

    until(therapist.qtbot, lambda: bool(rows()))
    until(therapist.qtbot, scrolled_to_the_end)
    newest = rows()[0].objectName()
    assert newest == f"visit_{max(therapist.stored(Visit), key=lambda one: one.number).id}"
    assert set(PECULIAR) <= {one.visit.number for one in patient(therapist).visits}


def patient(therapist: Therapist) -> PatientChart:
    [one] = therapist.stored(Patient)
    return therapist.session.database.submit(lambda store: patient_chart(store, one.id)).result(timeout=120)
