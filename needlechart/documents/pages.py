"""Pages of a PDF as pictures and as text, for the review screen, for printing and for reading back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ONE_AT_A_TIME = threading.RLock()
"""PDFium is not thread-safe: two threads in it at once end the process (seen)."""


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """The document, this thread alone in PDFium until it is closed again."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Number of pages; raises pypdfium2.PdfiumError for bytes that are no PDF."""
    with _opened(pdf) as document:
        return len(document)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, as a reader of PDFs finds it."""
    texts = []
    with _opened(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(str(text.get_text_bounded()))
            text.close()
            page.close()
    return texts


def attachment(pdf: bytes, name: str) -> bytes | None:
    """The bytes of an attached file, None without one; raises pypdfium2.PdfiumError for what is no PDF."""
    with _opened(pdf) as document:
        for number in range(document.count_attachments()):
            one = document.get_attachment(number)
            if one.get_name() == name:
                return bytes(one.get_data())
    return None


def page_image(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """A page (from 0) on white as width, height and RGBA bytes, four for each pixel, rows from the top.

    ``scale`` is pixels per point. Raises IndexError for a page that is not there.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError("the document has no such page")
        sheet = document[page]
        bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=4)
        try:
            return bitmap.width, bitmap.height, _packed(bytes(bitmap.buffer), bitmap)
        finally:
            bitmap.close()
            sheet.close()


def _packed(data: bytes, bitmap: object) -> bytes:
    """Rows without padding at their ends."""
    width: int = bitmap.width * 4  # type: ignore[attr-defined]
    stride: int = bitmap.stride  # type: ignore[attr-defined]
    if stride == width:
        return data
    return b"".join(data[start : start + width] for start in range(0, len(data), stride))
