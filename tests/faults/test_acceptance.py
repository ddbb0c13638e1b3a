"""Every numbered acceptance test names where it is held, and what it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
LIST = Path(__file__).with_name("ACCEPTANCE.md")
NUMBERS = range(1, 73)
COLUMNS = 5

NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def rows() -> dict[int, list[str]]:
    """The rows of the list by their number; a number that stands twice keeps both in one row, too long."""
    found: dict[int, list[str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if cells[0].strip().isdigit():
            found.setdefault(int(cells[0]), []).extend(cells)
    return found


@cache
def functions(file: Path) -> frozenset[str]:
    """The names of the functions of a file, methods too."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_each_number_stands_once_in_order() -> None:
    assert list(rows()) == list(NUMBERS)
    assert {number: len(cells) for number, cells in rows().items() if len(cells) != COLUMNS} == {}


def test_what_a_row_names_is_there() -> None:
    missing = [
        f"{number}: {file}::{function}"
        for number, (_, _, where, *_) in rows().items()
        for file, function in NAMED.findall(where)
        if not (TESTS / file).is_file() or (function and function not in functions(TESTS / file))
    ]
    assert missing == []
