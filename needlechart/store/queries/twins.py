"""Who may be here already: by number, by name and date of birth (accents, spelling, sound), by name."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from needlechart.domain.overview import Likeness, PatientRow, Twin
from needlechart.domain.patient import Patient
from needlechart.store.aliases import kept_ids
from needlechart.store.queries.home import patient_rows
from needlechart.store.queries.names import alike, fold, sound
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

patients = record_table(Patient)
ORDER = {one: place for place, one in enumerate(Likeness)}


def twins(
    store: "Store",
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    record_number: str,
    limit: int = 5,
) -> list[Twin]:
    """Records that may be of the person typed, likeliest first; archived and merged ones count too.

    A record merged into another stands for the one that was kept.
    """
    c = patients.c
    columns = (c.id, c.given_name, c.family_name, c.preferred_name, c.birth_date, c.record_number)
    typed = (given_name.strip(), family_name.strip())
    with store.reading() as connection:
        kept = kept_ids(connection)
        found: dict[str, Likeness] = {}
        for row in connection.execute(select(*columns)):
            why = _likeness(row, typed, birth_date, record_number.strip())
            if why is not None:
                person = kept.get(row.id, row.id)
                if person not in found or ORDER[why] < ORDER[found[person]]:
                    found[person] = why
        rows = {one.patient_id: one for one in patient_rows(store, date.min, set(found))} if found else {}
    made = [Twin(row=rows[person], likeness=why) for person, why in found.items() if person in rows]
    return sorted(made, key=lambda one: (ORDER[one.likeness], fold(one.row.name)))[:limit]


def _likeness(row: Any, typed: tuple[str, str], born: date | None, number: str) -> Likeness | None:
    if number and fold(row.record_number) == fold(number):
        return Likeness.NUMBER
    if not any(typed):
        return None
    other = date.fromisoformat(row.birth_date) if row.birth_date else None
    if born is not None and other is not None:
        if born == other:
            return Likeness.NAME_AND_BIRTH if _names(row, typed, loosely=True) else None
        near = close_dates(born, other) and _names(row, typed, loosely=False)
        return Likeness.NAME_OTHER_BIRTH if near else None
    return Likeness.NAME if all(typed) and _names(row, typed, loosely=False) else None


def _names(row: Any, typed: tuple[str, str], *, loosely: bool) -> bool:
    """Both names alike; loosely, with the same date of birth, one of them is enough."""
    firsts = {row.given_name, row.preferred_name} - {""}
    if any(alike(typed, (first, row.family_name)) for first in firsts or {""}):
        return True
    if not loosely:
        return False
    given, family = typed
    same_given = bool(given) and any(alike((given, "x"), (first, "x")) for first in firsts)
    return same_given or (bool(family) and alike((family, "x"), (row.family_name, "x")))


def close_dates(one: date, other: date) -> bool:
    """A slip of the pen apart: day and month changed about, or one digit different."""
    if (one.year, one.day, one.month) == (other.year, other.month, other.day):
        return True
    return sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1


def alike_names(store: "Store", patient_id: str) -> list[PatientRow]:
    """Other patients whose name could be taken for this one's, by name; merged ones do not count."""
    c = patients.c
    with store.reading() as connection:
        kept = kept_ids(connection)
        person = kept.get(patient_id, patient_id)
        rows = connection.execute(
            select(c.id, c.given_name, c.family_name, c.preferred_name).where(c.merged_into == "")
        ).all()
        mine = next((row for row in rows if row.id == person), None)
        if mine is None:
            return []
        own = (mine.preferred_name or mine.given_name, mine.family_name)
        letters = _letters(own)
        found = {
            row.id
            for row in rows
            if row.id != person
            and _letters(other := (row.preferred_name or row.given_name, row.family_name)) & letters
            and alike(own, other)
        }
        return patient_rows(store, date.min, found) if found else []


def _letters(names: tuple[str, str]) -> set[str]:
    """First letters as they sound; names that are alike share one."""
    return {sound(name)[:1] for name in names if name.strip()}
