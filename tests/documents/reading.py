"""Reads PDFs as other programs do: text by poppler and pypdf, places of words by pdfium."""

import io
import re
import subprocess
from dataclasses import dataclass

import pypdf
import pypdfium2


def poppler_text(pdf: bytes) -> str:
    """Text as pdftotext gives it, without its direction marks; white space folded."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    out = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return fold(re.sub("[\u200e\u200f\u202a-\u202e]", "", out))


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
    """Names of typefaces the file does not carry."""
    out = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [line.split()[0] for line in out.splitlines()[2:] if " yes yes yes " not in line]
