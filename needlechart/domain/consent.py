"""What the patient agreed to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from needlechart.domain.record import Invalid, Record
from needlechart.domain.words import Agreement, Chaperone, ConsentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """Written consent belongs to the patient (``visit_id`` empty), verbal consent to a visit.

    ``strokes`` is the signature as a flat list of pen strokes: each stroke is its number of points
    followed by x y pairs in mm from the upper left of the signing field. ``signer_role`` says who signed
    when it was not the patient (a parent, a guardian), ``clinician_name`` who explained the form.
    ``letterhead`` (the clinic's name, then how to reach it) and ``patient_name``, ``patient_born``,
    ``patient_number`` are the head of the form as it was signed on screen; a form signed on paper keeps none.
    """

    patient_id: str
    kind: ConsentKind
    agreement: Agreement
    given_at: datetime
    visit_id: str = ""
    form_version: str = ""
    form_text: str = ""
    letterhead: tuple[str, ...] = ()
    patient_name: str = ""
    patient_born: date | None = None
    patient_number: str = ""
    signer: str = ""
    signer_role: str = ""
    clinician_name: str = ""
    strokes: tuple[float, ...] = ()
    copy_given: bool | None = None
    chaperone: Chaperone | None = None
    chaperone_name: str = ""
    scope: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    note: str = ""

    def check(self) -> None:
        """The signature is whole: each stroke has the points its number says."""
        strokes_of(self.strokes)


Stroke = tuple[tuple[float, float], ...]


def strokes_of(flat: tuple[float, ...]) -> tuple[Stroke, ...]:
    """The strokes of a signature as points in mm; raises `Invalid` for a list that is not one."""
    found: list[Stroke] = []
    place = 0
    while place < len(flat):
        count = flat[place]
        end = place + 1 + 2 * int(count)
        if count != int(count) or count < 1 or end > len(flat):
            raise Invalid("strokes", "each stroke is its number of points, then x and y of each")
        found.append(tuple((flat[at], flat[at + 1]) for at in range(place + 1, end, 2)))
        place = end
    return tuple(found)


def flat_strokes(strokes: Iterable[Sequence[tuple[float, float]]]) -> tuple[float, ...]:
    """Strokes as `Consent.strokes` keeps them, rounded to 0.01 mm; `strokes_of` is the inverse."""
    flat: list[float] = []
    for stroke in strokes:
        if stroke:
            flat.append(float(len(stroke)))
            flat += [round(part, 2) + 0.0 for point in stroke for part in point]
    return tuple(flat)
