"""The dialog that asks where a PDF goes."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.cases.hands import Hands, Mouse
from tests.driving import until

CONTROL = Qt.KeyboardModifier.ControlModifier


def save_dialog() -> QFileDialog | None:
    """The dialog that asks where."""
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QFileDialog) and one.isVisible():
            return one
    return None


def name_file(qtbot: QtBot, hands: Hands, path: Path) -> None:
    """Type where into the dialog that is open, and go on."""
    dialog = save_dialog()
    assert dialog is not None
    dialog.activateWindow()  # what a window manager does
    until(qtbot, dialog.isActiveWindow)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(name, str(path))
    completer = name.completer()
    offers = completer.popup() if completer is not None else None
    if offers is not None and offers.isVisible():
        QTest.keyClick(offers, Qt.Key.Key_Escape)
    if isinstance(hands, Mouse):
        save = next(one for one in dialog.findChildren(QPushButton) if one.text() in ("&Save", "Save"))
        hands.press(save)
    else:
        QTest.keyClick(name, Qt.Key.Key_Return)
    until(qtbot, lambda: save_dialog() is None)
