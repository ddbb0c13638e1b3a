"""Backups as people see them: where they lie, whether one is overdue, what a restore would lose."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from needlechart.domain.rules.time_words import date_words

OVERDUE = timedelta(days=7)
"""A chart without a copy this young, or without one outside this laptop, is said to be overdue."""

REASON_WORDS = {
    "asked": "asked for",
    "by itself": "by itself",
    "at closing": "at closing",
    "held-changes": "disk took nothing",
    "before-upgrade": "before a new version",
    "before-restore": "before a restore",
    "before-key-change": "before a new key",
    "after-key-change": "after a new key",
}
"""Why a backup was made, as people read it in the list of backups and in the audit log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlace:
    """A folder that backups go to; ``failed`` is when and why the last one there was not made."""

    folder: Path
    chosen: bool = False
    last: datetime | None = None
    failed_at: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was asked for: when, and each place that was tried, with why where it was not made."""

    at: datetime
    places: tuple[BackupPlace, ...]

    @property
    def everywhere(self) -> bool:
        """Whether every place has its copy."""
        return not any(one.failed for one in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """One backup that can be restored; ``reason`` says why it was made."""

    folder: Path
    made_at: datetime
    reason: str
    size: int
    visits: int
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A restore that was tried aside: when, whether the newest backup was whole, and what of each one."""

    at: datetime
    whole: bool
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOverview:
    """Everything the Backups page shows; ``readable`` is when copies for reading were made, newest first."""

    places: tuple[BackupPlace, ...]
    rows: tuple[BackupRow, ...]
    trial: Trial | None = None
    readable: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LostVisit:
    """A visit of which the backup lacks something; ``new``: all of it, ``signed``: its signature, too."""

    record_number: str
    started: datetime
    changes: int
    new: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a restore would take away.

    ``readable``: the present chart could be read and compared, ``partly`` if only as far as it is sound.
    ``same``: the backup is of this very chart.
    ``visits`` lists visits, ``others`` counts changes outside visits (details, alerts, settings).
    """

    made_at: datetime
    readable: bool = True
    partly: bool = False
    same: bool = True
    visits: tuple[LostVisit, ...] = ()
    others: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the backup holds all that the present chart holds."""
        return self.readable and not self.partly and self.same and not self.visits and not self.others


ON_LAPTOP = "beside the chart, on this laptop"


def place_words(place: BackupPlace) -> str:
    """Where a place is: the folder that was chosen, or that it is this laptop's own."""
    return str(place.folder) if place.chosen else ON_LAPTOP


def made_words(done: BackedUp) -> str:
    """Where a backup was made and where not; each copy named was opened and compared."""
    made = [place_words(one) for one in done.places if not one.failed]
    missed = [f"Not made in {place_words(one)}: {one.failed}" for one in done.places if one.failed]
    only = " only" if made == [ON_LAPTOP] else ""
    return " ".join([f"Made and checked: {' and '.join(made)}{only}.", *missed])


def trial_words(trial: Trial | None) -> str:
    """That the newest trial found a backup that is not whole; empty when it did not."""
    if trial is None or trial.whole:
        return ""
    return f"A backup failed its trial restore on {date_words(trial.at.astimezone().date())}."


def overdue_words(places: tuple[BackupPlace, ...], at: datetime) -> str:
    """What is overdue, as one sentence; empty when nothing is."""
    last = max((one.last for one in places if one.last is not None), default=None)
    if last is not None and at - last > OVERDUE:
        return f"The last backup is {(at - last).days} days old."
    for one in places:
        if one.chosen and one.failed and (one.last is None or at - one.last > OVERDUE):
            since = "ever" if one.last is None else f"for {(at - one.last).days} days"
            return f"No backup reached {one.folder} {since}."
    return ""
