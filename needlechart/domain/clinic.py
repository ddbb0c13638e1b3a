"""The practice and its therapists."""

from dataclasses import dataclass
from datetime import date

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import CountingRule, NoteOrder, Paper, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic(Record):
    """The practice: its letterhead and the habits every clinician shares.

    ``logo`` is a PNG as base64 text, empty without one. ``default_needle`` is the id of a
    `NeedleType`. ``skin_preparation`` and ``gloves`` are what a new visit confirms by default.
    ``backup_hours`` is how old the newest backup may get while people chart. ``pdf_passphrase``: no PDF is
    saved without one.
    """

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    logo: str = ""
    paper: Paper = Paper.LETTER
    note_order: NoteOrder = NoteOrder.SOAP
    counting_rule: CountingRule = CountingRule.OFF
    lock_minutes: int = 10
    passphrase_at_signing: bool = False
    pdf_passphrase: bool = False
    turn_view_by_itself: bool = True
    sound_when_time_is_up: bool = False
    default_needle: str = ""
    skin_preparation: str = ""
    gloves: bool = True
    backup_folder: str = ""
    second_backup_folder: str = ""
    backup_hours: int = 4
    next_record_number: int = 1

    def check(self) -> None:
        """A clinic has a name; the idle lock is 2 to 30 minutes."""
        if not self.name.strip():
            raise Invalid("name", "the clinic needs a name")
        in_range("lock_minutes", self.lock_minutes, 2, 30, "minutes")
        in_range("backup_hours", self.backup_hours, 1, 24, "hours")
        in_range("next_record_number", self.next_record_number, 1, 10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician(Record):
    """A therapist; ``certificate`` is the PEM text of their signing certificate, once they have one."""

    clinic_id: str
    name: str
    credentials: str = ""
    licence_number: str = ""
    role: Role = Role.CLINICIAN
    active: bool = True
    certificate: str = ""

    def check(self) -> None:
        """A clinician has a name."""
        if not self.name.strip():
            raise Invalid("name", "the clinician needs a name")

    @property
    def signature_name(self) -> str:
        """Name and credentials as they stand under a note."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedleType(Record):
    """A needle the clinic keeps; diameter and length in mm."""

    clinic_id: str
    diameter_mm: float
    length_mm: float
    maker: str = ""
    product: str = ""
    colour: str = ""
    lot: str = ""
    expiry: date | None = None
    in_stock: bool = True
    order: int = 0

    def check(self) -> None:
        """Sizes on the market: 0.10 to 0.50 mm by 3 to 150 mm."""
        check_needle_size(self.diameter_mm, self.length_mm)

    def expired(self, day: date) -> bool:
        """Whether the pack is past its date on a day."""
        return self.expiry is not None and self.expiry < day

    @property
    def size(self) -> str:
        """Diameter and length as written on the pack, e.g. ``0.30×50``."""
        return needle_size(self.diameter_mm, self.length_mm)


def check_needle_size(diameter_mm: float | None, length_mm: float | None) -> None:
    """Raise `Invalid` unless both are sizes a needle can have (or unknown)."""
    in_range("diameter_mm", diameter_mm, 0.1, 0.5, "mm")
    in_range("length_mm", length_mm, 3, 150, "mm")


def needle_size(diameter_mm: float | None, length_mm: float | None) -> str:
    """Size as written on the pack; empty when unknown."""
    if diameter_mm is None or length_mm is None:
        return ""
    return f"{diameter_mm:.2f}×{length_mm:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Record):
    """Reusable text, inserted by typing its shortcut."""

    clinic_id: str
    shortcut: str
    text: str
    clinician_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow(Record):
    """The clinic's own copy of one row of a clinical table, or a row of its own; the program's stays.

    ``table`` is the name of the table (``measures``), ``row`` the id of the row; ``cells`` are the
    texts of the ``columns``, a column that is not named keeps the program's text. ``hidden``: no
    longer offered.
    """

    clinic_id: str
    table: str
    row: str
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    hidden: bool = False

    def check(self) -> None:
        """Every column has its cell."""
        if len(self.columns) != len(self.cells):
            raise Invalid("cells", "each column needs one cell")
