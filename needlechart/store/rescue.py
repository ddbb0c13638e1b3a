"""What can still be read of a damaged chart, copied row by row into an encrypted chart of its own.

The damaged files are only read. The copy lies in ``backups/readable-...`` under the same keys, is opened for
reading alone, and stays, since its log says who read it. A row whose page is damaged is left out, and so is
what would hang in the air without it; what is missing is counted by visit from the indexes, as far as those
can be read.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.episode import Episode
from needlechart.domain.overview import OnlyRead
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, now
from needlechart.domain.rules.time_words import date_words, plural
from needlechart.domain.words import Role
from needlechart.store.audit import Chain, read_head
from needlechart.store.connection import create_raw, look_raw, open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import (
    BACKUPS,
    DATABASE,
    KEYS,
    make_private_folder,
    plain_problems,
    remove_folder,
    write_new,
)
from needlechart.store.form import Raw
from needlechart.store.keyfile import read_key_file
from needlechart.store.keys import random_key
from needlechart.store.opening import Opened
from needlechart.store.presence import identity
from needlechart.store.problems import Damaged, HeldElsewhere, StoreProblem
from needlechart.store.readable import new_name
from needlechart.store.rows import moment_of, to_row
from needlechart.store.tables import table_name
from needlechart.store.vault import Secrets

NAMED = 6
"""So many affected visits are named one by one."""

PARTLY = "Part of the chart file cannot be read. This is what can: to read, not to chart in."
UNNAMED = "Name could not be read"
NOTHING = "Nothing of the chart file can be read."

Row = tuple[Any, ...]


@dataclass
class Missing:
    """What could not be read: ids of visits with how many of their rows, and rows beside visits."""

    visits: dict[str, int] = field(default_factory=dict)
    others: int = 0
    counted: bool = True


def rescue(folder: Path, secrets: Secrets, target: Path | None = None) -> Opened:
    """A readable copy of what can be read, open; raises `Damaged`, `HeldElsewhere`, `DiskFull`.

    It lies in ``target``, or else in a folder of its own that stays.
    """
    source = _Source(folder / DATABASE, secrets.data_key)
    file_id = read_key_file(folder).file_id
    target = target or folder / BACKUPS / new_name(now())
    try:
        with plain_problems():
            make_private_folder(target)
            write_new(target / KEYS, (folder / KEYS).read_bytes())
        missing = _copy(source, target / DATABASE, secrets, file_id)
    except BaseException:
        with contextlib.suppress(OSError):
            remove_folder(target)
        raise
    finally:
        source.close()
    raw = open_raw(target / DATABASE, secrets.data_key)
    try:
        with raw_problems():
            told = words(raw, missing)
            opened = Opened(target, raw, secrets, file_id, Chain.of(raw), read_head(raw), told)
    except BaseException:
        raw.close()
        raise
    opened.identity = identity(target)
    opened.only_read, opened.copy_of = OnlyRead.DAMAGED, folder
    return opened


def _copy(source: "_Source", path: Path, secrets: Secrets, file_id: str) -> Missing:
    from needlechart.store.migrations.schema_1 import STATEMENTS

    raw = create_raw(path, secrets.data_key)
    missing = Missing()
    try:
        with raw_problems():
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("BEGIN IMMEDIATE")
            tables = [one for one in STATEMENTS if one.startswith("CREATE TABLE")]
            for statement in tables:
                raw.execute(statement)
                _copy_table(source, raw, statement.split()[2], missing)
            _stand_in(raw, secrets, file_id)
            _drop_dangling(raw, missing)
            for statement in STATEMENTS:
                if statement not in tables:
                    raw.execute(statement)
            raw.execute("PRAGMA user_version = 1")
            raw.execute("COMMIT")
    finally:
        raw.close()
    return missing


def _copy_table(source: "_Source", raw: Raw, table: str, missing: Missing) -> None:
    """Forwards to the first place that cannot be read, backwards to the last, then what lies between."""
    columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    names = ", ".join(f'"{one}"' for one in columns)
    marks = ", ".join("?" * (len(columns) + 1))
    put = f"INSERT INTO {table} (rowid, {names}) VALUES ({marks})"  # noqa: S608 - our own names
    query = f"SELECT rowid, {names} FROM {table}"  # noqa: S608
    got: set[int] = set()

    def keep(row: Row) -> None:
        if row[0] not in got:
            got.add(row[0])
            raw.execute(put, row)

    if source.each(f"{query} ORDER BY rowid", keep):
        return
    source.each(f"{query} ORDER BY rowid DESC", keep)
    known: list[Row] = []
    key = f"sqlite_autoindex_{table}_1"
    if not source.each(f"SELECT rowid FROM {table} INDEXED BY {key}", known.append):  # noqa: S608
        missing.counted = False
    lost = {row[0] for row in known} - got
    for rowid in sorted(lost):
        if source.each(f"{query} WHERE rowid = {int(rowid)}", keep):
            lost.discard(rowid)
    _count_lost(source, table, columns, lost, missing)


def _count_lost(source: "_Source", table: str, columns: list[str], lost: set[int], missing: Missing) -> None:
    """Which visits the lost rows belong to, by the index over their visit."""
    column = next((one for one in ("visit_id", "about_visit_id") if one in columns), "")
    index = f"{table}_{column}"
    if table == "visit":
        column, index = "id", "sqlite_autoindex_visit_1"
    owners: list[Row] = []
    if column and lost:
        query = f"SELECT rowid, {column} FROM {table} INDEXED BY {index}"  # noqa: S608 - our own names
        missing.counted = source.each(query, owners.append) and missing.counted
    found = {row[0]: row[1] for row in owners if row[0] in lost and row[1]}
    for visit_id in found.values():
        missing.visits[visit_id] = missing.visits.get(visit_id, 0) + 1
    if table not in ("audit_entry", "about"):
        missing.others += len(lost) - len(found)


def _stand_in(raw: Raw, secrets: Secrets, file_id: str) -> None:
    """What opening needs and could not be read: identity, clinic, who reads, whose visits they are."""
    facts = {"file_id": file_id, "made": now().isoformat(), "chain": random_key().hex()}
    for name, value in facts.items():
        raw.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
    if raw.execute("SELECT count(*) FROM alembic_version").fetchone()[0] == 0:
        raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    row = raw.execute("SELECT id FROM clinic").fetchone()
    row = row or raw.execute("SELECT clinic_id FROM patient WHERE clinic_id IS NOT NULL LIMIT 1").fetchone()
    clinic = Clinic(name=UNNAMED) if row is None else Clinic(id=row[0], name=UNNAMED)
    person = Clinician(id=secrets.clinician_id, clinic_id=clinic.id, name=UNNAMED, role=Role.READ_ONLY)
    for record in (clinic, person, *_unread(raw, clinic.id)):
        _put_if_missing(raw, record)


def _unread(raw: Raw, clinic_id: str) -> Iterator[Record]:
    """Patients and episodes that could not be read but have visits that could: these stay to be read."""
    query = (
        "SELECT DISTINCT patient_id FROM (SELECT patient_id FROM visit UNION SELECT patient_id FROM episode)"
    )
    known = {row[0] for row in raw.execute("SELECT id FROM patient")}
    for number, (patient_id,) in enumerate(raw.execute(query).fetchall(), 1):
        if patient_id not in known:
            record_number = f"could not be read {number}"
            yield Patient(
                id=patient_id,
                clinic_id=clinic_id,
                record_number=record_number,
                given_name="",
                family_name=UNNAMED,
            )
    rows = raw.execute(
        "SELECT episode_id, patient_id, min(started) FROM visit GROUP BY episode_id"
    ).fetchall()
    for episode_id, patient_id, started in rows:
        day = moment_of(started).date()
        yield Episode(id=episode_id, patient_id=patient_id, title="Title could not be read", started=day)


def _put_if_missing(raw: Raw, record: Record) -> None:
    table = table_name(type(record))
    if raw.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record.id,)).fetchone() is None:  # noqa: S608
        values = to_row(record)
        names = ", ".join(f'"{one}"' for one in values)
        marks = ", ".join("?" * len(values))
        raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608


def _drop_dangling(raw: Raw, missing: Missing) -> None:
    """What belongs to something that could not be read cannot be shown; counted, and left out."""
    while dangling := raw.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid in {(row[0], row[1]) for row in dangling}:
            column = "id" if table == "visit" else "visit_id"
            names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            visit = None
            if column in names:
                query = f"SELECT {column} FROM {table} WHERE rowid = ?"  # noqa: S608 - our own names
                visit = raw.execute(query, (rowid,)).fetchone()
            if visit is not None and visit[0]:
                missing.visits[visit[0]] = missing.visits.get(visit[0], 0) + 1
            else:
                missing.others += 1
            raw.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608


def words(raw: Raw, missing: Missing) -> tuple[str, ...]:
    """What a person must know of a chart that is open for reading alone."""
    total = raw.execute("SELECT count(*) FROM visit").fetchone()[0]
    gone = sum(1 for one in missing.visits if _visit(raw, one) is None)
    told = [PARTLY]
    if missing.visits:
        named = sorted(filter(None, (_visit(raw, one) for one in missing.visits)))
        more = [f"{gone} that cannot be shown"] if gone else []
        shown = "; ".join([*named[:NAMED], *(["and others"] if len(named) > NAMED else []), *more])
        verb = "is" if len(missing.visits) == 1 else "are"
        told.append(f"{len(missing.visits)} of {plural(total + gone, 'visit')} {verb} affected: {shown}.")
    if missing.others:
        verb = "is" if missing.others == 1 else "are"
        told.append(f"{plural(missing.others, 'record')} outside visits {verb} missing.")
    if not missing.counted:
        told.append("There may be more that cannot be counted.")
    elif not missing.visits and not missing.others:
        told.append("No visit is affected.")
    told.append("The chart file was not changed. Lock, then restore a backup to chart again.")
    return tuple(told)


def _visit(raw: Raw, visit_id: str) -> str | None:
    row = raw.execute(
        "SELECT started, record_number FROM visit JOIN patient ON patient.id = visit.patient_id"
        " WHERE visit.id = ?",
        (visit_id,),
    ).fetchone()
    return None if row is None else f"{row[1]}, {date_words(moment_of(row[0]).astimezone().date())}"


class _Source:
    """The damaged file; after a page that cannot be read the engine refuses sound ones, so it opens anew."""

    def __init__(self, path: Path, data_key: bytes | bytearray) -> None:
        self._path, self._key = path, data_key
        self._raw: Raw | None = None
        try:
            self._open()
        except HeldElsewhere:
            raise
        except StoreProblem as error:
            raise Damaged(NOTHING, todo="Restore a backup.") from error

    def _open(self) -> None:
        self.close()
        self._raw = look_raw(self._path, self._key, cut=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._raw is not None:
            self._raw.close()
        self._raw = None

    def each(self, query: str, keep: Callable[[Row], object]) -> bool:
        """``keep`` every row up to the first that cannot be read; whether that was all of them."""
        from sqlcipher3 import dbapi2

        if self._raw is None:
            self._open()
        rows: Iterator[Row] | None = None
        while True:
            try:
                rows = iter(self._raw.execute(query)) if rows is None and self._raw else rows
                row = next(rows, None) if rows is not None else None
            except (dbapi2.DatabaseError, MemoryError):
                rows = None
                self.close()
                return False
            if row is None:
                return True
            keep(row)
