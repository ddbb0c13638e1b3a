"""Hypothesis strategies for records of any kind, made from their own field types."""

from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from needlechart.domain.kinds import KINDS, PARENTS
from needlechart.domain.record import Invalid, Record, field_types, optional_part, required_fields
from needlechart.domain.words import MeasureState

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
ids = st.text("abcdef0123456789-", min_size=1, max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, -0.0, 0.1, 5e-324, 1e300])
offsets = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets)

SMALL = {
    "diameter_mm": st.floats(0.1, 0.5),
    "length_mm": st.floats(100, 150),
    "depth_mm": st.floats(0, 100),
    "hz": st.floats(0.5, 300),
    "second_hz": st.floats(0.5, 300),
    "microseconds": st.integers(50, 1000),
    "intensity": st.floats(0, 10),
    "percent": st.floats(0, 100),
    "minutes": st.integers(0, 60),
    "lock_minutes": st.integers(2, 30),
    "backup_hours": st.integers(1, 24),
    "next_record_number": st.integers(1, 10**9),
    "number": st.integers(1, 10_000),
    "atlas_version": st.integers(1, 1000),
    "x": st.floats(-1000, 1000),
    "y": st.floats(-200, 1200),
    "ability": st.floats(0, 10),
    "start_ability": st.floats(0, 10),
    "weeks": st.integers(1, 45),
    "lab_value": st.floats(0, 100_000),
    "tenderness": st.floats(0, 10),
    "rung": st.integers(0, 5),
    "units": st.integers(0, 100),
    "lasted_hours": st.floats(0, 1000),
    "birth_date": st.dates(date(1880, 1, 1)),
    "outline": st.lists(numbers, min_size=3, max_size=8).map(lambda xs: tuple(xs * 2)),
    "ended": st.none(),
    "due_to": st.just(datetime(9999, 12, 29, tzinfo=timezone.utc)),  # noqa: UP017
}
WIDE_COUNTS = {"needles_out", "packs_opened", "insertions", "passes", "twitch_count"}
SECONDS = {"retention_planned_s", "retention_s", "pressure_s"}
WORDS = ("name", "title", "text", "what", "measure", "family_name", "record_number")


def value_of(name: str, hint: Any) -> st.SearchStrategy[Any]:
    """Values of one field."""
    base, optional = optional_part(hint)
    made = _plain(name, base)
    return st.none() | made if optional else made


def _plain(name: str, base: Any) -> st.SearchStrategy[Any]:
    if name in SMALL:
        return SMALL[name]
    if name in WIDE_COUNTS:
        return st.integers(0, 1000)
    if name in SECONDS:
        return st.integers(0, 86_400)
    if name in WORDS:
        return texts.map(lambda text: f"{text}x")
    if name == "id" or name in PARENTS:
        return ids
    if get_origin(base) is tuple:
        part = numbers if get_args(base)[0] is float else texts
        return st.lists(part, max_size=5).map(tuple)
    if issubclass(base, StrEnum):
        return st.sampled_from(list(base))
    simple: dict[type, st.SearchStrategy[Any]] = {
        str: texts,
        bool: st.booleans(),
        int: st.integers(-(2**63), 2**63 - 1),
        float: numbers,
        datetime: moments,
        date: st.dates(),
    }
    return simple[base]


@st.composite
def records_of(draw: st.DrawFn, kind: type[Record]) -> Record:
    """Any record of a kind, references being ids of records that need not exist."""
    required = required_fields(kind)
    values: dict[str, Any] = {}
    for name, hint in field_types(kind).items():
        strategy = value_of(name, hint)
        if name in PARENTS and name not in required:
            strategy = st.just("") | strategy
        values[name] = draw(strategy)
    try:
        return kind(**values)
    except Invalid:
        return kind(**{**values, **draw(_settled(kind, values))})


def _settled(kind: type[Record], values: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What two fields that must agree are set to."""
    fixes: dict[str, dict[str, Any]] = {
        "AdverseEvent": {"visit_id": ""},
        "Stimulation": {"second_point_id": ""},
        "ProtocolCurrent": {"second_number": None},
        "Measurement": {"text": "4+", "state": MeasureState.MEASURED},
        "Patient": {"given_name": "x", "merged_into": ""},
        "Consent": {"strokes": (2.0, 1.5, 2.5, 3.0, 4.25)},
        "CatalogueRow": {"columns": (), "cells": ()},
    }
    return st.just(fixes.get(kind.__name__, {}))


any_record = st.sampled_from(KINDS).flatmap(records_of)
