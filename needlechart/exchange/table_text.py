"""CSV that a spreadsheet takes as text: no cell is ever a formula, and every cell is read back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Cells that start so are read as formulas by spreadsheets (CWE-1236); a leading apostrophe stops that."""

_RISKY = re.compile(r"['\s\0\u200b-\u200f\u2060\ufeff]*[-=+@\t\r\n\0＝＋－＠]")
"""A start that a spreadsheet may calculate, also behind blanks, marks without width and apostrophes."""

_NUMBER = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def safe_cell(text: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would calculate, NUL taken out.

    A plain number keeps its sign. A text that begins with apostrophes and goes on like a formula gets one
    more, so that no two texts give one cell.
    """
    kept = text.replace("\0", "")
    return f"'{kept}" if _RISKY.match(text) and not _NUMBER.fullmatch(kept) else kept


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read every script; RFC 4180 lines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(one) for one in headings])
    for row in rows:
        writer.writerow([safe_cell(one) for one in row])
    return out.getvalue().encode("utf-8-sig")
