"""What a change must not do, whoever asks for it; each refusal says why: `Refused`, `NotAllowed`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import patient_of
from needlechart.domain.rules.permissions import act_of
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import AuditAction
from needlechart.store.aliases import ids_of
from needlechart.store.problems import Refused

if TYPE_CHECKING:
    from needlechart.store.core import Core, Pair


def refuse_by_hand(pairs: "Sequence[Pair]") -> None:
    """The log is written by the store alone."""
    if any(isinstance(one, AuditEntry) for pair in pairs for one in pair):
        raise Refused("The audit log is written by the program alone.")


def refuse_by_role(core: "Core", pairs: "Sequence[Pair]") -> None:
    """Only what the role of who is unlocked allows; where a visit stands may move for anyone."""
    for before, after in pairs:
        if not isinstance(after or before, Place):
            core.allow(act_of(before, after, core.clinician))


def refuse_misplaced(core: "Core", pairs: "Sequence[Pair]", owners: dict[str, str]) -> None:
    """Nothing of one patient is put into a visit of another, whatever ids it is given.

    ``owners`` remembers patients by visit from one call to the next.
    """
    new = {one.id: one.patient_id for _, one in pairs if isinstance(one, Visit)}
    for before, after in pairs:
        if after is None:
            continue
        mine, visit_id = patient_of(after), getattr(after, "visit_id", "")
        owner = (new.get(visit_id) or _owner_of(core, visit_id, owners)) if visit_id else ""
        moved = before is not None and patient_of(before) != mine
        if moved or (owner and owner != mine and owner not in ids_of(core.select, mine)):
            core.note(AuditAction.REFUSED, after, detail="a record moved to another patient")
            raise Refused("This belongs to another patient than the visit it was put into.")


def _owner_of(core: "Core", visit_id: str, owners: dict[str, str]) -> str:
    """The patient of a visit, which never changes; empty for a visit that is not here."""
    owner = owners.get(visit_id, "")
    if not owner:
        visit = core.get(Visit, visit_id)
        owner = owners[visit_id] = visit.patient_id if visit is not None else ""
    return owner


def refuse_unsealed(core: "Core", pairs: "Sequence[Pair]") -> None:
    """At the end of a transaction what says it is signed has its seal."""
    for _, after in pairs:
        if isinstance(after, Visit) and after.signed and not core.select(Seal, subject_id=after.id):
            raise Refused("A visit becomes signed by signing it.")
        if isinstance(after, Addendum) and not core.select(Seal, subject_id=after.id):
            raise Refused("An addendum is kept together with its seal.")
