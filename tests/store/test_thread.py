"""The store's own thread: in order, never waiting, every problem in its future."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from needlechart.domain.patient import Patient
from needlechart.store.audit import read_anchor
from needlechart.store.problems import Conflict, StoreProblem, WrongPassphrase
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from tests import factories
from tests.store.conftest import new_store, reopened


@pytest.fixture
def thread(folder: Path) -> Iterator[StoreThread]:
    new_store(folder).close()
    started = StoreThread()
    yield started
    assert started.close(30)


def test_work_is_done_in_order_on_one_thread(thread: StoreThread, folder: Path):
    thread.open(lambda: reopened(folder))
    threads: list[int] = []

    def put(number: int) -> "object":
        def work(store: Store) -> int:
            threads.append(threading.get_ident())
            store.put(factories.patient(phone=str(number)))
            return number

        return work

    futures = [thread.submit(put(number)) for number in range(30)]

    assert [future.result(30) for future in futures] == list(range(30))
    kept = thread.submit(lambda store: store.get(Patient, factories.PATIENT)).result(30)
    assert kept == factories.patient(phone="29")
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_submitting_never_waits(thread: StoreThread, folder: Path):
    thread.open(lambda: reopened(folder))
    gate = threading.Event()
    slow = thread.submit(lambda _: gate.wait(30))

    after = thread.submit(lambda store: store.clinic.name)

    assert not after.done()
    gate.set()
    assert slow.result(30)
    assert after.result(30) == factories.clinic().name


def test_a_problem_is_in_its_future_and_the_next_work_goes_on(thread: StoreThread, folder: Path):
    thread.open(lambda: reopened(folder))
    ghost = factories.patient()

    failed = thread.submit(lambda store: store.apply([(ghost, ghost.but(phone="1"))]))
    fine = thread.submit(lambda store: store.put(ghost))

    assert isinstance(failed.exception(30), Conflict)
    assert fine.exception(30) is None


def test_a_wrong_passphrase_leaves_the_thread_locked(thread: StoreThread, folder: Path):
    opening = thread.open(lambda: Store.open(folder, factories.CLINICIAN, "wrong"))

    assert isinstance(opening.exception(30), WrongPassphrase)
    assert isinstance(thread.submit(lambda store: store.clinic).exception(30), StoreProblem)


def test_lock_and_open_again(thread: StoreThread, folder: Path):
    thread.open(lambda: reopened(folder))
    written = thread.submit(lambda store: store.put(factories.patient()))

    thread.lock().result(30)

    assert written.done()
    again = thread.open(lambda: reopened(folder)).result(30)
    assert again.folder == folder
    assert thread.submit(lambda store: store.get(Patient, factories.PATIENT)).result(30) is not None


def test_closing_finishes_what_was_submitted(folder: Path):
    new_store(folder).close()
    thread = StoreThread()
    thread.open(lambda: reopened(folder))
    futures = [
        thread.submit(lambda store, n=n: store.put(factories.patient(phone=str(n)))) for n in range(20)
    ]

    assert thread.close(30)
    assert thread.close(30)

    assert all(future.exception() is None for future in futures)
    assert isinstance(thread.submit(lambda store: store.clinic).exception(1), StoreProblem)
    with reopened(folder) as store:
        assert store.get(Patient, factories.PATIENT) == factories.patient(phone="19")


def test_the_anchor_follows_at_most_five_seconds_behind_somebody_who_never_rests(folder: Path):
    new_store(folder).close()
    clock = [0.0]
    thread = StoreThread(lambda: clock[0])
    thread.open(lambda: reopened(folder))
    gate = threading.Event()

    def anchored(store: Store) -> bool:
        said = read_anchor(folder, store.opened.file_id, store.opened.secrets.data_key)
        assert said is not None
        current = said.head.sequence == store.head.sequence
        store.put(factories.patient(phone=str(clock[0])))
        clock[0] += 3
        return current

    thread.submit(lambda _: gate.wait(30))
    asked = [thread.submit(anchored) for _ in range(6)]
    gate.set()  # everything is in the queue: the thread never waits

    said = [one.result(30) for one in asked]
    assert thread.close(30)
    assert said[2:] == [True, False, True, False]
