"""A clinic corrects, hides and adds rows; the program's tables stay as they are and never stop."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.catalogue import CatalogueError, own
from needlechart.catalogue.content import (
    CONTENT,
    another_like,
    check_own,
    content_rows,
    reviewed,
    with_cell,
)
from needlechart.domain.rules.requirement import RequirementLevel
from tests import factories as make

BY_NAME = {one.name: one for one in CONTENT}


@pytest.fixture(autouse=True)
def _program_again() -> Iterator[None]:
    yield
    catalogue.use_own(())


def row_of(table: str, key: str):
    return next(one for one in content_rows(BY_NAME[table]) if one.key == key)


def test_a_table_that_was_being_read_while_the_rows_changed_is_read_again() -> None:
    begun, go_on = Event(), Event()

    @own.table
    def doses() -> tuple[str, ...]:
        found = tuple(row.cells[0] for row in own.own_rows("follow_on").values())
        begun.set()
        assert go_on.wait(30)
        return found

    with ThreadPoolExecutor(max_workers=1) as other:
        early = other.submit(doses)
        assert begun.wait(30)
        catalogue.use_own([make.catalogue_row(columns=("dose",), cells=("1 min",))])
        go_on.set()
        assert early.result() == ()
    assert doses() == ("1 min",)
    assert doses() is doses()


def test_a_clinic_corrects_one_cell_and_the_rest_stays() -> None:
    before = catalogue.follow_ons()["knee_rocks"]
    catalogue.use_own([make.catalogue_row(columns=("dose",), cells=("1 min",))])
    after = catalogue.follow_ons()["knee_rocks"]
    assert (before.dose, after.dose) == ("2 min", "1 min")
    assert after.handout_text == before.handout_text
    assert (before.own, after.own) == (False, True)
    catalogue.use_own(())
    assert catalogue.follow_ons()["knee_rocks"] == before


def test_what_is_corrected_is_no_longer_reviewed() -> None:
    row = row_of("measures", "nprs_now")
    seen = reviewed(make.CLINIC, row, None, "Mara Velasquez", "2026-03-17")
    catalogue.use_own([seen])
    assert catalogue.measures()["nprs_now"].reviewed_by == "Mara Velasquez"
    changed = with_cell(make.CLINIC, row_of("measures", "nprs_now"), seen, "change_value", "2")
    catalogue.use_own([changed])
    measure = catalogue.measures()["nprs_now"]
    assert (measure.change_value, measure.reviewed) == (2.0, False)


def test_a_new_row_begins_as_a_copy_and_is_offered() -> None:
    row = row_of("measures", "fingertip_floor")
    made = another_like(make.CLINIC, row, {one.key for one in content_rows(BY_NAME["measures"])})
    check_own(BY_NAME["measures"], made)
    catalogue.use_own([made])
    own_row = catalogue.measures()["fingertip_floor_2"]
    assert own_row.own
    assert own_row.source == "own row of the clinic"
    assert not own_row.reviewed
    assert own_row in catalogue.find_measure("fingertip to floor (2)")


def test_a_hidden_row_is_known_to_old_charts_and_offered_to_nobody() -> None:
    catalogue.use_own([make.catalogue_row(table="measures", row="odi", columns=(), cells=(), hidden=True)])
    assert catalogue.measures()["odi"].hidden
    assert all(one.id != "odi" for one in catalogue.find_measure("oswestry"))
    assert not catalogue.measures()["odi"].own


def test_a_slip_is_refused_while_it_is_written_and_left_out_if_it_is_there() -> None:
    slip = make.catalogue_row(table="measures", row="nprs_now", columns=("max",), cells=("ten",))
    with pytest.raises(CatalogueError, match="max: it must be a number"):
        check_own(BY_NAME["measures"], slip)
    catalogue.use_own([slip])
    assert catalogue.measures()["nprs_now"].max == 10
    assert "max must be a number" in own.faults()["measures", "nprs_now"]
    assert row_of("measures", "nprs_now").fault


def test_a_measure_that_changes_under_a_set_takes_the_set_out_and_stops_nothing() -> None:
    catalogue.use_own(
        [make.catalogue_row(table="measures", row="hip_ir_90", columns=("sided",), cells=("no",))]
    )
    assert "hip_and_groin" not in catalogue.measure_sets()
    assert "measure_sets" in {table for table, _ in own.faults()}


def test_what_a_signature_needs_can_be_made_stricter_only() -> None:
    table = BY_NAME["completeness"]
    stricter = make.catalogue_row(table="completeness", row="goal", columns=("level",), cells=("required",))
    check_own(table, stricter)
    catalogue.use_own([stricter])
    levels = {one.id: one.level for one in catalogue.requirements()}
    assert levels["goal"] is RequirementLevel.REQUIRED
    weaker = make.catalogue_row(table="completeness", row="consent_today", columns=("level",), cells=("off",))
    with pytest.raises(CatalogueError, match="not for less"):
        check_own(table, weaker)


@pytest.mark.parametrize("table", CONTENT, ids=lambda one: one.name)
def test_every_table_lists_its_rows_with_a_title_and_a_source(table) -> None:
    rows = content_rows(table)
    assert rows
    assert len({one.key for one in rows}) == len(rows)
    for one in rows:
        assert one.title
        assert one.source, one.key
        assert not (one.own)
        assert not (one.hidden)
        assert not (one.fault)


@given(
    st.sampled_from([one for one in CONTENT if one.name != "muscles"]),
    st.data(),
    st.text(max_size=30),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_clinic_types_the_tables_can_be_read(table, data: st.DataObject, text: str) -> None:
    catalogue.use_own(())
    rows = content_rows(table)
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from(list(row.cells)))
    if "\x00" in text:
        text = text.replace("\x00", "")
    made = with_cell(make.CLINIC, row, None, column, text)
    catalogue.use_own([made])
    for one in CONTENT:
        assert one.read() is not None
    catalogue.use_own(())
