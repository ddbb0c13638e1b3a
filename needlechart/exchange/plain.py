"""The plain-data document: records as JSON, out and in, all or nothing.

``{"format": "needlechart", "format_version": 1, "exported_at": "...", "records": [...]}``. Every record
names its kind under ``record`` and has the fields of that kind (`needlechart schema` prints them); a
field with a default may be left out. Where a visit stands, and the audit trail, stay on the laptop: they
neither leave nor enter.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from needlechart.domain.kinds import BY_NAME, KINDS
from needlechart.domain.record import (
    Invalid,
    Record,
    from_plain,
    in_range,
    required_fields,
    to_plain,
    with_kind,
)
from needlechart.exchange.ranges import RANGES
from needlechart.exchange.reading import Doubled, read_json
from needlechart.exchange.references import Known, reference_faults
from needlechart.exchange.refusal import Fault, Refused, printable
from needlechart.exchange.seals import Verify, seal_faults

FORMAT = "needlechart"
FORMAT_VERSION = 1
MOST_RECORDS = 1_000_000

NOT_EXCHANGED = frozenset({"Place", "AuditEntry"})
"""Kinds that belong to one laptop: where a visit stands there, and that laptop's audit trail."""

EXCHANGED: tuple[type[Record], ...] = tuple(kind for kind in KINDS if kind.__name__ not in NOT_EXCHANGED)


def write_document(records: Iterable[Record], exported_at: datetime | None = None) -> bytes:
    """The document of these records, one a line, parents first; the same records give the same bytes.

    Kinds of `NOT_EXCHANGED` are left out.
    """
    order = {kind: index for index, kind in enumerate(EXCHANGED)}
    chosen = sorted(
        (one for one in records if type(one) in order), key=lambda one: (order[type(one)], one.id)
    )
    head: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION}
    if exported_at is not None:
        head["exported_at"] = exported_at.isoformat()
    lines = [_line(with_kind(one)) for one in chosen]
    opening = _line(head)[:-1] + ',"records":['
    body = ",\n".join(lines)
    return f"{opening}\n{body}\n]}}\n".encode() if lines else f"{opening}]}}\n".encode()


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_document(data: bytes, *, known: Known | None = None, verify: Verify | None = None) -> list[Record]:
    """The records of a document, parents first.

    ``known(kind, id)`` gives a record that is already kept, or None: references may point there.
    ``verify(seal)`` says whether a seal's signature is that of its certificate; without it a document
    with seals is refused. Raises `Refused` with every fault found; nothing is returned then.
    """
    entries = _entries(read_json(data))
    records, faults = _records(entries)
    if not faults:
        faults = [
            *reference_faults(records, known or _none_known),
            *seal_faults(records, known or _none_known, verify),
        ]
    if faults:
        raise Refused(faults)
    order = {kind: index for index, kind in enumerate(KINDS)}
    return sorted((one for _, one in records), key=lambda one: order[type(one)])


def _none_known(_kind: type[Record], _record_id: str) -> Record | None:
    return None


def _entries(document: Any) -> list[Any]:
    """The list of records of a document whose head is right."""
    if not isinstance(document, dict):
        raise Refused([Fault("", 'the file must hold one object with "format" and "records"')])
    faults = _head_faults(document)
    entries = document.get("records")
    if not isinstance(entries, list):
        faults.append(Fault("records", "must be a list"))
    elif len(entries) > MOST_RECORDS:
        faults.append(Fault("records", f"holds more than {MOST_RECORDS} records"))
    if faults:
        raise Refused(faults)
    return list(entries or [])


def _head_faults(document: dict[str, Any]) -> list[Fault]:
    faults = _twice(document, "")
    for name in document:
        if name not in ("format", "format_version", "exported_at", "records"):
            faults.append(Fault(printable(name), "is not a field of a needlechart file"))
    if document.get("format") != FORMAT:
        faults.append(Fault("format", f'must be "{FORMAT}": this is not a needlechart file'))
    version = document.get("format_version")
    if type(version) is int and version > FORMAT_VERSION:
        faults.append(Fault("format_version", f"{version} comes from a newer needlechart: update this one"))
    elif type(version) is not int or version != FORMAT_VERSION:
        faults.append(Fault("format_version", f"must be {FORMAT_VERSION}"))
    faults.extend(_time_faults(document))
    return faults


def _time_faults(document: dict[str, Any]) -> list[Fault]:
    if "exported_at" not in document:
        return []
    try:
        if datetime.fromisoformat(document["exported_at"]).tzinfo is not None:
            return []
    except (TypeError, ValueError):
        pass
    return [Fault("exported_at", "must be a time like 2026-03-17T10:42:08-05:00")]


def _twice(found: dict[str, Any], path: str) -> list[Fault]:
    if not isinstance(found, Doubled):
        return []
    return [Fault(f"{path}/{printable(name)}".lstrip("/"), "is given twice") for name in found.twice]


def _records(entries: list[Any]) -> tuple[list[tuple[str, Record]], list[Fault]]:
    """Each record with its path, and everything wrong inside single records or with their ids."""
    records: list[tuple[str, Record]] = []
    faults: list[Fault] = []
    first_with: dict[str, str] = {}
    for index, entry in enumerate(entries):
        path, record, wrong = _record(index, entry)
        faults.extend(wrong)
        if record is None:
            continue
        records.append((path, record))
        earlier = first_with.setdefault(record.id, path)
        if earlier is not path:
            faults.append(Fault(f"{path}/id", f"is the id of {earlier} already"))
    return records, faults


def _record(index: int, entry: Any) -> tuple[str, Record | None, list[Fault]]:
    path = f"records/{index}"
    if not isinstance(entry, dict):
        return path, None, [Fault(path, "must be an object")]
    name = entry.get("record")
    kind = BY_NAME.get(name) if isinstance(name, str) else None
    if isinstance(name, str) and name in NOT_EXCHANGED:
        return path, None, [Fault(f"{path}/record", f"{name} records stay on their own laptop")]
    if kind is None:
        return path, None, [Fault(f"{path}/record", "must be the name of a kind of record")]
    path = f"{path} ({kind.__name__})"
    faults = _twice(entry, path)
    if "id" not in entry:
        faults.append(Fault(f"{path}/id", "is missing"))
    data = {name: value for name, value in entry.items() if name != "record"}
    record = _build(kind, data, path, faults)
    return path, None if faults else record, faults


def _build(kind: type[Record], data: dict[str, Any], path: str, faults: list[Fault]) -> Record | None:
    """The record; or every fault of its fields, found by leaving out each bad field in turn."""
    absent = [name for name in required_fields(kind) if name not in data]
    while True:
        try:
            record = from_plain(kind, data)
        except Invalid as error:
            name = error.path.partition("/")[0]
            cut = next((one for one in data if one[:64] == name), None)
            if cut is None:
                break
            faults.append(Fault(f"{path}/{printable(error.path)}", error.why))
            del data[cut]
        else:
            return _in_years(record, path, faults)
    faults.extend(Fault(f"{path}/{name}", "is missing") for name in absent)
    faults.extend(_range_faults(kind, data, path))
    return None


def _range_faults(kind: type[Record], data: dict[str, Any], path: str) -> Iterator[Fault]:
    """Numbers out of range in a record that cannot be built, since a required field is missing."""
    for name, value in data.items():
        low_high = RANGES.get((kind.__name__, name))
        if low_high is not None and type(value) in (int, float):
            try:
                in_range(name, value, *low_high)
            except Invalid as error:
                yield Fault(f"{path}/{name}", error.why)


def _in_years(record: Record, path: str, faults: list[Fault]) -> Record:
    """Every time lies in the years 1900 to 9000, so that no clock arithmetic fails on it."""
    for name in to_plain(record):
        value = getattr(record, name)
        if isinstance(value, datetime) and not 1900 <= value.year <= 9000:
            faults.append(Fault(f"{path}/{name}", "the year must be between 1900 and 9000"))
    return record
