"""What the patient agreed to."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Record
from needlechart.domain.words import Agreement, Chaperone, ConsentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """Written consent belongs to the patient (``visit_id`` empty), verbal consent to a visit.

    ``strokes`` is the signature as a flat list of pen strokes: each stroke is its number of points
    followed by x y pairs in mm from the upper left of the signing field. ``signer_role`` says who signed
    when it was not the patient (a parent, a guardian), ``clinician_name`` who explained the form.
    """

    patient_id: str
    kind: ConsentKind
    agreement: Agreement
    given_at: datetime
    visit_id: str = ""
    form_version: str = ""
    form_text: str = ""
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
