"""Audit, checks, backups, verifying, people: what the desk does to keep the record safe."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.app import asked, verify
from needlechart.app.desk_part import PartOfDesk
from needlechart.domain.audit_view import HEADINGS, AuditFilter, AuditPage, cells
from needlechart.domain.backup_view import BackedUp, BackupOverview, BackupPlace
from needlechart.domain.clinic import Clinician
from needlechart.domain.rules.time_words import percent_words
from needlechart.domain.verdict import Verdict
from needlechart.domain.words import AuditAction, Role
from needlechart.editing.answers import Line
from needlechart.editing.change import Pair
from needlechart.editing.desk import Failed, Problem

if TYPE_CHECKING:
    from needlechart.store.store import Store


class SafetyOfDesk(PartOfDesk):
    """A part of `AppDesk`."""

    # Audit

    def audit_page(
        self, wanted: AuditFilter, shown: int, then: Callable[[AuditPage], None], failed: Failed = None
    ) -> None:
        """Entries of the audit log."""
        self._ask(lambda store: audit_page(store, wanted, shown), then, failed)

    def save_audit(
        self, wanted: AuditFilter, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """Every entry of a filter as CSV."""
        self._ask(lambda store: save_audit(store, wanted, path), then, failed)

    def note_setting(self, what: str) -> None:
        """Log a setting that is kept on this laptop, not in the chart."""
        self._note(AuditAction.SETTING, detail=what)

    def clock_set_back(self) -> None:
        """The clock of the laptop was set back while the chart is open: logged and said."""
        self._ask(lambda store: store.note_clock(), self._say_set_back, None)

    def _say_set_back(self, noted: bool) -> None:
        from needlechart.store.settling import CLOCK_SET_BACK

        if noted:
            what, _, rest = CLOCK_SET_BACK.partition(": ")
            self.problem.emit(Problem(f"{what}.", f"{rest[:1].upper()}{rest[1:]}"))

    # Verify

    def verify_file(
        self, path: Path, then: Callable[[Verdict], None], failed: Failed = None, *, words: str = ""
    ) -> None:
        """Whether a PDF is what was signed."""
        self._ask(lambda store: verify.verify_file(store, path, words), then, failed)

    def verify_code(self, code: str, then: Callable[[Verdict], None], failed: Failed = None) -> None:
        """Whether the visit with a printed code is what was signed."""
        self._ask(lambda store: verify.verify_code(store, code), then, failed)

    def verify_visit(self, visit_id: str, then: Callable[[Verdict], None], failed: Failed = None) -> None:
        """Whether a visit that is opened, and what was added to it, is what was signed."""
        self._ask(lambda store: verify.verify_visit(store, visit_id), then, failed)

    # Backups

    def backups(self, then: Callable[[BackupOverview], None], failed: Failed = None) -> None:
        """Where backups go and which there are."""
        self._ask(backup_overview, then, failed)

    def backup_now(
        self,
        then: Callable[[BackedUp], None],
        failed: Failed = None,
        told: Callable[[str], None] = lambda words: None,
    ) -> None:
        """Make a verified backup in the clinic's backup folders, or beside the chart."""
        era = self._era

        def say(words: str) -> None:
            if era == self._era:  # the screen that asked is still there
                told(words)

        line = Line(self._answers, say)

        def progress(done: int, total: int, what: str) -> None:
            line(percent_words(done, what))

        self._ask(lambda store: asked.backed_up(store, progress), then, failed, ended=line.end, alone=True)

    def save_elsewhere(
        self,
        held: Sequence[Sequence[Pair]],
        folder: Path,
        then: Callable[[BackedUp], None],
        failed: Failed = None,
    ) -> None:
        """A verified backup in a folder, with changes in it that are not saved here yet."""
        self._ask(lambda store: saved_elsewhere(store, folder, held), then, failed, alone=True)

    def backup_if_due(self, then: Callable[[bool], None], failed: Failed = None) -> None:
        """The scheduled backup: when the newest is older than the clinic's hours and something changed."""
        hours = timedelta(hours=self._clinic.backup_hours)
        self._ask(lambda store: scheduled_backup(store, hours), then, failed, alone=True)

    # People

    @property
    def needs_own_passphrase(self) -> bool:
        """Whether the passphrase was given by an administrator."""
        return self.given_passphrase

    def reset_passphrase(
        self, clinician_id: str, passphrase: str, then: Callable[[None], None], failed: Failed = None
    ) -> None:
        """A passphrase for somebody who forgot theirs."""
        cost = self.cost
        self._ask(lambda store: store.reset_passphrase(clinician_id, passphrase, cost), then, failed)

    def set_role(
        self, clinician_id: str, role: Role, then: Callable[[Clinician], None], failed: Failed = None
    ) -> None:
        """What somebody may do from now on."""
        self._ask(lambda store: store.set_role(clinician_id, role), then, failed)

    def left_with_key(self, then: Callable[[tuple[Clinician, ...]], None], failed: Failed = None) -> None:
        """Who left since the data key was renewed last."""
        self._ask(lambda store: store.left_with_key(), then, failed)

    def set_active(
        self, clinician_id: str, then: Callable[[Clinician], None], failed: Failed = None, *, active: bool
    ) -> None:
        """Somebody leaves, or comes back."""
        self._ask(lambda store: store.set_active(clinician_id, active=active), then, failed)


def audit_page(store: "Store", wanted: AuditFilter, shown: int) -> AuditPage:
    """One page; the first one of each look is itself noted."""
    from needlechart.store.queries.audit_log import audit_page as page

    found = page(store, wanted, shown)
    if not shown:
        store.note(AuditAction.READ, detail="audit log")  # not the chart: of that it counts no sight
    return found


def save_audit(store: "Store", wanted: AuditFilter, path: Path) -> Path:
    """Every entry of a filter as CSV; raises `NotAllowed`, OSError."""
    from needlechart.app.paper import save_bytes
    from needlechart.exchange.table_text import csv_bytes
    from needlechart.store.queries.audit_log import audit_rows

    rows = [cells(one) for one in audit_rows(store, wanted)]
    store.note(AuditAction.EXPORTED, detail=f"audit log as CSV, {len(rows)} entries")
    return save_bytes(csv_bytes(HEADINGS, rows), path)


def backup_overview(store: "Store") -> BackupOverview:
    """Places and backups."""
    from needlechart.store.places import overview
    from needlechart.store.trial import last_trial

    return replace(overview(store.backed_up_folder, store.clinic), trial=last_trial(store))


def scheduled_backup(store: "Store", after: timedelta) -> bool:
    """Whether one was made."""
    from needlechart.store.places import backup_if_due

    return backup_if_due(store, "by itself", after)


def saved_elsewhere(store: "Store", folder: Path, held: Sequence[Sequence[Pair]]) -> BackedUp:
    """Raises a `StoreProblem`, and then nothing lies there."""
    from needlechart.store.emergency import emergency_copy

    made = emergency_copy(store, folder, held)
    return BackedUp(at=made.made_at, places=(BackupPlace(folder=folder, chosen=True, last=made.made_at),))


def backup_at_closing(store: "Store") -> bool:
    """Before the chart closes; what went wrong is kept for the unlock screen."""
    from needlechart.domain.rules.permissions import Act, may
    from needlechart.store.places import AT_CLOSING, backup_if_due

    return may(store.clinician, Act.BACKUP) and backup_if_due(store, "at closing", AT_CLOSING)
