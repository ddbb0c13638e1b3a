"""A window over a real desk, and the small things a person does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.main_window import MainWindow
from needlechart.ui.theme import Theme
from tests.ui.fake_desk import TestDesk, open_desk

PATIENCE_MS = 20_000
"""How long a busy machine may take for what a person waits for, in milliseconds; no test measures it."""


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    """An unlocked desk over an empty chart."""
    with open_desk(tmp_path / "chart") as desk:
        yield desk


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, desk: TestDesk) -> Iterator[MainWindow]:
    """The main window at 1366 by 698, shown; what belongs on Home is put into the desk by the test first."""
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(1366, 698)
    window.show()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    yield window
    window.nav.drop()


class Person:
    """What a person does with mouse and keyboard, by the names of the widgets."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self._qtbot = qtbot
        self.root = root

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The widget of a name that is in sight; fails without one."""
        found = [one for one in self.root.findChildren(kind, name) if one.isVisible()]
        assert found, f"no visible {name}"
        return found[-1]

    def sees(self, name: str) -> bool:
        """Whether a widget of that name is in sight."""
        return any(one.isVisible() for one in self.root.findChildren(QWidget, name))

    def wait_for(self, name: str) -> QWidget:
        """Wait until it is in sight."""
        self._qtbot.waitUntil(lambda: self.sees(name), timeout=PATIENCE_MS)
        return self.find(name)

    def tap(self, name: str, chip: str = "") -> None:
        """Click a button, or the chip of a row."""
        widget = self.wait_for(name)
        self.until(lambda: not self.find(name).rect().isEmpty())  # laid out
        widget = self.find(name)
        if chip:
            row, name = widget, f"chip-{chip}"
            self.until(lambda: any(one.isVisible() for one in row.findChildren(QAbstractButton, name)))
            widget = next(one for one in row.findChildren(QAbstractButton, name) if one.isVisible())
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str, *, leave: bool = True) -> None:
        """Click into a field, replace what it holds, and leave it."""
        self.wait_for(name)
        self.until(lambda: not self.find(name).rect().isEmpty())  # laid out
        field = self.find(name)
        target = field.viewport() if hasattr(field, "viewport") else field
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        for character in text:
            # QTest knows the keys of ASCII only; other letters arrive as an input method sends them.
            if character == "\n":
                QTest.keyClick(field, Qt.Key.Key_Return)
            elif character.isascii():
                QTest.keyClick(field, character)
            else:
                press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
                QApplication.sendEvent(field, press)
        if leave:
            QTest.keyClick(field, Qt.Key.Key_Tab)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(true, timeout=PATIENCE_MS)


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    """Somebody in front of the main window."""
    return Person(qtbot, window)
