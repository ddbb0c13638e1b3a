"""Bringing an older chart to today's schema: a verified backup first, then all steps or none.

A step that changes what records of some kind say names them in ``CHANGED``, e.g. ``CHANGED = ("Visit",)``;
they are then written into the audit log anew, so that `check` does not take the step for tampering.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from needlechart.domain.kinds import KINDS
from needlechart.domain.record import field_types
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import problem_of, raw_problems
from needlechart.store.files import DATABASE, told_of
from needlechart.store.form import PROGRAM, Raw, program_version, schema_version
from needlechart.store.problems import Damaged, DiskFull, EarlierDevelopment, MigrationFailed, StoreProblem
from needlechart.store.progress import Share
from needlechart.store.tables import SCHEMA_VERSION, table_name
from needlechart.store.vault import Secrets

VERSIONS = Path(__file__).parent / "migrations"

Told = Callable[[int, int, str], None]
"""Called with steps done, steps in all and what goes on; may raise to stop, which changes nothing."""

STEPS = ("a backup first", "every record", "checking")
OPERATIONS = 50_000
"""How many operations of the engine pass between two looks whether to stop (a few milliseconds)."""


def open_current(folder: Path, secrets: Secrets, told: Told | None = None) -> tuple[Raw, int]:
    """The chart of a folder in today's schema, and the schema it had.

    Raises a `StoreProblem`, also when a step fails, and whatever ``told`` raises.
    """
    raw = open_raw(folder / DATABASE, secrets.data_key)
    try:
        before = schema_version(raw)
        if before < SCHEMA_VERSION:
            upgrade(folder, raw, secrets, told=told)
        refuse_unsettled(raw)
    except BaseException:
        raw.close()
        raise
    return raw, before


def refuse_unsettled(raw: Raw) -> None:
    """Every column that the records need is there; raises `EarlierDevelopment`.

    While a schema is made its number stays the same: a file of such a day would fail at some tap, not here.
    """
    with raw_problems():
        rows = raw.execute(
            "SELECT kept.name, field.name FROM sqlite_schema AS kept"
            " JOIN pragma_table_info(kept.name) AS field WHERE kept.type = 'table'"
        ).fetchall()
    there = {(row[0], row[1]) for row in rows}
    needed = {(table_name(kind), name) for kind in KINDS for name in field_types(kind)}
    if not needed <= there:
        raise EarlierDevelopment


def upgrade(
    folder: Path,
    raw: Raw,
    secrets: Secrets,
    *,
    versions: Path = VERSIONS,
    target: int = SCHEMA_VERSION,
    head: str = "head",
    told: Told | None = None,
) -> None:
    """Back up, run every step in one transaction, check, set the version last; all or nothing.

    Raises a `StoreProblem`, or what ``told`` raises, and leaves the chart as it was.
    """
    from needlechart.store.backup import backup_raw

    watch = _Watch(told)
    watch.step(0)
    try:
        backup_raw(folder, raw, secrets, reason="before-upgrade", share=Share(watch.hear))
    except StoreProblem:
        watch.raise_stop()
        raise
    with raw_problems():
        raw.execute("PRAGMA foreign_keys = OFF").fetchall()  # rebuilding a table must not empty its children
    try:
        watch.step(1)
        with told_of(folder), watch.over(raw):
            _run(raw, versions, head, lambda changed: _finish(raw, target, changed, watch))
    except StoreProblem:
        watch.raise_stop()
        raise
    except Exception as error:
        watch.raise_stop()
        full = _without_space(error)
        full.at(str(folder))
        raise full from error
    finally:
        with raw_problems():
            raw.execute("PRAGMA foreign_keys = ON").fetchall()


def _without_space(error: Exception) -> StoreProblem:
    """A step that failed since no space is left, which a person can mend, or by its own fault."""
    problem = problem_of(getattr(error, "orig", None) or error)
    return problem if isinstance(problem, DiskFull) else MigrationFailed()


class _Watch:
    """Tells how far it is, also from inside a long statement, and stops it when ``told`` raises."""

    def __init__(self, told: Told | None) -> None:
        self._told = told
        self._number = 0
        self._since = time.monotonic()
        self._stop: BaseException | None = None

    def step(self, number: int) -> None:
        self._number = number
        if self._told is not None:
            self._told(number, len(STEPS), STEPS[number])

    def hear(self, _done: int, _total: int, _what: str) -> None:
        """Something long inside a step goes on; raises what ``told`` raises."""
        if self._told is not None:
            seconds = int(time.monotonic() - self._since)
            self._told(self._number, len(STEPS), f"{STEPS[self._number]}, {seconds} s")

    @contextmanager
    def over(self, raw: Raw) -> Iterator[None]:
        """While inside, the engine asks now and then whether to go on."""
        raw.set_progress_handler(self._look, OPERATIONS)
        try:
            yield
        finally:
            raw.set_progress_handler(None, 0)

    def _look(self) -> int:
        try:
            self.hear(0, 0, "")
        except BaseException as error:  # noqa: BLE001 - it is raised again once the engine has rolled back
            self._stop = error
            return 1
        return 0

    def raise_stop(self) -> None:
        """What ``told`` raised inside a statement, now that nothing of it stays."""
        if self._stop is not None:
            raise self._stop


def _run(raw: Raw, versions: Path, head: str, finish: Callable[[tuple[str, ...]], None]) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from needlechart.store.engine import engine_over

    # The engine is left to itself: disposing of it would close the caller's connection.
    script = ScriptDirectory(str(versions), version_locations=[str(versions / "versions")])
    engine = engine_over(raw)
    changed: list[str] = []

    def steps(revision: Any, _context: Any) -> Any:
        found = script._upgrade_revs(head, revision)
        for one in found:
            changed.extend(getattr(one.revision.module, "CHANGED", ()))
        return found

    with engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"fn": steps})
        with Operations.context(context):
            context.run_migrations()
        finish(tuple(dict.fromkeys(changed)))


def _finish(raw: Raw, target: int, changed: tuple[str, ...] = (), watch: _Watch | None = None) -> None:
    """Inside the transaction: the result is sound, then the version says so."""
    if watch is not None:
        watch.step(2)
    if raw.execute("PRAGMA foreign_key_check").fetchall():
        raise Damaged("A record would refer to one that does not exist.")
    if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise Damaged
    if changed:
        raw.execute("INSERT OR IGNORE INTO about VALUES ('log_anew', ?)", (json.dumps(changed),))
    written = "INSERT INTO about VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    raw.execute(written, (PROGRAM, program_version()))
    raw.execute(f"PRAGMA user_version = {target}")


def kinds_to_log(raw: Raw) -> tuple[str, ...]:
    """Kinds of records that a migration changed and the audit log does not know yet."""
    row = raw.execute("SELECT value FROM about WHERE name = 'log_anew'").fetchone()
    return tuple(json.loads(row[0])) if row else ()
