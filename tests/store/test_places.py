"""Backups by themselves: when, where, how many stay; and what a restore would lose."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.backup_view import OVERDUE, BackupPlace, overdue_words
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction, Role
from needlechart.store import dated, places
from needlechart.store.aside import COUNTED
from needlechart.store.backup import backup, free_name
from needlechart.store.files import BACKUPS, DATABASE, KEYS
from needlechart.store.loss import loss_of
from needlechart.store.manifest import MANIFEST, BackupInfo, backups, manifest_of
from needlechart.store.places import (
    all_backups,
    backup_everywhere,
    backup_if_due,
    known_places,
    last_backup_at,
    overview,
    thin,
)
from needlechart.store.problems import BadBackup, HeldElsewhere, NotAllowed, StoreProblem
from needlechart.store.replaced import REPLACED, thin_replaced
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.thinning import LONG, superfluous
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.store.conftest import CHEAP, reopened

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Made:
    made_at: datetime
    reason: str = "asked"


START = datetime(2026, 1, 1, 18, tzinfo=timezone.utc)  # noqa: UP017


def of_the_table(ever: dict[Made, date], today: date) -> set[Made]:
    """What README promises, written out: of all backups ever made (oldest first), those that stay."""
    older = {one: day for one, day in ever.items() if day < today - timedelta(days=1)}

    def newest_of_each(named: Callable[[date], int], slots: int) -> set[Made]:
        newest = {named(day): one for one, day in older.items()}
        return {newest[name] for name in sorted(newest)[-slots:]}

    kept = ever.keys() - older.keys()
    kept |= newest_of_each(lambda day: day.toordinal(), 12)
    kept |= newest_of_each(lambda day: (day.toordinal() - 1) // 7, 10)  # weeks begin on Monday
    kept |= newest_of_each(lambda day: day.year * 12 + day.month, 9)
    return kept | {one for one, day in older.items() if one.reason == "before-upgrade" and today - day < LONG}


def test_over_400_days_what_stays_is_the_table_each_day():
    """One to four backups a day, weekends and three weeks of leave without, two upgrades."""
    chance = random.Random(61)
    ever: dict[Made, date] = {}
    left: list[Made] = []
    for day in range(400):
        today = START + timedelta(days=day)
        if today.weekday() >= 5 or day in range(200, 221):
            continue
        for hour in sorted(chance.sample(range(9), chance.randint(1, 4))):
            reason = "before-upgrade" if day in (30, 252) else "asked"
            made = Made(today + timedelta(hours=hour - 9, seconds=chance.randrange(3600)), reason)
            ever[made] = made.made_at.astimezone().date()
            left.append(made)
            for one in superfluous(left, made.made_at):
                left.remove(one)
        assert set(left) == of_the_table(ever, ever[made]), made
    assert len(ever) > 600
    assert 25 < len(left) < 45
    assert any(one.reason == "before-upgrade" for one in left)


def folders_of(base: Path) -> list[str]:
    return sorted(path.name for path in base.iterdir())


def a_copy(base: Path, at: datetime) -> None:
    """A backup as its folder and its manifest: all that thinning looks at."""
    info = BackupInfo(
        folder=free_name(base, at),
        made_at=at,
        reason="asked",
        file_id="a chart",
        schema=1,
        sha256="",
        size=0,
        head_sequence=1,
        head_hash="",
        counts={},
    )
    info.folder.mkdir(parents=True)
    (info.folder / MANIFEST).write_bytes(manifest_of(info))


@pytest.mark.parametrize("years", [2, -2])
def test_a_clock_two_years_off_takes_no_folder_and_when_it_is_right_again_none_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int
):
    at = [START]
    monkeypatch.setattr(places, "now", lambda: at[0])
    for day in range(40):
        at[0] = START + timedelta(days=day)
        a_copy(tmp_path, at[0])
        thin(tmp_path, "a chart")
        assert folders_of(tmp_path)
    before = folders_of(tmp_path)
    assert len(before) < 25

    right = at[0]
    at[0] = right + timedelta(days=730 * years // abs(years))
    thin(tmp_path, "a chart")
    assert folders_of(tmp_path) == before
    for hour in (1, 2):  # and while backups are made by the wrong time
        at[0] += timedelta(hours=hour)
        a_copy(tmp_path, at[0])
        thin(tmp_path, "a chart")
    at[0] = right + timedelta(hours=5)
    thin(tmp_path, "a chart")
    a_copy(tmp_path, at[0])
    thin(tmp_path, "a chart")
    assert set(before) < set(folders_of(tmp_path))
    assert backups(tmp_path)[0].made_at == (at[0] if years < 0 else right + timedelta(days=730, hours=3))


@given(
    st.lists(st.integers(0, 900 * 24), min_size=1, max_size=60, unique=True),
    st.integers(-800, 800),
)
@settings(max_examples=200)
def test_thinning_never_takes_the_newest_and_a_clock_set_wrong_takes_nothing(hours: list[int], jump: int):
    made = [Made(START + timedelta(hours=one)) for one in hours]
    newest = max(made, key=lambda one: one.made_at)
    at = newest.made_at + timedelta(days=jump)

    gone = superfluous(made, at)

    assert newest not in gone
    if jump < 0 or jump > 100:
        assert gone == []


def test_what_was_made_before_an_upgrade_stays_a_year():
    made = [
        Made(START - timedelta(days=day), "before-upgrade" if day == 200 else "asked") for day in range(300)
    ]
    gone = superfluous(made, START)
    assert len(gone) > 200
    assert all(one.reason == "asked" for one in gone)


def test_a_backup_goes_to_both_places_and_each_is_whole(store: Store, folder: Path, tmp_path: Path):
    one, two = tmp_path / "share", tmp_path / "stick"
    one.mkdir()
    two.mkdir()
    store.put(store.clinic.but(backup_folder=str(one), second_backup_folder=str(two)), factories.patient())

    made = backup_everywhere(store, "asked")

    (first,), (second,) = backups(one), backups(two)
    assert first == made
    assert (first.sha256, first.counts, first.head_hash) == (second.sha256, second.counts, second.head_hash)
    assert [place.folder for place in known_places(folder)] == [one, two]
    assert last_backup_at(folder) == made.made_at
    restore(second.folder, tmp_path / "elsewhere", CLINICIAN, PASSPHRASE)
    with Store.open(tmp_path / "elsewhere", CLINICIAN, PASSPHRASE) as other:
        assert other.check().findings == ()


def test_a_stick_pulled_out_leaves_a_copy_beside_the_chart_and_says_so(
    store: Store, folder: Path, tmp_path: Path
):
    stick = tmp_path / "media" / "STICK"
    store.put(store.clinic.but(backup_folder=str(stick)), factories.patient())

    made = backup_everywhere(store, "asked")

    assert made.folder.parent == folder / BACKUPS
    assert not stick.exists()  # never made on the laptop's own disk
    (place, beside) = known_places(folder)
    assert (place.folder, place.failed) == (stick, "The backup folder is not there.")
    assert beside.last == made.made_at
    assert str(stick) in overdue_words(known_places(folder), now())


def test_when_no_place_takes_it_the_problem_is_raised(store: Store, folder: Path):
    (folder / BACKUPS).write_text("in the way")
    with pytest.raises(StoreProblem):
        backup_everywhere(store, "asked")
    assert known_places(folder)[0].failed


def test_a_backup_is_due_when_something_was_charted(store: Store, folder: Path):
    assert not backup_if_due(store, "closing", HOUR)  # a new chart holds nothing yet
    store.put(factories.patient())
    assert backup_if_due(store, "closing", HOUR)
    store.put(factories.patient(family_name="Other"))
    assert not backup_if_due(store, "closing", HOUR)  # the newest is young
    assert backup_if_due(store, "closing", timedelta(0))
    assert not backup_if_due(store, "closing", timedelta(0))  # nothing new since
    assert [one.reason for one in backups(folder)] == ["closing", "closing"]


def test_thinning_leaves_other_charts_alone(store: Store, folder: Path, tmp_path: Path):
    shared = tmp_path / "shared"
    other, _ = Store.create(tmp_path / "other", factories.clinic(), factories.clinician(), PASSPHRASE, CHEAP)
    theirs = backup(other, shared)
    other.close()
    mine = backup(store, shared)
    thin(shared, mine.file_id)
    assert {one.folder for one in backups(shared)} == {theirs.folder, mine.folder}


def test_what_is_overdue_is_one_sentence():
    at = now()
    fresh = BackupPlace(folder=Path("a"), last=at - OVERDUE / 2)
    old = BackupPlace(folder=Path("a"), last=at - timedelta(days=9))
    away = BackupPlace(folder=Path("b"), chosen=True, last=at - timedelta(days=9), failed="x", failed_at=at)
    assert overdue_words((fresh,), at) == ""
    assert overdue_words((old,), at) == "The last backup is 9 days old."
    assert overdue_words((fresh, away), at) == "No backup reached b for 9 days."


@pytest.mark.parametrize("text", ["", "{", "[]", '{"places": 3}', '{"places": [{"folder": 3}]}', "[" * 9999])
def test_a_damaged_list_of_places_is_no_obstacle(store: Store, folder: Path, text: str):
    made = backup(store)
    (folder / "chart.places").write_text(text)
    assert known_places(folder)[0].last == made.made_at
    assert overview(folder).rows[0].folder == made.folder


def charted_since(store: Store) -> None:
    """A visit the backup does not know, one signed since, and a detail of a patient."""
    store.put(
        factories.visit(id="new", number=2),
        factories.point(id="new-point", visit_id="new"),
        factories.point(id="new-second", visit_id="new", number=2),
    )
    store.sign_visit(factories.VISIT)
    store.put(factories.patient(phone="555 0100"))


def test_what_a_restore_would_lose_is_counted_by_visit(store: Store, folder: Path):
    store.put(*factories.whole_visit())
    info = backup(store)
    charted_since(store)
    store.close()

    lost = loss_of(info.folder, folder, CLINICIAN, PASSPHRASE)

    assert lost.readable
    assert lost.same
    assert not lost.nothing
    seen = {(one.new, one.signed): one.changes for one in lost.visits}
    assert seen == {(True, False): 3, (False, True): 2}
    assert {one.record_number for one in lost.visits} == {factories.patient().record_number}
    assert lost.others == 1
    reopened(folder).close()  # and the chart is free again


def test_a_restore_of_the_present_state_loses_nothing(store: Store, folder: Path):
    store.put(*factories.whole_visit())
    info = backup(store)
    store.close()
    assert loss_of(info.folder, folder, CLINICIAN, PASSPHRASE).nothing


def test_the_loss_of_a_damaged_chart_cannot_be_counted_and_of_a_missing_one_is_none(
    store: Store, folder: Path, tmp_path: Path
):
    store.put(*factories.whole_visit())
    info = backup(store, tmp_path / "stick")
    store.close()
    data = bytearray((folder / DATABASE).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = bytes(4096)
    (folder / DATABASE).write_bytes(data[:8192])

    assert not loss_of(info.folder, folder, CLINICIAN, PASSPHRASE).readable
    assert loss_of(info.folder, tmp_path / "nowhere", CLINICIAN, PASSPHRASE).nothing


def test_the_loss_of_a_chart_that_was_cut_off_is_counted_as_far_as_it_can_be_read(
    store: Store, folder: Path, tmp_path: Path
):
    for n in range(60):
        store.put(factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900))
    info = backup(store, tmp_path / "stick")
    store.put(*factories.whole_visit())
    for n in range(60, 120):
        store.put(factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900))
    store.close()
    whole = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(whole[:-9000])

    loss = loss_of(info.folder, folder, CLINICIAN, PASSPHRASE)
    assert (loss.readable, loss.partly, loss.same, loss.nothing) == (True, True, True, False)
    assert [(one.record_number, one.new) for one in loss.visits] == [("1042", True)]
    assert loss.others >= 50
    assert (folder / DATABASE).read_bytes() == whole[:-9000]
    assert not (folder / COUNTED).exists()


def test_another_chart_would_be_lost_as_a_whole(store: Store, folder: Path, tmp_path: Path):
    store.put(*factories.whole_visit())
    store.close()
    other, _ = Store.create(tmp_path / "other", factories.clinic(), factories.clinician(), PASSPHRASE, CHEAP)
    info = backup(other)
    other.close()

    lost = loss_of(info.folder, folder, CLINICIAN, PASSPHRASE)

    assert not lost.same
    assert len(lost.visits) == 1


def test_a_damaged_backup_or_an_open_chart_stops_the_count(store: Store, folder: Path):
    info = backup(store)
    with pytest.raises(HeldElsewhere):
        loss_of(info.folder, folder, CLINICIAN, PASSPHRASE)
    store.close()
    data = bytearray((info.folder / DATABASE).read_bytes())
    data[5000] ^= 1
    (info.folder / DATABASE).write_bytes(data)
    with pytest.raises(BadBackup):
        loss_of(info.folder, folder, CLINICIAN, PASSPHRASE)


def test_who_left_or_only_reads_restores_nothing(store: Store, folder: Path):
    words = "granite orchard 7 violet kites"
    store.add_clinician(factories.clinician(id="gone", name="Gone"), words, cost=CHEAP)
    store.add_clinician(factories.clinician(id="reader", name="R", role=Role.READ_ONLY), words, cost=CHEAP)
    info = backup(store)
    store.set_active("gone", active=False)
    store.close()
    before = (folder / DATABASE).read_bytes()

    for who in ("gone", "reader"):
        with pytest.raises(NotAllowed):
            restore(info.folder, folder, who, words)
    assert (folder / DATABASE).read_bytes() == before


def test_what_restores_put_aside_goes_after_a_year_but_the_newest_stays_and_the_log_tells(
    store: Store, folder: Path
):
    store.put(factories.patient())
    info = backup_everywhere(store, "asked")
    store.close()
    for days in (800, 400, 30):
        restore(info.folder, folder, CLINICIAN, PASSPHRASE)
        newest = max((folder / BACKUPS).glob("replaced-*"), key=lambda one: one.stat().st_ctime_ns)
        newest.rename(newest.with_name(dated.name(REPLACED, now() - timedelta(days=days))))

    def aside() -> list[int]:
        return [
            round((now() - at) / timedelta(days=1)) for at, _ in dated.folders(folder / BACKUPS, REPLACED)
        ]

    with reopened(folder) as again:
        assert aside() == [30, 400, 800]
        thin_replaced(again, now() + timedelta(days=200))  # a clock that was set wrong
        assert aside() == [30, 400, 800]
        backup_everywhere(again, "asked")
        assert aside() == [30]
        told = [one.detail for one in again.select(AuditEntry, action=AuditAction.REMOVED)]
        assert len(told) == 2
        assert all("what a restore of" in one for one in told)
        thin_replaced(again, now() + timedelta(days=80))
        assert aside() == [30]


def test_a_backup_is_found_wherever_it_was_put(store: Store, folder: Path, tmp_path: Path):
    beside = backup(store)
    stick = tmp_path / "stick"
    stick.mkdir()
    store.put(store.clinic.but(backup_folder=str(stick)))
    away = backup_everywhere(store, "asked")
    assert {one.folder for one in all_backups(folder)} == {beside.folder, away.folder}
    shutil.rmtree(stick)
    assert [one.folder for one in all_backups(folder)] == [beside.folder]
    assert (folder / KEYS).exists()
