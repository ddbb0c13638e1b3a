"""Documents as files and pictures, and the recovery sheet."""

import os
import stat
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from needlechart.documents.note import render_note
from needlechart.documents.pages import page_count, page_image
from needlechart.documents.recovery_sheet import render_recovery_sheet
from needlechart.documents.write import note_file_name, write_document
from needlechart.domain.words import Paper
from tests import factories as make
from tests.documents import charts
from tests.documents.reading import fonts_not_embedded, pdfium_text

GROUPS = ("7K2M4", "QX9RT", "B3N8V", "HJ6WC", "P5DZ2", "Y4GKM", "R7TQX", "N2CV9")


# pictures


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_note(charts.chart(*charts.many_sites(12))).pdf


def test_a_page_is_a_picture_of_the_size_asked_for(pdf: bytes) -> None:
    assert page_count(pdf) == 2
    for scale in (1.0, 0.731, 2.0):
        width, height, data = page_image(pdf, 0, scale)
        assert abs(width - 612 * scale) <= 1
        assert abs(height - 792 * scale) <= 1
        assert len(data) == width * height * 4
    width, height, data = page_image(pdf, 1, 1.0)
    picture = Image.frombytes("RGBA", (width, height), data)
    assert picture.getpixel((2, 2)) == (255, 255, 255, 255)
    colours = picture.crop((40, 40, 400, 400)).getcolors(100_000)
    assert colours is not None
    assert len(colours) > 10


def test_red_is_red_and_not_blue() -> None:
    from needlechart.documents.canvas import new_canvas

    canvas, buffer = new_canvas((100, 100), title="t", author="a", made=make.MORNING)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 100, 100, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    assert page_image(buffer.getvalue(), 0, 1.0)[2][:4] == b"\xff\x00\x00\xff"


def test_a_page_that_is_not_there_and_bytes_that_are_no_pdf(pdf: bytes) -> None:
    for page in (-1, 2):
        with pytest.raises(IndexError):
            page_image(pdf, page, 1.0)
    with pytest.raises(pypdfium2.PdfiumError):
        page_count(b"no pdf")


# files


def test_a_document_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    write_document(path, b"one")
    write_document(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["note.pdf"]


def test_when_writing_fails_the_old_file_is_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_document(tmp_path / "missing" / "note.pdf", b"x")
    folder = tmp_path / "note.pdf"
    folder.mkdir()
    (folder / "inside").write_text("kept")
    with pytest.raises(OSError):
        write_document(folder, b"x")
    assert os.listdir(tmp_path) == ["note.pdf"]
    assert (folder / "inside").read_text() == "kept"


def test_the_file_is_named_by_record_number_and_day() -> None:
    chart = charts.chart(make.patient(record_number="NC-000127"))
    assert note_file_name(chart) == "NC-000127_2026-03-17_note.pdf"


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=90))
def test_any_record_number_gives_a_safe_file_name(number: str) -> None:
    if not number.strip():
        return
    name = note_file_name(charts.chart(make.patient(record_number=number)))
    assert name.endswith("_2026-03-17_note.pdf")
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|\n\r\t ')
    assert not name.startswith((".", "-", "_"))
    assert len(name) < 100


# recovery sheet


@pytest.mark.parametrize("paper", list(Paper))
def test_the_recovery_sheet_holds_the_whole_key_on_one_page(paper: Paper) -> None:
    sheet = render_recovery_sheet(
        clinic="Alder <Street> & Pelvic",
        clinician="Mara Velasquez",
        made=make.MORNING,
        groups=GROUPS,
        paper=paper,
    )
    found = pdfium_text(sheet)
    assert page_count(sheet) == 1
    # Set-up asks for two groups by number, so each stands beside its own.
    assert "".join(found.split()).find("".join(f"{n}{one}" for n, one in enumerate(GROUPS, 1))) > 0
    assert "Alder <Street> & Pelvic" in found
    assert "Tuesday 17 March 2026" in found
    assert fonts_not_embedded(sheet) == []
