"""Patients found as one types."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from needlechart.domain.overview import PatientRow
from needlechart.domain.record import now
from needlechart.store.aliases import kept_ids
from needlechart.store.queries.home import patient_rows
from needlechart.store.queries.names import everybody, fold

if TYPE_CHECKING:
    from needlechart.store.store import Store


def search_patients(store: "Store", text: str, limit: int = 50) -> list[PatientRow]:
    """Patients in whom every word is found: start of a name's part, record number, date of birth.

    Case and accents do not matter; a date may be written 1984-06-02, 02.06.1984 or 6/2/1984. Archived
    patients come last. An empty text finds nobody.
    """
    words = fold(text).split()
    if not words:
        return []
    dated = any(word[0].isdecimal() for word in words)  # no form of a date begins otherwise
    with store.reading() as connection:
        people = {one.id: one for one in everybody(connection)}
        kept = kept_ids(connection)
        parts = store.people_seen.dated_parts if dated else store.people_seen.parts
        matching = {kept.get(one.id, one.id) for one in people.values() if _matches(parts(one), words)}
        found = [people[one] for one in matching if one in people and not people[one].merged_into]
        found.sort(key=lambda one: (one.archived, fold(one.name)))
        rows = patient_rows(store, now().date(), [one.id for one in found[:limit]]) if found else []
    return sorted(rows, key=lambda row: (row.archived, fold(row.name)))


def _matches(parts: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)
