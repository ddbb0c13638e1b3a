"""Folders below ``backups`` that are named after a kind and a moment."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

NAMED_BY = "%Y-%m-%dT%H%M%S%fZ"


def name(prefix: str, at: datetime) -> str:
    """The name of one made at this time."""
    return f"{prefix}{at.astimezone(UTC):{NAMED_BY}}"


def folders(base: Path, prefix: str) -> list[tuple[datetime, Path]]:
    """When each of a kind was made, and where it lies; newest first."""
    found = []
    for path in base.glob(f"{prefix}*"):
        with contextlib.suppress(ValueError):
            made = datetime.strptime(path.name.removeprefix(prefix), NAMED_BY)  # noqa: DTZ007 - UTC by its Z
            found.append((made.replace(tzinfo=UTC), path))
    return sorted(found, reverse=True)
