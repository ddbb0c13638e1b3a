"""Drives the real window as a person does: finds by object name, taps, types, waits for what is seen."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


def find(root: QWidget, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
    """The visible widget with an object name; fails with the names there are."""
    found = [one for one in root.findChildren(kind, name) if one.isVisibleTo(root)]
    if not found:
        there = sorted({one.objectName() for one in root.findChildren(QWidget) if one.isVisible()} - {""})
        raise AssertionError(f"no visible {kind.__name__} named {name!r}; there are: {', '.join(there)}")
    return found[0]


def shown(root: QWidget, name: str) -> bool:
    """Whether a widget with that name can be seen."""
    return any(one.isVisible() for one in root.findChildren(QWidget, name))


def wait_for(qtbot: QtBot, root: QWidget, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
    """Wait until the widget is there, then give it."""
    qtbot.waitUntil(lambda: shown(root, name), timeout=20_000)
    return find(root, name, kind)


def tap(widget: QWidget, at: QPoint | None = None) -> None:
    """One touch, scrolled into view first as a finger would."""
    bring_into_view(widget)
    place = widget.rect().center() if at is None else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def bring_into_view(widget: QWidget) -> None:
    """Scroll every area around the widget until it can be seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    QApplication.processEvents()


def type_into(widget: QWidget, text: str) -> None:
    """Tap a field, empty it, type."""
    tap(widget)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)


def press(root: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key on whatever has the keyboard."""
    QTest.keyClick(QApplication.focusWidget() or root, key, modifier)


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    qtbot.waitUntil(true, timeout=20_000)


SCRIBBLE = [QPoint(60, 60), QPoint(90, 30), QPoint(120, 70), QPoint(150, 35), QPoint(180, 60)]
"""Where a hand goes that signs."""


def by_mouse(pad: QWidget, points: list[QPoint]) -> None:
    """Press, drag, release; `QTest.mouseMove` carries no button, so it cannot draw."""
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1)]
    for kind, at in zip(kinds, points, strict=True):
        held = none if kind is QEvent.Type.MouseButtonPress else button
        event = QMouseEvent(
            kind,
            QPointF(at),
            pad.mapToGlobal(QPointF(at)),
            button,
            held | button,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(pad, event)
    QTest.mouseRelease(pad, button, pos=points[-1])
