"""``import``: records from a file, all or nothing."""

import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.cli_commands.opening import open_store
from needlechart.cli_commands.stops import Code, Stop, stop
from needlechart.cli_commands.telling import Progress, counted, say
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.exchange.refusal import Fault, Refused

if TYPE_CHECKING:
    from needlechart.store.store import Store

MOST_SHOWN = 200


def import_file(arguments: Namespace) -> Code:
    """Take in a file; say what came."""
    data = read_input(arguments.file)
    with open_store(arguments) as store:
        try:
            fresh, skipped = records_to_take(store, data)
        except Refused as refused:
            raise _refusal(refused.faults) from None
        if not arguments.dry_run and fresh:
            with Progress("Importing") as progress:
                progress(0, len(fresh), "records")
                store.apply([(None, one) for one in fresh])
            store.note(AuditAction.IMPORTED, detail=f"{len(fresh)} records")
    _tell(fresh, skipped, dry_run=arguments.dry_run)
    return Code.OK


def read_input(name: str) -> bytes:
    """The bytes of a file (``-`` is standard input), no more than a document may have."""
    from needlechart.exchange.reading import LARGEST_FILE

    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        stop(
            Code.REFUSED,
            f"The file cannot be read ({error.strerror or 'unknown reason'}). Nothing was imported.",
        )


def records_to_take(store: "Store", data: bytes) -> tuple[list[Record], int]:
    """The new records of a file as members of this clinic, and how many were here already.

    Raises `Refused`.
    """
    from needlechart.exchange.adoption import adopted, conflicts, new_records
    from needlechart.exchange.plain import read_document

    with store.reading():
        records = read_document(data, known=store.get, verify=seal_holds)
        records = adopted(records, store.clinic.id)
        numbers = {one.record_number: one.id for one in store.select(Patient)}
        faults = list(conflicts(records, store.get, lambda number: numbers.get(number, "")))
        if faults:
            raise Refused(faults)
        fresh = new_records(records, store.get)
    return fresh, len(records) - len(fresh)


def seal_holds(seal: Seal) -> bool:
    """Whether a seal's signature is that of its certificate over its canonical bytes."""
    from needlechart.store.keyfile import decode
    from needlechart.store.keys import verify

    try:
        return verify(seal.certificate, decode(seal.signature), seal.canonical.encode())
    except ValueError:
        return False


def _refusal(faults: tuple[Fault, ...]) -> Stop:
    shown = [f"  {fault}" for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        shown.append(f"  and {len(faults) - MOST_SHOWN} more")
    said = counted(len(faults), "fault")
    line = f"The file was refused for {said}. Nothing was imported; correct the file and import it again."
    return Stop(Code.REFUSED, line, tuple(shown))


def _tell(fresh: list[Record], skipped: int, *, dry_run: bool) -> None:
    kinds = Counter(type(one).__name__ for one in fresh)
    parts = ", ".join(f"{count} {name}" for name, count in kinds.items())
    said = "Would import" if dry_run else "Imported"
    say(f"{said} {counted(len(fresh), 'record')}{f': {parts}' if parts else ''}.")
    if skipped:
        say(f"{skipped} were here already and stay as they are.")
    if dry_run:
        say("Nothing was changed.")
