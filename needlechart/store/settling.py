"""What an opening writes down and tells a person: a migration, wrong passphrases, the clock, a renewal."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import BY_NAME
from needlechart.domain.record import Record, now
from needlechart.domain.words import AuditAction
from needlechart.store import vault, waiting
from needlechart.store.driver_errors import raw_problems
from needlechart.store.lockfile import write_holder
from needlechart.store.outside import own_folder
from needlechart.store.sealing import Sealing
from needlechart.store.tables import SCHEMA_VERSION, table_name

if TYPE_CHECKING:
    from needlechart.store.migrate import Told

AT_ONCE = 500
"""How many records a migrated chart writes into its log between two looks whether to stop."""

CLOCK_SLACK = timedelta(minutes=2)
RENEWAL_UNFINISHED = (
    "Renewing the data key was stopped before its end: nothing has changed, and everybody's passphrase opens"
    " the chart as before. Renew it again when there is time."
)
RENEWAL_FINISHED = (
    "Renewing the data key had been stopped before its end, and is finished now. Everybody's passphrase opens"
    " the chart as before."
)
CLOCK_SET_BACK = (
    "The clock of this laptop was set back: times before and after it may not fit together. The order of"
    " entries is kept. Set the clock, then go on."
)


class Settling(Sealing):
    """The part of `Store` that knows what an opening has to say."""

    def _settle_in(self, told: "Told | None" = None) -> None:
        """Say who holds the chart, and let the unlock screen show the right name."""
        from needlechart.store.aside import sweep_aside

        sweep_aside(self.folder)
        self._log_migration(told)
        write_holder(self.folder, self.clinician.name, now())
        vault.show_name(self.folder, self.clinician, self._opened.secrets.data_key)

    def _log_migration(self, told: "Told | None") -> None:
        """The log says that the chart was brought to this version, and knows the records changed by that.

        ``told`` hears how far it is; when it raises nothing of it stays, and the next opening begins again.
        """
        from needlechart.store.migrate import kinds_to_log

        raw, before = self._opened.raw, self._opened.schema_before
        with raw_problems():
            kinds = kinds_to_log(raw)
        if before != SCHEMA_VERSION:
            self.note(AuditAction.MIGRATED, detail=f"from form {before} to {SCHEMA_VERSION}")
        if kinds:
            with self._transaction():
                self._log_anew(kinds, told)
                raw.execute("DELETE FROM about WHERE name = 'log_anew'")

    def _log_anew(self, kinds: Sequence[str], told: "Told | None") -> None:
        """Some records at a time: all visits of many years would not fit into a small laptop's memory."""
        raw = self._opened.raw
        parts: list[tuple[type[Record], list[str]]] = []
        for kind in (BY_NAME[name] for name in kinds):
            with raw_problems():
                query = f"SELECT id FROM {table_name(kind)} ORDER BY id"  # noqa: S608 - a name of ours
                ids = [row[0] for row in raw.execute(query)]
            parts += [(kind, ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]
        for number, (kind, ids) in enumerate(parts):
            if told is not None:
                told(number, len(parts), "the log of changes")
            for record in self.select(kind, id=ids):
                self._log_migrated(record)

    def note_clock(self) -> bool:
        """Whether the clock was set back, which is logged: the order of entries holds, their times do not."""
        newest = self.select(AuditEntry, sequence=self.head.sequence)
        if not newest or newest[0].at - now() <= CLOCK_SLACK:
            return False
        last = newest[0].at.isoformat(timespec="minutes")
        self.note(AuditAction.CLOCK, detail=f"the newest entry before is of {last}")
        return True

    def _take_over_outside(self, outside: Path | None) -> None:
        """What was tried and read since somebody last unlocked, here and on this machine, is logged now."""
        from needlechart.store.elsewhere_seen import take_over

        own = None if outside is None else own_folder(outside, self._opened.file_id)
        for place in (self.folder, own):
            if place is not None:
                self._log_failures(place)
        take_over(self, outside)
        for place in (self.folder, own):
            if place is not None:
                waiting.forget_failures(place, self._opened.secrets.clinician_id)

    def _log_failures(self, place: Path) -> None:
        """Every wrong passphrase or recovery key since somebody last unlocked, whoever it was tried for."""
        for key, moments in waiting.take_failures(place).items():
            person = key.removeprefix(waiting.RECOVERY_FOR)
            with_what = "with a recovery key, " if person != key else ""
            for moment in moments:
                at = datetime.fromtimestamp(moment, UTC).astimezone()
                told = f"{with_what}at {at.isoformat(timespec='seconds')}"
                self.note(AuditAction.UNLOCK_FAILED, detail=told, by=person)

    def _tell_unfinished_renewal(self) -> None:
        """The log said that a new key was begun; now it says, and a person hears, that the old one stays."""
        from needlechart.store.renewal import unfinished
        from needlechart.store.swap import drop_stage

        if unfinished(self.folder):
            self.note(AuditAction.KEY_CHANGED, detail="stopped before its end; the old key stays")
            self._opened.notices = (*self._opened.notices, RENEWAL_UNFINISHED)
        drop_stage(self.folder)
