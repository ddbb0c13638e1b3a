"""The last visit on the map: when it was, what of it is repeated, and one button for the rest."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.ui.bodymap.marks import Mark
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, IconLabel, Panel, Text


class GhostCard(Panel):
    """172 wide; in Compact only its button is shown."""

    apply_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self.setObjectName("ghost_card")
        self._theme = theme
        self._compact = False
        self._head = Text("", self, role="secondary_strong")
        self._text = Text("", self, role="label", colour="muted", wrap=True)
        self._icon = IconLabel("refresh", self, size=16)
        self.button = Button("", self, kind=ButtonKind.OUTLINE, icon="", padding=12)
        self.button.setObjectName("reapply_all")
        self.button.clicked.connect(self.apply_wanted)
        self._box = QVBoxLayout(self)
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._head, 1)
        self._box.addLayout(line)
        self._box.addWidget(self._text)
        self._box.addWidget(self.button)
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """Only the button, where the map is small."""
        self._compact = compact
        edge = 0 if compact else self._theme.px(10)
        self._box.setContentsMargins(edge, edge, edge, edge)
        self._box.setSpacing(self._theme.px(4))
        for part in (self._head, self._text, self._icon):
            part.setVisible(not compact)
        self.set_style(BoxStyle() if compact else BoxStyle(fill="surface", edge="line"))

    def show_ghosts(self, day: str, total: int, rest: tuple[Mark, ...]) -> None:
        """``total`` sites at the last visit on ``day``, of which ``rest`` are not repeated yet."""
        self._head.setText(f"Last visit · {day}")
        self._text.setText(_told(total, rest))
        self._text.setVisible(bool(self._text.text()) and not self._compact)
        self.button.set_text(_offer(total, rest))
        self.button.setVisible(bool(rest))
        self.setVisible(total > 0 and (bool(rest) or not self._compact))
        self._text.setFixedWidth(self._theme.px(150))


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
    return f"Re-apply all {len(rest)}" if len(rest) == total else f"Re-apply the other {len(rest)}"
