"""A layout that breaks into lines where the width ends."""

from typing import NamedTuple

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class _Shown(NamedTuple):
    """An item that takes room, by its place in the layout, with its wished and its smallest size."""

    at: int
    width: int
    height: int
    least_width: int
    least_height: int


class FlowLayout(QLayout):
    """Items side by side at their wished width, then the next line; spacing in logical pixels."""

    def __init__(
        self, parent: QWidget | None = None, *, spacing: int = 8, line_spacing: int | None = None
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._measured: list[_Shown] | None = None
        self._placed: QRect | None = None
        self._gap = spacing
        self._line_gap = spacing if line_spacing is None else line_spacing
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._forget()

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item that is at ``index`` now."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self._forget()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._forget()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """An item has another size, or is shown or hidden."""
        self._forget()
        super().invalidate()

    def _forget(self) -> None:
        self._heights.clear()
        self._measured = None
        self._placed = None

    def _shown(self) -> list[_Shown]:
        """What takes room; hundreds of items are asked once for each change, not at every pass."""
        if self._measured is None:
            items = enumerate(self._items)
            self._measured = [_measure(at, item) for at, item in items if not item.isEmpty()]
        return self._measured

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        if rect != self._placed:
            self._arrange(rect, place=True)
            self._placed = QRect(rect)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(one.width for one in shown) + self._gap * max(len(shown) - 1, 0)
        height = max((one.height for one in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        shown = self._shown()
        width = max((one.least_width for one in shown), default=0)
        height = max((one.least_height for one in shown), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Height that the items need in this width."""
        inner = rect.marginsRemoved(self.contentsMargins())
        left, right = inner.x(), inner.x() + inner.width()
        x, y, line_height = left, inner.y(), 0
        for one in self._shown():
            width = min(one.width, max(inner.width(), one.least_width))
            if x > left and x + width > right:
                x, y, line_height = left, y + line_height + self._line_gap, 0
            if place:
                _put(self._items[one.at], QRect(x, y, width, one.height))
            x += width + self._gap
            line_height = max(line_height, one.height)
        margins = self.contentsMargins()
        return y + line_height - rect.y() + margins.bottom()


def _measure(at: int, item: QLayoutItem) -> _Shown:
    wished, least = item.sizeHint(), item.minimumSize()
    return _Shown(at, wished.width(), wished.height(), least.width(), least.height())


def _put(item: QLayoutItem, place: QRect) -> None:
    """Where it already is, nothing is asked of it."""
    widget = item.widget()
    if widget is None or widget.geometry() != place:
        item.setGeometry(place)
