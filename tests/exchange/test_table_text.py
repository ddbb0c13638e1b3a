"""CSV: no cell is a formula, numbers stay numbers, and what was written is read back."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given

from needlechart.exchange.table_text import csv_bytes, safe_cell
from tests.faults.hostile import STRINGS, storable, texts

KEPT = [one for one in STRINGS if storable(one) and len(one) < 100_000]
NUMBERS = ["0", "-1", "-1.5", "12.25", "-0.003", ".5", "100000", "3."]


def read(data: bytes) -> list[list[str]]:
    """As a program reads it that knows of the apostrophe."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [[plain(cell) for cell in row] for row in rows]


def plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def calculated(cell: str) -> bool:
    """Whether a spreadsheet may calculate this: by its first character that is seen, full width or not."""
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        return False  # a number
    seen = re.sub("^[\\s\u200b-\u200f\u2060\ufeff]+", "", unicodedata.normalize("NFKC", cell))
    return cell[:1] in ("\t", "\r", "\n", "\0") or seen[:1] in ("=", "+", "-", "@")


@pytest.mark.parametrize("start", range(0, len(KEPT), 50))
def test_no_text_is_a_formula_and_each_is_read_back(start: int) -> None:
    rows = [[one, f"{one}{one}"[:1000], f" {one}"[:1000]] for one in KEPT[start : start + 50]]
    data = csv_bytes(["a", "=b", "c"], rows)
    assert read(data) == [["a", "=b", "c"], *rows]
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]
    assert [cell[:40] for cell in cells if calculated(cell)] == []
    assert any(calculated(cell) for row in rows for cell in row) or start


def test_numbers_stay_numbers() -> None:
    data = csv_bytes(["n"], [[one] for one in NUMBERS])
    assert [float(row[0]) for row in list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]] == [
        float(one) for one in NUMBERS
    ]


@given(texts, texts)
def test_two_texts_never_give_one_cell(first: str, second: str) -> None:
    assert plain(safe_cell(first)) == first
    assert (safe_cell(first) == safe_cell(second)) == (first == second)


@pytest.mark.parametrize("typed", ["=1", "'=1", "''=1", "' =1", "'a", "'", "don't"])
def test_an_apostrophe_that_was_typed_is_told_from_ours(typed: str) -> None:
    assert plain(safe_cell(typed)) == typed
