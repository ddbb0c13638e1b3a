"""What opens a backup: a passphrase of its time, or the key of the recovery sheet where none is known."""

import re
from pathlib import Path

from needlechart.store import waiting
from needlechart.store.keyfile import read_key_file
from needlechart.store.keys import SigningKey
from needlechart.store.problems import NotFound, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.store.vault import Secrets, recover, unlock

GROUPS = re.compile(r"[0-9A-Za-z]{4}(?:[-–][0-9A-Za-z]{4}){8}")
"""As a recovery key is printed; nobody's passphrase looks like it by chance."""


def recovery_key_in(words: str) -> RecoveryKey | None:
    """The recovery key that was typed in the place of a passphrase, if it is one.

    Raises `WrongRecoveryKey` for one with a mistyped character, which is then not tried as a passphrase.
    """
    try:
        return RecoveryKey.parse(words)
    except WrongRecoveryKey:
        if GROUPS.fullmatch(words.strip()):
            raise
        return None


def opened_by(folder: Path, clinician_id: str, words: str) -> Secrets:
    """The keys behind a passphrase, or the data key behind the recovery key, with which nobody signs.

    Raises `WrongPassphrase`, `WrongRecoveryKey`, `NotFound`, `Damaged`.
    """
    key = recovery_key_in(words)
    if key is None:
        return unlock(folder, clinician_id, words)
    if read_key_file(folder).of(clinician_id) is None:
        raise NotFound("This clinician has no passphrase for this chart.", todo="Choose another name.")
    try:
        return Secrets(clinician_id, recover(folder, key), SigningKey(bytearray(), ""))
    except WrongRecoveryKey:
        waiting.note_recovery_failure(folder, clinician_id)
        raise
