"""What can be repeated on the map: whose marks are shown pale, what of them is left, others to choose."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.ghosts import GhostSource
from needlechart.ui.bodymap.marks import Mark
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ElidedLabel,
    IconButton,
    IconLabel,
    Panel,
    Text,
    TextField,
)

WIDTH = 188


class GhostCard(Panel):
    """In Compact only its buttons are shown. ``named(text)`` is the name of a protocol to keep."""

    apply_wanted = Signal()
    others_wanted = Signal()
    named = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self.setObjectName("ghost_card")
        self._theme = theme
        self._compact = False
        self._naming = self._useful = False
        self._offers = False
        self._head = ElidedLabel("", self, role="secondary_strong")
        self._head.setFixedWidth(theme.px(WIDTH - 22))
        self._text = Text("", self, role="label", colour="muted", wrap=True)
        self._icon = IconLabel("refresh", self, size=16)
        self.button = Button("", self, kind=ButtonKind.OUTLINE, icon="", padding=10)
        self.button.setObjectName("reapply_all")
        self.button.clicked.connect(self.apply_wanted)
        self.others = IconButton("chevron_down", "Other visits, protocols", self, outlined=True)
        self.alone = Button("Other marks", self, icon_after="chevron_down", padding=10)
        for part in (self.others, self.alone):
            part.setObjectName("ghost_sources")  # one of them is seen: beside the other button, or alone
            part.clicked.connect(self.others_wanted)
        self._make_naming()
        self._lay_out()
        self.set_compact(compact=False)

    def _make_naming(self) -> None:
        self.name = TextField(self, label="Name of the protocol", placeholder="Name of the protocol")
        self.name.setObjectName("protocol_name")
        self.name.setFixedWidth(self._theme.px(WIDTH))
        self.name.returnPressed.connect(self._on_named)
        self.name.installEventFilter(self)
        self.why = Text("", self, role="label", colour="danger", wrap=True)
        self.why.setObjectName("protocol_why")
        self.keep = Button("Keep", self, kind=ButtonKind.OUTLINE, padding=10)
        self.keep.setObjectName("keep_protocol")
        self.keep.clicked.connect(self._on_named)
        self.drop = Button("Cancel", self, padding=10)
        self.drop.setObjectName("drop_protocol")
        self.drop.clicked.connect(self.end_naming)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._box = QVBoxLayout(self)
        line = QHBoxLayout()
        line.setSpacing(px(6))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._head, 1)
        acts = QHBoxLayout()
        acts.setSpacing(px(6))
        acts.addWidget(self.button, 1)
        acts.addWidget(self.others)
        acts.addWidget(self.alone, 1)
        answers = QHBoxLayout()
        answers.setSpacing(px(6))
        answers.addWidget(self.keep, 1)
        answers.addWidget(self.drop, 1)
        self._box.addLayout(line)
        self._box.addWidget(self._text)
        self._box.addLayout(acts)
        self._box.addWidget(self.name)
        self._box.addWidget(self.why)
        self._box.addLayout(answers)

    @property
    def menu_button(self) -> QWidget:
        """Where the menu of other marks opens."""
        return self.alone if self.alone.isVisible() else self.others

    def set_compact(self, *, compact: bool) -> None:
        """Only the buttons, where the map is small."""
        self._compact = compact
        self._show_parts()

    def show_ghosts(
        self, source: GhostSource | None, rest: tuple[Mark, ...], *, visits: bool, protocols: bool
    ) -> None:
        """Whose marks, and which are not repeated yet; ``visits`` and ``protocols``: what else there is."""
        total = len(source.points) if source is not None else 0
        only_protocols = not total and protocols and not visits
        self._head.setText("Protocols" if only_protocols else source_words(source))
        others = "Usual marks of the clinic" if only_protocols else "Other visits and protocols"
        self._text.setText(_told(total, rest) if total else others)
        self.button.set_text(_offer(total, rest))
        self.button.setVisible(bool(rest))
        alone = ("Protocols" if self._compact else "Choose one") if only_protocols else "Other marks"
        self.alone.set_text(alone)
        self._offers = visits or protocols
        useful = bool(rest) or self._offers or (total > 0 and not self._compact)
        self._useful = useful
        self.setVisible(useful or self._naming)
        self._text.setFixedWidth(self._theme.px(WIDTH))
        self._show_parts()

    def begin_naming(self) -> None:
        """Ask what the protocol is called."""
        self._naming = True
        self.name.set_value("")
        self.refuse("")
        self.show()
        self._show_parts()
        self.resized.emit()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_naming(self) -> None:
        """Kept, or not after all."""
        self._naming = False
        if not self._useful:
            self.hide()
        self._show_parts()
        self.resized.emit()

    def refuse(self, why: str) -> None:
        """The name cannot be kept."""
        self.name.set_error(why)
        self.why.setText(why)
        self.why.setVisible(bool(why) and self._naming)
        self.resized.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() is QEvent.Type.KeyPress:
            self.end_naming()
        return escape

    def _on_named(self) -> None:
        text = self.name.text().strip()
        if text:
            self.named.emit(text)
        else:
            self.refuse("A protocol needs a name.")

    def _show_parts(self) -> None:
        compact, naming = self._compact, self._naming
        edge = 0 if compact and not naming else self._theme.px(10)
        self._box.setContentsMargins(edge, edge, edge, edge)
        self._box.setSpacing(self._theme.px(4))
        for told in (self._head, self._text, self._icon):
            told.setVisible(not compact)
        applies = not self.button.isHidden()
        self.others.setVisible(self._offers and applies and not naming)
        self.alone.setVisible(self._offers and not applies and not naming)
        for asked in (self.name, self.keep, self.drop):
            asked.setVisible(naming)
        self.why.setVisible(naming and bool(self.why.text()))
        self.set_style(BoxStyle() if compact and not naming else BoxStyle(fill="surface", edge="line"))


def source_words(source: GhostSource | None) -> str:
    """``Last visit · 3 Mar``, ``Visit · 17 Feb 2025``, or the name of a protocol."""
    if source is None:
        return "Marks to repeat"
    if source.day is None:
        return source.name
    day = source.day.astimezone()
    return f"{'Last visit' if source.last else 'Visit'} · {day.day} {day:%b}"


def _told(total: int, rest: tuple[Mark, ...]) -> str:
    applied = total - len(rest)
    sites = "1 site" if total == 1 else f"{total} sites"
    if not rest:
        return "Re-applied" if total == 1 else f"All {sites} re-applied"
    if not applied:
        return f"{sites}, shown dashed. Tap one, or all:"
    numbers = " and ".join(str(mark.number) for mark in rest) if len(rest) < 3 else f"{len(rest)} sites"
    missing = f"Site {numbers} not yet." if len(rest) == 1 else f"{_sites(numbers)} not yet."
    return f"{sites}, {applied} re-applied. {missing}"


def _sites(numbers: str) -> str:
    return numbers if numbers.endswith("sites") else f"Sites {numbers}"


def _offer(total: int, rest: tuple[Mark, ...]) -> str:
    if len(rest) == 1:
        return f"Re-apply site {rest[0].number}"
    return f"Re-apply all {len(rest)}" if len(rest) == total else f"Re-apply {len(rest)} more"
