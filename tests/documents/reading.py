"""Reads PDFs as other programs do: text by pdfium and by pypdf, places of words by pdfium, fonts by pypdf."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
import pypdfium2
from pypdf.generic import DictionaryObject


def pdfium_text(pdf: bytes) -> str:
    """Text as pdfium gives it (the reader of Chrome), without direction marks; white space folded."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
    return fold(re.sub("[\u200e\u200f\u202a-\u202e]", "", found))


def pypdf_text(pdf: bytes) -> str:
    """Text as pypdf gives it; white space folded."""
    return fold("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def pages_text(pdf: bytes) -> list[str]:
    """Text of each page by pypdf; white space folded."""
    return [fold(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@dataclass(frozen=True)
class Word:
    """A piece of text of a page and its middle, in points from the lower left."""

    text: str
    x: float
    y: float


def words(pdf: bytes, page: int = 0) -> list[Word]:
    """Every piece of text of a page as pdfium finds it."""
    text_page = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    found = []
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = text_page.get_text_bounded(left, bottom, right, top).strip()
        found.append(Word(text, (left + right) / 2, (bottom + top) / 2))
    return found


def fonts_not_embedded(pdf: bytes) -> list[str]:
    """Names of typefaces the file does not carry, or carries whole, or without the letters they stand for."""
    found = {name: font for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for name, font in _fonts(page)}
    return [name for name, font in found.items() if not _is_carried(name, font)]


def _fonts(page: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """Typefaces of a page and of the forms it draws, by name."""
    resources = page.get("/Resources", DictionaryObject()).get_object()
    for font in resources.get("/Font", DictionaryObject()).get_object().values():
        yield font.get_object()["/BaseFont"], font.get_object()
    for drawn in resources.get("/XObject", DictionaryObject()).get_object().values():
        yield from _fonts(drawn.get_object())


def _is_carried(name: str, font: DictionaryObject) -> bool:
    below = font.get("/DescendantFonts", [font])[0].get_object()
    descriptor = below.get("/FontDescriptor", DictionaryObject()).get_object()
    carried = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return carried and re.match(r"/[A-Z]{6}\+", name) is not None and "/ToUnicode" in font
