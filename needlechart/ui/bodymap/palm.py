"""The hand that holds a pen lies on the screen: what it touches means nothing."""

from PySide6.QtCore import QElapsedTimer, QEvent

REST_MS = 1000
"""How long after the pen was last seen a touch is still the palm's, in milliseconds."""

_ENDS = (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


class Palm:
    """Told of every pen event; says of every touch event whether it is a palm's.

    A touch that began as a palm stays one until all fingers have left.
    """

    def __init__(self) -> None:
        self._since_pen = QElapsedTimer()
        self._resting = False
        self._touching = False

    def pen(self, *, down: bool) -> bool:
        """The pen is near or touches; True if it takes over from a touch that is under way."""
        self._since_pen.start()
        takes_over = down and self._touching and not self._resting
        self._resting = self._touching
        return takes_over

    def lies(self, kind: QEvent.Type) -> bool:
        """Whether this touch event is the palm's."""
        if kind is QEvent.Type.TouchBegin:
            self._touching = True
            self._resting = self._since_pen.isValid() and self._since_pen.elapsed() < REST_MS
        palm = self._resting
        if kind in _ENDS:
            self._touching = self._resting = False
        return palm
