"""The program on a chart that is ready for a day, and two kinds of hands that are watched."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.domain.record import Record
from needlechart.domain.visit import Visit
from needlechart.domain.words import VisitStatus
from needlechart.settings import Look, read_look, write_look
from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from needlechart.ui.theme import Theme, ThemeChoice
from tests import factories
from tests.budgets.finger import Finger, Presses, no_keys
from tests.cases.charting import Therapist
from tests.cases.hands import Ban, Keyboard, no_mouse, watching
from tests.driving import until

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
Begin = Callable[..., Therapist]
"""Begins on Home over a chart with the records given; ``look`` is what this laptop remembers."""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder for PDFs."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


def look_with(papers: Path) -> Look:
    """A laptop on which a PDF was saved before, into this folder."""
    return Look(theme="light", pdf_explained=True, pdf_folder=str(papers))


@pytest.fixture
def presses(qapp: QApplication) -> Iterator[Presses]:
    """Counts every press from here on."""
    counting = Presses()
    qapp.installEventFilter(counting)
    yield counting
    qapp.removeEventFilter(counting)


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Session]]:
    """The program at its unlock screen over a chart with these records; visits that are over are signed."""
    sessions: list[Session] = []

    def start(
        records: Iterable[Record], *, size: tuple[int, int] = (1366, 698), look: Look | None = None
    ) -> Session:
        folder = tmp_path / "chart"
        clinic = factories.clinic(skin_preparation="70 % isopropyl alcohol", gloves=True)
        store, _ = Store.create(folder, clinic, factories.clinician(), factories.PASSPHRASE, CHEAP)
        needle = factories.needle_type()
        longer = factories.needle_type(length_mm=60.0, order=1)
        store.apply([(None, needle), (None, longer), (clinic, clinic.but(default_needle=needle.id))])
        store.apply([(None, one) for one in records])
        for visit in store.select(Visit, status=VisitStatus.DRAFT):
            if visit.needles_out is not None:
                store.sign_visit(visit.id, at=visit.started)
        store.close()
        write_look(folder, look or Look(theme="light"))
        Theme.current().set_choice(ThemeChoice.LIGHT)
        session = open_session(qapp, Theme.current(), folder, read_look(folder))
        sessions.append(session)
        qtbot.addWidget(session.window)
        session.window.resize(*size)
        session.window.activateWindow()
        until(qtbot, session.window.isActiveWindow)
        return session

    yield start
    for session in sessions:
        session.end()


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Callable[[Ban], None]]:
    """Let a ban see every event of the program; the test fails at its end if something was seen."""
    yield from watching(qapp)


@pytest.fixture
def by_finger(
    qtbot: QtBot, opened: Callable[..., Session], watch: Callable[[Ban], None], presses: Presses
) -> Begin:
    """Unlocked by typing, then a finger alone; the count begins on Home."""

    def begin(records: Iterable[Record], look: Look | None = None) -> Therapist:
        session = opened(records, look=look)
        therapist = Therapist(qtbot, session, Keyboard(qtbot, session.window))
        therapist.unlock(factories.PASSPHRASE)
        therapist.hands = Finger(qtbot, session.window)
        watch(no_keys())
        presses.count = presses.scrolls = 0
        return therapist

    return begin


@pytest.fixture
def by_keyboard(qtbot: QtBot, opened: Callable[..., Session], watch: Callable[[Ban], None]) -> Begin:
    """A therapist who never touches the pointer."""

    def begin(records: Iterable[Record], look: Look | None = None) -> Therapist:
        session = opened(records, look=look)
        watch(no_mouse())
        therapist = Therapist(qtbot, session, Keyboard(qtbot, session.window))
        therapist.unlock(factories.PASSPHRASE)
        return therapist

    return begin
