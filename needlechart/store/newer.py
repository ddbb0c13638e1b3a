"""A backup that knows more than the chart: the whole folder, its anchor too, was set back.

The anchor lies beside the chart, and whoever puts back the whole folder puts it back as well. A backup on a
stick or a share, or one that stayed in place, still says how far the log went. Its manifest is open to
everyone, so this is told and refuses nothing.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import AuditAction
from needlechart.store.audit import hash_at
from needlechart.store.places import all_backups
from needlechart.store.rows import moment_of

HELD = "held-changes"

if TYPE_CHECKING:
    from needlechart.store.manifest import BackupInfo
    from needlechart.store.opening import Opened


def newer_backup(opened: "Opened") -> str:
    """A sentence when a backup of this chart holds entries that the chart does not; empty when none does."""
    own = [
        one
        for one in all_backups(opened.copy_of or opened.folder)
        if one.file_id == opened.file_id and one.reason != HELD  # which goes on by itself from then on
    ]
    if not own:
        return ""
    furthest, newest = max(own, key=lambda one: one.head_sequence), own[0]
    strange = [one for one in (furthest, newest) if hash_at(opened.raw, one.head_sequence) != one.head_hash]
    after = _set_back_at(opened) if strange else None
    strange = [one for one in strange if after is None or one.made_at > after]
    return _words(strange[0], opened) if strange else ""


def _set_back_at(opened: "Opened") -> datetime | None:
    """When the chart was last set back on purpose; backups made before then know more rightly."""
    query = "SELECT at FROM audit_entry WHERE action = ? ORDER BY sequence DESC LIMIT 1"
    row = opened.raw.execute(query, (AuditAction.RESTORED.value,)).fetchone()
    return None if row is None else moment_of(row[0]).astimezone(UTC)


def _words(info: "BackupInfo", opened: "Opened") -> str:
    made = info.made_at.astimezone()
    more = info.head_sequence - opened.head.sequence
    lacks = f"{more} entries of the history that this chart lacks"
    what = lacks if more > 0 else "another history than this chart"
    return (
        f"The backup of {date_words(made.date())} {clock(made)} in {info.folder.parent} holds {what}:"
        " an older state of the whole folder may have been put in its place."
        " What differs is told under Restore a backup."
    )
