"""Charts of every released schema open in today's program with everything in them."""

import shutil
from pathlib import Path

import pytest

from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.words import VisitStatus
from needlechart.store.backup import backup_raw
from needlechart.store.connection import open_raw
from needlechart.store.files import DATABASE
from needlechart.store.problems import EarlierDevelopment
from needlechart.store.queries.visit_document import patient_chart
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import unlock
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


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.name)
def test_a_backup_of_it_restores_whole_into_another_folder(chart: Path, tmp_path: Path):
    """As a backup that was made by the version of that schema lies on a stick."""
    folder, other = tmp_path / "chart", tmp_path / "another laptop"
    shutil.copytree(chart, folder)
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    raw = open_raw(folder / DATABASE, secrets.data_key)
    try:
        made = backup_raw(folder, raw, secrets, reason="asked", target=tmp_path / "stick")
    finally:
        raw.close()

    restore(made.folder, other, factories.CLINICIAN, factories.PASSPHRASE)

    with Store.open(other, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert store.notices == ()
        assert store.check().findings == ()
        assert len(store.select(Seal)) == 3


@pytest.mark.parametrize("chart", CHARTS[-1:], ids=lambda path: path.name)
def test_a_chart_of_an_earlier_development_version_is_refused_in_words_and_replaces_nothing(
    chart: Path, tmp_path: Path
):
    folder, other = tmp_path / "chart", tmp_path / "other"
    shutil.copytree(chart, folder)
    shutil.copytree(chart, other)
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    raw = open_raw(folder / DATABASE, secrets.data_key)
    try:
        raw.execute("ALTER TABLE clinic DROP COLUMN backup_hours")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        made = backup_raw(folder, raw, secrets, reason="asked", target=tmp_path / "stick")
    finally:
        raw.close()
    before = (folder / DATABASE).read_bytes()

    with pytest.raises(EarlierDevelopment) as refused:
        Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE)
    assert refused.value.happened == "This chart was made by an earlier development version of needlechart."
    assert (folder / DATABASE).read_bytes() == before

    with pytest.raises(EarlierDevelopment):
        restore(made.folder, other, factories.CLINICIAN, factories.PASSPHRASE)
    with Store.open(other, factories.CLINICIAN, factories.PASSPHRASE) as store:
        assert len(store.select(Seal)) == 3
