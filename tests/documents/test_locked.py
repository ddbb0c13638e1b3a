"""A PDF under a passphrase opens with it alone, in other programs too, and is verified like any other."""

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from needlechart.documents.carried import FILE_NAME
from needlechart.documents.locked import LockedPdf, composed, lock, unlocked
from needlechart.documents.note import render_note
from needlechart.documents.pages import attachment, page_image, page_texts
from tests.documents.charts import chart

WORDS = "röter Fuchs – 9 Ähren"


@pytest.fixture(scope="module")
def note() -> bytes:
    return render_note(chart(signed=True)).pdf


def test_it_opens_with_its_passphrase_alone(note: bytes) -> None:
    locked = lock(note, WORDS)
    with pytest.raises(pypdfium2.PdfiumError):
        page_texts(locked)
    with pytest.raises(FileNotDecryptedError):
        _ = PdfReader(io.BytesIO(locked)).pages[0]
    for wrong in ("", "roter Fuchs", WORDS.upper()):
        with pytest.raises(LockedPdf):
            unlocked(locked, wrong)
    with_words = pypdfium2.PdfDocument(locked, password=WORDS)  # another program: PDFium, of Chrome
    assert len(with_words) == len(page_texts(note))
    with_words.close()


def test_nothing_of_the_note_lies_readable_in_it(note: bytes) -> None:
    locked = lock(note, WORDS)
    assert FILE_NAME.encode() in note
    assert FILE_NAME.encode() not in locked
    encryption = PdfReader(io.BytesIO(locked)).trailer["/Encrypt"].get_object()
    assert (encryption["/V"], encryption["/R"], encryption["/Length"]) == (5, 6, 256)
    assert encryption["/CF"]["/StdCF"]["/CFM"] == "/AESV3"


def test_what_comes_out_is_the_note_as_it_was(note: bytes) -> None:
    again = unlocked(lock(note, WORDS), WORDS)
    assert page_texts(again) == page_texts(note)
    assert attachment(again, FILE_NAME) == attachment(note, FILE_NAME)
    assert [page_image(again, number, 0.5) for number in range(len(page_texts(note)))] == [
        page_image(note, number, 0.5) for number in range(len(page_texts(note)))
    ]


def test_without_words_it_is_the_very_same_file(note: bytes) -> None:
    assert lock(note, "") == note
    assert unlocked(note) == note
    assert unlocked(b"no PDF with /Encrypt in it") == b"no PDF with /Encrypt in it"


def test_words_composed_otherwise_open_it(note: bytes) -> None:
    locked = lock(note, "Ähren ﬁnden")
    assert page_texts(unlocked(locked, "A\u0308hren finden")) == page_texts(note)


def test_words_beyond_what_pdf_counts_are_refused(note: bytes) -> None:
    with pytest.raises(ValueError, match="127"):
        lock(note, "ä" * 64)


@settings(max_examples=25)
@given(words=st.text(min_size=1, max_size=30).filter(lambda one: _takes(one)), other=st.text(max_size=30))
def test_any_words_open_what_they_locked_and_no_others(words: str, other: str) -> None:
    plain = blank()
    locked = lock(plain, words)
    assert page_texts(unlocked(locked, words)) == page_texts(plain)
    if _takes(other) and composed(other) != composed(words):
        with pytest.raises(LockedPdf):
            unlocked(locked, other)


def _takes(words: str) -> bool:
    try:
        return bool(composed(words) or not words)
    except ValueError:
        return False


def blank() -> bytes:
    """A page with nothing on it."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()
