"""Records merged into another: nothing moves, every reader asks for all of a person's ids.

Merging sets `Patient.merged_into`; taking apart empties it again. What was charted under the alias stays
where it is, signed or not, and what is charted afterwards belongs to the record that was kept.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, case

from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.store.problems import Refused

Select = Callable[..., list[Any]]


def same_person(select_records: Select, patient_id: str) -> list[Patient]:
    """The record that was kept, then its aliases, oldest first; empty for an unknown id."""
    found = select_records(Patient, id=patient_id)
    if not found:
        return []
    kept: Patient = found[0]
    seen = {kept.id}
    while kept.merged_into and kept.merged_into not in seen:
        above = select_records(Patient, id=kept.merged_into)
        if not above:
            break
        kept = above[0]
        seen.add(kept.id)
    people, level = [kept], {kept.id}
    known = {kept.id}
    while level:
        below = [one for one in select_records(Patient, merged_into=level) if one.id not in known]
        people += below
        level = {one.id for one in below}
        known |= level
    return people


def ids_of(select_records: Select, patient_id: str) -> list[str]:
    """Every id of a person, the kept one first; the id itself when nobody has it."""
    return [one.id for one in same_person(select_records, patient_id)] or [patient_id]


def kept_ids(connection: Connection) -> dict[str, str]:
    """Alias to the record that was kept, chains followed; empty while nothing is merged."""
    raw: Any = connection.connection.dbapi_connection
    return followed(dict(raw.execute("SELECT id, merged_into FROM patient WHERE merged_into <> ''")))


def followed(direct: Mapping[str, str]) -> dict[str, str]:
    """Each alias with the end of its chain."""
    found = {}
    for alias in direct:
        end, steps = alias, 0
        while end in direct and steps <= len(direct):
            end, steps = direct[end], steps + 1
        found[alias] = end
    return found


def owner(column: ColumnElement[Any], kept: Mapping[str, str]) -> ColumnElement[Any]:
    """A column of patient ids, aliases read as the record that was kept."""
    if not kept:
        return column
    return case(dict(kept), value=column, else_=column)


def refuse_circle(select_records: Select, changed: Iterable[Record | None]) -> None:
    """Raise `Refused` when a record was merged into nobody, or into itself by way of others."""
    for one in changed:
        if not isinstance(one, Patient) or not one.merged_into:
            continue
        seen, above = {one.id}, one.merged_into
        while above:
            found = select_records(Patient, id=above)
            if not found:
                raise Refused("The record to merge into is not here.")
            if above in seen:
                raise Refused("Two records cannot be merged into each other.")
            seen.add(above)
            above = found[0].merged_into
