"""One group of the whole screening list: a line to read, opened by a tap where one of its items applies."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from needlechart.catalogue import ScreeningItem
from needlechart.domain.words import AlertLevel
from needlechart.ui.screens.parts import column
from needlechart.ui.widgets import BoxStyle, ChipRow, Choice, IconLabel, Text
from needlechart.ui.widgets.control import TARGET, Control
from needlechart.ui.widgets.painting import paint_box

TITLE = 158
"""Room of a title at 100 %."""


class GroupLine(Control):
    """Title and names, absolute ones in bold; a tap opens or folds what is below."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__("", parent)
        theme = self._theme
        self._title = title
        self._items: tuple[ScreeningItem, ...] = ()
        self._open = False
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(10), theme.px(4), theme.px(8), theme.px(4))
        box.setSpacing(theme.px(10))
        head = Text(title, self, role="strong", wrap=True)
        head.setFixedWidth(theme.px(TITLE))
        self.names = QLabel(self)
        self.names.setTextFormat(Qt.TextFormat.RichText)
        self.names.setWordWrap(True)
        self.names.setMinimumWidth(theme.px(120))
        self._arrow = IconLabel("chevron_down", self, colour="muted")
        box.addWidget(head)
        box.addWidget(self.names, 1)
        box.addWidget(self._arrow)
        for part in (head, self.names, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_items(self, items: Sequence[ScreeningItem], *, is_open: bool) -> None:
        """The words of the group; opened they stand on its chips instead."""
        self._items, self._open = tuple(items), is_open
        told = " · ".join(_name(one) for one in items)
        self.names.setText("" if is_open else told)
        spoken = ", ".join(one.short_name for one in items)
        self.setAccessibleName(f"{self._title}: {spoken}")
        self.setAccessibleDescription("open" if is_open else "folded; open it where one applies")
        self._arrow.set_icon("chevron_up" if is_open else "chevron_down")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        least = layout.minimumSize().width() if layout is not None else 0
        return QSize(least, self._theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        fill = "sunken" if self.isDown() else "surface_2"
        painter = QPainter(self)
        paint_box(painter, self._theme, QRectF(self.rect()), BoxStyle(fill=fill, edge="line"), 8)

    def _restyle(self) -> None:
        self.names.setFont(self._theme.font("body"))
        palette = QPalette(self.names.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("ink"))
        self.names.setPalette(palette)
        self.setMinimumHeight(self._theme.px(TARGET))


class ScreeningGroup(QWidget):
    """``chosen(item)`` and ``cleared(item)`` as of a row of chips; what is found is described below it.

    A group in which something was found stays open.
    """

    chosen = Signal(str)
    cleared = Signal(str)

    def __init__(self, key: str, title: str, items: Sequence[ScreeningItem], parent: QWidget) -> None:
        super().__init__(parent)
        self._items = tuple(items)
        self._wish = False
        self.line = GroupLine(title, self)
        self.line.setObjectName(f"open_screening_{key}")
        self.line.clicked.connect(self._toggle)
        self.chips = ChipRow(choices(items), self, label=title, multi=True, wrap=True)
        self.chips.setObjectName(f"screening_{key}")
        self.chips.chosen.connect(self.chosen)
        self.chips.cleared.connect(self.cleared)
        box = column(self, gap=6)
        box.addWidget(self.line)
        box.addWidget(self.chips)
        self.details = column(gap=14)
        box.addLayout(self.details)
        self._show()

    @property
    def items(self) -> tuple[ScreeningItem, ...]:
        """What it asks."""
        return self._items

    def set_values(self, values: frozenset[str]) -> None:
        """Show what was found."""
        self.chips.set_values(values & set(self.chips.ids()))
        self._show()

    def _toggle(self) -> None:
        self._wish = not self._wish
        self._show()

    def _show(self) -> None:
        is_open = self._wish or bool(self.chips.values())
        self.line.show_items(self._items, is_open=is_open)
        self.chips.setVisible(is_open)


def choices(items: Sequence[ScreeningItem], *, divider: bool = False) -> list[Choice]:
    """Chips with the whole question as what a screen reader says."""
    return [
        Choice(one.id, one.short_name, divider=divider and index == 0, spoken=one.text)
        for index, one in enumerate(items)
    ]


def _name(item: ScreeningItem) -> str:
    """Words that break between items only."""
    name = escape(item.short_name).replace(" ", "\u00a0")
    return f"<b>{name}</b>" if item.level is AlertLevel.ABSOLUTE else name
