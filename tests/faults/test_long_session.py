"""Very many changes in one session: the write-ahead log stays short all along, and is gone after the lock.

``NEEDLECHART_COMMITS`` sets how many changes (500 if it is not set; without a checkpoint their log would be
longer than what is allowed here).
"""

import os
from pathlib import Path

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.files import DATABASE
from tests import factories
from tests.store.conftest import new_store, reopened

COMMITS = int(os.environ.get("NEEDLECHART_COMMITS", "500"))

MOST_BYTES = 6 * 1024 * 1024
"""Half more than comes together before the engine brings it into the file; the limit set is 64 MiB."""


def test_the_log_stays_short_and_is_empty_or_gone_after_the_lock(folder: Path) -> None:
    wal = folder / f"{DATABASE}-wal"
    store = new_store(folder)
    mark = factories.point(id="moved")
    store.put(factories.patient(), factories.episode(), factories.visit(), mark)
    longest = written = 0
    for number in range(COMMITS):
        moved = mark.but(note=f"{number}")
        store.apply([(mark, moved)])
        mark = moved
        size = wal.stat().st_size
        longest = max(longest, size)
        assert size <= MOST_BYTES, number
        written += 1
    assert longest > 0
    store.close()

    assert not wal.exists() or wal.stat().st_size == 0
    with reopened(folder) as again:
        assert again.get(TriggerPoint, mark.id) == mark
        assert again.notices == ()
        assert again.check().findings == ()
        assert again.head.sequence >= COMMITS
    print(f"\nlong_session: {written} commits, the log at most {longest / 2**20:.1f} MiB, then none")
