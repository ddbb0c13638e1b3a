"""Charts of every released schema open in today's program with everything in them."""

import shutil
from pathlib import Path

import pytest

from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.words import VisitStatus
from needlechart.store.queries.visit_document import patient_chart
from needlechart.store.store import Store
from needlechart.store.tables import SCHEMA_VERSION
from tests import factories

DATA = Path(__file__).parent.parent / "data"
CHARTS = sorted(DATA.glob("schema-*"))


def test_there_is_a_chart_of_every_schema():
    assert [path.name for path in CHARTS] == [f"schema-{number}" for number in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.name)
def test_it_opens_whole(chart: Path, tmp_path: Path):
    folder = tmp_path / "chart"
    shutil.copytree(chart, folder)

    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert store.notices == ()
        assert store.check().findings == ()
        assert {kind.__name__ for kind in KINDS if not store.select(kind)} == set()
        assert [one.full_name for one in store.select(Patient)] == [
            "Ines Okonkwo-Reyes",
            "Иван Łukasiewicz-Ağaoğlu",
        ]
        assert [one.kind for one in store.select(Seal)] == ["visit", "addendum", "follow_up"]
        assert store.select(Addendum)[0].text == "The left side was not examined."
        (shown,) = patient_chart(store, factories.PATIENT).visits
        assert shown.visit.status is VisitStatus.SIGNED
        assert shown.visit.patient_words == "It aches when I sit & <stand>."
