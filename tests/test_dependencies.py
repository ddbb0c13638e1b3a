"""What the program imports is installed with the program, not only with its tests."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def imported() -> set[str]:
    """Every top-level module that the package imports, also inside functions."""
    names: set[str] = set()
    for file in (ROOT / "needlechart").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"needlechart"}


def test_every_import_belongs_to_a_runtime_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["cjk"]]
    declared = {_plain(Requirement(one).name) for one in wanted} | {"shiboken6"}  # a part of PySide6
    known = packages_distributions()
    strange = {
        name: known.get(name)
        for name in imported()
        if not {_plain(one) for one in known.get(name, ())} & declared
    }
    assert not strange


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
