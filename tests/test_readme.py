"""What the README tells people to type works, and what runs on every change is what it tells them."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from needlechart.cli import build_parser
from needlechart.environment import ALWAYS, FOR_WAYLAND, FOR_X11

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci/run").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?:^    .*\n)+", README, re.MULTILINE)
"""What is to be typed: the indented lines."""

SYSTEM_PACKAGES = set((ALWAYS | FOR_X11 | FOR_WAYLAND).values())
BY_PYTHON_ITSELF = {"python3-venv"}
"""Debian keeps this part of Python in a package of its own."""


def lines_with(word: str) -> list[str]:
    joined = "".join(BLOCKS).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if word in line]


def test_one_line_starts_it_and_one_line_tests_it() -> None:
    start, test = (one for one in lines_with("python3 -m venv"))
    assert start.endswith("needlechart --demo")
    assert "pytest" in test
    for line in (start, test):
        commands = [shlex.split(one) for one in line.split("&&")]
        assert [one[0] for one in commands][:2] == ["python3", ".venv/bin/pip"]


def test_what_runs_on_every_change_is_the_test_command_of_the_readme() -> None:
    script = re.search(r"command=\"\$\((sed .*) README\.md\)\"", CI)
    assert script is not None
    found = subprocess.run(
        ["bash", "-c", f"{script[1]} README.md"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == lines_with("pytest")
    assert 'bash -euo pipefail -c "$command"' in CI


def test_system_packages_are_those_the_program_asks_for() -> None:
    named = set(lines_with("apt-get install")[0].split()[3:])
    assert named == SYSTEM_PACKAGES | BY_PYTHON_ITSELF
    listed = re.search(r"packages=\(\n(.*?)\n\)", CI, re.DOTALL)
    assert listed is not None
    assert set(listed[1].split()) == SYSTEM_PACKAGES
    assert "packages+=(python3-venv)" in CI


def commands() -> list[list[str]]:
    """Command lines of the program, with a value in the place of each word in capitals."""
    shown = [line.partition("#")[0] for line in lines_with("needlechart ") if line.startswith("needlechart ")]
    return [shlex.split(re.sub(r"\[(.*?)\]", r"\1", line))[1:] for line in shown]


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_the_program_understands_its_commands(arguments: list[str]) -> None:
    assert build_parser().parse_args(arguments).run is not None


def test_no_command_is_kept_from_the_reader() -> None:
    helped = build_parser().format_help().partition("commands:")[2].partition("examples:")[0]
    known = set(re.findall(r"^    ([\w-]+) ", helped, re.MULTILINE))
    assert known == {arguments[0] for arguments in commands()}


def extras() -> set[str]:
    return set(re.findall(r"'\.\[(\w+)\]'", README))


def test_the_extras_it_installs_exist() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert extras() == set(project["optional-dependencies"])
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 or newer" in README


MADE = ("dist/", ".venv", "backups/")
"""What a command or the program makes, and a clone does not hold."""


def paths() -> set[str]:
    """Every file and folder that is named: in backquotes, in the table, in links."""
    quoted = re.findall(r"`([\w./-]+)`", README)
    linked = [one for one in re.findall(r"\]\(([^)]+)\)", README) if "://" not in one]
    slashed = [one for one in quoted if "/" in one or one.endswith((".py", ".md", ".spec"))]
    return {one for one in [*linked, *slashed] if not one.startswith(MADE)}


@pytest.mark.parametrize("path", sorted(paths()))
def test_what_it_points_at_is_there(path: str) -> None:
    places = (ROOT, ROOT / "needlechart", ROOT / "tests")
    assert any((place / path).exists() for place in places)
