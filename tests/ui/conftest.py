"""Every GUI test starts light, at text size 100 %, and shows real widgets in a real window."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme, ThemeChoice

Show = Callable[..., QWidget]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The application's theme, put back afterwards."""
    theme = Theme.current()
    theme.set_choice(ThemeChoice.LIGHT)
    theme.set_text_size(100)
    yield theme
    theme.set_choice(ThemeChoice.LIGHT)
    theme.set_text_size(100)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Iterator[Show]:
    """Put widgets under each other in a window and show it; the windows live as long as the test."""
    windows = []

    def show(*widgets: QWidget, width: int = 700, height: int = 0) -> QWidget:
        window = QWidget()
        window.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        qtbot.addWidget(window)
        box = QVBoxLayout(window)
        for widget in widgets:
            box.addWidget(widget)
        box.addStretch(1)
        window.resize(width, height or window.sizeHint().height())
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        window.setFocus()
        windows.append(window)
        return window

    yield show
    windows.clear()


def tap(widget: QWidget, at: QPoint | None = None) -> None:
    """What a finger or the mouse does."""
    place = widget.rect().center() if at is None else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def key(widget: QWidget | None, *keys: Qt.Key) -> None:
    """Press keys on what has the keyboard, or on a widget."""
    for one in keys:
        target = widget or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, one)
