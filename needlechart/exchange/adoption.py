"""Records from elsewhere made part of this clinic, and what keeps them from it."""

from collections.abc import Callable, Iterable, Iterator

from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types
from needlechart.exchange.references import Known
from needlechart.exchange.refusal import Fault

NumberTaken = Callable[[str], str]
"""Id of the patient who has a record number, empty if nobody has it."""


def adopted(records: Iterable[Record], clinic_id: str) -> list[Record]:
    """The records as members of this clinic; the practice's own letterhead and settings stay its own."""
    return [
        record.but(clinic_id=clinic_id) if "clinic_id" in field_types(type(record)) else record
        for record in records
        if not isinstance(record, Clinic)
    ]


def new_records(records: Iterable[Record], known: Known) -> list[Record]:
    """Those that are not kept yet; of clinicians who are kept, the kept record stays."""
    return [record for record in records if known(type(record), record.id) is None]


def conflicts(records: Iterable[Record], known: Known, number_taken: NumberTaken) -> Iterator[Fault]:
    """Records of which another version is kept, and record numbers of other patients."""
    numbers: dict[str, str] = {}
    for record in records:
        kept = known(type(record), record.id)
        path = f"{type(record).__name__} {record.id}"
        if kept is not None and kept != record and not isinstance(record, Clinician):
            yield Fault(path, "another version of it is kept in this clinic")
        if isinstance(record, Patient) and kept is None:
            number = record.record_number
            owner = number_taken(number) or numbers.setdefault(number, record.id)
            if owner != record.id:
                yield Fault(f"{path}/record_number", "another patient has this number")
