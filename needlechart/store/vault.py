"""Who may open the chart: the data key in envelopes, one per clinician, one for the recovery key.

The data key is 32 random bytes made once per chart. An envelope also holds the clinician's signing key.
Roles are kept by the program, not by cryptography: there is one data key.
"""

import os
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from needlechart.domain.clinic import Clinician
from needlechart.store import waiting
from needlechart.store.keyfile import (
    DEFAULT_COST,
    Cost,
    Envelope,
    KeyFile,
    RecoveryEnvelope,
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
from needlechart.store.passphrase import normal, passphrase_strength
from needlechart.store.problems import NotFound, WeakPassphrase, WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey

SALT_BYTES = 16


@dataclass(frozen=True, repr=False)
class Secrets:
    """What an unlocked chart knows; wiped at lock."""

    clinician_id: str
    data_key: bytearray
    signing: SigningKey

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


def unlock(folder: Path, clinician_id: str, passphrase: str, clock: waiting.Clock = time.time) -> Secrets:
    """The keys behind a passphrase.

    Raises `WrongPassphrase` with the seconds to wait (also when asked again too early), `NotFound`,
    `Damaged`.
    """
    keys = read_key_file(folder)
    envelope = keys.of(clinician_id)
    if envelope is None:
        raise NotFound("This clinician has no passphrase for this chart.", todo="Choose another name.")
    left = waiting.wait_left(folder, clinician_id, clock)
    if left > 0:
        raise WrongPassphrase(left, tried=False)
    try:
        return _open(keys.file_id, envelope, passphrase)
    except CannotUnwrap:
        raise WrongPassphrase(waiting.count_failure(folder, clinician_id, clock)) from None


def recover(folder: Path, key: RecoveryKey) -> bytearray:
    """The data key behind the recovery key; raises `WrongRecoveryKey`, `NotFound`, `Damaged`."""
    keys = read_key_file(folder)
    envelope = keys.recovery
    try:
        wrapping = derive(key.secret, "recovery", decode(envelope.salt))
        about = envelope.about(keys.file_id)
        return bytearray(unwrap(wrapping, decode(envelope.nonce), decode(envelope.wrapped), about))
    except (CannotUnwrap, ValueError):
        raise WrongRecoveryKey from None


def new_keys(file_id: str, data_key: bytearray, recovery: RecoveryKey) -> KeyFile:
    """A key file with a recovery envelope alone."""
    return KeyFile(file_id, (), _recovery_envelope(file_id, data_key, recovery))


def renew_recovery(folder: Path, secrets: Secrets) -> RecoveryKey:
    """A new recovery key in the place of the old one, which then opens nothing."""
    keys, recovery = read_key_file(folder), RecoveryKey.new()
    envelope = _recovery_envelope(keys.file_id, secrets.data_key, recovery)
    write_key_file(folder, replace(keys, recovery=envelope))
    return recovery


def _recovery_envelope(file_id: str, data_key: bytearray, recovery: RecoveryKey) -> RecoveryEnvelope:
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    empty = RecoveryEnvelope("hkdf-sha256", encode(salt), encode(nonce), "")
    wrapped = wrap(derive(recovery.secret, "recovery", salt), nonce, bytes(data_key), empty.about(file_id))
    return replace(empty, wrapped=encode(wrapped))


def new_person(clinician: Clinician, data_key: bytearray, at: datetime) -> tuple[Clinician, Secrets]:
    """A signing key for a clinician, and the clinician with its certificate."""
    signing = new_signing_key(clinician.signature_name, at)
    secrets = Secrets(clinician.id, bytearray(data_key), signing)
    return clinician.but(certificate=signing.certificate), secrets


def envelope_for(
    file_id: str, clinician: Clinician, secrets: Secrets, passphrase: str, cost: Cost = DEFAULT_COST
) -> Envelope:
    """Both keys wrapped by a passphrase."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
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
        wrapped="",
    )
    both = bytes(secrets.data_key) + bytes(secrets.signing.private)
    wrapped = wrap(_wrapping_key(empty, passphrase), nonce, both, empty.about(file_id))
    return replace(empty, wrapped=encode(wrapped))


def _open(file_id: str, envelope: Envelope, passphrase: str) -> Secrets:
    key = _wrapping_key(envelope, passphrase)
    both = unwrap(key, decode(envelope.nonce), decode(envelope.wrapped), envelope.about(file_id))
    signing = SigningKey(bytearray(both[KEY_BYTES:]), envelope.certificate)
    return Secrets(envelope.clinician_id, bytearray(both[:KEY_BYTES]), signing)


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


def change_passphrase(
    folder: Path,
    clinician: Clinician,
    old: str,
    new: str,
    *,
    obvious: tuple[str, ...] = (),
    cost: Cost = DEFAULT_COST,
) -> None:
    """Rewrite one envelope; the chart itself is not touched. Raises as `unlock`, and `WeakPassphrase`."""
    check_strength(new, clinician.name, *obvious)
    secrets = unlock(folder, clinician.id, old)
    keys = read_key_file(folder)
    try:
        envelope = envelope_for(keys.file_id, clinician, secrets, new, cost)
        write_key_file(folder, keys.with_envelope(envelope))
    finally:
        secrets.wipe()


def show_name(folder: Path, clinician: Clinician) -> None:
    """Let the unlock screen show the name the chart has, if it differs."""
    keys = read_key_file(folder)
    envelope = keys.of(clinician.id)
    if envelope and (envelope.name, envelope.credentials) != (clinician.name, clinician.credentials):
        renamed = replace(envelope, name=clinician.name, credentials=clinician.credentials)
        write_key_file(folder, keys.with_envelope(renamed))
