"""A chart with a clinic and a therapist, nothing else, and the program on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.settings import read_look
from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from needlechart.ui.theme import Theme, ThemeChoice
from tests import factories
from tests.cases.charting import Therapist
from tests.cases.hands import Ban, Keyboard, Mouse, no_keys_but_text, no_mouse, watching
from tests.driving import until

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """The program at its unlock screen, 1366 by 698."""
    folder = tmp_path / "chart"
    Store.create(folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, CHEAP)[0].close()
    Theme.current().set_choice(ThemeChoice.LIGHT)
    session = open_session(qapp, Theme.current(), folder, read_look(folder))
    qtbot.addWidget(session.window)
    session.window.resize(1366, 698)
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    yield session
    session.end()


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Callable[[Ban], None]]:
    """Let a ban see every event of the program; the test fails at its end if something was seen."""
    yield from watching(qapp)


@pytest.fixture
def by_keyboard(qtbot: QtBot, session: Session, watch: Callable[[Ban], None]) -> Therapist:
    """A therapist who never touches the pointer."""
    watch(no_mouse())
    return Therapist(qtbot, session, Keyboard(qtbot, session.window))


@pytest.fixture
def by_mouse(qtbot: QtBot, session: Session, watch: Callable[[Ban], None]) -> Therapist:
    """A therapist who uses the keyboard for text alone."""
    watch(no_keys_but_text())
    return Therapist(qtbot, session, Mouse(qtbot, session.window))


@pytest.fixture
def therapist(qtbot: QtBot, session: Session) -> Therapist:
    """A therapist who uses what comes to hand."""
    return Therapist(qtbot, session, Mouse(qtbot, session.window))
