"""A document becomes a file: whole or not at all, readable by its owner only."""

import os
import re
import tempfile
from pathlib import Path

from needlechart.domain.chart import VisitChart


def write_document(path: Path, content: bytes) -> None:
    """Write through a temporary file in the same folder; the file has mode 0600.

    Raises OSError (disk full, no such folder, not allowed) with this path; then the old file, if any, is as
    it was.
    """
    try:
        _write(path, content)
    except OSError as error:
        error.filename = str(path)  # a write does not know whose it was: where to, a person asks
        raise


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".needlechart-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """The new name survives a power cut; systems that cannot open a folder flush by themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def note_file_name(chart: VisitChart, what: str = "note") -> str:
    """``NC-000127_2026-03-17_note.pdf``: record number and day, never a name; safe in any file system."""
    number = re.sub(r"[^A-Za-z0-9-]+", "-", chart.patient.record_number).strip("-")[:60] or "record"
    return f"{number}_{chart.visit.started.date().isoformat()}_{what}.pdf"
