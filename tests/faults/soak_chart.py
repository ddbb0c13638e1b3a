"""The chart that a day is worked on: three clinicians, and patients who come again."""

from dataclasses import fields
from pathlib import Path

from needlechart.domain.record import Record
from needlechart.domain.visit import Visit
from needlechart.domain.words import Role, VisitStatus
from needlechart.store.store import Store
from tests import factories
from tests.budgets.charts import BEFORE, comes_again
from tests.store.conftest import CHEAP

PEOPLE = (factories.CLINICIAN, "second", "third")
WORDS = factories.PASSPHRASE
NAMES = {"second": "Tomás Lindqvist", "third": "Yara Haddad"}
_FIXED = (factories.PATIENT, factories.EPISODE, BEFORE)


def patient_id(number: int) -> str:
    """The patient with that number."""
    return f"{factories.PATIENT}-{number}"


def patients(number: int) -> list[Record]:
    """Everything of one patient who comes again, with ids of their own."""
    own = {one: f"{one}-{number}" for one in _FIXED}
    found = []
    for record in comes_again():
        values = {
            one.name: own[getattr(record, one.name)]
            for one in fields(record)
            if getattr(record, one.name) in _FIXED
        }
        if type(record).__name__ == "Patient":
            values |= {"family_name": f"Soak{number:03d}", "record_number": f"{5000 + number}"}
        found.append(record.but(**values))
    return found


def made(folder: Path, count: int) -> None:
    """A chart with so many patients, each with one signed visit."""
    clinic = factories.clinic(skin_preparation="70 % isopropyl alcohol", gloves=True)
    store, _ = Store.create(folder, clinic, factories.clinician(), WORDS, CHEAP)
    for key in PEOPLE[1:]:
        person = factories.clinician(id=key, name=NAMES[key], role=Role.CLINICIAN)
        store.add_clinician(person, WORDS, CHEAP)
    needle = factories.needle_type()
    store.apply([(None, needle), (clinic, clinic.but(default_needle=needle.id))])
    for number in range(count):
        store.put(*patients(number))
    for visit in store.select(Visit, status=VisitStatus.DRAFT):
        store.sign_visit(visit.id, at=visit.started)
    store.close()
