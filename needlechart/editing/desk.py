"""What the screens may ask of the rest of the program; the answers come later, on the GUI thread.

`Desk` is all that `ui` knows of store and documents. Each method returns at once and calls ``then``
with the answer; what goes wrong goes to ``failed`` if given, else to the desk's ``problem`` signal,
as a `Problem`: what happened, what is safe, what to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum, Seal
from needlechart.editing.change import Pair
from needlechart.editing.documents import DocumentsDesk, RecoverySheet
from needlechart.editing.open_visit import OpenVisit
from needlechart.editing.reading import ReadingDesk
from needlechart.editing.safety import SafetyDesk


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a person reads it: three short sentences, none with a patient in it."""

    happened: str
    safe: str = ""
    todo: str = ""
    care_ended: bool = False
    """Every episode of care has ended: which one a visit belongs to is to be asked."""


Failed = Callable[[Problem], None] | None


class Desk(ReadingDesk, DocumentsDesk, SafetyDesk, Protocol):
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

    def put(self, pairs: list[Pair], then: Callable[[datetime], None], failed: Failed = None) -> None:
        """Keep records outside an open visit (patient details, alerts, a soreness answer)."""

    def answer_check(
        self,
        follow_up_id: str,
        values: Mapping[str, object],
        then: Callable[[None], None],
        failed: Failed = None,
    ) -> None:
        """Put these values into a soreness check as it stands then; of two quick answers the later counts."""

    def report_event(self, event: AdverseEvent, then: Callable[[None], None], failed: Failed = None) -> None:
        """Keep an event heard of after its visit; where one of its kind is kept already, take that back."""

    def start_visit(
        self,
        patient_id: str,
        then: Callable[[OpenVisit], None],
        failed: Failed = None,
        *,
        anew: bool = False,
    ) -> None:
        """A new draft in the patient's open episode (made for the first visit, or with ``anew``), opened.

        Once every episode has ended ``failed`` gets a `Problem` that says so.
        """

    def open_visit(self, visit_id: str, then: Callable[[OpenVisit], None], failed: Failed = None) -> None:
        """A draft or signed visit, opened where it stood."""

    def discard_draft(
        self, visit: OpenVisit, then: Callable[[list[Pair]], None], failed: Failed = None
    ) -> None:
        """Remove an unsigned visit and everything below it; ``then`` gets what brings it back."""

    def delete_patient(
        self, patient_id: str, then: Callable[[list[Pair]], None], failed: Failed = None
    ) -> None:
        """Remove a record of which no visit is signed, with all below it; ``then`` gets what restores it."""

    def sign(
        self, visit: OpenVisit, passphrase: str | None, then: Callable[[Seal], None], failed: Failed = None
    ) -> None:
        """Seal the visit; afterwards the open visit holds the sealed values."""

    def add_addendum(self, addendum: Addendum, then: Callable[[Seal], None], failed: Failed = None) -> None:
        """Keep and seal an addendum."""

    def keep_typed(self, place: str, words: str) -> None:
        """What is being typed in a form that was not handed over yet, for who is unlocked alone."""

    def typed(self, place: str, then: Callable[[str], None]) -> None:
        """What was kept for this place and this person last; empty when it was handed over."""

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

    def screens_gone(self) -> None:
        """What the screens asked so far is answered to nobody: they are made again, or the chart closes."""

    def lock(self, why: str = "") -> None:
        """Close the database, wipe the keys, cover the window; ``why`` goes into the audit log."""


def added(*records: Record) -> list[Pair]:
    """Pairs that add records."""
    return [(None, record) for record in records]
