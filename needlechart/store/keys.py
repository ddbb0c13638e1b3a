"""Small cryptographic parts: derived keys, authenticated wrapping, the clinician's signing key.

AES-256-GCM, HKDF-SHA256, ECDSA on P-256 with SHA-256, X.509; all by the ``cryptography`` package.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotUnwrap(Exception):  # noqa: N818 - caught inside the store, never shown
    """The wrapping key is another, or what was wrapped was changed."""


def random_key() -> bytearray:
    """A new data key."""
    return bytearray(os.urandom(KEY_BYTES))


def wipe(secret: bytearray | None) -> None:
    """Overwrite a secret in place."""
    if secret is not None:
        secret[:] = bytes(len(secret))


def derive(secret: bytes | bytearray, purpose: str, salt: bytes = b"") -> bytes:
    """A key of its own for one purpose."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt or None, b"needlechart " + purpose.encode()).derive(bytes(secret))


def wrap(key: bytes, nonce: bytes, secret: bytes, about: bytes) -> bytes:
    """Encrypt and authenticate; ``about`` is authenticated along."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, secret, about)


def unwrap(key: bytes, nonce: bytes, wrapped: bytes, about: bytes) -> bytes:
    """What `wrap` was given; raises `CannotUnwrap`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(nonce, wrapped, about)
    except (InvalidTag, ValueError) as error:
        raise CannotUnwrap from error


@dataclass(frozen=True, repr=False)
class SigningKey:
    """A clinician's private key, PKCS8 DER, and their certificate, PEM."""

    private: bytearray
    certificate: str

    def sign(self, data: bytes) -> bytes:
        """ECDSA P-256 over SHA-256 of the data, DER."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import load_der_private_key

        key = load_der_private_key(bytes(self.private), None)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise TypeError("the signing key is not an elliptic-curve key")
        return key.sign(data, ECDSA(SHA256()))


def new_signing_key(name: str, at: datetime) -> SigningKey:
    """A key pair with a certificate it issues to itself, valid 30 years from the day before."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, _common_name(name))])
    start = at.astimezone(UTC).replace(microsecond=0) - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30 * 365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SigningKey(
        bytearray(private), certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
    )


def _common_name(name: str) -> str:
    """X.520 allows 64 characters; bytes are counted, so that any script fits."""
    return name.encode()[:64].decode(errors="ignore").strip() or "clinician"


def verify(certificate: str, signature: bytes, data: bytes) -> bool:
    """Whether the signature over the data was made with the certificate's key."""
    return verify_digest(certificate, signature, hashlib.sha256(data).digest())


def verify_digest(certificate: str, signature: bytes, digest: bytes) -> bool:
    """The same for data of which only the SHA-256 (32 bytes) is at hand."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key = _public_key(certificate)
        if key is None:
            return False
        key.verify(signature, digest, ECDSA(Prehashed(SHA256())))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):  # a changed bit may name another kind of key
        return False
    return True


@lru_cache(maxsize=16)
def _public_key(certificate: str) -> "EllipticCurvePublicKey | None":
    """None for a key of another kind; raises ValueError for what is no certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    return key if isinstance(key, EllipticCurvePublicKey) else None


def fingerprint(certificate: str) -> str:
    """SHA-256 of the certificate's PEM text, lower-case hex; empty for no certificate."""
    return hashlib.sha256(certificate.strip().encode()).hexdigest() if certificate.strip() else ""
