"""The real program, asked to end by the system while somebody charts: it ends, with everything saved."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store.files import DATABASE, LOCK
from tests import factories
from tests.store.conftest import new_store, reopened

PROGRAM = """
import pathlib, random, sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from needlechart.app import start
from tests.driving import find, tap, type_into
from tests.faults.window_person import Hand, open_draft
from tests.faults.window_writer import until

class Charted(start.Start):
    def _go_on(self):
        super()._go_on()
        QTimer.singleShot(0, self._chart)

    def _chart(self):
        board = open_draft(self.session, until)
        tap(find(board, "rail_needling"))
        until(lambda: not board.visit.queue.waiting)
        hand = Hand(board, random.Random(4))
        while len(board.visit.chart.points) < 5:
            hand.mark()
        tap(find(board, "rail_plan"))
        field = find(board, "plan_note")
        type_into(getattr(field, "viewport", lambda: field)(), "")
        field.setFocus()
        QTest.keyClicks(field, "typed to the end")
        print("charted", flush=True)

start.Start = Charted
folder = pathlib.Path(sys.argv[1])
sys.exit(start.run(folder, folder.with_name("outside")))
"""


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda one: one.name)
def test_asked_to_end_while_charting_it_ends_with_everything_saved(
    folder: Path, which: signal.Signals
) -> None:
    with new_store(folder) as store:
        store.put(factories.patient(), factories.episode())
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said = program.stdout.readline()
        assert said == "charted\n", program.stderr.read()
        program.send_signal(which)
        _, errors = program.communicate()
    assert program.returncode == 0, errors
    assert "Traceback" not in errors

    assert not (folder / LOCK).exists()
    wal = folder / f"{DATABASE}-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    with reopened(folder) as store:
        assert len(store.select(TriggerPoint)) == 5
        assert [one.plan_note for one in store.select(Visit)] == ["typed to the end"]
        last = [one for one in store.select(AuditEntry) if one.action is AuditAction.LOCKED][-1]
        assert last.detail == "the window was closed"
        assert store.notices == ()
        assert store.check().findings == ()
