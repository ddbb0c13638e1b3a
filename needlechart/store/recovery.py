"""The recovery key: 160 random bits that a person can write down and type back."""

import hashlib
import os
from dataclasses import dataclass

from needlechart.store.problems import WrongRecoveryKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nothing looks like a digit."""

LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
SECRET_BYTES = 20
DATA_CHARACTERS = 32
CHECK_CHARACTERS = 4
GROUP = 4


@dataclass(frozen=True, repr=False)
class RecoveryKey:
    """``secret`` is what opens the chart; ``text`` is what is printed."""

    secret: bytes

    @classmethod
    def new(cls) -> "RecoveryKey":
        """A key nobody has seen."""
        return cls(os.urandom(SECRET_BYTES))

    @property
    def text(self) -> str:
        """Nine groups of four; the last one is the checksum of the others."""
        typed = _encode(self.secret) + _checksum(self.secret)
        return "-".join(typed[i : i + GROUP] for i in range(0, len(typed), GROUP))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups one by one, for a sheet and for typing some of them back."""
        return tuple(self.text.split("-"))

    @classmethod
    def parse(cls, text: str) -> "RecoveryKey":
        """The key a person typed, in either case, with or without hyphens and spaces.

        Raises `WrongRecoveryKey` for a wrong length, a strange character or any one wrong character.
        """
        typed = "".join(text.split()).replace("-", "").replace("–", "").upper().translate(LOOKALIKES)
        if len(typed) != DATA_CHARACTERS + CHECK_CHARACTERS:
            raise WrongRecoveryKey("A recovery key has 36 letters and digits.")
        if any(character not in ALPHABET for character in typed):
            raise WrongRecoveryKey("A recovery key has no such characters.")
        secret = _decode(typed[:DATA_CHARACTERS])
        if _checksum(secret) != typed[DATA_CHARACTERS:]:
            raise WrongRecoveryKey("A character of the recovery key is mistyped.")
        return cls(secret)


def _encode(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    digits = [ALPHABET[(number >> 5 * place) & 31] for place in range(DATA_CHARACTERS)]
    return "".join(reversed(digits))


def _decode(typed: str) -> bytes:
    number = 0
    for character in typed:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(SECRET_BYTES, "big")


def _checksum(secret: bytes) -> str:
    """Two characters of a hash, and two that never miss a single mistyped character."""
    return _hash_part(secret) + _weighted(secret)


def _hash_part(secret: bytes) -> str:
    digest = hashlib.sha256(b"needlechart recovery" + secret).digest()
    number = int.from_bytes(digest[:2], "big")
    return ALPHABET[number >> 5 & 31] + ALPHABET[number & 31]


def _weighted(secret: bytes) -> str:
    """Sum of the characters weighted by their places, modulo a prime: one wrong one always shows."""
    values = [ALPHABET.index(character) for character in _encode(secret)]
    total = sum((place + 1) * value for place, value in enumerate(values)) % 1021
    return ALPHABET[total >> 5] + ALPHABET[total & 31]
