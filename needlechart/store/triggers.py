"""What the database itself refuses: any change to something signed, and any edit of the audit log.

A trigger looks at OLD and NEW, so that nothing moves into or out of a signed visit either. With
``recursive_triggers`` on, the delete half of a REPLACE meets them too. Whoever holds the data key
could drop them; seals and audit chain then tell.
"""

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import BELOW_VISIT
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.store.tables import table_name

SIGNED = "needlechart: the visit is signed"
SEALED = "needlechart: this record is sealed"
KEPT = "needlechart: this record is kept for good"
UNSIGNED = "needlechart: the visit of this seal is not signed"

FOR_GOOD: tuple[type[Record], ...] = (Seal, Addendum, AuditEntry)
"""Never updated, never deleted."""

SEALED_ALONE: tuple[type[Record], ...] = (FollowUp, AdverseEvent, Addendum)
"""May have a seal of their own."""

ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def triggers() -> list[str]:
    """Every trigger of the schema, as SQL."""
    found = [_visit_trigger(Visit, "id", event) for event in ROWS]
    for kind in BELOW_VISIT:
        found += [_visit_trigger(kind, "visit_id", event) for event in ROWS]
    for kind in SEALED_ALONE:
        found += [_seal_trigger(kind, event) for event in ("update", "delete")]
    for kind in FOR_GOOD:
        found += [
            _trigger(f"{table_name(kind)}_no_{event}", kind, event, "", KEPT)
            for event in ("update", "delete")
        ]
    found.append(_signed_first())
    return found


def trigger_name(kind: type[Record], event: str) -> str:
    """Name of the trigger that guards a table below a visit."""
    return f"{table_name(kind)}_signed_{event}"


def _visit_trigger(kind: type[Record], column: str, event: str) -> str:
    seals = " OR ".join(
        f"EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND about_visit_id = {row}.{column})"  # noqa: S608 - our own names
        for row in ROWS[event]
    )
    return _trigger(trigger_name(kind, event), kind, event, seals, SIGNED)


def _seal_trigger(kind: type[Record], event: str) -> str:
    seals = " OR ".join(
        f"EXISTS (SELECT 1 FROM seal WHERE kind <> 'visit' AND subject_id = {row}.id)"  # noqa: S608 - our own names
        for row in ROWS[event]
    )
    return _trigger(f"{table_name(kind)}_sealed_{event}", kind, event, seals, SEALED)


def _signed_first() -> str:
    when = (
        "NEW.kind = 'visit' AND NOT EXISTS"
        " (SELECT 1 FROM visit WHERE id = NEW.about_visit_id AND status = 'signed')"
    )
    return _trigger("seal_of_signed_visit", Seal, "insert", when, UNSIGNED)


def _trigger(name: str, kind: type[Record], event: str, when: str, why: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table_name(kind)}{condition}"
        f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )
