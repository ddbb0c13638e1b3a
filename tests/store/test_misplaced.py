"""A write that is given a row of another patient is refused and logged: each reference of the schema."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import BY_NAME, KINDS, patient_of
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record, field_types
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store.problems import Refused
from needlechart.store.signing import SUBJECTS
from needlechart.store.store import Store
from needlechart.store.tables import table_name
from tests import factories
from tests.store.conftest import new_store

THEIRS = "theirs"
KIND_OF = {table_name(kind): kind for kind in KINDS}
BESIDE_THE_SCHEMA = [(Alert, "from_visit", Visit)]
"""A reference that outlives what it refers to, so the schema does not know it."""


def of_somebody_else(records: list[Record]) -> list[Record]:
    """The same records under other ids, of another patient."""
    ids = {one.id: f"{THEIRS}-{number}" for number, one in enumerate(records)}
    ids |= {factories.PATIENT: THEIRS, factories.EPISODE: f"{THEIRS}-e", factories.VISIT: f"{THEIRS}-v"}
    found = []
    for one in records:
        values = {name: getattr(one, name) for name in field_types(type(one))}
        moved = {name: ids[value] for name, value in values.items() if value in list(ids)}
        found.append(one.but(**moved, **({"record_number": "2"} if isinstance(one, Patient) else {})))
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A draft of each of two patients, and of each a signed visit with an addendum."""
    folder: Path = tmp_path_factory.mktemp("two") / "chart"
    with new_store(folder) as opened:
        mine = factories.whole_visit()
        signed = factories.visit(id="signed", number=2)
        late = factories.addendum(id="late", about_visit_id="signed")
        theirs = of_somebody_else([*mine, signed, late])
        opened.put(*mine, signed, *theirs[:-1])
        opened.sign_visit("signed")
        opened.add_addendum(late)
        opened.sign_visit(theirs[-2].id)
        opened.add_addendum(theirs[-1])  # type: ignore[arg-type]
        yield opened


def references(store: Store) -> list[tuple[type[Record], str, type[Record]]]:
    """Each column that refers to something of a patient, as the schema of the file has it."""
    raw = store.opened.raw
    found = []
    for name, kind in KIND_OF.items():
        for row in raw.execute(f"PRAGMA foreign_key_list({name})").fetchall():
            target = KIND_OF[row[2]]
            if target is not Patient and "patient_id" in field_types(target):
                found.append((kind, row[3], target))
    return [*found, *BESIDE_THE_SCHEMA]


def one_of(store: Store, kind: type[Record], *, theirs: bool) -> Record:
    found = [one for one in store.select(kind) if (patient_of(one) == THEIRS) is theirs]
    return found[-1]


def everything(store: Store) -> dict[str, list[Record]]:
    return {name: store.select(kind) for name, kind in BY_NAME.items() if kind is not AuditEntry}


def ways(store: Store, mine: Record, wrong: Record) -> list[Callable[[], object]]:
    """Every way a record comes into the chart: new or changed, and sealed by itself."""
    fresh = wrong.but(id=f"fresh-{type(mine).__name__}")
    found: list[Callable[[], object]] = [
        lambda: store.put(fresh),
        lambda: store.put(wrong),
        lambda: store.apply([(None, fresh)]),
        lambda: store.apply([(mine, wrong)]),
    ]
    if type(mine) in SUBJECTS:
        found.append(lambda: store.seal_late(fresh))  # type: ignore[arg-type]
    return found


def test_a_reference_to_a_row_of_another_patient_is_refused_and_logged_by_every_write(store: Store) -> None:
    seen, tried, before = references(store), 0, everything(store)
    assert len(seen) >= 30
    for kind, column, target in seen:
        mine, other = one_of(store, kind, theirs=False), one_of(store, target, theirs=True)
        both = ("visit_id", "about_visit_id") if type(mine) is AdverseEvent and target is Visit else (column,)
        wrong = mine.but(**dict.fromkeys(both, other.id))  # an event of a visit is about that visit
        for write in ways(store, mine, wrong):
            head = store.head.sequence
            with pytest.raises(Refused, match="another patient"):
                write()
            (entry,) = store.select(AuditEntry, sequence=set(range(head + 1, head + 9)))
            assert entry.action is AuditAction.REFUSED, (kind, column)
            assert (entry.record_kind, entry.patient_id) == (kind.__name__, patient_of(mine))
            tried += 1
    assert tried > 4 * len(seen)
    assert everything(store) == before


def test_no_record_moves_to_another_patient(store: Store) -> None:
    kinds = [one for one in KINDS if "patient_id" in field_types(one) and one is not AuditEntry]
    before = everything(store)
    for kind in kinds:
        mine = one_of(store, kind, theirs=False)
        moved = mine.but(patient_id=THEIRS)
        for write in (
            lambda row=moved: store.put(row),
            lambda old=mine, row=moved: store.apply([(old, row)]),
        ):
            head = store.head.sequence
            with pytest.raises(Refused, match="another patient"):
                write()
            assert [one.action for one in store.select(AuditEntry, sequence=head + 1)] == [
                AuditAction.REFUSED
            ]
    assert everything(store) == before
    assert store.check().findings == ()
