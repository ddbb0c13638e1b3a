"""A box with a slot: anybody can put a secret in, only the holder of the private key takes it out.

ECDH on P-256 with a fresh key for each box, HKDF-SHA256, AES-256-GCM. It lets the data key be renewed for
everyone without anyone's passphrase.
"""

import os
from dataclasses import dataclass

from needlechart.store.keys import NONCE_BYTES, CannotUnwrap, derive, unwrap, wrap

PUBLIC_BYTES = 33
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Number of points of P-256; a private key is a number below it, from 1."""


@dataclass(frozen=True)
class Box:
    """What lies in the box: the fresh public key, the nonce, the wrapped secret."""

    ephemeral: bytes
    nonce: bytes
    wrapped: bytes


def new_private() -> bytes:
    """32 random bytes, a private key of P-256."""
    return private_from(os.urandom(40))


def private_from(seed: bytes) -> bytes:
    """The private key that random bytes (40 and more, or a derived key) stand for."""
    return (int.from_bytes(seed, "big") % (ORDER - 1) + 1).to_bytes(32, "big")


def public_of(private: bytes) -> bytes:
    """The compressed point, 33 bytes."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def put_in(public: bytes, secret: bytes, about: bytes) -> Box:
    """Wrap a secret for the holder of a key; ``about`` is authenticated along. Raises ValueError."""
    fresh, nonce = new_private(), os.urandom(NONCE_BYTES)
    ephemeral = public_of(fresh)
    return Box(ephemeral, nonce, wrap(_shared(fresh, public, ephemeral), nonce, secret, about))


def take_out(private: bytes, box: Box, about: bytes) -> bytes:
    """What `put_in` was given; raises `CannotUnwrap`."""
    try:
        key = _shared(private, box.ephemeral, box.ephemeral)
    except ValueError as error:
        raise CannotUnwrap from error
    return unwrap(key, box.nonce, box.wrapped, about)


def _shared(private: bytes, public: bytes, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec

    mine = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    return derive(mine.exchange(ec.ECDH(), theirs), "box", salt)
