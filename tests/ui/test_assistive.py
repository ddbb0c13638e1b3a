"""A screen reader that asks for more than there is gets nothing, and the program goes on."""

import gc

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from needlechart.ui import assistive


def children(area: QScrollArea) -> list[str]:
    told = QAccessible.queryAccessibleInterface(area)
    return [told.child(index).object().objectName() for index in range(told.childCount())]


def test_a_scroll_area_that_loses_its_bars_can_still_be_asked_for_them(
    qapp: QApplication, qtbot: QtBot
) -> None:
    assistive.install(qapp)
    area, text = QScrollArea(), QLabel("\n" * 300)
    qtbot.addWidget(area)
    area.setWidget(text)
    area.show()
    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    before = children(area)

    text.setText("")
    text.adjustSize()
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())

    assert children(area) == before
    assert "qt_scrollarea_viewport" in before
    told = QAccessible.queryAccessibleInterface(area)
    assert [told.child(index) for index in range(told.childCount(), 99)] == [None] * (99 - told.childCount())


def test_what_is_told_of_an_area_outlives_a_collection(qapp: QApplication, qtbot: QtBot) -> None:
    assistive.install(qapp)
    area = QScrollArea()
    area.setAccessibleName("Days")
    qtbot.addWidget(area)
    assert QAccessible.queryAccessibleInterface(area) is not None
    gc.collect()
    assert QAccessible.queryAccessibleInterface(area).text(QAccessible.Text.Name) == "Days"
    assert QAccessible.queryAccessibleInterface(area).child(50) is None


def test_installing_again_adds_nothing(qapp: QApplication) -> None:
    assistive.install(qapp)
    assistive.install(qapp)
    assert qapp.property("needlechart_assistive") is True
