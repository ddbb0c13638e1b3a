"""Who may open the chart: the data key in boxes, one per clinician, one for the recovery key.

The data key is 32 random bytes. Each clinician has a box with a slot: the data key is put in through the
slot, without anybody's passphrase, and taken out with the box key, which lies wrapped by the clinician's
passphrase together with their signing key. So the data key can be renewed for everyone in one act.
Roles are kept by the program, not by cryptography: there is one data key.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from needlechart.domain.clinic import Clinician
from needlechart.domain.record import canonical
from needlechart.store import waiting
from needlechart.store.boxes import Box, new_private, private_from, public_of, put_in, take_out
from needlechart.store.keyfile import (
    DEFAULT_COST,
    Cost,
    Envelope,
    KeyFile,
    RecoveryEnvelope,
    Slot,
    as_written,
    decode,
    encode,
    read_key_file,
    write_key_file,
)
from needlechart.store.keys import (
    KEY_BYTES,
    NONCE_BYTES,
    CannotUnwrap,
    SigningKey,
    derive,
    new_signing_key,
    unwrap,
    wipe,
    wrap,
)
from needlechart.store.outside import own_folder
from needlechart.store.passphrase import normal, passphrase_strength
from needlechart.store.problems import Damaged, NotFound, WeakPassphrase, WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey

SALT_BYTES = 16

Entry = TypeVar("Entry", Envelope, RecoveryEnvelope)


@dataclass(frozen=True, repr=False)
class Secrets:
    """What an unlocked chart knows; wiped at lock.

    ``set_by`` is the id of the administrator who gave the passphrase, empty when it is the clinician's own.
    """

    clinician_id: str
    data_key: bytearray
    signing: SigningKey
    set_by: str = ""

    def wipe(self) -> None:
        """Overwrite both keys in place."""
        wipe(self.data_key)
        wipe(self.signing.private)


def people(folder: Path) -> list[tuple[str, str, str]]:
    """Id, name and credentials of everyone with a passphrase, for the unlock screen.

    Raises `NotFound` or `Damaged`.
    """
    return [(one.clinician_id, one.name, one.credentials) for one in read_key_file(folder).clinicians]


def check_strength(passphrase: str, *obvious: str) -> None:
    """Raise `WeakPassphrase` unless the passphrase is hard enough to guess."""
    score, sentence = passphrase_strength(passphrase, obvious)
    if score < 2:
        raise WeakPassphrase(sentence)


def unlock(
    folder: Path,
    clinician_id: str,
    passphrase: str,
    clock: waiting.Clock = time.time,
    outside: Path | None = None,
) -> Secrets:
    """The keys behind a passphrase; wrong ones are counted ``outside`` where they cannot be in the folder.

    Raises `WrongPassphrase` with the seconds to wait (also when asked again too early), `NotFound`,
    `Damaged`.
    """
    keys = read_key_file(folder)
    envelope = keys.of(clinician_id)
    if envelope is None:
        raise NotFound("This clinician has no passphrase for this chart.", todo="Choose another name.")
    own = None if outside is None else own_folder(outside, keys.file_id)
    left = waiting.wait_left(folder, clinician_id, clock, own)
    if left > 0:
        raise WrongPassphrase(left, tried=False)
    try:
        return _open(keys.file_id, envelope, passphrase)
    except CannotUnwrap:
        raise WrongPassphrase(waiting.count_failure(folder, clinician_id, clock, own)) from None


def recover(folder: Path, key: RecoveryKey) -> bytearray:
    """The data key behind the recovery key; raises `WrongRecoveryKey`, `NotFound`, `Damaged`."""
    keys = read_key_file(folder)
    envelope = keys.recovery
    try:
        private = _recovery_private(key, envelope.salt)
        return _from_slot(keys.file_id, RECOVERY, envelope.slot, private)
    except (CannotUnwrap, ValueError):
        raise WrongRecoveryKey from None


def key_name(data_key: bytes | bytearray) -> str:
    """Tells one data key from another, and tells nothing of either."""
    return derive(data_key, "which key").hex()


def new_keys(file_id: str, data_key: bytearray, recovery: RecoveryKey) -> KeyFile:
    """A key file with a recovery envelope alone."""
    return KeyFile(file_id, (), _recovery_envelope(file_id, data_key, recovery))


def renew_recovery(
    folder: Path, secrets: Secrets, recovery: RecoveryKey, logged: Callable[[], object]
) -> None:
    """A new recovery key in the place of the old one, which then opens nothing; ``logged`` comes before."""
    keys = read_key_file(folder)
    envelope = _recovery_envelope(keys.file_id, secrets.data_key, recovery)
    write_key_file(folder, replace(keys, recovery=envelope), logged=logged)


def _recovery_envelope(file_id: str, data_key: bytearray, recovery: RecoveryKey) -> RecoveryEnvelope:
    salt = encode(os.urandom(SALT_BYTES))
    public = public_of(_recovery_private(recovery, salt))
    slot = _slot(file_id, RECOVERY, public, data_key)
    return _proved(file_id, RECOVERY, RecoveryEnvelope("hkdf-sha256", salt, slot), data_key)


def _recovery_private(key: RecoveryKey, salt: str) -> bytes:
    return private_from(derive(key.secret, "recovery", decode(salt)))


def new_person(clinician: Clinician, data_key: bytearray, at: datetime) -> tuple[Clinician, Secrets]:
    """A signing key for a clinician, and the clinician with its certificate."""
    signing = new_signing_key(clinician.signature_name, at)
    secrets = Secrets(clinician.id, bytearray(data_key), signing)
    return clinician.but(certificate=signing.certificate), secrets


def envelope_for(
    file_id: str, clinician: Clinician, secrets: Secrets, passphrase: str, cost: Cost = DEFAULT_COST
) -> Envelope:
    """A new box for the data key; its key and the signing key wrapped by a passphrase."""
    salt, nonce, private = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES), new_private()
    empty = Envelope(
        clinician_id=clinician.id,
        name=clinician.name,
        credentials=clinician.credentials,
        kdf="argon2id",
        version=19,
        memory_kib=cost.memory_kib,
        passes=cost.passes,
        lanes=cost.lanes,
        salt=encode(salt),
        nonce=encode(nonce),
        certificate=secrets.signing.certificate,
        set_by=secrets.set_by,
        wrapped="",
        slot=_slot(file_id, clinician.id, public_of(private), secrets.data_key),
    )
    both = private + bytes(secrets.signing.private)
    wrapped = wrap(_wrapping_key(empty, passphrase), nonce, both, empty.about(file_id))
    return _proved(file_id, clinician.id, replace(empty, wrapped=encode(wrapped)), secrets.data_key)


def _open(file_id: str, envelope: Envelope, passphrase: str) -> Secrets:
    key = _wrapping_key(envelope, passphrase)
    both = unwrap(key, decode(envelope.nonce), decode(envelope.wrapped), envelope.about(file_id))
    signing = SigningKey(bytearray(both[KEY_BYTES:]), envelope.certificate)
    data_key = _from_slot(file_id, envelope.clinician_id, envelope.slot, both[:KEY_BYTES])
    return Secrets(envelope.clinician_id, data_key, signing, envelope.set_by)


RECOVERY = "recovery"
"""Whose slot it is when it is nobody's."""


def _slot(file_id: str, whose: str, public: bytes, data_key: bytes | bytearray) -> Slot:
    """The data key in a box; the proof is put in when the entry around it is whole (`_proved`)."""
    box = put_in(public, bytes(data_key), _about_slot(file_id, whose, public))
    return Slot(encode(public), encode(box.ephemeral), encode(box.nonce), encode(box.wrapped), proof="")


def _from_slot(file_id: str, whose: str, slot: Slot, private: bytes) -> bytearray:
    box = Box(decode(slot.ephemeral), decode(slot.nonce), decode(slot.wrapped))
    return bytearray(take_out(private, box, _about_slot(file_id, whose, decode(slot.public))))


def _about_slot(file_id: str, whose: str, public: bytes) -> bytes:
    return canonical({"file_id": file_id, "whose": whose, "public": encode(public)})


def _proof(file_id: str, whose: str, entry: Entry, data_key: bytes | bytearray) -> str:
    """A code over an entry of the key file, all but the name that is shown: only the data key makes it."""
    said = asdict(entry)
    del said["slot"]["proof"]
    for name in ("name", "credentials"):
        said.pop(name, None)
    said |= {"file_id": file_id, "whose": whose}
    return encode(hmac.new(derive(data_key, "slots"), canonical(said), hashlib.sha256).digest())


def _proved(file_id: str, whose: str, entry: Entry, data_key: bytes | bytearray) -> Entry:
    proof = _proof(file_id, whose, entry, data_key)
    return replace(entry, slot=replace(entry.slot, proof=proof))


def _genuine(file_id: str, whose: str, entry: Entry, key: bytes | bytearray) -> bool:
    return hmac.compare_digest(_proof(file_id, whose, entry, key), entry.slot.proof)


def key_file_faults(keys: KeyFile, data_key: bytes | bytearray) -> Iterator[str]:
    """A sentence for each entry of the key file that is not as this chart wrote it."""
    for one in keys.clinicians:
        if not _genuine(keys.file_id, one.clinician_id, one, data_key):
            yield (
                f"The entry of {one.name} in chart.keys was damaged or changed outside the program. Their"
                " passphrase may no longer open the chart: give them a new one."
            )
    if not _genuine(keys.file_id, RECOVERY, keys.recovery, data_key):
        yield (
            "The entry of the recovery key in chart.keys was damaged or changed outside the program. The"
            " recovery sheet may no longer open the chart: make a new recovery key."
        )


def with_new_data_key(keys: KeyFile, old: bytes | bytearray, new: bytes | bytearray) -> KeyFile:
    """The key file in which every slot holds a new data key; nobody's passphrase or sheet changes.

    Raises `Damaged` when an entry was not made by somebody who has the data key, or is no longer whole.
    """

    def renewed(whose: str, entry: Entry) -> Entry:
        if not _genuine(keys.file_id, whose, entry, old):
            raise Damaged(
                "The key file holds an entry that was not made by this chart, or is damaged.",
                todo="Do not go on. Copy chart.keys from the newest backup into the chart's folder.",
            )
        slot = _slot(keys.file_id, whose, decode(entry.slot.public), new)
        return _proved(keys.file_id, whose, replace(entry, slot=slot), new)

    people = tuple(renewed(one.clinician_id, one) for one in keys.clinicians)
    return replace(keys, clinicians=people, recovery=renewed(RECOVERY, keys.recovery))


def _wrapping_key(envelope: Envelope, passphrase: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    try:
        secret = normal(passphrase).encode()
    except UnicodeEncodeError:
        raise CannotUnwrap from None
    return hash_secret_raw(
        secret=secret,
        salt=decode(envelope.salt),
        time_cost=envelope.passes,
        memory_cost=envelope.memory_kib,
        parallelism=envelope.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=envelope.version,
    )


def show_name(folder: Path, clinician: Clinician, data_key: bytes | bytearray) -> None:
    """Let the unlock screen show the name the chart has; nothing is written over an entry that is damaged."""
    keys = read_key_file(folder)
    envelope = keys.of(clinician.id)
    if envelope is None or next(key_file_faults(keys, data_key), None) is not None:
        return
    renamed = replace(envelope, name=clinician.name, credentials=clinician.credentials)
    if renamed != envelope or not as_written(folder):
        write_key_file(folder, keys.with_envelope(renamed))
