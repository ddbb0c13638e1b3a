"""Documents asked for by the screens: rendered, turned into pixels, written."""

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.words import Paper
from needlechart.editing.documents import NotePages, PageImage, Pages, Sheet

PRINT_SCALE = 300 / 72
"""Pixels per point at 300 dots per inch."""


def note_pages(chart: VisitChart, paper: Paper, scale: float, *, differs: bool = False) -> NotePages:
    """The note of a visit with its pages at ``scale`` pixels per point; as `render_note`."""
    from needlechart.documents.note import render_note
    from needlechart.store.queries.visit_document import as_signed

    note = render_note(as_signed(chart), paper=paper, draft=chart.seal is None, differs=differs)
    return NotePages(note.pdf, DrawnPages(note.pdf, scale), note.missing_characters)


def form_pages(
    clinic: Clinic, patient: Patient, consent: Consent, scale: float, *, signed: bool
) -> NotePages:
    """A consent form with its pages at ``scale`` pixels per point; ``signed`` False has lines to sign on."""
    from needlechart.documents.consent_form import render_consent_form

    form = render_consent_form(clinic, patient, consent, signed=signed)
    return NotePages(form.pdf, DrawnPages(form.pdf, scale), form.missing_characters)


def save_form(clinic: Clinic, patient: Patient, consent: Consent, path: Path, words: str = "") -> Path:
    """Write a consent form as PDF, whole or not at all, under a passphrase if given; raises OSError."""
    from needlechart.documents.consent_form import render_consent_form
    from needlechart.documents.locked import lock

    return save_bytes(lock(render_consent_form(clinic, patient, consent).pdf, words), path)


class DrawnPages:
    """The pages of a PDF at ``scale`` pixels per point; the first is drawn here, the others when asked for.

    A page in print resolution takes 34 MB, and a full chart may have hundreds. Any thread may ask.
    """

    def __init__(self, pdf: bytes, scale: float) -> None:
        from needlechart.documents.pages import page_count

        self._pdf = pdf
        self._scale = scale
        self._count = page_count(pdf)
        self._first = self._drawn(0)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int, /) -> PageImage:
        """A page, counted from 0; raises IndexError."""
        return self._first if number == 0 else self._drawn(number)

    def _drawn(self, number: int) -> PageImage:
        from needlechart.documents.pages import page_image

        return PageImage(*page_image(self._pdf, number, self._scale))


def print_images(pdf: bytes) -> Pages:
    """The pages in print resolution."""
    return DrawnPages(pdf, PRINT_SCALE)


def recovery_sheet(clinic: Clinic, clinician: Clinician, groups: Sequence[str]) -> bytes:
    """The sheet with a recovery key, as PDF."""
    from needlechart.documents.recovery_sheet import render_recovery_sheet

    return render_recovery_sheet(
        clinic=clinic.name,
        clinician=clinician.signature_name,
        made=now(),
        groups=tuple(groups),
        paper=clinic.paper,
    )


def save_note(chart: VisitChart, paper: Paper, path: Path, words: str = "", *, differs: bool = False) -> Path:
    """Write the note as PDF, whole or not at all, under a passphrase if ``words`` are given; raises OSError.

    Into a folder it goes under its usual name; a file of that name that holds something else stays.
    """
    from needlechart.documents.locked import lock
    from needlechart.documents.note import render_note
    from needlechart.documents.write import note_file_name
    from needlechart.store.queries.visit_document import as_signed

    note = render_note(as_signed(chart), paper=paper, draft=chart.seal is None, differs=differs)
    data = lock(note.pdf, words)
    if path.is_dir():
        path = _free(path / note_file_name(chart), data)
    return save_bytes(data, path)


def _free(path: Path, data: bytes) -> Path:
    """This path, or with ``-2`` and so on the first that is not there or holds this very document."""
    more = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(one for one in chain([path], more) if not one.exists() or one.read_bytes() == data)


SHEET_WORDS = {Sheet.HANDOUT: "aftercare handout", Sheet.INCIDENT: "incident report"}
"""What the audit calls them."""


def sheet_pdf(sheet: Sheet, chart: VisitChart, about: str) -> tuple[bytes, tuple[str, ...]]:
    """A sheet on the clinic's paper, and the codes printed in place of characters; raises KeyError."""
    if sheet is Sheet.HANDOUT:
        from needlechart.documents.handout import render_handout

        handout = render_handout(chart)
        return handout.pdf, handout.missing_characters
    from needlechart.documents.incident import render_incident

    report = render_incident(chart, about)
    return report.pdf, report.missing_characters


def sheet_pages(sheet: Sheet, chart: VisitChart, about: str) -> NotePages:
    """A sheet in print resolution; raises KeyError."""
    pdf, missing = sheet_pdf(sheet, chart, about)
    return NotePages(pdf, print_images(pdf), missing)


def save_sheet(sheet: Sheet, chart: VisitChart, path: Path, about: str, words: str = "") -> Path:
    """Write a sheet as PDF, whole or not at all, into a folder as `save_note`; raises OSError, KeyError."""
    from needlechart.documents.locked import lock
    from needlechart.documents.write import note_file_name

    data = lock(sheet_pdf(sheet, chart, about)[0], words)
    if path.is_dir():
        path = _free(path / note_file_name(chart, sheet.file_word), data)
    return save_bytes(data, path)


def save_bytes(data: bytes, path: Path) -> Path:
    """Write a finished document, readable by this user only; raises OSError."""
    from needlechart.documents.write import write_document

    write_document(path, data)
    return path
