"""The marks of the map for a screen reader: graphics items have no accessible interface, widgets have.

One button for each mark lies where the mark is drawn, is never painted and lets every tap through. They
exist only while something listens, so that a map of 500 marks costs nobody else anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from needlechart.ui.bodymap.marks import Life
from needlechart.ui.bodymap.point_item import TOUCH
from needlechart.ui.theme import Theme

if TYPE_CHECKING:
    from needlechart.ui.bodymap.point_item import PointItem
    from needlechart.ui.bodymap.view import BodyMapView

SETTLE_MS = 50
"""How long a zoom or a drag rests before the buttons follow, in milliseconds."""


class SpokenMark(QAbstractButton):
    """What a screen reader finds in the place of one mark; pressed, it does what a tap on the mark does."""

    def __init__(self, point_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.point_id = point_id
        self.setObjectName(f"mark_{point_id}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """The map decides what is selected."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark itself is drawn by the map."""

    def sizeHint(self) -> QSize:
        side = Theme.current().px(TOUCH)
        return QSize(side, side)


class SpokenMarks(QObject):
    """Keeps one `SpokenMark` for each mark of a view, in the order of their numbers."""

    def __init__(self, view: BodyMapView) -> None:
        super().__init__(view)
        self._view = view
        self._buttons: dict[str, SpokenMark] = {}
        self._later = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._later.timeout.connect(self.follow)

    def follow_soon(self) -> None:
        """Something on the map changed or moved."""
        if QAccessible.isActive():
            self._later.start()

    def follow(self) -> None:
        """Make the buttons equal to the marks that are drawn now."""
        items = sorted(self._view.body_scene.items_by_id().items(), key=lambda one: _order(one[1]))
        wanted = [point_id for point_id, _ in items]
        for gone in self._buttons.keys() - set(wanted):
            button = self._buttons.pop(gone)
            button.hide()
            button.deleteLater()
        for point_id, item in items:
            self._show(self._buttons.get(point_id) or self._make(point_id), item)
        if list(self._buttons) != wanted:
            self._buttons = {point_id: self._buttons[point_id] for point_id in wanted}
            for button in self._buttons.values():  # children are read in their order
                button.raise_()

    def _make(self, point_id: str) -> SpokenMark:
        button = SpokenMark(point_id, self._view.viewport())
        button.clicked.connect(lambda: self._press(point_id))
        self._buttons[point_id] = button
        return button

    def _show(self, button: SpokenMark, item: PointItem) -> None:
        spoken = item.mark.spoken
        if button.accessibleName() != spoken:
            button.setAccessibleName(spoken)
        button.setChecked(item.mark.id == self._view.body_scene.selected)
        side = button.sizeHint()
        middle = self._view.viewport_place(item) + item.away
        corner = middle - QPointF(side.width() / 2, side.height() / 2)
        button.setGeometry(QRectF(corner, side.toSizeF()).toRect())
        if button.isHidden():
            button.show()

    def _press(self, point_id: str) -> None:
        item = self._view.body_scene.items_by_id().get(point_id)
        if item is not None:
            self._view.body_scene.wants_tap(item)


def _order(item: PointItem) -> tuple[bool, int, str]:
    """Marks by number, then what is shown of the last visit."""
    return item.mark.life is Life.GHOST, item.mark.number, item.mark.id
