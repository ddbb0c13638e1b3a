"""An older state put back: single pages of it, or the whole file. It is told, never taken for the newest.

A page put back is whole in itself: its code fits. What tells are the history, the seals and the structure.
``NEEDLECHART_DAMAGE_PLACES`` sets how many pages are put back (6 if it is not set; with 500 each page that
ever changed), and to how many older files (as many, 20 at most).
"""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.store.files import DATABASE
from needlechart.store.problems import OlderThanAnchor, StoreProblem
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import new_store, reopened

PLACES = int(os.environ.get("NEEDLECHART_DAMAGE_PLACES", "6"))
EVERY = 500
PAGE = 4096
STATES = min(PLACES, 20)
NOTE = "x" * 900


@dataclass(frozen=True)
class Chart:
    """A closed chart in which a visit is signed and an addendum written; ``older`` are its files before."""

    folder: Path
    older: list[bytes]

    def replaced(self, target: Path, number: int, old: bytes) -> Path:
        """A copy in which one page is as it was."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target)
        with (target / DATABASE).open("r+b") as file:
            file.seek(number * PAGE)
            file.write(old)
        return target

    def changed(self) -> list[tuple[int, bytes]]:
        """Every state that a page once had and has no longer."""
        now = (self.folder / DATABASE).read_bytes()
        states = {
            (at // PAGE, data[at : at + PAGE])
            for data in self.older
            for at in range(0, len(data), PAGE)
            if data[at : at + PAGE] != now[at : at + PAGE]
        }
        return sorted(states)


STEPS: tuple[Callable[[Store], object], ...] = (
    lambda store: store.put(*factories.whole_visit()),
    lambda store: store.put(factories.patient(id="p3", record_number="no 3", note=NOTE.upper())),
    lambda store: store.sign_visit(factories.VISIT),
    lambda store: store.put(factories.visit(id="later", number=2), factories.point(visit_id="later")),
    lambda store: store.add_addendum(factories.addendum()),
)
"""What is done one day after the other; then patients are changed until there are states enough."""


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    folder = tmp_path_factory.mktemp("put-back") / "chart"
    with new_store(folder) as store:
        store.put(*(factories.patient(id=f"p{n}", record_number=f"no {n}", note=NOTE) for n in range(30)))
    older = []
    for number in range(max(STATES, len(STEPS))):
        older.append((folder / DATABASE).read_bytes())
        with reopened(folder) as store:
            if number < len(STEPS):
                STEPS[number](store)
            else:
                store.put(factories.patient(id=f"p{number}", record_number=f"no {number}", note="y" * 900))
    assert told(folder, refused=[]) == []
    return Chart(folder, older)


def told(folder: Path, refused: list[str]) -> list[str]:
    """What opening and the check say; ``refused`` gets what kept it from opening."""
    try:
        store = reopened(folder)
    except StoreProblem as problem:
        refused.append(problem.happened)
        return [problem.happened]
    said = [*store.notices]
    try:
        said += store.check().findings
        store.close()
    except StoreProblem as problem:
        said.append(problem.happened)
    return said


def test_a_page_put_back_as_it_was_is_found(chart: Chart, tmp_path: Path) -> None:
    changed = chart.changed()
    chosen = changed if PLACES >= EVERY else random.Random(22).sample(changed, PLACES)
    refused: list[str] = []
    for number, old in chosen:
        assert told(chart.replaced(tmp_path / "put-back", number, old), refused), number
    assert len(refused) < len(chosen)  # or the check was never asked
    print(
        f"\nput_back: {len(chosen)} of {len(changed)} states of pages, all found, {len(refused)} at opening"
    )


@pytest.mark.parametrize("state", range(STATES))
def test_a_whole_older_file_is_refused_until_it_is_accepted_on_purpose(
    chart: Chart, tmp_path: Path, state: int
) -> None:
    folder = tmp_path / "put-back"
    shutil.copytree(chart.folder, folder)
    (folder / DATABASE).write_bytes(chart.older[state])

    with pytest.raises(OlderThanAnchor, match="entries are missing") as caught:
        reopened(folder)
    assert caught.value.missing >= 3 * (STATES - state)  # unlocked, changed, locked: each day
    assert "accept it" in caught.value.todo
    assert (folder / DATABASE).read_bytes() == chart.older[state]

    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, accept_older=True) as store:
        assert f"{caught.value.missing} entries are missing" in store.notices[0]
        store.anchor()  # as the thread does when it rests
        assert store.check().findings == ()
    with reopened(folder) as store:
        assert store.notices == ()
