"""The second tap of a double tap means what the first one meant, or nothing.

A tap may change what lies under the finger: the next site selects itself, a button names the next needle,
a card goes and the body lies bare. A hand that taps twice, or trembles in its glove, meant the first alone.
"""

from collections.abc import Hashable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QApplication

SAME_PLACE = 24.0
"""Pixels between two taps of one finger in a glove."""


class _LastPress:
    """When and where the last press came down, and what it was for; plain values that hold no widget."""

    def __init__(self) -> None:
        self.moment = 0
        self.place = QPointF()
        self.meaning: Hashable = None


_last = _LastPress()


def is_stray(event: QInputEvent, place: QPointF, meaning: Hashable) -> bool:
    """Whether a press at ``place`` on the screen repeats one that meant something else there.

    Told of every press of a pointer; ``meaning`` is equal for presses that do the same. Times are those of
    the events, in milliseconds: what the program takes to answer is no part of them. An event without a time
    is never stray.
    """
    since = event.timestamp() - _last.moment
    soon = _last.moment > 0 < event.timestamp() and 0 <= since <= QApplication.doubleClickInterval()
    near = (place - _last.place).manhattanLength() <= SAME_PLACE
    stray = soon and near and meaning != _last.meaning
    _last.moment = event.timestamp()
    if not stray:  # a third tap is measured against the first one's meaning
        _last.place, _last.meaning = place, meaning
    return stray
