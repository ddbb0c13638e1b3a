"""Who may open the chart and as what: passphrases, roles, leaving, the recovery key."""

from functools import partial

from needlechart.domain.clinic import Clinician
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import AuditAction, Role
from needlechart.store import vault, waiting
from needlechart.store.core import Core
from needlechart.store.files import SHEET_PENDING, plain_problems, write_new
from needlechart.store.keyfile import DEFAULT_COST, Cost, read_key_file, write_key_file
from needlechart.store.keys import fingerprint, wipe
from needlechart.store.problems import NotFound, Refused
from needlechart.store.recovery import RecoveryKey

LEFT = "left-with "
"""Before the id of who left, as the name of a fact about the chart: which data key they could have copied."""

LAST_ADMINISTRATOR = "This is the last administrator who can unlock the chart."


class People(Core):
    """The part of `Store` that changes who has a key."""

    renewal_due = False
    """Whether at opening somebody had left with today's data key, and who is unlocked can renew it."""

    @property
    def needs_own_passphrase(self) -> bool:
        """Whether the passphrase was given by an administrator; nothing is signed until it is one's own."""
        return bool(self._opened.secrets.set_by)

    def add_clinician(self, clinician: Clinician, passphrase: str, cost: Cost = DEFAULT_COST) -> Clinician:
        """A further clinician with a passphrase and signing key of their own; the record as kept.

        Raises `WeakPassphrase`, `NotAllowed`, `Refused` for somebody who is here, and what `apply` raises.
        """
        self.allow(Act.PEOPLE)
        if self.get(Clinician, clinician.id) is not None:
            raise Refused("This therapist is here already.", todo="Give them a new passphrase instead.")
        vault.check_strength(passphrase, clinician.name, self.clinic.name)
        certified, secrets = vault.new_person(clinician, self._opened.secrets.data_key, now())
        try:
            self._give_passphrase(certified, secrets, passphrase, cost)
        finally:
            secrets.wipe()
        return certified

    def reset_passphrase(self, clinician_id: str, passphrase: str, cost: Cost = DEFAULT_COST) -> None:
        """Give somebody who forgot theirs a passphrase for the next unlock; administrators only.

        They get a new signing key and must choose a passphrase of their own before they sign anything.
        Earlier seals stay valid. Raises `WeakPassphrase`, `NotAllowed`, `NotFound`.
        """
        self.allow(Act.PEOPLE)
        person = self._person(clinician_id)
        if not person.active:
            raise Refused("This therapist is not active.", todo="Make them active first.")
        vault.check_strength(passphrase, person.name, self.clinic.name)
        certified, own = vault.new_person(person, self._opened.secrets.data_key, now())
        secrets = vault.Secrets(own.clinician_id, own.data_key, own.signing, set_by=self.clinician.id)
        try:
            self._give_passphrase(certified, secrets, passphrase, cost, "given by an administrator")
        finally:
            secrets.wipe()
        waiting.forget_failures(self.folder, clinician_id)

    def change_passphrase(self, old: str, new: str, cost: Cost = DEFAULT_COST) -> None:
        """A new passphrase for who is unlocked; raises `WrongPassphrase`, `WeakPassphrase`.

        A passphrase that was given by somebody else takes its signing key along.
        """
        vault.check_strength(new, self.clinician.name, self.clinic.name)
        secrets = vault.unlock(self.folder, self.clinician.id, old)
        waiting.forget_failures(self.folder, self.clinician.id)
        try:
            if secrets.set_by:
                _, fresh = vault.new_person(self.clinician, secrets.data_key, now())
                wipe(secrets.signing.private)
                secrets = vault.Secrets(fresh.clinician_id, secrets.data_key, fresh.signing)
            self._give_passphrase(self.clinician, secrets, new, cost, "")
        except BaseException:
            secrets.wipe()
            raise
        self._opened.secrets.wipe()
        self._opened.secrets = secrets

    def confirm_passphrase(self, passphrase: str) -> None:
        """Raise `WrongPassphrase` unless it is the passphrase of who is unlocked; wrong ones wait."""
        vault.unlock(self.folder, self.clinician.id, passphrase).wipe()
        waiting.forget_failures(self.folder, self.clinician.id)

    def set_role(self, clinician_id: str, role: Role) -> Clinician:
        """What somebody may do from now on; raises `NotAllowed`, `Refused` for the last administrator."""
        self.allow(Act.PEOPLE)
        person = self._person(clinician_id)
        if role is not Role.ADMINISTRATOR:
            self._refuse_last(person)
        changed = person.but(role=role)
        self.put(changed)
        return changed

    def set_active(self, clinician_id: str, *, active: bool) -> Clinician:
        """Somebody leaves: their passphrase opens nothing any more, what they signed stays verifiable.

        Somebody comes back: they need a passphrase (`reset_passphrase`). Raises `NotAllowed`, `Refused`
        for the last administrator. A saved copy of chart.keys still opens the chart until its data key
        is renewed (`rotate.rotate_key`); `left_with_key` names who has left since.
        """
        self.allow(Act.PEOPLE)
        person = self._person(clinician_id)
        if not active:
            self._refuse_last(person)
            self.remember(LEFT + person.id, vault.key_name(self._opened.secrets.data_key))
        changed = person.but(active=active)
        self.put(changed)
        if not active:
            write_key_file(self.folder, read_key_file(self.folder).without(clinician_id))
        return changed

    def left_with_key(self) -> tuple[Clinician, ...]:
        """Who left while today's data key counted: files they copied, with their passphrase, open it."""
        key = vault.key_name(self._opened.secrets.data_key)
        gone = self.select(Clinician, active=False)
        return tuple(one for one in gone if self.recall(LEFT + one.id) == key)

    def _look_who_left(self) -> None:
        """At opening; the GUI thread asks later."""
        self.renewal_due = self.clinician.role is Role.ADMINISTRATOR and bool(self.left_with_key())

    def proposed_recovery_key(self) -> RecoveryKey:
        """A recovery key to print and read back; it opens nothing until `new_recovery_key` takes it."""
        self.allow(Act.KEYS)
        return RecoveryKey.new()

    def new_recovery_key(self, recovery: RecoveryKey | None = None) -> RecoveryKey:
        """This recovery key, or a fresh one, counts from now on; the old one opens nothing any more."""
        self.allow(Act.KEYS)
        recovery = recovery or RecoveryKey.new()
        noted = partial(self.note, AuditAction.PASSPHRASE_CHANGED, detail="new recovery key")
        vault.renew_recovery(self.folder, self._opened.secrets, recovery, noted)
        (self.folder / SHEET_PENDING).unlink(missing_ok=True)
        return recovery

    def expect_sheet(self) -> None:
        """The first recovery key is about to be shown: until it was kept, every unlock will say so."""
        self.allow(Act.KEYS)
        with plain_problems():
            write_new(self.folder / SHEET_PENDING, b"")

    def sheet_kept(self) -> None:
        """The first recovery key was kept and typed back."""
        self.allow(Act.KEYS)
        self.note(AuditAction.PASSPHRASE_CHANGED, detail="recovery sheet read back")
        with plain_problems():
            (self.folder / SHEET_PENDING).unlink(missing_ok=True)

    @property
    def sheet_pending(self) -> bool:
        """Whether set-up ended before the recovery sheet was kept, and who is unlocked can make a new one."""
        return self.clinician.role is Role.ADMINISTRATOR and (self.folder / SHEET_PENDING).exists()

    def _person(self, clinician_id: str) -> Clinician:
        person = self.get(Clinician, clinician_id)
        if person is None:
            raise NotFound("There is no such therapist.")
        return person

    def _refuse_last(self, person: Clinician) -> None:
        """Somebody must be able to administer the chart tomorrow."""
        with_key = {one.clinician_id for one in read_key_file(self.folder).clinicians}
        others = [
            one
            for one in self.select(Clinician, role=Role.ADMINISTRATOR)
            if one.active and one.id in with_key and one.id != person.id
        ]
        if person.role is Role.ADMINISTRATOR and not others:
            raise Refused(LAST_ADMINISTRATOR, todo="Make somebody else an administrator first.")

    def _give_passphrase(
        self,
        clinician: Clinician,
        secrets: vault.Secrets,
        passphrase: str,
        cost: Cost,
        changed: str | None = None,
    ) -> None:
        """Chart first, then key file: a kill between leaves a person who is given a passphrase again.

        With ``changed`` the log says so first: what the disk does not let be logged does not count.
        """
        keys = read_key_file(self.folder)
        certified = clinician.but(certificate=secrets.signing.certificate)
        envelope = vault.envelope_for(keys.file_id, certified, secrets, passphrase, cost)
        before = self.get(Clinician, clinician.id)
        if before != certified:
            self._put_pairs([(before, certified)])
            self._note_certificate(certified)
        if changed is None:
            write_key_file(self.folder, keys.with_envelope(envelope))
            return
        noted = partial(self.note, AuditAction.PASSPHRASE_CHANGED, certified, detail=changed)
        write_key_file(self.folder, keys.with_envelope(envelope), logged=noted)

    def _note_certificate(self, clinician: Clinician) -> None:
        """The log knows every certificate a clinician ever signed with."""
        known = fingerprint(clinician.certificate)
        self.note(AuditAction.PASSPHRASE_CHANGED, clinician, detail=f"certificate {known}")
