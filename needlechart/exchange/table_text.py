"""CSV that a spreadsheet takes as text: no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Cells that start so are read as formulas by spreadsheets (CWE-1236); a leading apostrophe stops that."""


def safe_cell(text: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would calculate, NUL taken out.

    A plain number keeps its sign.
    """
    kept = text.replace("\0", "")
    if text.lstrip(" ").startswith(FORMULA) and not _number(kept):
        return f"'{kept}"
    return kept


def _number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.replace(".", "", 1).isdigit()


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read every script; RFC 4180 lines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in headings])
    for row in rows:
        writer.writerow([safe_cell(one) for one in row])
    return out.getvalue().encode("utf-8-sig")
