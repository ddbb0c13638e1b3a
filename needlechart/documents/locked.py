"""A PDF under a passphrase (AES-256 of PDF 2.0): any PDF reader asks for it, and nobody opens it without.

Letters are composed as PDF asks (compatibility forms, NFKC), so that the same words typed on another
keyboard open it.
"""

import io
import unicodedata

MOST_BYTES = 127
"""PDF takes no longer passphrase; what lies beyond would not count."""


class LockedPdf(ValueError):  # noqa: N818 - read as a word
    """The file has a passphrase, and what was given does not open it."""


def composed(words: str) -> str:
    """The passphrase as it counts; raises ValueError for one that is too long or no text."""
    text = unicodedata.normalize("NFKC", words)
    if len(text.encode()) > MOST_BYTES:
        raise ValueError("the passphrase of a PDF has at most 127 bytes")
    return text


def lock(pdf: bytes, words: str) -> bytes:
    """The same document under a passphrase; without ``words`` the very same bytes."""
    if not words:
        return pdf
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(composed(words), algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unlocked(pdf: bytes, words: str = "") -> bytes:
    """The document without its passphrase; one without any as it is.

    Raises `LockedPdf` when ``words`` do not open it. What cannot be read as a PDF comes back as it is:
    whoever reads it says so.
    """
    if b"/Encrypt" not in pdf:
        return pdf
    from pypdf import PasswordType, PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        if not reader.is_encrypted:
            return pdf
        if reader.decrypt(composed(words)) is PasswordType.NOT_DECRYPTED:
            raise LockedPdf
        out = io.BytesIO()
        PdfWriter(clone_from=reader).write(out)
    except PyPdfError:
        return pdf
    except LockedPdf:
        raise
    except ValueError as error:
        raise LockedPdf from error
    return out.getvalue()
