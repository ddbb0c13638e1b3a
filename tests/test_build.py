"""What is handed out is whole: the wheel runs away from its sources, and build.spec names what a chart needs.

Building the one-folder program takes minutes and tools of its own: `.ci/built` does it and tries the result.
"""

import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LEFT_OUT = ("resources/atlas/source/", "resources/pictures/")
"""What the atlas was made from, and the pictures of the README: no part of the program."""


def below(folder: str, pattern: str = "*") -> set[str]:
    """Files of a folder of the checkout, as paths from its root."""
    found = (one for one in (ROOT / folder).rglob(pattern) if one.is_file())
    names = {one.relative_to(ROOT).as_posix() for one in found if "__pycache__" not in one.parts}
    return {one for one in names if not one.startswith(LEFT_OUT)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_program_its_resources_and_its_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    program = {one for one in names if ".dist-info/" not in one}
    resources = {one.replace("resources/", "needlechart/_resources/", 1) for one in below("resources")}
    assert program == below("needlechart", "*.py") | resources
    licences = {Path(one).name for one in names if "/licenses/" in one}
    assert licences == {"LICENSE", "NOTICE"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as installed, from a folder that is not the checkout."""
    start = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import needlechart;"
        f"assert needlechart.__file__.startswith({str(installed)!r}), needlechart.__file__;"
        "from needlechart.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", start, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def test_what_the_wheel_installs_makes_a_clinic_and_prints(installed: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "clinic")
    made = run(installed, tmp_path, "demo", "--data", data)
    assert made.returncode == 0, made.stderr
    for arguments in (["check"], ["export", "--patient", "NC-000117", "--output", str(tmp_path / "notes")]):
        done = run(installed, tmp_path, "--data", data, *arguments)
        assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "notes").glob("*.pdf"))) == 5


# The one-folder program


@pytest.fixture
def spec(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """build.spec, run as PyInstaller runs it, with the build steps only noted."""
    hooks = ModuleType("PyInstaller.utils.hooks")
    hooks.collect_data_files = lambda package, includes=None: []  # type: ignore[attr-defined]
    hooks.collect_submodules = lambda package, filter=None: [package]  # type: ignore[attr-defined]
    hooks.copy_metadata = lambda package, recursive=False: [(package, f"{package}.dist-info")]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(sys, "path", list(sys.path))
    noted: dict[str, Any] = {}

    def analysis(scripts: list[str], **options: Any) -> SimpleNamespace:
        noted.update(options, scripts=scripts)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    steps = {name: lambda *values, **options: None for name in ("PYZ", "EXE", "COLLECT")}
    names: dict[str, Any] = {"SPECPATH": str(ROOT), "Analysis": analysis, **steps}
    exec(compile((ROOT / "build.spec").read_text(encoding="utf-8"), "build.spec", "exec"), names)
    return {**names, "noted": noted}


def test_the_folder_holds_every_resource_and_migration_in_its_place(spec: dict[str, Any]) -> None:
    placed = {(Path(folder) / Path(file).name).as_posix() for file, folder in spec["noted"]["datas"]}
    assert below("resources") | below("needlechart/store/migrations", "*.py") <= placed
    assert {"LICENSE", "NOTICE", "needlechart.dist-info/needlechart", "parts.cdx.json"} <= placed
    assert not [one for one in placed if one.startswith(LEFT_OUT)]
    assert spec["noted"]["scripts"] == [str(ROOT / "needlechart/__main__.py")]


def test_the_folder_holds_nothing_that_speaks_to_a_network(spec: dict[str, Any]) -> None:
    assert {"PySide6.QtNetwork", "ssl", "_ssl", "ftplib", "xmlrpc"} <= set(spec["noted"]["excludes"])
    for name in ("PySide6/Qt/lib/libQt6Network.so.6", "libQt6Network.so.6", "PySide6/Qt6Network.dll"):
        assert not spec["wanted"]((name, name, "BINARY"))
    assert not spec["wanted"](("PySide6/Qt/plugins/tls/libqopensslbackend.so", "", "BINARY"))
    for name in (
        "platforms/libqxcb.so",
        "platforms/libqoffscreen.so",
        "printsupport/libcupsprintersupport.so",
    ):
        assert spec["wanted"]((f"PySide6/Qt/plugins/{name}", "", "BINARY"))


def test_the_folder_holds_one_engine_of_the_database(spec: dict[str, Any]) -> None:
    """Two SQLite libraries in one process drop each other's locks on a file."""
    assert {"sqlite3", "_sqlite3"} <= set(spec["noted"]["excludes"])
    assert "sqlcipher3" in spec["noted"]["hiddenimports"]


def test_a_library_comes_along_only_for_what_loads_it(
    spec: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = {"plugin": {"libone.so", "libc.so"}, "one": {"libtwo.so"}, "cups": {"libgnutls.so"}}
    monkeypatch.setitem(spec["needed"].__globals__, "loads", lambda path: loaded.get(path, set()))
    monkeypatch.setattr(sys, "platform", "linux")
    inside = [("PySide6/plugin.so", "plugin", "BINARY"), ("libpython3.11.so", "python", "BINARY")]
    system = [(f"lib{name}.so", name, "BINARY") for name in ("two", "gnutls", "one")]

    kept = spec["needed"]([*inside, *system])

    assert sorted(name for name, *_ in kept) == sorted(
        ["PySide6/plugin.so", "libpython3.11.so", "libone.so", "libtwo.so"]
    )
