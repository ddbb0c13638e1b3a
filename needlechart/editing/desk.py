"""What the screens may ask of the rest of the program; the answers come later, on the GUI thread.

`Desk` is all that `ui` knows of store and documents. Each method returns at once and calls ``then``
with the answer; what goes wrong goes to ``failed`` if given, else to the desk's ``problem`` signal,
as a `Problem`: what happened, what is safe, what to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.consent import Consent
from needlechart.domain.ghosts import EarlierMarks, ProtocolSet
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, Home, PatientRow, Twin
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.words import Paper
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.editing.safety import SafetyDesk


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a person reads it: three short sentences, none with a patient in it."""

    happened: str
    safe: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a PDF as pixels, RGBA, 8 bits each, row by row."""

    width: int
    height: int
    rgba: bytes


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
    pages: tuple[PageImage, ...]
    missing_characters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class RecoverySheet:
    """A new recovery key: its groups, the sheet as PDF, its pages in print resolution. No repr: a secret."""

    groups: tuple[str, ...]
    pdf: bytes
    pages: tuple[PageImage, ...]


Failed = Callable[[Problem], None] | None


class Desk(SafetyDesk, Protocol):
    """The named requests of the screens."""

    def take_notices(self) -> tuple[str, ...]:
        """Sentences about what opening the chart found; empty from the second time on."""
        ...

    @property
    def clinic(self) -> Clinic:
        """The clinic as it stands."""

    @property
    def clinician(self) -> Clinician:
        """Who is unlocked."""

    def home(self, then: Callable[[Home], None], failed: Failed = None) -> None:
        """Everything for the home screen."""

    def search(
        self, text: str, then: Callable[[tuple[PatientRow, ...]], None], failed: Failed = None
    ) -> None:
        """Patients that match any part of name, record number or date of birth."""

    def patient_chart(
        self, patient_id: str, then: Callable[[PatientChart], None], failed: Failed = None
    ) -> None:
        """One patient with every visit."""

    def twins(
        self,
        given_name: str,
        family_name: str,
        birth_date: date | None,
        record_number: str,
        then: Callable[[tuple[Twin, ...]], None],
        failed: Failed = None,
    ) -> None:
        """Records that may be the same person's as what is being typed, likeliest first."""

    def alike_names(
        self, patient_id: str, then: Callable[[tuple[PatientRow, ...]], None], failed: Failed = None
    ) -> None:
        """Other patients whose name could be taken for this one's."""

    def new_record_number(self, then: Callable[[str], None], failed: Failed = None) -> None:
        """The next free record number."""

    def put(self, pairs: list[Pair], then: Callable[[datetime], None], failed: Failed = None) -> None:
        """Keep records outside an open visit (patient details, alerts, a soreness answer)."""

    def start_visit(self, patient_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A new draft in the patient's open episode (made if there is none), opened."""

    def open_visit(self, visit_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A draft or signed visit, opened where it stood."""

    def earlier_visit(self, visit_id: str, then: Callable[[VisitChart], None], failed: Failed = None) -> None:
        """The chart of one visit, to read."""

    def earlier_marks(
        self, visit_id: str, then: Callable[[tuple[EarlierMarks, ...]], None], failed: Failed = None
    ) -> None:
        """The visits of the same patient before this one that have marks, newest first."""

    def protocols(self, then: Callable[[tuple[ProtocolSet, ...]], None], failed: Failed = None) -> None:
        """The clinic's protocols in use, by name."""

    def last_use(self, muscle: str, then: Callable[[Needling | None], None], failed: Failed = None) -> None:
        """This clinician's newest needling of a muscle that is a fact (not carried)."""

    def last_uses(self, then: Callable[[dict[str, Needling]], None], failed: Failed = None) -> None:
        """The same for every muscle at once, by muscle id."""

    def needle_types(self, then: Callable[[tuple[NeedleType, ...]], None], failed: Failed = None) -> None:
        """The clinic's needles, in its order."""

    def phrases(self, then: Callable[[tuple[Phrase, ...]], None], failed: Failed = None) -> None:
        """The phrases of the clinic and of its clinicians, by shortcut."""

    def event_counts(
        self, start: date | None, end: date, then: Callable[[EventCounts], None], failed: Failed = None
    ) -> None:
        """Adverse events of a period, both days included; without a start from the first visit."""

    def content(self, then: Callable[[tuple[CatalogueRow, ...]], None], failed: Failed = None) -> None:
        """The clinic's own rows of the clinical tables, as they are kept."""

    def clinicians(self, then: Callable[[tuple[Clinician, ...]], None], failed: Failed = None) -> None:
        """Everyone who charts here."""

    def discard_draft(
        self, visit: OpenVisit, then: Callable[[datetime], None], failed: Failed = None
    ) -> None:
        """Remove an unsigned visit and everything below it."""

    def save_bytes(
        self, data: bytes, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """Write a finished document, whole or not at all, readable by this user only."""

    def note_pages(
        self,
        chart: VisitChart,
        paper: Paper,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """The note as it will print, at ``scale`` pixels per point; a draft carries the word across."""

    def save_note(
        self, chart: VisitChart, paper: Paper, path: Path, then: Callable[[Path], None], failed: Failed = None
    ) -> None:
        """Write the note as PDF, whole or not at all, readable by this user only; noted in the audit.

        ``path`` may be a folder; ``then`` gets the file.
        """

    def print_note(
        self, chart: VisitChart, paper: Paper, then: Callable[[NotePages], None], failed: Failed = None
    ) -> None:
        """The note in print resolution; noted in the audit."""

    def save_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
        *,
        about: str = "",
    ) -> None:
        """Write a sheet on the clinic's paper, as `save_note`; ``about`` is the id of the event."""

    def print_sheet(
        self,
        sheet: Sheet,
        chart: VisitChart,
        then: Callable[[NotePages], None],
        failed: Failed = None,
        *,
        about: str = "",
    ) -> None:
        """A sheet in print resolution, on the clinic's paper; noted in the audit."""

    def form_pages(
        self,
        patient: Patient,
        consent: Consent,
        scale: float,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form with its signature, at ``scale`` pixels per point."""

    def save_form(
        self,
        patient: Patient,
        consent: Consent,
        path: Path,
        then: Callable[[Path], None],
        failed: Failed = None,
    ) -> None:
        """Write a consent form as PDF, whole or not at all; noted in the audit."""

    def print_form(
        self,
        patient: Patient,
        consent: Consent,
        *,
        signed: bool,
        then: Callable[[NotePages], None],
        failed: Failed = None,
    ) -> None:
        """A consent form in print resolution, with its signature or with lines to sign on by hand."""

    def sign(
        self, visit: OpenVisit, passphrase: str | None, then: Callable[[Seal], None], failed: Failed = None
    ) -> None:
        """Seal the visit; afterwards the open visit holds the sealed values."""

    def add_addendum(self, addendum: Addendum, then: Callable[[Seal], None], failed: Failed = None) -> None:
        """Keep and seal an addendum."""

    def judge_passphrase(self, text: str, names: Sequence[str] = ()) -> tuple[int, str]:
        """Strength 0 to 4 and a sentence, for a passphrase and names too easy to guess; 2 is accepted."""
        ...

    def change_passphrase(
        self, old: str, new: str, then: Callable[[None], None], failed: Failed = None
    ) -> None:
        """A new passphrase for who is unlocked; what is charted stays as it is."""

    def add_clinician(
        self, clinician: Clinician, passphrase: str, then: Callable[[Clinician], None], failed: Failed = None
    ) -> None:
        """Somebody else who charts here, with a passphrase and signing key of their own."""

    def new_recovery_sheet(self, then: Callable[[RecoverySheet], None], failed: Failed = None) -> None:
        """A new recovery key with its sheet; it opens nothing before `keep_recovery_sheet`."""

    def keep_recovery_sheet(
        self, sheet: RecoverySheet, then: Callable[[None], None], failed: Failed = None
    ) -> None:
        """The new sheet was read back: it counts from now on, the old one opens nothing any more."""

    def lock(self, why: str = "") -> None:
        """Close the database, wipe the keys, cover the window; ``why`` goes into the audit log."""


def added(*records: Record) -> list[Pair]:
    """Pairs that add records."""
    return [(None, record) for record in records]
