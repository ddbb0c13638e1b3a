"""Settings, clinical content: every row is read, corrected in the clinic's copy, reviewed, hidden, added."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from needlechart import catalogue
from needlechart.catalogue import CatalogueError
from needlechart.catalogue.columns import CellKind, cell_fault, column_of
from needlechart.catalogue.content import CONTENT, ContentTable, check_own, content_rows, with_cell
from needlechart.documents.note import render_note
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction, NeedleState, Phase, Severity, Step, View
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.follow_on import FollowOnStep
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture(autouse=True)
def _program_again() -> Iterator[None]:
    yield
    catalogue.use_own(())


@pytest.fixture
def content(desk: TestDesk, window: MainWindow, person: Person) -> Person:
    window.show_home(desk)
    window.nav.show_settings()
    person.tap("open_content")
    person.wait_for("content_screen")
    return person


def note(content: Person, cell: str) -> str:
    """What is said under an editor."""
    return content.find(cell).parentWidget().note.text()  # type: ignore[union-attr,no-any-return]


def test_a_correction_is_kept_in_the_chart_and_counts_at_once(desk: TestDesk, content: Person) -> None:
    content.tap("content_tables", "follow_on")
    content.tap("content_knee_rocks")
    content.type("cell_dose", "90 s")
    content.until(lambda: bool(desk.stored(CatalogueRow)))
    [row] = desk.stored(CatalogueRow)
    kept = dict(zip(row.columns, row.cells, strict=True))
    assert (row.table, row.row, kept["dose"]) == ("follow_on", "knee_rocks", "90 s")
    assert catalogue.follow_ons()["knee_rocks"].dose == "90 s"

    content.tap("content_back")
    content.until(lambda: not desk.stored(CatalogueRow))
    content.until(lambda: catalogue.follow_ons()["knee_rocks"].dose == "2 min")

    content.tap("content_tables", "measures")
    content.tap("bring_back")
    content.until(lambda: desk.stored(CatalogueRow) == [row])
    content.until(lambda: catalogue.follow_ons()["knee_rocks"].dose == "90 s")
    content.until(lambda: content.find("cell_dose").text() == "90 s")  # type: ignore[attr-defined]
    assert not content.sees("bring_back")


def test_what_does_not_fit_says_so_and_is_not_kept(desk: TestDesk, content: Person) -> None:
    content.tap("content_tables", "measures")
    content.tap("content_nprs_now")
    content.type("cell_max", "ten")
    assert note(content, "cell_max") == "Not kept: it must be a number."
    content.type("cell_max", "")
    assert note(content, "cell_max") == "Not kept: it must not be empty."
    content.type("cell_max", "-1")
    assert "min must be below max" in note(content, "cell_max"), "what only the whole row can tell"
    assert desk.stored(CatalogueRow) == []
    content.type("cell_max", "10,5")
    content.until(lambda: catalogue.measures()["nprs_now"].max == 10.5)
    assert note(content, "cell_max") == ""


def test_words_of_a_closed_set_are_chips_and_the_clinics_choice_is_marked_and_taken_back(
    desk: TestDesk, content: Person
) -> None:
    content.tap("content_tables", "measures")
    content.tap("content_nprs_now")
    content.tap("cell_higher_is_better", "neutral")
    content.until(lambda: catalogue.measures()["nprs_now"].higher_is_better is None)
    mark = content.wait_for("changed_higher_is_better")
    assert mark.text() == "Changed by the clinic; the program says “No”."  # type: ignore[attr-defined]
    content.tap("cell_sided", "yes")
    content.until(lambda: catalogue.measures()["nprs_now"].sided)
    content.tap("back_higher_is_better")
    content.until(lambda: catalogue.measures()["nprs_now"].higher_is_better is False)
    assert catalogue.measures()["nprs_now"].sided, "the other change stays"
    content.tap("back_sided")
    content.until(lambda: not desk.stored(CatalogueRow))
    content.until(lambda: not content.sees("changed_sided"))


def test_several_are_chosen_one_by_one_and_the_last_of_them_cannot_go(
    desk: TestDesk, content: Person
) -> None:
    content.tap("content_tables", "positions")
    content.tap("content_prone")
    content.tap("cell_views", "front")
    content.until(lambda: catalogue.positions()["prone"].views == (View.FRONT, View.BACK))
    content.tap("cell_views", "back")
    content.until(lambda: catalogue.positions()["prone"].views == (View.FRONT,))
    content.tap("cell_views", "front")
    assert note(content, "cell_views") == "Not kept: it must not be empty."
    assert catalogue.positions()["prone"].views == (View.FRONT,)


def test_lists_are_typed_one_a_line_and_days_in_words(desk: TestDesk, content: Person) -> None:
    content.tap("content_tables", "follow_on")
    content.tap("content_knee_rocks")
    content.type("cell_doses", "1 min\n3 min")
    content.until(lambda: catalogue.follow_ons()["knee_rocks"].doses == ("1 min", "3 min"))
    content.type("cell_reviewed_by", "Ida Imaginaria")
    content.type("cell_reviewed_on", "3 Mar 2026")
    content.until(lambda: catalogue.follow_ons()["knee_rocks"].reviewed_on == "2026-03-03")
    content.type("cell_reviewed_on", "3/4/26")
    assert note(content, "cell_reviewed_on").startswith("Not kept: ")
    assert catalogue.follow_ons()["knee_rocks"].reviewed_on == "2026-03-03"


@pytest.mark.parametrize("table", CONTENT, ids=lambda one: one.name)
def test_every_cell_of_the_program_fits_its_column_and_none_that_does_not_is_kept(
    table: ContentTable,
) -> None:
    for row in content_rows(table):
        assert cell_fault(table.name, row.cells, tuple(row.cells)) == ""
    first = content_rows(table)[0]
    for name in first.cells:
        column = column_of(table.name, name, first.cells)
        if column.kind in (CellKind.NUMBER, CellKind.WHOLE, CellKind.YES_NO, CellKind.ONE, CellKind.DAY):
            for odd in ("perhaps", "nan", "1e999", "½", "<b>"):
                with pytest.raises(CatalogueError):
                    check_own(table, with_cell("clinic", first, None, name, odd))


def test_a_row_is_reviewed_with_name_and_day_and_a_later_correction_takes_it_back(
    desk: TestDesk, content: Person
) -> None:
    content.tap("content_tables", "adverse_events")
    content.tap("content_bruising")
    content.tap("content_reviewed")
    content.until(lambda: catalogue.adverse_events()["bruising"].reviewed)
    row = catalogue.adverse_events()["bruising"]
    assert (row.reviewed_by, row.reviewed_on) == (desk.clinician.signature_name, now().date().isoformat())

    content.type("cell_text", "Bruising, also later")
    content.until(lambda: not catalogue.adverse_events()["bruising"].reviewed)


def test_a_new_exercise_is_offered_in_a_visit_and_a_hidden_one_is_not(
    desk: TestDesk, content: Person, window: MainWindow
) -> None:
    content.tap("content_tables", "follow_on")
    content.tap("content_cat_and_cow")
    content.tap("content_hide")
    content.until(lambda: catalogue.follow_ons()["cat_and_cow"].hidden)
    content.tap("content_knee_rocks")
    content.tap("content_another")
    content.wait_for("content_knee_rocks_2")
    assert "knee_rocks_2" in catalogue.follow_ons()
    content.type("cell_name", "Knee rocks, wide")
    content.until(lambda: catalogue.follow_ons()["knee_rocks_2"].name == "Knee rocks, wide")

    desk.keep(make.patient(), make.episode(), make.visit())
    window.nav.open_visit(make.VISIT)
    content.wait_for("board")
    assert window.nav.board is not None
    window.nav.board.show_step(Step.FOLLOW_ON)
    step = window.nav.board.stack.currentWidget()
    assert isinstance(step, FollowOnStep)
    content.wait_for("given_knee_rocks_2")
    assert not content.sees("given_cat_and_cow")


def test_every_table_can_be_opened_and_every_first_row_read(content: Person) -> None:
    for table in CONTENT:
        content.tap("content_tables", table.name)
        rows = table.read()
        assert rows
        content.type("content_search", "zzzz no such row", leave=False)
        content.type("content_search", "", leave=False)


def test_a_signed_note_stays_as_it_was_signed_when_the_clinic_changes_a_measure(desk: TestDesk) -> None:
    desk.keep(
        make.patient(),
        make.episode(),
        make.visit(),
        make.measurement(value=6.0),
        make.measurement(phase=Phase.AFTER, value=4.0),
        make.catalogue_row(
            id="own", table="measures", row="nprs_now", columns=("change_value",), cells=("1",)
        ),
    )
    desk.ask(lambda store: store.sign_visit(make.VISIT))
    before = desk.ask(lambda store: render_note(visit_chart(store, make.VISIT)).pdf)
    stricter = desk.stored(CatalogueRow)[0]
    after = replace(stricter, cells=("5",))
    desk.put([(stricter, after)], lambda moment: None)
    assert desk.ask(lambda store: render_note(visit_chart(store, make.VISIT)).pdf) == before
    assert catalogue.measures()["nprs_now"].change_value == 5


def test_the_own_rate_stands_beside_the_published_ones_with_numbers_and_period(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient(), make.episode())
    for number, days in enumerate((1, 20, 40, 400)):
        started = now() - timedelta(days=days)
        key = f"v{number}"
        point = make.point(id=f"p{number}", visit_id=key)
        desk.keep(
            make.visit(
                id=key, number=number + 1, started=started, entered=started, no_adverse_event=number == 0
            ),
            point,
            make.needling(point, state=NeedleState.OUT),
        )
    bruise = {"kind": "bruising", "kind_text": "Bruising"}
    desk.keep(
        make.adverse_event(visit_id="v1", about_visit_id="v1", **bruise),
        make.adverse_event(visit_id="v1", about_visit_id="v1", **bruise),
        make.adverse_event(
            visit_id="v3", about_visit_id="v3", kind="infection", kind_text="I", severity=Severity.SIGNIFICANT
        ),
    )
    window.show_home(desk)
    window.nav.behind_settings.show_event_rates()

    def words() -> str:
        screen = person.wait_for("event_rates")
        return "\n".join(one.text() for one in screen.findChildren(QLabel)).replace("\u00a0", " ")

    person.until(lambda: "3 visits with needles" in words())
    assert "none recorded as such in 1; not answered in 1." in words()
    assert "1 of 3 sessions, 33 % (6.1 to 79 %)" in words()
    assert "7.55 % of 7,629 (Brady 2014); 7.7 % of 20,464 (Boyce 2020)" in words()
    assert "0 of 3 sessions" in words()
    person.tap("rate_period", "all")
    person.until(lambda: "1 of 4 sessions" in words())


def test_the_own_rate_is_counted_by_session_patient_and_needle_for_any_days_and_saved_as_csv(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    people = [make.patient(), make.patient(id="twin", record_number="77", merged_into=make.PATIENT)]
    other = make.patient(id="other", record_number="78", given_name="=HYPERLINK()")
    desk.keep(*people, other, make.episode(), make.episode(id="e2", patient_id="other"))
    days = (10, 20, 30, 40)
    for number, back in enumerate(days):
        started = now() - timedelta(days=back)
        person_id, episode = ("other", "e2") if number == 3 else (make.PATIENT, make.EPISODE)
        point = make.point(id=f"p{number}", visit_id=f"v{number}", patient_id=person_id)
        desk.keep(
            make.visit(
                id=f"v{number}",
                patient_id=person_id,
                episode_id=episode,
                number=number + 1,
                started=started,
                entered=started,
            ),
            point,
            make.needling(point, id=f"n{number}", state=NeedleState.OUT),
            make.needling(point, id=f"m{number}", state=NeedleState.OUT, order=1),
            make.needling(point, id=f"d{number}", state=NeedleState.DISCARDED, order=2),
        )
    bruise = {"kind": "bruising", "kind_text": "Bruising"}
    desk.keep(
        *(
            make.adverse_event(id=f"b{n}", visit_id=visit, about_visit_id=visit, **bruise)
            for n, visit in enumerate(("v0", "v0", "v1"))
        )
    )
    window.show_home(desk)
    window.nav.behind_settings.show_event_rates()
    screen = person.wait_for("event_rates")

    def words() -> str:
        return "\n".join(one.text() for one in screen.findChildren(QLabel) if one.isVisible()).replace(
            "\u00a0", " "
        )

    person.until(lambda: "4 visits with needles, 2 patients, 8 needles inserted" in words())
    person.until(lambda: "2 of 4 sessions, 50 %" in words())
    person.tap("rate_counted", "patient")
    person.until(lambda: "1 of 2 patients, 50 %" in words())
    person.until(lambda: "studies count sessions" in words())
    person.until(lambda: "Brady" not in words())
    person.tap("rate_counted", "needle")
    person.until(lambda: "3 of 8 needles, 38 %" in words())

    person.tap("rate_period", "days")
    first, last = (now() - timedelta(days=back) for back in (32, 15))
    person.type("rate_from", last.date().isoformat())
    person.type("rate_to", first.date().isoformat())
    assert "ends before" in person.find("rate_to").error  # type: ignore[attr-defined]
    person.type("rate_from", first.date().isoformat())
    person.type("rate_to", last.date().isoformat())
    person.until(lambda: "2 visits with needles, 1 patient, 4 needles inserted" in words())

    screen.choose_path = lambda name: screen.save_to(tmp_path / name)  # type: ignore[attr-defined]
    person.tap("save_rates")
    person.wait_for("notice_saved")
    [saved] = list(tmp_path.glob("needlechart-adverse-events-*.csv"))
    rows = list(csv.DictReader(io.StringIO(saved.read_text("utf-8-sig"))))
    bruising = next(one for one in rows if one["event"].startswith("Bruis"))
    assert (bruising["from"], bruising["to"]) == (first.date().isoformat(), last.date().isoformat())
    assert (bruising["sessions with event"], bruising["sessions with needles"]) == ("1", "2")
    assert (bruising["percent of sessions"], bruising["needles inserted"]) == ("50.00", "4")
    assert "Brady 2014" in bruising["published"]
    assert [one.detail for one in desk.stored(AuditEntry, action=AuditAction.EXPORTED)] == [
        "adverse event rates as CSV"
    ]


def test_a_row_made_like_another_of_a_long_table_is_shown_in_the_list(
    desk: TestDesk, content: Person
) -> None:
    content.tap("content_tables", "measures")
    content.type("content_search", "chair stand", leave=False)
    content.tap("content_chair_stand_30")
    content.tap("content_another")
    content.until(lambda: bool(desk.stored(CatalogueRow)))
    [made] = desk.stored(CatalogueRow)
    content.until(lambda: content.sees(f"content_{made.row}"))
    line = content.find(f"content_{made.row}")
    content.until(lambda: not content.find(f"content_{made.row}").visibleRegion().isEmpty())
    assert line.accessibleDescription() == "not reviewed, of the clinic"


def test_no_row_is_called_by_a_key_of_the_program() -> None:
    for table in CONTENT:
        for row in content_rows(table):
            assert "_" not in row.title, (table.name, row.title)
    [rates] = [one for one in CONTENT if one.name == "event_rates"]
    assert {"Any mild event, Brady 2014", "Bleeding, Boyce 2020"} <= {
        one.title for one in content_rows(rates)
    }
