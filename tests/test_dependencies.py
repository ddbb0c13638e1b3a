"""What the program imports is installed with the program, not only with its tests."""

import ast
import json
import re
import runpy
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
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


def pinned() -> dict[str, tuple[str, int]]:
    """Name to version and number of hashes of every wheel that the program is built from."""
    blocks = re.split(r"\n(?=\S)", (ROOT / ".ci/built.lock").read_text(encoding="utf-8"))
    found = {}
    for block in blocks:
        if (named := re.match(r"([\w.-]+)==(\S+)", block)) is not None:
            found[_plain(named[1])] = (named[2], block.count("--hash=sha256:"))
        else:
            assert block.startswith("#"), block
    return found


def test_what_is_built_from_is_pinned_with_its_hashes_and_within_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["build"]]
    locked = pinned()
    for one in map(Requirement, [*declared, *project["build-system"]["requires"]]):
        assert one.specifier.contains(locked[_plain(one.name)][0]), one
    assert [name for name, (_, hashes) in locked.items() if not hashes] == []


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(runpy.run_path(str(ROOT / ".ci/parts.py"))["document"]())
    return found


def test_the_list_of_parts_names_every_library_that_is_imported(parts: dict[str, Any]) -> None:
    listed = {one["name"]: one["version"] for one in parts["components"]}
    known = packages_distributions()
    needed = {_plain(one) for name in imported() for one in known.get(name, ())}
    assert needed
    assert {name: version(name) for name in needed} == {name: listed.get(name) for name in needed}
    assert parts["metadata"]["component"]["name"] == "needlechart"
    assert all(listed[name] for name in ("python", "qt", "sqlcipher", "sqlite", "openssl"))
    assert not {"pytest", "hypothesis", "mypy", "pyinstaller"} & set(listed)


def test_what_the_list_of_parts_names_is_pinned(parts: dict[str, Any]) -> None:
    libraries = [one["name"] for one in parts["components"] if "purl" in one]
    optional = {"cvttf-notosanscjk-regular"}
    assert set(libraries) - optional <= set(pinned())
