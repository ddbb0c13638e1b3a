"""What the screens may ask for on paper: notes, sheets beside them, consent forms; the values they get."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unicodedata import normalize

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.words import Paper

if TYPE_CHECKING:
    from needlechart.editing.desk import Failed


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a PDF as pixels, RGBA, 8 bits each, row by row."""

    width: int
    height: int
    rgba: bytes


class Pages(Protocol):
    """Pages of a document as pixels, each drawn when it is asked for: a long chart would fill the memory."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> PageImage: ...


class Sheet(StrEnum):
    """What a visit prints beside its note: the patient's handout, the report of an adverse event."""

    HANDOUT = "handout"
    INCIDENT = "incident"

    @property
    def file_word(self) -> str:
        """Its word in the name of a file."""
        return "aftercare" if self is Sheet.HANDOUT else "incident"


@dataclass(frozen=True, slots=True)
class NotePages:
    """A rendered note: its bytes, its pages as pixels, and characters that no font has."""

    pdf: bytes
    pages: Pages
    missing_characters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class RecoverySheet:
    """A new recovery key: its groups, the sheet as PDF, its pages in print resolution. No repr: a secret."""

    groups: tuple[str, ...]
    pdf: bytes
    pages: Pages


MOST_BYTES = 127
"""PDF takes no longer passphrase (ISO 32000-2, 7.6.4.3.3)."""


def fitting(words: str) -> str:
    """As many of the first letters of a passphrase as PDF takes."""
    while len(normalize("NFKC", words).encode("utf-8", "replace")) > MOST_BYTES:
        words = words[:-1]
    return words


class DocumentsDesk(Protocol):
    """A part of `desk.Desk`."""

    def save_bytes(
        self, data: bytes, path: Path, then: Callable[[Path], None], failed: "Failed" = None
    ) -> None:
        """Write a finished document, whole or not at all, readable by this user only."""

    def note_pages(
        self,
        chart: VisitChart,
        paper: Paper,
        scale: float,
        then: Callable[[NotePages], None],
        failed: "Failed" = None,
    ) -> None:
        """The note as it will print, at ``scale`` pixels per point; a draft carries the word across."""

    def save_note(
        self,
        chart: VisitChart,
        paper: Paper,
        path: Path,
        then: Callable[[Path], None],
        failed: "Failed" = None,
        *,
        words: str = "",
    ) -> None:
        """Write the note as PDF, whole or not at all, readable by this user only; noted in the audit.

        ``path`` may be a folder; ``then`` gets the file. With ``words`` it opens with these only (AES-256).
        """

    def print_note(
        self, chart: VisitChart, paper: Paper, then: Callable[[NotePages], None], failed: "Failed" = None
    ) -> None:
        """The note in print resolution; `note_printed` once it went to the printer."""

    def save_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        path: Path,
        then: Callable[[Path], None],
        failed: "Failed" = None,
        *,
        about: str = "",
        words: str = "",
    ) -> None:
        """Write a sheet on the clinic's paper, as `save_note`; ``about`` is the id of the event."""

    def print_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        then: Callable[[NotePages], None],
        failed: "Failed" = None,
        *,
        about: str = "",
    ) -> None:
        """A sheet in print resolution, on the clinic's paper; as `print_note`."""

    def note_printed(self, record: Record, sheet: Sheet | None = None) -> None:
        """The note or this sheet of a visit, or a form, goes to the printer: into the audit."""

    def form_pages(
        self,
        patient: Patient,
        consent: Consent,
        scale: float,
        then: Callable[[NotePages], None],
        failed: "Failed" = None,
    ) -> None:
        """A consent form with its signature, at ``scale`` pixels per point."""

    def save_form(
        self,
        patient: Patient,
        consent: Consent,
        path: Path,
        then: Callable[[Path], None],
        failed: "Failed" = None,
        *,
        words: str = "",
    ) -> None:
        """Write a consent form as PDF, whole or not at all; noted in the audit."""

    def print_form(
        self,
        patient: Patient,
        consent: Consent,
        *,
        signed: bool,
        then: Callable[[NotePages], None],
        failed: "Failed" = None,
    ) -> None:
        """A consent form in print resolution, with its signature or lines to sign on; as `print_note`."""
