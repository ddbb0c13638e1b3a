"""What the program holds in memory leaves it neither in a core dump nor in what it says of a fault.

30 faults are forced, each in a process of its own at another place of the command line's work: half of them
hold in their text, their cause and their variables what must not be told (a patient's name, the passphrase,
the data key), half are errors of the database engine with the same as bound values. Faults at the window are
forced in `test_nothing_leaks` and `tests/app/test_faults.py`.
"""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlcipher3 import dbapi2

from needlechart.cli import main
from needlechart.cli_commands.stops import Code
from needlechart.store.engine import engine_over
from tests import factories
from tests.store.conftest import reopened, signed_chart

EXPORT = ("export", "--visit", factories.VISIT, "--output", "note.pdf")
HANDOUT = ("export", "--visit", factories.VISIT, "--document", "handout", "--output", "sheet.pdf")
PLAIN = ("export", "--all", "--format", "json", "--output", "chart.json")

PLACES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("needlechart.store.audit", "Chain.hash_of", ("list",)),
    ("needlechart.store.core", "Core.select", ("list",)),
    ("needlechart.store.core", "Core.note", EXPORT),
    ("needlechart.store.store", "Store.checkpoint", ("list",)),
    ("needlechart.store.opening", "read_anchor", ("list",)),
    ("needlechart.store.vault", "_from_slot", ("list",)),
    ("needlechart.store.backup", "counts", ("backup",)),
    ("needlechart.store.check", "check", ("check",)),
    ("needlechart.store.queries.visit_document", "visit_chart", EXPORT),
    ("needlechart.store.queries.visit_document", "visit_chart", HANDOUT),
    ("needlechart.documents.note", "render_note", EXPORT),
    ("needlechart.documents.handout", "render_handout", HANDOUT),
    ("needlechart.documents.locked", "lock", EXPORT),
    ("needlechart.cli_commands.exporting", "write_file", EXPORT),
    ("needlechart.cli_commands.exporting", "find", PLAIN),
)
"""Where it fails, and the command that comes there."""

FORCED = int(os.environ.get("NEEDLECHART_FORCED_FAULTS", "3"))
"""At how many of these places, with each of two kinds of fault."""


def secrets_of(folder: Path) -> list[str]:
    """What no report may hold."""
    with reopened(folder) as store:
        key = bytes(store.opened.secrets.data_key)
    person = factories.patient()
    words = [factories.PASSPHRASE, person.family_name, person.given_name, person.record_number]
    return [*words, key.hex(), repr(key)[2:-1]]


def fault(said: list[str]) -> None:
    """Fails with all of it in its text, its cause and its variables."""
    typed = " ".join(said)
    try:
        raise KeyError(typed)
    except KeyError as first:
        raise ValueError(f"cannot take {typed!r}") from first


def database_fault(said: list[str]) -> None:
    """As the program's engine fails, with all of it as bound values."""
    engine = engine_over(dbapi2.connect(":memory:", isolation_level=None))
    statement = "INSERT INTO nowhere VALUES (" + ", ".join(f":p{i}" for i, _ in enumerate(said)) + ")"
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(statement), {f"p{i}": one for i, one in enumerate(said)})


def failed_in(place: tuple[str, str], folder: Path, command: Sequence[str], fail: Callable[[], None]) -> int:
    """The exit code of a command in a forked process in which this place fails; what it said is in files."""
    read, write = os.pipe()
    os.write(write, factories.PASSPHRASE.encode() + b"\n")
    os.close(write)
    child = os.fork()
    if child == 0:
        try:
            os.chdir(folder.parent)
            for number, name in ((1, "out"), (2, "err")):
                os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)

            def failing(*_: Any, **__: Any) -> None:
                Path("reached").touch()
                fail()

            owner: Any = importlib.import_module(place[0])
            *above, name = place[1].split(".")
            for one in above:
                owner = getattr(owner, one)
            setattr(owner, name, failing)
            # Streams of their own: pytest's would take what is said.
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            code = main(["--data", str(folder), *command, "--passphrase-fd", str(read)])
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        finally:
            os._exit(99)
    os.close(read)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("kind", [fault, database_fault])
def test_a_fault_anywhere_says_nothing_of_key_passphrase_or_patient(
    kind: Callable[[list[str]], None], folder: Path
) -> None:
    signed_chart(folder).close()
    hidden = secrets_of(folder)
    ended: list[int] = []
    for module, name, command in PLACES[:FORCED]:
        ended.append(failed_in((module, name), folder, command, lambda: kind(hidden)))
        here = folder.parent
        assert (here / "reached").exists(), name
        (here / "reached").unlink()
        said = (here / "out").read_text() + (here / "err").read_text()
        assert "Traceback" not in said, name
        assert [one for one in hidden if one in said] == [], name
    assert Code.OK not in ended
    assert 99 not in ended
    if kind is fault:
        assert ended.count(Code.FAULT) >= len(ended) - 3, ended  # told as what it is, not as something else
    print(f"\nno_dumps: {len(ended)} forced, nothing told; exit codes {sorted(set(ended))}")


LOOK = """
import ctypes, os, resource, sys
if sys.argv[1] == "asked":
    resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
    sys.argv[1:] = ["schema"]
    from needlechart.cli import main
    main()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), file=sys.stderr)
sys.stderr.flush()
os.abort()
"""
"""What the program leaves allowed: limits of core files, whether it can be dumped (PR_GET_DUMPABLE)."""


def test_the_program_leaves_no_core_dump() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", LOOK, "asked"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    told = child.stderr.read()
    _, status = os.waitpid(child.pid, 0)
    child.returncode = status
    assert told.endswith("(0, 0) 0\n"), told
    assert os.WIFSIGNALED(status)
    assert not os.WCOREDUMP(status)
