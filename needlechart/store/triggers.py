"""What the database itself refuses: any change to something signed, and any edit of the audit log.

A trigger looks at OLD and NEW, so that nothing moves into or out of a signed visit either. With
``recursive_triggers`` on, the delete half of a REPLACE meets them too. Whoever holds the data key
could drop them; seals and audit chain then tell.
"""

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.kinds import BELOW_VISIT
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.store.tables import table_name

SIGNED = "needlechart: the visit is signed"
SEALED = "needlechart: this record is sealed"
KEPT = "needlechart: this record is kept for good"
SHOWN = "needlechart: a signed visit shows this record"
PUT_TO_PAPER = "needlechart: a signed form does not change"
UNSIGNED = "needlechart: the visit of this seal is not signed"

FOR_GOOD: tuple[type[Record], ...] = (Seal, Addendum, AuditEntry)
"""Never updated, never deleted."""

SEALED_ALONE: tuple[type[Record], ...] = (FollowUp, AdverseEvent, Addendum)
"""May have a seal of their own."""

AROUND_VISITS: tuple[type[Record], ...] = (Patient, Alert, Episode, Indication, Goal, Consent)
"""Shown by signed visits: never deleted once one of them shows it."""

OF_THE_FORM = (
    "patient_id",
    "kind",
    "agreement",
    "given_at",
    "form_version",
    "form_text",
    "letterhead",
    "patient_name",
    "patient_born",
    "patient_number",
    "signer",
    "signer_role",
    "clinician_name",
    "strokes",
)
"""What a person put their name to; withdrawal and copy come later."""

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
    found += [_shown_trigger(kind) for kind in AROUND_VISITS]
    found += [_form_trigger(), _signed_first()]
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


def _shown_trigger(kind: type[Record]) -> str:
    """No delete of what a seal of this person (their aliases included) shows."""
    person = "OLD.id" if kind is Patient else "OLD.patient_id"
    named = "instr(canonical, '\"id\":\"' || OLD.id || '\"') > 0"
    seals = (
        f"EXISTS (SELECT 1 FROM seal WHERE kind = 'visit' AND {named}"  # noqa: S608 - our own names
        f" AND patient_id IN (SELECT id FROM patient WHERE id = {person} OR merged_into = {person} OR id ="
        f" (SELECT merged_into FROM patient WHERE id = {person})))"
    )
    return _trigger(f"{table_name(kind)}_shown_delete", kind, "delete", seals, SHOWN)


def _form_trigger() -> str:
    """A form that was signed on screen stays word for word and stroke for stroke."""
    changed = " OR ".join(f"NEW.{field} IS NOT OLD.{field}" for field in OF_THE_FORM)
    signed = "(OLD.strokes <> '[]' OR OLD.form_text <> '')"
    return _trigger("consent_form_update", Consent, "update", f"{signed} AND ({changed})", PUT_TO_PAPER)


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
