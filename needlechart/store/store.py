"""The one door to what is kept.

Every public method that changes something is one transaction, its audit entries included: when it has
returned, the change is on the disk; when it raises, nothing has changed. A store lives on one thread, the
one that made it.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction
from needlechart.store import vault, waiting
from needlechart.store.audit import write_anchor
from needlechart.store.core import Pair
from needlechart.store.driver_errors import raw_problems
from needlechart.store.keyfile import DEFAULT_COST, Cost, read_key_file
from needlechart.store.only_reading import OnlyReading
from needlechart.store.opening import Opened, create_chart, open_chart, settle
from needlechart.store.outside import own_folder
from needlechart.store.problems import NotFound, StoreProblem, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.store.settling import CLOCK_SET_BACK, RENEWAL_FINISHED

if TYPE_CHECKING:
    from needlechart.store.check import Progress, Report
    from needlechart.store.migrate import Told


RECOVERED = (
    "The charts were opened with the recovery sheet, and your passphrase is a new one. The audit log says so."
    " Keep the sheet locked away; if others may have seen it, make a new one in Settings."
)


class Store(OnlyReading):
    """An unlocked chart."""

    # Opening -----------------------------------------------------------------------------------

    @classmethod
    def create(
        cls, folder: Path, clinic: Clinic, clinician: Clinician, passphrase: str, cost: Cost = DEFAULT_COST
    ) -> tuple[Self, RecoveryKey]:
        """A new chart with its first clinician, open, and the recovery key to print.

        Raises `AlreadyThere`, `WeakPassphrase`, `DiskFull`, `ReadOnly`.
        """
        certified, recovery = create_chart(
            folder,
            clinic,
            clinician,
            passphrase,
            cost,
            lambda opened, person: cls._fill(opened, clinic, person),
        )
        secrets = vault.unlock(folder, certified.id, passphrase)
        return cls.with_secrets(folder, secrets), recovery

    @classmethod
    def _fill(cls, opened: Opened, clinic: Clinic, clinician: Clinician) -> None:
        store = cls(opened, (clinic, clinician))
        store._put_pairs([(None, clinic), (None, clinician)])
        store._note_certificate(clinician)
        store.anchor()
        store.checkpoint()  # closing would do it too, but keep to itself what the disk did not take
        store._connection.close()
        store._engine.dispose()

    @classmethod
    def open(
        cls,
        folder: Path,
        clinician_id: str,
        passphrase: str,
        *,
        accept_older: bool = False,
        clock: waiting.Clock | None = None,
        told: "Told | None" = None,
        renewing: "Told | None" = None,
        outside: Path | None = None,
    ) -> Self:
        """The chart of a folder; raises `WrongPassphrase` and every other `StoreProblem` of opening.

        ``outside`` is where this user's machine keeps what cannot be kept in the folder (see `outside`).

        ``accept_older`` opens a chart that is older than its anchor (`OlderThanAnchor`), on purpose.
        ``told`` hears of a chart being brought to this version, and may raise to stop that; ``renewing`` the
        same of a renewal of the data key that was stopped and now goes on. Without it the old key stays.
        """
        settle(folder)
        secrets = vault.unlock(folder, clinician_id, passphrase, clock or time.time, outside)
        store = cls.with_secrets(folder, secrets, accept_older=accept_older, told=told)
        if renewing is not None:
            store = store._with_renewal_finished(passphrase, renewing)
        with store._open_or_let_go():
            store._take_over_outside(outside)
            if store.note_clock():
                store.opened.notices = (*store.notices, CLOCK_SET_BACK)
            if accept_older:
                store.note(AuditAction.RESTORED, detail="an older copy was put back and accepted")
            store._tell_unfinished_renewal()
            store.note(AuditAction.UNLOCKED)
        return store

    def _with_renewal_finished(self, passphrase: str, renewing: "Told") -> Self:
        """The chart under the new key, if a renewal was stopped and still fits; else this one as it is."""
        from needlechart.store.renewal import unfinished
        from needlechart.store.swap import finish_swap

        with self._open_or_let_go():
            if not unfinished(self.folder):
                return self
            from needlechart.store.rotate import go_on

            secrets = go_on(self, passphrase, renewing)
        if secrets is None:
            return self
        self._let_go()
        try:
            finish_swap(self.folder)
        except BaseException:
            secrets.wipe()
            raise
        store = type(self).with_secrets(self.folder, secrets)
        with store._open_or_let_go():
            store.note(AuditAction.KEY_CHANGED, detail="the renewal that was stopped is finished")
            store.opened.notices = (*self.notices, RENEWAL_FINISHED)
        return store

    @classmethod
    def open_with_recovery(
        cls,
        folder: Path,
        recovery_key: RecoveryKey,
        clinician_id: str,
        new_passphrase: str,
        cost: Cost = DEFAULT_COST,
        outside: Path | None = None,
    ) -> Self:
        """Open with the recovery key and give a clinician a new passphrase and signing key.

        Earlier seals stay valid: the log knows the former certificate. Raises `WrongRecoveryKey`,
        `WeakPassphrase`, `NotFound` and every other `StoreProblem` of opening.
        """
        settle(folder)
        try:
            data_key = vault.recover(folder, recovery_key)
        except WrongRecoveryKey:
            own = None if outside is None else own_folder(outside, read_key_file(folder).file_id)
            waiting.note_recovery_failure(folder, clinician_id, outside=own)
            raise
        names = {person: name for person, name, _ in vault.people(folder)}
        if clinician_id not in names:
            raise NotFound("This clinician has no passphrase for this chart.", todo="Choose another name.")
        vault.check_strength(new_passphrase, names[clinician_id])
        stand_in = Clinician(id=clinician_id, clinic_id="", name=names[clinician_id])
        _, secrets = vault.new_person(stand_in, data_key, now())
        store = cls.with_secrets(folder, secrets)
        with store._open_or_let_go():
            store._give_passphrase(store.clinician, secrets, new_passphrase, cost)
            store._take_over_outside(outside)
            store.note(AuditAction.UNLOCKED, detail="with the recovery key")
            store.opened.notices = (*store.notices, RECOVERED)
        return store

    @classmethod
    def with_secrets(
        cls,
        folder: Path,
        secrets: vault.Secrets,
        *,
        accept_older: bool = False,
        told: "Told | None" = None,
    ) -> Self:
        """The chart behind keys that are unwrapped already; they are wiped with it."""
        store = cls._behind(
            secrets, lambda: open_chart(folder, secrets, accept_older=accept_older, told=told)
        )
        with store._open_or_let_go():
            store._settle_in(told)
            store._look_who_left()
        return store

    # Closing -----------------------------------------------------------------------------------

    def anchor(self) -> None:
        """Remember outside the chart how far the history went, if it went on; raises a `StoreProblem`."""
        if self._anchored != self.head:
            head = self.head
            write_anchor(self.folder, self._opened.file_id, self._opened.secrets.data_key, head, now())
            self._anchored = head

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and empty it."""
        with raw_problems():
            self._opened.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def check(self, progress: "Progress | None" = None) -> "Report":
        """Database, audit chain and every seal; see `check.check`."""
        from needlechart.store.check import check

        report = check(self, progress)
        self._unsound = self._unsound or not report.sound
        return report

    def checked(self, progress: "Progress | None" = None) -> "Report":
        """`check`, and its entry in the audit log; a chart it found damaged may take no entry any more."""
        return self.found(self.check(progress))

    def found(self, report: "Report") -> "Report":
        """What a check found, here or over a copy: logged, and remembered where there is damage."""
        self._unsound = self._unsound or not report.sound
        try:
            self.note(AuditAction.CHECKED, detail=f"{len(self.notices) + len(report.findings)} findings")
        except StoreProblem:
            if report.sound:
                raise
        return report

    def close(self, why: str = "") -> None:
        """Log the lock and why, checkpoint, anchor, close, wipe the keys; safe to call twice.

        Closes and wipes in any case; raises a `StoreProblem` when the disk took not all of it. Where a check
        has told of damage it is silent: the engine writes nothing more into a file it cannot read.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self.note(AuditAction.LOCKED, detail=why)
            self.checkpoint()
            self.anchor()
        except StoreProblem as problem:
            if not self._unsound:
                problem.at(str(self.folder))
                raise
        finally:
            self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


people = vault.people

__all__ = ["Pair", "Store", "people"]
