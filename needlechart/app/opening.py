"""What the session needs before a chart is open: who charts here, backups, the fictional clinic."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread


class Database:
    """The database thread, started on first use; called for it by all that the session is made of."""

    def __init__(self) -> None:
        self.started: StoreThread | None = None

    def __call__(self) -> "StoreThread":
        if self.started is None:
            from needlechart.store.thread import StoreThread

            self.started = StoreThread()
        return self.started


def people(folder: Path) -> Sequence[Any]:
    from needlechart.store.keyfile import read_key_file
    from needlechart.ui.screens.unlock import Person

    envelopes = read_key_file(folder).clinicians
    return [Person(one.clinician_id, one.name, one.credentials) for one in envelopes]


def key_fault(text: str) -> str:
    from needlechart.store.problems import WrongRecoveryKey
    from needlechart.store.recovery import RecoveryKey

    try:
        RecoveryKey.parse(text)
    except WrongRecoveryKey as error:
        return error.happened
    return ""


def sweep_outside(outside: Path) -> None:
    """Take away what a killed program left outside a chart's folder; nothing where nothing was ever kept."""
    if outside.is_dir():
        from needlechart.store.outside import sweep

        sweep(outside)


def import_slow_parts() -> None:
    import needlechart.app.desk
    import needlechart.store.queries.home
    import needlechart.store.queries.visit_document  # noqa: F401


def make_demo(folder: Path) -> None:
    from needlechart.cli_commands.demo_folder import create_demo

    create_demo(folder)


def open_demo(folder: Path) -> "Store":
    from needlechart.cli_commands.demo_folder import demo_clinician
    from needlechart.demo.secret import DEMO_PASSPHRASE
    from needlechart.store.store import Store

    return Store.open(folder, demo_clinician(folder), DEMO_PASSPHRASE)


def backup_line(folder: Path) -> tuple[str, bool]:
    """The foot of the unlock screen, and whether the newest backup is over a week old."""
    from needlechart.domain.backup_view import overdue_words
    from needlechart.domain.rules.time_words import clock, date_words
    from needlechart.store.places import known_places, last_backup_at

    newest = last_backup_at(folder)
    if newest is None:
        return "No backup yet", False
    late = overdue_words(known_places(folder), datetime.now(UTC))
    if late:
        return late.removesuffix("."), True
    made = newest.astimezone()
    return f"Backup {date_words(made.date())} {clock(made)}, checked", False
