"""Bringing an older chart to today's schema: a verified backup first, then all steps or none."""

from collections.abc import Callable
from pathlib import Path

from needlechart.store.connection import Raw, open_raw, raw_problems, schema_version
from needlechart.store.files import DATABASE
from needlechart.store.problems import Damaged, MigrationFailed, StoreProblem
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets

VERSIONS = Path(__file__).parent / "migrations"


def open_current(folder: Path, secrets: Secrets) -> Raw:
    """The chart of a folder in today's schema; raises a `StoreProblem`, also when a step fails."""
    raw = open_raw(folder / DATABASE, secrets.data_key)
    try:
        if schema_version(raw) < SCHEMA_VERSION:
            upgrade(folder, raw, secrets)
    except BaseException:
        raw.close()
        raise
    return raw


def upgrade(
    folder: Path,
    raw: Raw,
    secrets: Secrets,
    *,
    versions: Path = VERSIONS,
    target: int = SCHEMA_VERSION,
    head: str = "head",
) -> None:
    """Back up, run every step in one transaction, check, set the version last; all or nothing.

    Raises a `StoreProblem` and leaves the chart as it was.
    """
    from needlechart.store.backup import backup_raw

    backup_raw(folder, raw, secrets, reason="before-upgrade")
    with raw_problems():
        raw.execute("PRAGMA foreign_keys = OFF").fetchall()  # rebuilding a table must not empty its children
    try:
        _run(raw, versions, head, lambda: _finish(raw, target))
    except StoreProblem:
        raise
    except Exception as error:
        raise MigrationFailed from error
    finally:
        with raw_problems():
            raw.execute("PRAGMA foreign_keys = ON").fetchall()


def _run(raw: Raw, versions: Path, head: str, finish: Callable[[], None]) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from needlechart.store.engine import engine_over

    # The engine is left to itself: disposing of it would close the caller's connection.
    script = ScriptDirectory(str(versions), version_locations=[str(versions / "versions")])
    engine = engine_over(raw)
    with engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(
            connection,
            opts={"fn": lambda revision, _context: script._upgrade_revs(head, revision)},
        )
        with Operations.context(context):
            context.run_migrations()
        finish()


def _finish(raw: Raw, target: int) -> None:
    """Inside the transaction: the result is sound, then the version says so."""
    if raw.execute("PRAGMA foreign_key_check").fetchall():
        raise Damaged("A record would refer to one that does not exist.")
    if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise Damaged
    raw.execute(f"PRAGMA user_version = {target}")
