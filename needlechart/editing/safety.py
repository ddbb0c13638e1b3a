"""What the screens may ask about keeping the record safe: audit, backups, verifying, who may unlock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from needlechart.domain.audit_view import AuditFilter, AuditPage
from needlechart.domain.backup_view import BackedUp, BackupOverview, Trial
from needlechart.domain.clinic import Clinician
from needlechart.domain.verdict import Verdict
from needlechart.domain.words import Role
from needlechart.editing.change import Pair

if TYPE_CHECKING:
    from needlechart.editing.desk import Failed

Progress = Callable[[int, int, str], None]
"""Called on the GUI thread with steps done, steps in all, and what is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of the whole chart found; no finding means that all is well.

    ``advice``: what to do about the findings, with the backup that has none of them.
    """

    findings: tuple[str, ...]
    audit_entries: int
    seals: int
    visits: int
    advice: str = ""


class SafetyDesk(Protocol):
    """A part of `desk.Desk`."""

    def audit_page(
        self, wanted: AuditFilter, shown: int, then: Callable[[AuditPage], None], failed: "Failed" = None
    ) -> None:
        """Entries of the audit log in the order wanted, after so many that are ``shown`` already."""

    def save_audit(
        self, wanted: AuditFilter, path: Path, then: Callable[[Path], None], failed: "Failed" = None
    ) -> None:
        """Every entry of a filter as CSV; noted in the audit."""

    def check_chart(
        self, told: Progress, then: Callable[[Checked | None], None], failed: "Failed" = None
    ) -> None:
        """Database, every record, audit log and seals; None when it was stopped."""

    def stop_check(self) -> None:
        """Stop a check that is going on."""

    def try_restore(self, then: Callable[[Trial | None], None], failed: "Failed" = None) -> None:
        """Restore the newest backup aside and look at everything in it; None when there is no backup."""

    def verify_file(
        self, path: Path, then: Callable[[Verdict], None], failed: "Failed" = None, *, words: str = ""
    ) -> None:
        """Whether a PDF is what was signed; ``words`` open one that has a passphrase."""

    def verify_code(self, code: str, then: Callable[[Verdict], None], failed: "Failed" = None) -> None:
        """Whether the visit with a printed code is what was signed."""

    def verify_visit(self, visit_id: str, then: Callable[[Verdict], None], failed: "Failed" = None) -> None:
        """Whether a visit that is opened, and what was added to it, is what was signed."""

    def backups(self, then: Callable[[BackupOverview], None], failed: "Failed" = None) -> None:
        """Where backups go and which there are."""

    def backup_now(
        self,
        then: Callable[[BackedUp], None],
        failed: "Failed" = None,
        told: Callable[[str], None] = lambda words: None,
    ) -> None:
        """Make a verified backup in every place, and tell what was made where; ``told`` how far it is."""

    def save_elsewhere(
        self,
        held: Sequence[Sequence[Pair]],
        folder: Path,
        then: Callable[[BackedUp], None],
        failed: "Failed" = None,
    ) -> None:
        """A verified backup in a folder, with changes in it that are not saved here yet."""

    @property
    def needs_own_passphrase(self) -> bool:
        """Whether the passphrase was given by an administrator and must be changed before signing."""
        ...

    def reset_passphrase(
        self, clinician_id: str, passphrase: str, then: Callable[[None], None], failed: "Failed" = None
    ) -> None:
        """A passphrase for somebody who forgot theirs."""

    def set_role(
        self, clinician_id: str, role: Role, then: Callable[[Clinician], None], failed: "Failed" = None
    ) -> None:
        """What somebody may do from now on."""

    def left_with_key(self, then: Callable[[tuple[Clinician, ...]], None], failed: "Failed" = None) -> None:
        """Who left since the data key was renewed last."""

    def set_active(
        self,
        clinician_id: str,
        then: Callable[[Clinician], None],
        failed: "Failed" = None,
        *,
        active: bool,
    ) -> None:
        """Somebody leaves, or comes back."""
