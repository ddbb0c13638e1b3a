"""Every field of every kind of record: hostile text and impossible numbers are kept exactly or refused.

The fields are taken from the tables themselves: a column that comes to them later is in here, or fails.
``NEEDLECHART_HOSTILE_INPUTS`` chooses how many of the hostile texts each field gets: all, or every eighth.
"""

import json
import math
import os
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from sqlalchemy import Connection

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS, PARENTS
from needlechart.domain.needling import Needling
from needlechart.domain.record import (
    TEXT_LIMIT,
    Invalid,
    Record,
    field_types,
    from_plain,
    optional_part,
    to_plain,
)
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.exchange.ranges import RANGES, SAID
from needlechart.store.tables import table_name
from tests import factories as make
from tests.documents import charts
from tests.faults.hostile import STRINGS
from tests.store.conftest import new_store, read_back, tables_alone

INPUTS = int(os.environ.get("NEEDLECHART_HOSTILE_INPUTS", "60"))
GIVEN = STRINGS if len(STRINGS) <= INPUTS else STRINGS[::8]

MARK = make.point(id="mark")
GOAL = make.goal(id="goal")
SET = make.protocol(id="set")
EXAMPLES: dict[type[Record], Record] = {
    type(one): one
    for one in (
        *make.whole_visit(),
        make.clinic(),
        make.clinician(),
        make.needle_type(),
        make.phrase(),
        make.catalogue_row(),
        SET,
        make.protocol_point("set"),
        make.protocol_current("set"),
        make.addendum(),
        charts.seal(),
        AuditEntry(sequence=1, at=make.MORNING, clinician_id=make.CLINICIAN, action=AuditAction.READ),
    )
}

OWN = {"about"}
"""The table of what the file says of itself, which no person writes to."""


def sort_of(kind: type[Record], name: str) -> str:
    """What a field holds: typed text, a list of texts, a number, a word of a list, a date, a time, a key."""
    base, _ = optional_part(field_types(kind)[name])
    if name == "id" or name in PARENTS:
        return "key"
    if get_origin(base) is tuple:
        return "texts" if get_args(base)[0] is str else "numbers"
    if issubclass(base, StrEnum):
        return "word"
    return {str: "text", date: "date", datetime: "time", int: "count", float: "number", bool: "yes or no"}[
        base
    ]


def fields(*sorts: str) -> list[tuple[type[Record], str]]:
    """Every field of one of these sorts."""
    return [(kind, name) for kind in KINDS for name in field_types(kind) if sort_of(kind, name) in sorts]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with tables_alone(tmp_path_factory.mktemp("fields") / "chart.ncdb") as opened:
        yield opened


def test_every_column_of_the_chart_is_a_field_of_one_sort(tmp_path: Path) -> None:
    with new_store(tmp_path / "chart") as store:
        raw = store.opened.raw
        found = {
            (table, column[1])
            for (table,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            if table not in {"alembic_version", *OWN} and not table.startswith("sqlite_")
            for column in raw.execute(f"PRAGMA table_info({table})").fetchall()
        }
    assert found == {(table_name(kind), name) for kind in KINDS for name in field_types(kind)}
    assert all(sort_of(kind, name) for kind in KINDS for name in field_types(kind))
    assert set(EXAMPLES) == set(KINDS)


def storable(kind: type[Record], name: str, text: str) -> bool:
    """Whether a text can be kept at all; what may not be blank must say something."""
    whole = "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)
    said = bool(text.strip()) or name not in SAID.get(kind.__name__, ())
    return whole and len(text) <= TEXT_LIMIT and said


def value_for(kind: type[Record], name: str, text: str) -> Any:
    return text if sort_of(kind, name) == "text" else (text,)


def refusal(kind: type[Record], values: dict[str, Any]) -> str:
    """Why a record cannot have these values; empty if it can."""
    try:
        EXAMPLES[kind].but(**values)
    except Invalid as why:
        return why.why
    return ""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_text_field_takes_each_text_and_gives_it_back_or_says_why_not(
    connection: Connection, kind: type[Record]
) -> None:
    names = [name for of, name in fields("text", "texts") if of is kind]
    for text in GIVEN:
        kept = {}
        for name in names:
            value = value_for(kind, name, text)
            why = refusal(kind, {name: value})
            if storable(kind, name, text):
                assert not why, (name, ascii(text[:40]), why)
                kept[name] = value
            else:
                assert len(why) > 10, (name, ascii(text[:40]))
                assert len(text) < 4 or text not in why
        if not text.strip():
            kept.pop("given_name", None)  # a patient has a name of some kind
        record = EXAMPLES[kind].but(**kept)
        assert read_back(connection, record) == record
        assert from_plain(kind, json.loads(json.dumps(to_plain(record)))) == record


NUMBERS: tuple[Any, ...] = (
    *(math.nan, math.inf, -math.inf, 1e308, 5e-324, 0.1, -0.0, -1, -0.5, 0, 1, 3.5, 37, 1001, 10**6),
    *(2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**299, 10**400),
    *("1,5", "12", "", "NaN", "1e3", True, False, None, [], [1.5], {}),
)


def impossible(kind: type[Record], name: str, value: Any) -> bool:
    """Whether a field for numbers must refuse this; a whole number is one with decimals too."""
    base, optional = optional_part(field_types(kind)[name])
    if value is None:
        return not optional
    if type(value) is bool or not isinstance(value, int | float) or (base is int and type(value) is float):
        return True
    low, high = RANGES.get((kind.__name__, name), (-math.inf, math.inf))
    fits = math.isfinite(value) if type(value) is float else (base is float or -(2**63) <= value < 2**63)
    return not fits or not low <= value <= high


def taken(kind: type[Record], name: str, value: Any) -> Record | None:
    """A record of this kind as it comes from a file, with one value changed; None if refused in words."""
    try:
        return from_plain(kind, {**to_plain(EXAMPLES[kind]), name: value})
    except Invalid as refused:
        why = refused.why
    assert len(why) > 10
    return None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_number_is_kept_exactly_or_refused(connection: Connection, kind: type[Record]) -> None:
    for name in (name for of, name in fields("count", "number") if of is kind):
        for value in NUMBERS:
            record = taken(kind, name, value)
            if record is None:
                continue
            assert not impossible(kind, name, value), (name, value)
            back = getattr(read_back(connection, record), name)
            assert back == value, (name, value)
            assert type(back) is type(getattr(record, name))


@pytest.mark.parametrize(("kind", "name"), [(Needling, "depth_mm"), (TriggerPoint, "x"), (Visit, "number")])
def test_a_number_that_fits_is_taken(kind: type[Record], name: str) -> None:
    """The test above would pass if every number was refused."""
    low, high = RANGES[kind.__name__, name]
    fitting = [one for one in NUMBERS if not impossible(kind, name, one) and low <= (one or 0) <= high]
    assert len([one for one in fitting if taken(kind, name, one) is not None]) >= 3


@pytest.mark.parametrize(("kind", "name"), fields("numbers"))
@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400, "1", None, True])
def test_a_list_of_numbers_holds_numbers(kind: type[Record], name: str, value: Any) -> None:
    values = [*to_plain(EXAMPLES[kind])[name], value]  # type: ignore[misc]
    with pytest.raises(Invalid, match=rf"{name}/{len(values) - 1}"):
        from_plain(kind, {**to_plain(EXAMPLES[kind]), name: values})


DAYS = ("2024-02-29", "1899-12-31", "1900-01-01", "2000-02-29", "2200-01-01", "9999-12-31")
NO_DAYS: tuple[Any, ...] = (
    *("2026-02-29", "1900-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "10000-01-01"),
    *("2026-3-1", "20260301", "2026-W10-1", "1.3.2026", "2026-03-01T00:00:00", "", "today", 20260301, True),
    [2026, 3, 1],
)


@pytest.mark.parametrize(("kind", "name"), fields("date"))
def test_each_date_is_kept_exactly_or_refused(connection: Connection, kind: type[Record], name: str) -> None:
    kept = 0
    for given in (*DAYS, *NO_DAYS):
        record = taken(kind, name, given)
        if record is None:
            continue
        assert given in DAYS
        assert getattr(read_back(connection, record), name).isoformat() == given
        kept += 1
    assert kept >= 2


TIMES = (
    *("1899-12-31T23:59:59+00:00", "2200-01-01T00:00:00-05:00", "2024-02-29T12:00:00+14:00"),
    *("2026-03-17T10:42:08.123456-12:00", "2026-03-08T02:30:00-06:00", "2026-03-17T10:42:08+05:30"),
    *("2026-02-29T12:00:00+00:00", "2026-03-17T24:00:00+00:00", "2026-03-17T10:60:00+00:00"),
    *("2026-03-17T10:42:60+00:00", "2026-03-17T10:42:08", "2026-03-17", "", "now", 1773758528, None, "12:00"),
)
NO_TIME = TIMES[6:]


@pytest.mark.parametrize(("kind", "name"), fields("time"))
def test_each_time_is_kept_exactly_or_refused(connection: Connection, kind: type[Record], name: str) -> None:
    for given in TIMES:
        _, optional = optional_part(field_types(kind)[name])
        record = taken(kind, name, given)
        if record is None:
            continue
        assert given not in NO_TIME or (given is None and optional), given
        kept = getattr(read_back(connection, record), name)
        assert kept is None if given is None else kept.isoformat() == given


@pytest.mark.parametrize(("kind", "name"), fields("word", "yes or no"))
def test_a_word_of_a_list_is_none_but_these(kind: type[Record], name: str) -> None:
    for text in (*GIVEN, "YES", 1, 0, None, 1.0):
        _, optional = optional_part(field_types(kind)[name])
        if text is None and optional:
            continue
        with pytest.raises(Invalid):
            from_plain(kind, {**to_plain(EXAMPLES[kind]), name: text})
