"""The page for restoring a backup: which one is which."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from needlechart.domain.backup_view import BackupRow
from needlechart.ui.screens.restore import told_apart
from tests import factories as make

ONE = BackupRow(
    folder=Path("/chart/backups/a"), made_at=make.MORNING, reason="asked", size=1, visits=3, patients=2
)


def test_backups_of_one_minute_and_copies_of_one_backup_are_told_apart() -> None:
    later = replace(ONE, folder=Path("/chart/backups/b"), made_at=make.MORNING + timedelta(seconds=7))
    copy = replace(later, folder=Path("/stick/b"))
    hours = replace(ONE, folder=Path("/chart/backups/c"), made_at=make.MORNING + timedelta(hours=2))

    told = told_apart([ONE, later, copy, hours])

    assert len(set(told.values())) == 4
    assert told[hours.folder].count(":") == 1  # no more than it needs
    assert told[ONE.folder].count(":") == 2
    assert told[copy.folder].endswith(", in /stick")
