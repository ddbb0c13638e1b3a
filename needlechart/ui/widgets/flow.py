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
    """Items side by side at their wished width, then the next line; spacing in logical pixels.

    ``company``: an item that would stand alone in the last line goes up to the others where all of them have
    room at their smallest width.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        line_spacing: int | None = None,
        company: bool = False,
    ) -> None:
        super().__init__(parent)
        self._company = company
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
            self._measured = [
                _measure(at, item, tight=self._company) for at, item in items if not item.isEmpty()
            ]
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
        lines = self._lines(inner.width())
        y = inner.y()
        for line in lines:
            x = inner.x()
            for one, width in zip(line, self._widths(line, inner.width()), strict=True):
                if place:
                    _put(self._items[one.at], QRect(x, y, width, one.height))
                x += width + self._gap
            y += max(one.height for one in line) + self._line_gap
        bottom = y - self._line_gap if lines else y
        return bottom - rect.y() + self.contentsMargins().bottom()

    def _lines(self, room: int) -> list[list[_Shown]]:
        """The items of each line in so much room."""
        lines: list[list[_Shown]] = []
        x = 0
        for one in self._shown():
            width = min(one.width, max(room, one.least_width))
            if not lines or (x > 0 and x + width > room):
                lines.append([])
                x = 0
            lines[-1].append(one)
            x += width + self._gap
        if self._company and len(lines) > 1 and len(lines[-1]) == 1:
            together = [*lines[-2], *lines[-1]]
            if sum(one.least_width for one in together) + self._gap * (len(together) - 1) <= room:
                lines[-2:] = [together]
        return lines

    def _widths(self, line: list[_Shown], room: int) -> list[int]:
        """Each as wide as it wishes; where that is too much, each gives of what it can spare."""
        wished = [min(one.width, max(room, one.least_width)) for one in line]
        over = sum(wished) + self._gap * (len(line) - 1) - room
        spare = [max(width - one.least_width, 0) for width, one in zip(wished, line, strict=True)]
        if over <= 0 or len(line) == 1 or sum(spare) == 0:
            return wished
        return [width - -(-over * some // sum(spare)) for width, some in zip(wished, spare, strict=True)]


def _measure(at: int, item: QLayoutItem, *, tight: bool) -> _Shown:
    """``tight``: the smallest width is the one its words need, whatever its policy says."""
    wished, least = item.sizeHint(), item.minimumSize()
    widget = item.widget()
    width = widget.minimumSizeHint().width() if tight and widget is not None else least.width()
    return _Shown(at, wished.width(), wished.height(), width, least.height())


def _put(item: QLayoutItem, place: QRect) -> None:
    """Where it already is, nothing is asked of it."""
    widget = item.widget()
    if widget is None or widget.geometry() != place:
        item.setGeometry(place)
