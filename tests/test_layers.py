"""Dependencies point one way; the first window imports nothing slow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.startup import start
from tests.store.conftest import new_store

PACKAGE = Path(__file__).parents[1] / "needlechart"

ALLOWED = {
    "domain": set(),
    "resources": set(),
    "environment": {"resources"},
    "settings": set(),
    "no_dumps": set(),
    "catalogue": {"domain", "resources"},
    "atlas": {"domain", "resources"},
    "store": {"domain", "resources"},
    "editing": {"domain"},
    "documents": {"domain", "atlas", "catalogue", "resources"},
    "exchange": {"domain", "catalogue", "resources"},
    "demo": {"domain", "catalogue", "atlas"},
    "ui": {"domain", "catalogue", "atlas", "editing", "resources", "settings"},
}
"""What each part may import beside itself; parts that are not named here put the others together."""

COMPOSERS = {
    "app",
    "cli",
    "cli_commands",
    "__main__",
    "__init__",
}
"""The only modules that may know every part: they build the program out of them."""

EXCEPTIONS = {
    "atlas/sheet.py": {
        "documents"
    },  # a command named after the atlas: starts what documents draws, nothing else
}
"""Modules that may import more than their part, and why."""

FOREIGN = {
    "domain": set(),
    "atlas": set(),
    "catalogue": set(),
    "resources": set(),
    "settings": set(),
    "environment": {"PySide6"},
    "editing": {"PySide6", "shiboken6"},
    "ui": {"PySide6", "pymupdf_fonts"},
    "store": {"sqlalchemy", "sqlcipher3", "cryptography", "argon2", "alembic"},
    "documents": {"reportlab", "uharfbuzz", "bidi", "pymupdf_fonts", "pypdfium2", "pypdf", "fontTools"},
    "exchange": set(),
    "demo": set(),
}
"""Third-party packages a part may use."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(node.module or "")
            if node.module == "needlechart":
                names |= {f"needlechart.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    if part in COMPOSERS:
        return
    assert part in ALLOWED, f"{part} has no place in the table of arrows"
    allowed = ALLOWED[part] | {part} | EXCEPTIONS.get(path.relative_to(PACKAGE).as_posix(), set())
    for name in imported(path):
        pieces = name.split(".")
        if pieces[0] == "needlechart" and len(pieces) > 1:
            assert pieces[1] in allowed, f"{part} must not import {name}"
        elif pieces[0] != "needlechart" and pieces[0] not in sys.stdlib_module_names:
            assert pieces[0] in FOREIGN[part], f"{part} must not use {name}"


def test_editing_uses_no_widgets() -> None:
    for path in modules():
        if part_of(path) == "editing":
            assert not {name for name in imported(path) if name.startswith("PySide6.QtWidgets")}


@pytest.mark.parametrize("module", ["needlechart.app.start", "needlechart.ui.main_window", "needlechart.cli"])
def test_the_first_window_loads_nothing_slow(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "slow = {'sqlalchemy', 'reportlab', 'alembic', 'cryptography', 'pypdfium2', 'uharfbuzz'}; "
        "print(sorted(slow & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_passphrase_waits_for_nothing_that_comes_after_it(tmp_path: Path) -> None:
    new_store(tmp_path / "chart").close()
    assert start("ready", str(tmp_path / "chart"))  # names what was imported too early, and ends


def test_no_module_can_reach_a_network() -> None:
    networked = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests"}
    for path in modules():
        for name in imported(path):
            assert name.split(".")[0] not in networked, f"{path} imports {name}"
            assert not name.startswith("PySide6.QtNetwork"), f"{path} imports {name}"
