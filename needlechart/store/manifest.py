"""What a backup says of itself: its manifest, which lies open to everyone; which backups a folder holds."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from needlechart.store.files import BACKUPS

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class BackupInfo:
    """What a backup's manifest says; ``counts`` are rows per table, ``head`` the end of the audit log."""

    folder: Path
    made_at: datetime
    reason: str
    file_id: str
    schema: int
    sha256: str
    size: int
    head_sequence: int
    head_hash: str
    counts: dict[str, int]


def backups(folder: Path) -> list[BackupInfo]:
    """Backups of a chart folder (or of a folder of backups), newest first; by their manifests alone."""
    base = folder / BACKUPS if (folder / BACKUPS).is_dir() else folder
    found = [] if not base.is_dir() else [read_manifest(path) for path in base.iterdir() if path.is_dir()]
    return sorted((one for one in found if one is not None), key=lambda one: one.made_at, reverse=True)


def last_backup(folder: Path) -> BackupInfo | None:
    """The newest backup of a chart, if there is one."""
    return next(iter(backups(folder)), None)


def read_manifest(path: Path) -> BackupInfo | None:
    """What a backup says of itself, or None when it is not one, was never finished or says it no longer."""
    try:
        said = json.loads((path / MANIFEST).read_bytes())
        whole = said.pop("digest") == digest_of(said)
        if not whole or said.pop("format") != FORMAT or path.name.endswith(".part"):
            return None
        info = BackupInfo(folder=path, **{**said, "made_at": datetime.fromisoformat(said["made_at"])})
        return info if _fits(info) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _fits(info: BackupInfo) -> bool:
    """Whether every value is of the kind that `manifest_of` writes: the file lies open to everyone."""
    texts = (info.reason, info.file_id, info.sha256, info.head_hash, *info.counts)
    numbers = (info.schema, info.size, info.head_sequence, *info.counts.values())
    return (
        info.made_at.tzinfo is not None
        and all(isinstance(one, str) for one in texts)
        and all(type(one) is int for one in numbers)
    )


def manifest_of(info: BackupInfo) -> bytes:
    """The file that says it."""
    said = {"format": FORMAT, **asdict(info)}
    del said["folder"]
    said["made_at"] = info.made_at.isoformat()
    return json.dumps({**said, "digest": digest_of(said)}, indent=1).encode()


def digest_of(said: dict[str, object]) -> str:
    """Shows a damaged manifest: not that nobody changed it, for it lies open to everyone."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
