"""What a change must not do, whoever asks for it; each refusal says why: `Refused`, `NotAllowed`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import PARENTS, patient_of
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types
from needlechart.domain.rules.permissions import act_of
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import AuditAction
from needlechart.store.problems import Refused
from needlechart.store.rows import per_kind

if TYPE_CHECKING:
    from needlechart.store.core import Core, Pair

New = dict[tuple[type[Record], str], Record]
"""What a change puts, by kind and id."""

Owners = dict[tuple[type[Record], str], str]
"""Whose a record is: its patient's id."""

OF_A_PATIENT: dict[str, type[Record]] = {
    name: kind for name, kind in PARENTS.items() if "patient_id" in field_types(kind)
} | {"from_visit": Visit}
"""Fields that refer to something of a patient."""


def refuse_by_hand(pairs: "Sequence[Pair]") -> None:
    """The log is written by the store alone."""
    if any(isinstance(one, AuditEntry) for pair in pairs for one in pair):
        raise Refused("The audit log is written by the program alone.")


def refuse_by_role(core: "Core", pairs: "Sequence[Pair]") -> None:
    """Only what the role of who is unlocked allows; where a visit stands may move for anyone."""
    for before, after in pairs:
        if not isinstance(after or before, Place):
            core.allow(act_of(before, after, core.clinician))


def refuse_misplaced(core: "Core", pairs: "Sequence[Pair]", owners: Owners) -> None:
    """Nothing of one patient is put into a visit or an episode, or onto a mark, of another, whatever its ids.

    ``owners`` remembers whose a record is from one call to the next. What a record referred to before it may
    go on referring to: two records that were merged may have been taken apart since.
    """
    new = {(type(one), one.id): one for _, one in pairs if one is not None}
    for before, after in pairs:
        if after is None:
            if before is not None:
                owners.pop((type(before), before.id), None)
            continue
        mine = patient_of(after)
        moved = before is not None and patient_of(before) != mine
        if moved or (mine and any(_strange(core, mine, one, new, owners) for one in _newly(before, after))):
            core.note(AuditAction.REFUSED, after, detail="a record moved to another patient")
            raise Refused("This belongs to another patient than the visit it was put into.")


def _newly(before: Record | None, after: Record) -> Iterator[tuple[Record, type[Record], str]]:
    """The record, and the kind and id of each that it did not refer to until now."""
    for name, kind in _references(type(after)):
        record_id = getattr(after, name)
        if record_id and (before is None or getattr(before, name) != record_id):
            yield after, kind, record_id


@per_kind
def _references(kind: type[Record]) -> tuple[tuple[str, type[Record]], ...]:
    return tuple((name, OF_A_PATIENT[name]) for name in field_types(kind) if name in OF_A_PATIENT)


def _strange(
    core: "Core", mine: str, reference: tuple[Record, type[Record], str], new: New, owners: Owners
) -> bool:
    """Whether a record refers to one of another person; one that is not here the database refuses itself."""
    after, kind, record_id = reference
    owner = _owner_of(core, kind, record_id, new, owners)
    if not owner or owner == mine or _kept(core, owner, new) == _kept(core, mine, new):
        return False
    visit = _found(core, Visit, getattr(after, "visit_id", "") or getattr(after, "about_visit_id", ""), new)
    if not isinstance(visit, Visit) or kind is Visit:
        return True
    target = _found(core, kind, record_id, new)
    return visit.episode_id not in (record_id, getattr(target, "episode_id", ""))


def _owner_of(core: "Core", kind: type[Record], record_id: str, new: New, owners: Owners) -> str:
    """The patient of a record, which never changes; empty for one that is not here."""
    owner = owners.get((kind, record_id), "")
    if not owner:
        found = _found(core, kind, record_id, new)
        owner = patient_of(found) if found is not None else ""
        if owner and (kind, record_id) not in new:  # of what is new nobody knows yet whether it stays
            owners[kind, record_id] = owner
    return owner


def _kept(core: "Core", patient_id: str, new: New) -> str:
    """The record that a patient's was merged into in the end; itself when it was not."""
    seen: set[str] = set()
    while patient_id not in seen:
        seen.add(patient_id)
        found = _found(core, Patient, patient_id, new)
        patient_id = getattr(found, "merged_into", "") or patient_id
    return patient_id


def _found(core: "Core", kind: type[Record], record_id: str, new: New) -> Record | None:
    return (new.get((kind, record_id)) or core.get(kind, record_id)) if record_id else None


def refuse_unsealed(core: "Core", pairs: "Sequence[Pair]") -> None:
    """At the end of a transaction what says it is signed has its seal."""
    for _, after in pairs:
        if isinstance(after, Visit) and after.signed and not core.select(Seal, subject_id=after.id):
            raise Refused("A visit becomes signed by signing it.")
        if isinstance(after, Addendum) and not core.select(Seal, subject_id=after.id):
            raise Refused("An addendum is kept together with its seal.")
