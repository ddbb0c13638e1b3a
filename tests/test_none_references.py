"""PySide6 6.12.0 on Python 3.11 loses one reference to None on every void call and ends in an abort."""

import sys

from PySide6.QtGui import QPainterPath


def test_void_qt_calls_keep_the_references_to_none() -> None:
    path = QPainterPath()
    before = sys.getrefcount(None)
    for step in range(2000):
        path.lineTo(step, step)
    lost = before - sys.getrefcount(None)
    assert lost < 1000
