"""After a check that found something: the newest backup that has none of it is named, not the newest."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from needlechart.domain.rules.time_words import date_words
from needlechart.store import backup as backup_module
from needlechart.store.backup import backup
from needlechart.store.files import ANCHOR, DATABASE
from needlechart.store.manifest import BackupInfo, backups
from needlechart.store.store import Store
from needlechart.store.trial import every
from needlechart.store.way_back import NONE_THERE, first_sound, search, way_back
from tests import factories
from tests.faults.test_history import tamper
from tests.store.conftest import signed_chart


@pytest.fixture
def chart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Four backups, one a day; after the second a signed visit was changed by another program."""
    day = iter(factories.MORNING + timedelta(days=n) for n in range(1, 100))
    monkeypatch.setattr(backup_module, "now", lambda: next(day))
    with signed_chart(folder) as store:
        for number in range(4):
            if number == 2:
                tamper(store, "UPDATE visit SET plan = 'other'")
            store.put(factories.patient(id=f"p{number}", record_number=f"no {number}"))
            backup(store)
        yield store


def made(store: Store) -> list[BackupInfo]:
    return backups(store.folder)


def test_the_newest_backup_from_before_the_change_is_named(chart: Store) -> None:
    assert chart.check().harmed
    found = search(every(chart))
    assert found.found == made(chart)[2]
    assert found.looked < 4
    day = date_words(made(chart)[2].made_at.astimezone().date())
    assert f"Newer backups have problems, too: the newest without any is that of {day}" in found.words
    assert not (chart.folder / ".trial").exists()


def test_a_chart_whose_file_alone_is_damaged_is_sent_to_the_newest(chart: Store) -> None:
    for one in made(chart)[:2]:
        shutil.rmtree(one.folder)
    words = way_back(chart)
    assert f"The newest backup, of {date_words(made(chart)[0].made_at.astimezone().date())}" in words
    assert "with 1 visit, has none of these problems" in words


def test_backups_that_all_have_it_are_not_recommended(chart: Store) -> None:
    for one in made(chart)[2:]:
        shutil.rmtree(one.folder)
    said: list[str] = []
    words = way_back(chart, lambda done, total, what: said.append(what))
    assert "Each of the 2 backups within reach has problems, too" in words
    assert any("records against the log" in one for one in said)
    for one in made(chart):
        shutil.rmtree(one.folder)
    assert way_back(chart) == NONE_THERE


def test_a_backup_that_is_damaged_itself_is_passed_over(chart: Store) -> None:
    newer, older = made(chart)[2:]
    (newer.folder / DATABASE).write_bytes(b"x" * 9000)
    assert search(every(chart)).found == older


def test_a_damaged_anchor_sends_nobody_to_a_backup(folder: Path) -> None:
    with signed_chart(folder) as store:
        store.anchor()
        (folder / ANCHOR).unlink()
        report = store.check()
    assert report.findings
    assert not report.harmed


@pytest.mark.parametrize("count", range(9))
def test_the_first_sound_one_is_found_wherever_it_is(count: int) -> None:
    for first in range(count):
        assert first_sound(count, lambda n, first=first: n >= first) == first
    assert first_sound(count, lambda _: False) is None
    for alone in range(count):
        assert first_sound(count, lambda n, alone=alone: n == alone) == alone
