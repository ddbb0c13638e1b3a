"""Writing what leaves: whole or not at all, never over a file that is there unless asked to."""

import sys
from pathlib import Path

from needlechart.cli_commands.stops import Code, one_line, stop


def refuse_existing(paths: list[Path], *, overwrite: bool) -> None:
    """Before anything is written: none of the files may exist; raises `Stop`."""
    if overwrite:
        return
    there = [path for path in paths if path.exists()]
    if there:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        stop(
            Code.CANNOT_WRITE,
            f"There is a file called {there[0].name}{more} already. Nothing was written. "
            "Choose another place, or add --overwrite.",
        )


def write_file(path: Path, data: bytes) -> None:
    """Write aside, bring to the disk, then give it its name; raises `Stop`."""
    from needlechart.documents.write import write_document

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_document(path, data)
    except OSError as error:
        stop(
            Code.CANNOT_WRITE,
            f"The file cannot be written to {one_line(str(path.parent))} "
            f"({error.strerror or 'unknown reason'}). "
            "The chart is safe. Choose another place with --output.",
        )


def write_out(data: bytes) -> None:
    """To standard output, bytes as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
