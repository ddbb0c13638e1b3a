"""Tab comes to every row in the order of reading, also to rows whose chips were made anew."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.main_window import MainWindow
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, TextField


def screen(window: MainWindow) -> list[ChipRow]:
    """Three rows below each other, each with a field to its right."""
    page = QWidget()
    lines = QVBoxLayout(page)
    rows = []
    for name in "abc":
        line = QHBoxLayout()
        row = ChipRow((Choice(f"{name}1", f"{name}1"), Choice(f"{name}2", f"{name}2")), page)
        field = TextField(page, label=name)
        field.setObjectName(f"field_{name}")
        line.addWidget(row)
        line.addWidget(field)
        lines.addLayout(line)
        rows.append(row)
    window.stack.addWidget(page)
    window.stack.setCurrentWidget(page)
    return rows


def passed(window: MainWindow, start: QWidget, key: Qt.Key, times: int) -> list[str]:
    """The stops that a key comes to."""
    start.setFocus()
    names = []
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        focus = QApplication.focusWidget()
        names.append(focus.objectName() if focus is not None else "")
    return names


def test_rows_made_anew_are_reached_where_they_stand(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    rows = screen(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    rows[2].setFocus()
    rows[1].set_choices([Choice("B1", "B1"), Choice("B2", "B2")])
    rows[0].set_choices([Choice("A1", "A1"), Choice("A2", "A2")])
    rows[0].set_value("A2")
    qtbot.waitUntil(lambda: rows[0].chip("A1").isVisible() and rows[1].chip("B1").isVisible())

    around = passed(window, rows[0], Qt.Key.Key_Tab, 6)
    back = passed(window, rows[0], Qt.Key.Key_Backtab, 6)

    assert around == ["field_a", "chip-B1", "field_b", "chip-c1", "field_c", "chip-A2"]
    assert back == ["field_c", "chip-c1", "field_b", "chip-B1", "field_a", "chip-A2"]


def focused(window: MainWindow) -> str:
    focus = window.focusWidget()
    return focus.objectName() if focus is not None else ""


def test_a_row_made_anew_under_the_finger_keeps_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    row = screen(window)[1]
    row.chosen.connect(lambda value: row.set_choices([Choice("new", "new"), Choice("b2", "b2")]))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)

    QTest.mouseClick(row.chip("b2"), Qt.MouseButton.LeftButton)
    stays = focused(window)
    row.set_choices([Choice("only", "only")])
    replaced = focused(window)

    assert (stays, replaced) == ("chip-b2", "chip-only")
    assert not row.chip("only").keyboard_seen  # a tap shows no ring, nor does what comes in its place


def test_the_keyboard_stays_near_what_is_hidden(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    row = screen(window)[1]
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    field = next(one for one in window.findChildren(TextField) if one.objectName() == "field_b")
    row.chip("b2").setFocus()

    row.set_choices([])
    after_the_row = focused(window)
    field.hide()

    assert after_the_row == "field_b"
    assert focused(window) in {"field_a", "field_c", "chip-a1", "chip-c1"}
