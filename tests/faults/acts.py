"""Every act with what it asks of a role and what it writes into the log, to be done in the chart made here.

In their order they can be done one after the other in one chart: each has records of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from needlechart.app import asked, needles, removing, safety, sealing, verify
from needlechart.domain.audit_view import AuditFilter
from needlechart.domain.record import Record, now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.words import CheckWay, NeedleState, Role, Soreness, Technique
from needlechart.store import places, readable, replaced, trial
from needlechart.store.backup import backup
from needlechart.store.emergency import emergency_copy
from needlechart.store.needles_in import keep_stop
from needlechart.store.queries import audit_log
from needlechart.store.store import Store
from tests import factories as make
from tests.store.conftest import CHEAP, new_store

SIGNED, FREE, NEW, LEAVER, GIVEN = "signed", "free", "new", "leaver", "granite orchard 7 violet kites"
ALERT, EVENT = "alert", "late-event"
WRITES_AND_SIGNS = ("put FollowUp", "signed Seal")


@dataclass(frozen=True)
class Doing:
    """``needs`` is None for what everybody may; ``writes`` is action and kind of each entry, in order.

    ``whole``: it is one transaction. ``by_role``: without the right it does nothing, instead of refusing.
    """

    needs: Act | None
    do: Callable[[Store], object]
    writes: tuple[str, ...] = ()
    whole: bool = True
    by_role: bool = False


def person_of(role: str) -> str:
    """The id of who has this role."""
    return f"a-{role}" if role != LEAVER else LEAVER


def charts(folder: Path) -> None:
    """A closed chart with somebody of each role, drafts, a signed visit and what came after it."""
    with new_store(folder) as store:
        for role in (*Role, LEAVER):
            own = role if isinstance(role, Role) else Role.CLINICIAN
            person = make.clinician(id=person_of(role), name=f"A {role}", role=own)
            store.add_clinician(person, make.PASSPHRASE, CHEAP)
        store.put(
            make.clinic(name="Alder Street").but(id=store.clinic.id), *_patient(), *_signed(), *_beside()
        )
        store.sign_visit(SIGNED)
        store.put(
            make.adverse_event(id=EVENT, about_visit_id=SIGNED, visit_id="", kind="dizzy", kind_text="Dizzy")
        )
        backup(store)
    keep_stop(folder, now(), ("stopped",))


def _draft(visit_id: str, number: int) -> list[Record]:
    return [
        make.visit(id=visit_id, number=number, started=now()),
        make.aftercare(id=f"{visit_id}-care", visit_id=visit_id),
        make.measurement(id=f"{visit_id}-pain", visit_id=visit_id),
    ]


def _patient() -> list[Record]:
    point = make.point(id="stopped-point", visit_id="stopped")
    needle = make.needling(
        point, id="stopped-needle", state=NeedleState.IN, out_at=None, technique=Technique.IN_SITU
    )
    return [
        make.patient(),
        make.alert(id=ALERT),
        make.episode(),
        *_draft("draft", 1),
        *_draft("whole", 2),
        *_draft("gone", 3),
        *_draft("stopped", 4),
        point,
        needle,
    ]


def _signed() -> list[Record]:
    about = {"about_visit_id": SIGNED, "way": CheckWay.CALL}
    done = {"done_at": now(), "soreness": Soreness.MILD}
    return [
        make.visit(id=SIGNED, number=5, started=now()),
        make.follow_up(id="due", **about),
        make.follow_up(id="asked", **about),
        make.follow_up(id="answered", **about, **done),
        make.follow_up(id="unanswered", **about),
    ]


def _beside() -> list[Record]:
    """A record without a visit, and one of which nothing was signed."""
    return [
        make.patient(id=NEW, record_number="new"),
        make.episode(id="new-episode", patient_id=NEW),
        make.patient(id=FREE, record_number="free"),
        make.episode(id="free-episode", patient_id=FREE),
        make.phrase(id="phrase"),
    ]


def _own(store: Store) -> Addendum:
    mine = {"author_id": store.clinician.id, "author_name": store.clinician.signature_name}
    return make.addendum(about_visit_id=SIGNED, **mine)


def _addendum(store: Store) -> object:
    return store.add_addendum(_own(store))


def _sealed_addendum(store: Store) -> object:
    return sealing.sealed_addendum(store, _own(store))


def _late(store: Store) -> object:
    check = make.follow_up(id="due", about_visit_id=SIGNED, way=CheckWay.CALL)
    return store.seal_late(check.but(done_at=now(), soreness=Soreness.NONE))


def _note_file(store: Store) -> object:
    path = store.folder / "a.pdf"
    path.write_bytes(b"no PDF")
    return verify.verify_file(store, path)


def _code(store: Store) -> object:
    return verify.verify_code(store, store.select(Seal, about_visit_id=SIGNED)[0].digest[:32])


def _new_person(store: Store) -> object:
    return store.add_clinician(make.clinician(id="further", role=Role.CLINICIAN), GIVEN, CHEAP)


def _stick(store: Store) -> Path:
    return store.folder / "stick"


def _again(store: Store) -> object:
    return store.put(make.alert(id=ALERT, text="Takes apixaban 5 mg"))


A, S, P, K = Act.CHART, Act.SIGN, Act.PEOPLE, Act.KEYS
CERTIFIED = "passphrase_changed Clinician"
BACKED = ("backed_up",)
PUT_IN = make.point(id="mark", visit_id="draft")

ACTS: dict[str, Doing] = {
    "Store.apply": Doing(A, lambda s: s.apply([(None, PUT_IN)]), ("created TriggerPoint",)),
    "Store.put": Doing(A, _again, ("put Alert",)),
    "Store.remove": Doing(
        A, lambda s: s.remove(make.measurement(id="draft-pain", visit_id="draft")), ("removed Measurement",)
    ),
    "asked.applied": Doing(
        Act.SHELF, lambda s: asked.applied(s, [(None, make.catalogue_row())]), ("created CatalogueRow",)
    ),
    "asked.chart_of_patient": Doing(
        None, lambda s: asked.chart_of_patient(s, make.PATIENT), ("read Patient",)
    ),
    "asked.visit_to_read": Doing(None, lambda s: asked.visit_to_read(s, SIGNED), ("read Visit",)),
    "asked.visit_to_open": Doing(None, lambda s: asked.visit_to_open(s, "draft"), ("read Visit",)),
    "asked.started_visit": Doing(
        A, lambda s: asked.started_visit(s, NEW, s.clinician), ("created Visit", "read Visit"), whole=False
    ),
    "sealing.keep_handout": Doing(A, lambda s: sealing.keep_handout(s, "draft"), ("put Aftercare",)),
    "Store.sign_visit": Doing(S, lambda s: s.sign_visit("draft"), ("put Visit", "signed Seal")),
    "sealing.sign_whole": Doing(
        A,
        lambda s: sealing.sign_whole(s, "whole", now()),
        ("put Aftercare", "put Visit", "signed Seal"),
        whole=False,
    ),
    "Store.add_addendum": Doing(S, _addendum, ("created Addendum", "signed Seal")),
    "sealing.sealed_addendum": Doing(S, _sealed_addendum, ("created Addendum", "signed Seal")),
    "Store.seal_late": Doing(S, _late, WRITES_AND_SIGNS),
    "asked.check_answered": Doing(
        A, lambda s: asked.check_answered(s, "asked", {"note": "Called"}), ("put FollowUp",)
    ),
    "sealing.seal_answers": Doing(
        S, lambda s: sealing.seal_answers(s, frozenset({"answered"})), ("signed Seal",)
    ),
    "sealing.seal_reported": Doing(S, lambda s: sealing.seal_reported(s, make.PATIENT), ("signed Seal",)),
    "asked.event_reported": Doing(
        A,
        lambda s: asked.event_reported(s, make.adverse_event(about_visit_id=SIGNED, visit_id="")),
        ("created AdverseEvent",),
    ),
    "sealing.close_unanswered": Doing(
        A,
        lambda s: sealing.close_unanswered(s, now() + timedelta(days=30)),
        ("put FollowUp", "put FollowUp", "signed Seal", "signed Seal"),
        whole=False,
        by_role=True,
    ),
    "asked.home_now": Doing(None, asked.home_now),
    "removing.discarded": Doing(
        A,
        lambda s: removing.discarded(s, "gone"),
        ("removed Aftercare", "removed Measurement", "removed Visit"),
    ),
    "removing.deleted": Doing(A, lambda s: removing.deleted(s, FREE), ("removed Episode", "removed Patient")),
    "needles.chart_stop": Doing(A, needles.chart_stop, ("put Needling", "put Visit")),
    "asked.saved_events": Doing(
        None,
        lambda s: asked.saved_events(s, None, now().date(), s.folder / "rates.csv"),
        ("exported",),
    ),
    "verify.verify_file": Doing(None, _note_file, ("verified",)),
    "verify.verify_pdf": Doing(None, lambda s: verify.verify_pdf(s, b"no PDF")),
    "verify.verify_code": Doing(None, _code, ("verified",)),
    "safety.audit_page": Doing(Act.AUDIT, lambda s: safety.audit_page(s, AuditFilter(), 0), ("read",)),
    "audit_log.audit_page": Doing(Act.AUDIT, lambda s: audit_log.audit_page(s, AuditFilter())),
    "audit_log.audit_rows": Doing(Act.AUDIT, lambda s: list(audit_log.audit_rows(s, AuditFilter()))),
    "safety.save_audit": Doing(
        Act.AUDIT, lambda s: safety.save_audit(s, AuditFilter(), s.folder / "log.csv"), ("exported",)
    ),
    "Store.checked": Doing(None, lambda s: s.checked(), ("checked",)),
    "trial.keep": Doing(None, lambda s: trial.keep(s, [(now(), ())]), ("checked",), whole=False),
    "trial.wanted": Doing(Act.BACKUP, trial.wanted),
    "replaced.thin_replaced": Doing(None, lambda s: replaced.thin_replaced(s, now())),
    "readable.thin_copies": Doing(None, lambda s: readable.thin_copies(s, now())),
    "backup.backup": Doing(Act.BACKUP, backup, BACKED),
    "places.backup_everywhere": Doing(
        Act.BACKUP, lambda s: places.backup_everywhere(s, "asked"), BACKED, whole=False
    ),
    "places.asked_backup": Doing(Act.BACKUP, places.asked_backup, BACKED, whole=False),
    "asked.backed_up": Doing(
        Act.BACKUP, lambda s: asked.backed_up(s, lambda *told: None), BACKED, whole=False
    ),
    "emergency.emergency_copy": Doing(Act.BACKUP, lambda s: emergency_copy(s, _stick(s), [])),
    "safety.saved_elsewhere": Doing(Act.BACKUP, lambda s: safety.saved_elsewhere(s, _stick(s), [])),
    "Store.proposed_recovery_key": Doing(K, lambda s: s.proposed_recovery_key()),
    "Store.new_recovery_key": Doing(K, lambda s: s.new_recovery_key(), ("passphrase_changed",)),
    "Store.expect_sheet": Doing(K, lambda s: s.expect_sheet()),
    "Store.sheet_kept": Doing(K, lambda s: s.sheet_kept(), ("passphrase_changed",)),
    "Store.add_clinician": Doing(P, _new_person, ("created Clinician", CERTIFIED), whole=False),
    "Store.reset_passphrase": Doing(
        P,
        lambda s: s.reset_passphrase(LEAVER, GIVEN, CHEAP),
        ("setting Clinician", CERTIFIED, CERTIFIED),
        whole=False,
    ),
    "Store.set_role": Doing(P, lambda s: s.set_role(LEAVER, Role.STUDENT), ("setting Clinician",)),
    "Store.set_active": Doing(P, lambda s: s.set_active(LEAVER, active=False), ("setting Clinician",)),
    "Store.change_passphrase": Doing(
        None, lambda s: s.change_passphrase(make.PASSPHRASE, GIVEN, CHEAP), (CERTIFIED,)
    ),
}

OPENINGS = {
    "Store.open": "opens, and asks for the passphrase",
    "Store.open_with_recovery": "opens, and asks for the recovery key",
    "Store.for_reading": "opens, and asks for the passphrase",
    "Store.read_elsewhere": "opens, and asks for the passphrase",
    "Store.view": "opens, and asks for the passphrase",
    "Store.with_secrets": "opens, with keys that were asked for",
    "Store.close": "locks, which everybody may",
}
TOOLS = {
    "Store.allow": "asks itself who may",
    "Store.note": "writes into the log alone",
    "Store.found": "writes what a check found into the log, and nothing else",
    "Store.note_clock": "writes into the log alone",
    "elsewhere_seen.take_over": "writes into the log who read in a copy",
    "guards.refuse_by_role": "asks itself who may",
    "guards.refuse_misplaced": "refuses, and writes that into the log",
    "safety.backup_at_closing": "does what the role allows as the chart closes: places.backup_if_due",
    "safety.scheduled_backup": "the same by the clock: places.backup_if_due",
    "places.backup_if_due": "places.backup_everywhere, when it is due",
}

FREE_OF_LOG = {
    "Store.create": "makes a chart",
    "Store.get": "reads for the acts, which log",
    "Store.select": "reads for the acts, which log",
    "Store.left_with_key": "reads what the program keeps of itself",
    "Store.recall": "reads what the program keeps of itself",
    "Store.remember": "keeps what the log has been told already, of the program itself",
    "Store.reading": "one state for several reads",
    "Store.check": "`Store.checked` logs it",
    "Store.anchor": "beside the chart",
    "Store.checkpoint": "brings the write-ahead log into the file",
    "Store.confirm_passphrase": "a wrong one is logged at the next unlock",
    "Store.put_away_signing_key": "the lock, which logs",
}
"""Methods of the store that neither log nor ask who may, and why."""
