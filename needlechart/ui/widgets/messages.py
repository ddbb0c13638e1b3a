"""Inline messages and empty states: cause, what is safe, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.spoken import announce
from needlechart.ui.widgets.buttons import Button, ButtonKind
from needlechart.ui.widgets.card import Panel
from needlechart.ui.widgets.flow import FlowLayout
from needlechart.ui.widgets.labels import IconLabel, Text
from needlechart.ui.widgets.painting import BoxStyle


class MessageKind(Enum):
    """The value is the colour token of icon and edge."""

    CAUTION = "caution"
    DANGER = "danger"
    NEEDLE = "needle"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a message: its id comes back in ``acted``."""

    id: str
    text: str
    kind: ButtonKind = ButtonKind.QUIET
    icon: str = ""


_STYLES = {
    MessageKind.CAUTION: BoxStyle(fill="caution_soft", edge="caution_line"),
    MessageKind.DANGER: BoxStyle(fill="danger_soft", edge="danger"),
    MessageKind.NEEDLE: BoxStyle(fill="needle_soft", edge="needle"),
    MessageKind.OK: BoxStyle(fill="ok_soft", edge="ok"),
}


class StripMessage(Panel):
    """Full width, inline, stays until it is no longer true; nothing modal.

    Who listens hears its words once it is shown, and again when it has another cause; a clock or a number
    that goes on in it is not read out each time.
    """

    acted = Signal(str)

    def __init__(
        self,
        kind: MessageKind,
        cause: str,
        safe: str = "",
        actions: Sequence[Action] = (),
        parent: QWidget | None = None,
        *,
        icon: str = "warning",
        inline: bool = False,
    ) -> None:
        """``inline`` puts the buttons beside the words instead of under them."""
        super().__init__(parent, style=_STYLES[kind], radius=8)
        self._inline = inline
        self._told: str | None = None
        self._icon = IconLabel(icon, self, colour=kind.value, size=22)
        self.cause = Text(cause, self, role="strong", wrap=True)
        self.safe = Text(safe, self, wrap=True)
        self._buttons: dict[str, Button] = {}
        self._actions = QWidget(self)
        self._flow = FlowLayout(self._actions, spacing=self._theme.px(8))
        self._lay_out()
        self.set_message(kind, cause, safe, actions)

    def set_message(
        self, kind: MessageKind, cause: str, safe: str = "", actions: Sequence[Action] = ()
    ) -> None:
        """Say something else in the same place."""
        self.set_style(_STYLES[kind])
        self._icon.set_icon(self._icon.icon, kind.value)
        self.set_words(cause, safe)
        self._set_actions(actions)
        if self.isVisible():
            self._tell()

    def set_words(self, cause: str, safe: str) -> None:
        """Other words over the same buttons, e.g. a running clock; a tap under way is not lost."""
        self.cause.setText(cause)
        self.safe.setText(safe)
        self.safe.setVisible(bool(safe))
        self.setAccessibleName(f"{cause.removesuffix('.')}. {safe}" if safe else cause)

    def _tell(self) -> None:
        if self._told != self.cause.text():
            self._told = self.cause.text()
            announce(self, self.accessibleName())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._told is None:  # not again with each turn to the screen it stands on
            self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # put away itself, not with the screen around it
            self._told = None

    def button(self, action: str) -> Button:
        """The button of an action id; raises KeyError."""
        return self._buttons[action]

    def _lay_out(self) -> None:
        box = QHBoxLayout(self)
        box.setContentsMargins(*(self._theme.px(n) for n in (12, 10, 12, 12)))
        box.setSpacing(self._theme.px(10))
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(self._theme.px(2))
        for widget in (self.cause, self.safe):
            column.addWidget(widget)
        box.addLayout(column, 1)
        if self._inline:
            box.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            column.addWidget(self._actions)
        column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _set_actions(self, actions: Sequence[Action]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = {}
        for action in actions:
            button = Button(action.text, self._actions, kind=action.kind, icon=action.icon, padding=14)
            button.setObjectName(f"action-{action.id}")
            button.clicked.connect(lambda checked=False, key=action.id: self.acted.emit(key))
            self._flow.addWidget(button)
            if self._inline:
                button.show()  # a layout takes no room for what is not shown yet, and shows it only later
            self._buttons[action.id] = button
        self._flow.setContentsMargins(0, 0 if self._inline else self._theme.px(6), 0, 0)
        if self._inline:
            self._actions.setFixedSize(self._flow.sizeHint())
        self._actions.setVisible(bool(actions))


class EmptyState(QWidget):
    """An icon, what is so, what can be done; in the middle of its place."""

    acted = Signal(str)

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        actions: Sequence[Action] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._buttons: dict[str, Button] = {}
        box = QVBoxLayout(self)
        box.setSpacing(6)
        box.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(IconLabel(icon, self, colour="muted", size=32), 0, middle)
        self.title = Text(title, self, role="section", wrap=True)
        self.text = Text(text, self, colour="muted", wrap=True)
        for words in (self.title, self.text):
            words.setAlignment(middle)
            words.setVisible(bool(words.text()))
            box.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for action in actions:
            button = Button(action.text, self, kind=action.kind, icon=action.icon)
            button.setObjectName(f"action-{action.id}")
            button.clicked.connect(lambda checked=False, key=action.id: self.acted.emit(key))
            row.addWidget(button)
            self._buttons[action.id] = button
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)

    def button(self, action: str) -> Button:
        return self._buttons[action]
