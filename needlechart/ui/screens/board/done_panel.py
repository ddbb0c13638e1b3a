"""What is done in a visit, in two columns, or in one where two have no room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from needlechart.ui.screens.parts import row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, ElidedLabel, IconLabel, Panel, Text

NARROW = 380
"""Below this width, in logical pixels at 100 %, values would be cut in two columns."""


class DonePanel(Panel):
    """Pairs of what and how, each with a tick."""

    def __init__(self, done: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self.setObjectName("done_panel")
        theme = Theme.current()
        self._grid = QGridLayout(self)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._grid.setContentsMargins(*(theme.px(edge) for edge in (14, 12, 14, 12)))
        self._grid.setVerticalSpacing(theme.px(14))
        self._cells = [self._cell(what, how) for what, how in done]
        self.columns = 0
        self._arrange(2)

    def minimumSizeHint(self) -> QSize:
        return QSize(Theme.current().px(160), self._grid.sizeHint().height())

    def sizeHint(self) -> QSize:
        return self._grid.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(1 if self.width() < Theme.current().px(NARROW) else 2)

    def _cell(self, what: str, how: str) -> QWidget:
        part = QWidget(self)
        line = row(part, gap=8)
        line.addWidget(IconLabel("check", part, colour="accent", size=18))
        line.addWidget(Text(what, part, role="strong"))
        line.addWidget(ElidedLabel(how, part, colour="muted"), 1)
        return part

    def _arrange(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        for index, cell in enumerate(self._cells):
            self._grid.addWidget(cell, index // columns, index % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)
        self.updateGeometry()
