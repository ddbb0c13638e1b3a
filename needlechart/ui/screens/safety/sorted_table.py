"""A table whose headings are pressed to sort it: by finger, by keyboard, and named for a screen reader."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.screens.parts import column
from needlechart.ui.screens.safety.table import RowsTable
from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets.control import TARGET, Control, RovingRow
from needlechart.ui.widgets.painting import icon_box, paint_text, text_width

GRIP = 5
"""Pixels at each end of a heading that are left to the header under it, to drag the column wider."""
_MOVED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show})


class Heading(Control):
    """A column's name; with an arrow, up or down, while the rows are sorted by it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._arrow = ""
        self.set_sorted("")

    def set_sorted(self, words: str, *, up: bool = False) -> None:
        """``words`` say in which order, e.g. "newest first"; empty: not sorted by this."""
        self._arrow = ("arrow_up" if up else "arrow_down") if words else ""
        self.setAccessibleName(f"Sort by {self.text().lower()}")
        self.setAccessibleDescription(f"sorted, {words}" if words else "")
        self.setToolTip(plain_tip(f"{self.text()}: {words}" if words else self.accessibleName()))
        self.update()

    @property
    def arrow(self) -> str:
        """The icon after the name; empty while the rows are sorted by something else."""
        return self._arrow

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(TARGET), self._theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), theme.colour("sunken" if self.isDown() else "surface_2"))
        font = theme.font("secondary_strong" if self._arrow else "secondary")
        colour = theme.colour("ink" if self._arrow else "muted")
        size, gap = theme.px(18), theme.px(4)
        box = QRectF(self.rect()).adjusted(theme.px(13) - GRIP, 0, -(size + gap) if self._arrow else 0, 0)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        paint_text(painter, box, self.text(), font, colour, align)
        if self._arrow:
            width = min(text_width(font, self.text()), box.width())
            box.setLeft(box.left() + width + gap)
            box.setWidth(size)
            paint_icon(painter, self._arrow, icon_box(box.center(), size), colour)


class Headings(RovingRow):
    """One stop for Tab over the header of a table; a column out of sight comes into it with the keyboard.

    A heading of which a part is scrolled away is hidden; what is left of its name is seen in the header.
    """

    pressed = Signal(int)

    def __init__(self, names: Sequence[str], table: RowsTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._header = table.horizontalHeader()
        self.headings = tuple(self._heading(number, name) for number, name in enumerate(names))
        self._set_members(self.headings)
        self.setAccessibleName("Sorted by")
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.place)
        self._header.installEventFilter(self)
        self._header.sectionResized.connect(self.place)
        self._header.geometriesChanged.connect(self._later.start)  # rows came, and a scroll bar with them
        table.horizontalScrollBar().valueChanged.connect(self.place)
        table.horizontalScrollBar().rangeChanged.connect(self._later.start)

    def _heading(self, number: int, name: str) -> Heading:
        heading = Heading(name, self)
        heading.setObjectName(f"sort_by_{name.lower()}")
        heading.clicked.connect(lambda: self.pressed.emit(number))
        return heading

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._header and event.type() in _MOVED:
            self.place()
            self._later.start()  # the table gives the header its room before it divides it
        return False

    def place(self) -> None:
        """Each heading over its column."""
        header = self._header
        room = header.geometry().translated(self._table.pos())
        self.setGeometry(room.adjusted(0, -1, 0, 0))
        sight = QRect(0, 1, room.width(), room.height() - 1)
        seen: list[Heading] = []
        for number, heading in enumerate(self.headings):
            left, width = header.sectionViewportPosition(number), header.sectionSize(number)
            box = QRect(left, 1, width, sight.height()).intersected(sight)
            heading.setGeometry(box.adjusted(GRIP, 0, -GRIP, 0))
            heading.setVisible(box.width() >= min(width, sight.width()))
            if not heading.isHidden():
                seen.append(heading)
        self.setMask(sum((QRegion(one.geometry()) for one in seen), QRegion()))
        self.setVisible(bool(seen))
        if seen and not any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in seen):
            self._set_stop(seen[0])

    def _go(self, target: Control) -> None:
        number = self.headings.index(target) if isinstance(target, Heading) else 0
        left, width = self._header.sectionViewportPosition(number), self._header.sectionSize(number)
        bar, over = self._table.horizontalScrollBar(), left + width - self._header.viewport().width()
        bar.setValue(bar.value() + (left if left < 0 else max(over, 0)))
        super()._go(target)


class SortedTable(QWidget):
    """``sort_wanted(column)``: a heading was pressed; whoever sorts the rows says so with `show_sorted`."""

    sort_wanted = Signal(int)

    def __init__(self, names: Sequence[str], widths: Sequence[int], parent: QWidget, *, label: str) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.table = RowsTable(names, widths, self, label=label)
        self.headings = Headings(names, self.table, self)
        self.headings.pressed.connect(self.sort_wanted)
        # The headings begin above the table, so that Tab comes to them first.
        column(self, gap=0, edges=(0, 1, 0, 0)).addWidget(self.table)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def show_sorted(self, by: int, words: str, *, up: bool, spoken: bool = False) -> None:
        """Sorted by a column, in an order that ``words`` tell; ``spoken`` for who just asked for it."""
        for number, heading in enumerate(self.headings.headings):
            heading.set_sorted(words if number == by else "", up=up)
        if spoken:
            announce(self.headings, f"Sorted by {self.headings.headings[by].text().lower()}, {words}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.headings.place()

    def _restyle(self) -> None:
        header = self.table.horizontalHeader()
        header.setFixedHeight(self._theme.px(TARGET) + 1)
        header.setMinimumSectionSize(self._theme.px(TARGET) + 2 * GRIP)
