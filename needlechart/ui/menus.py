"""The shortcut list under F1, and small menus."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from needlechart.ui.actions import shortcut_list
from needlechart.ui.screens.parts import ScrollColumn, column, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, Card, IconButton, Text


class ShortcutOverlay(QWidget):
    """Covers the window with the list of shortcuts until Escape, F1 or a tap."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self._theme = Theme.current()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = row(self, edges=(26, 20, 26, 20))
        card = Card("Keyboard shortcuts", self, hint="single keys work while the body map has the keyboard")
        close = IconButton("close", "Close the list", card)
        close.clicked.connect(self.hide)
        card.head.addWidget(close)
        scroll = ScrollColumn(card, edges=(0, 0, 10, 0))
        scroll.box.addLayout(_grid(card))
        scroll.box.addStretch(1)
        card.body.addWidget(scroll, 1)
        outer.addStretch(1)
        outer.addWidget(card, 8)
        outer.addStretch(1)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QColor(self._theme.colour("ink" if self._theme.name.value == "light" else "bg"))
        shade.setAlpha(140)
        QPainter(self).fillRect(self.rect(), shade)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        parent = self.parentWidget()
        if event.type() is QEvent.Type.Resize and parent is not None and watched is parent:
            self.setGeometry(parent.rect())
        return False


def _grid(parent: QWidget) -> QGridLayout:
    """The shortcuts in two columns of keys and words."""
    theme = Theme.current()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(10))
    listed = shortcut_list()
    half = (len(listed) + 1) // 2
    for index, (keys, words) in enumerate(listed):
        line, side = index % half, index // half * 2
        grid.addWidget(Text(keys, parent, role="secondary_strong"), line, side)
        grid.addWidget(Text(words, parent, role="secondary", wrap=True), line, side + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


def menu(parent: QWidget, actions: Sequence[Action]) -> QMenu:
    """A menu whose actions carry the ids as data."""
    made = QMenu(parent)
    for action in actions:
        made.addAction(action.text).setData(action.id)
    return made


def spacer(parent: QWidget) -> QWidget:
    """An empty widget that takes the room."""
    widget = QWidget(parent)
    column(widget).addStretch(1)
    return widget
