"""What keeps a needle from going in, and the one reason that lets it: inline, never modal."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    FlowLayout,
    IconButton,
    IconLabel,
    Panel,
    Text,
    TextField,
)


class ReasonStrip(Panel):
    """A danger strip with chips and a field; ``ask`` keeps what is to be done with the reason.

    ``asked`` follows each thing it asks or tells: it must come into sight.
    """

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="danger_soft", edge="danger"), radius=8)
        self.setObjectName("reason_strip")
        self._theme = theme
        self._then: Callable[[str], None] | None = None
        self.cause = Text("", self, role="strong", wrap=True)
        self.safe = Text("", self, role="secondary", wrap=True)
        self.field = TextField(self, label="Reason", placeholder="Go on, because …")
        self.field.setObjectName("reason")
        self.take = Button("Go on", self, kind=ButtonKind.QUIET)
        self.take.setObjectName("reason_take")
        self.close_button = IconButton("close", "Not now", self)
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, spacing=theme.px(6))
        self._lay_out()
        self.field.returnPressed.connect(self._on_typed)
        self.take.clicked.connect(self._on_typed)
        self.close_button.clicked.connect(self.shut)
        self.hide()

    def _lay_out(self) -> None:
        theme = self._theme
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(10))
        outer.addWidget(IconLabel("warning", self, colour="danger"), 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout()
        box.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(self.cause, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self.safe)
        box.addWidget(self._chips)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(self.field, 1)
        line.addWidget(self.take)
        box.addLayout(line)
        outer.addLayout(box, 1)

    def ask(
        self,
        cause: str,
        safe: str,
        chips: Sequence[str],
        then: Callable[[str], None],
        *,
        verb: str = "Go on",
        example: str = "",
    ) -> None:
        """Ask one reason; ``then`` gets it, after a tap on a chip or on the button with ``verb``.

        ``example`` stands in the empty field instead of the verb and "because".
        """
        self._say(cause, safe)
        self.take.set_text(verb)
        self.field.setPlaceholderText(example or f"{verb}, because …")
        self._then = then
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for index, words in enumerate(chips):
            button = Button(words, self._chips, padding=10)
            button.setObjectName(f"reason_{index}")
            button.clicked.connect(lambda checked=False, words=words: self._give(words))
            self._flow.addWidget(button)
        self._chips.setVisible(bool(chips))
        for part in (self.field, self.take):
            part.show()
        self.field.set_value("")
        self.show()
        self.asked.emit()

    def tell(self, cause: str, safe: str) -> None:
        """Say what cannot be overridden."""
        self._say(cause, safe)
        self._then = None
        for part in (self._chips, self.field, self.take):
            part.hide()
        self.show()
        self.asked.emit()

    def take_focus(self) -> None:
        """The keyboard on the first answer; where none can be given, on what puts the strip away."""
        first = self._flow.itemAt(0)
        button = first.widget() if first is not None and self._then is not None else None
        (button or self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def shut(self) -> None:
        """Put it away; nothing was done."""
        self._then = None
        self.hide()

    def _say(self, cause: str, safe: str) -> None:
        self.cause.setText(cause)
        self.safe.setText(safe)
        self.safe.setVisible(bool(safe))
        self.setAccessibleName(f"{cause} {safe}")
        announce(self, self.accessibleName())

    def _on_typed(self) -> None:
        if self.field.text().strip():
            self._give(self.field.text())

    def _give(self, reason: str) -> None:
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then(reason)
