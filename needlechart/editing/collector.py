"""Keeps Python's cycle collector on the GUI thread.

The collector runs on whichever thread happens to allocate. On the database thread it would destroy
Qt objects of the GUI thread that hang in a cycle, and the process would end in a segmentation fault
(seen with PySide6 6.11: an open visit dropped while a commit was under way).
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PAUSE_MS = 1000
"""How often the collector looks whether there is enough to collect, in milliseconds."""


class Collector(QObject):
    """Switches automatic collection off and collects from a timer of the thread it lives on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def leave_alone(self) -> None:
        """What is loaded by now, most of it modules, lives to the end: no collection looks at it again.

        With it a full collection took 80 ms and more, in which the window stood still.
        """
        gc.freeze()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation whose threshold is passed, as the interpreter would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
