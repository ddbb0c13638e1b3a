"""A table of plain text rows, more of which come as one scrolls."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from needlechart.ui.plain_words import shown
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Rows(QAbstractTableModel):
    """``wants_more()`` when one has scrolled to the end and there is more."""

    wants_more = Signal()

    def __init__(self, headings: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: list[tuple[str, ...]] = []
        self._more = False
        self._asked = False

    def show_rows(self, rows: Sequence[tuple[str, ...]], *, more: bool) -> None:
        """Other rows altogether."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more, self._asked = more, False
        self.endResetModel()

    def add_rows(self, rows: Sequence[tuple[str, ...]], *, more: bool) -> None:
        """Further rows at the end."""
        if rows:
            start = len(self._rows)
            self.beginInsertRows(NOWHERE, start, start + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        self._more, self._asked = more, False

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(self._rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._rows[index.row()][index.column()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        self._asked = True
        self.wants_more.emit()


class RowsTable(QTableView):
    """Read-only rows, 40 high; the last column takes the room that is there."""

    def __init__(
        self, headings: Sequence[str], widths: Sequence[int], parent: QWidget, *, label: str
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._widths = tuple(widths)
        self.rows = Rows(headings, self)
        self.setModel(self.rows)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        self.setFont(theme.font("secondary"))
        self.verticalHeader().setDefaultSectionSize(theme.px(36))
        palette = QPalette(self.palette())
        for role, token in (
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.Button, "surface_2"),
            (QPalette.ColorRole.ButtonText, "muted"),
            (QPalette.ColorRole.Window, "surface"),
            (QPalette.ColorRole.WindowText, "muted"),
            (QPalette.ColorRole.Highlight, "accent_soft"),
            (QPalette.ColorRole.HighlightedText, "ink"),
        ):
            palette.setColor(role, theme.colour(token))
        self.setPalette(palette)
        line, ground, quiet = (theme.colour(one).name() for one in ("line", "surface_2", "muted"))
        size = theme.font("secondary").pixelSize()  # a font that is set the style sheet would not take
        self.horizontalHeader().setStyleSheet(
            f"QHeaderView::section {{ background: {ground}; color: {quiet}; font-size: {size}px;"
            f" border: none; border-bottom: 1px solid {line}; padding: {theme.px(6)}px {theme.px(13)}px; }}"
        )
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme.px(10)}px; border: none; }}")
        for number, width in enumerate(self._widths):
            self.setColumnWidth(number, theme.px(width))
