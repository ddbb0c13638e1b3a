"""Makes the chart in ``schema-1`` until schema 1 is released: ``python -m tests.data.make_chart``.

Fictional from end to end. Once a schema is released its chart is never made again.
"""

from datetime import timedelta
from pathlib import Path

from needlechart.store.files import BACKUPS
from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from tests import factories

FOLDER = Path(__file__).parent / "schema-1"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def make(folder: Path) -> None:
    """One clinic, two patients, a signed visit with an addendum and a late answer, and a draft."""
    store, _ = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    protocol = factories.protocol(id="protocol")
    store.put(factories.needle_type(id="needle"), factories.phrase(id="phrase"), protocol)
    store.put(factories.catalogue_row(id="catalogue-row"))
    store.put(
        factories.protocol_point("protocol", id="protocol-point"),
        factories.protocol_current("protocol", id="protocol-current"),
    )
    records = factories.whole_visit()
    store.put(*records)
    store.sign_visit(factories.VISIT, ended=factories.MORNING + timedelta(minutes=40))
    store.add_addendum(factories.addendum())
    answered = factories.follow_up(id="answered", done_at=factories.MORNING + timedelta(hours=30))
    store.seal_late(answered)
    store.put(
        factories.patient(
            id="second", record_number="1043", given_name="Иван", family_name="Łukasiewicz-Ağaoğlu"
        ),
        factories.episode(id="second-episode", patient_id="second"),
        factories.visit(id="draft", patient_id="second", episode_id="second-episode"),
        factories.point(patient_id="second", visit_id="draft"),
    )
    store.close()


if __name__ == "__main__":
    if FOLDER.exists():
        raise SystemExit(f"{FOLDER} is there already")
    make(FOLDER)
    print("made", sorted(path.name for path in FOLDER.iterdir() if path.name != BACKUPS))
