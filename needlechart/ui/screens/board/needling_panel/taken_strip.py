"""A side that would put a mark on another one of the same muscle: asked in place before it is written."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side
from needlechart.ui.widgets import Action, MessageKind, StripMessage

KEEP, SHOW, SET = "keep", "show", "set"


class TakenStrip(StripMessage):
    """Keep the side, look at the mark that is there, or set it all the same. ``other_wanted(point id)``.

    ``side`` is what was asked for last.
    """

    other_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(MessageKind.CAUTION, "", parent=parent)
        self.setObjectName("taken_strip")
        self._other = ""
        self._then: Callable[[], None] | None = None
        self.side = Side.UNSTATED
        self.acted.connect(self._on_act)
        self.hide()

    def ask(self, point: TriggerPoint, side: Side, there: TriggerPoint, then: Callable[[], None]) -> None:
        """``then`` writes the side."""
        self._other, self._then, self.side = there.id, then, side
        name = f"{there.muscle_name[:1].upper()}{there.muscle_name[1:]}" or "the same place"
        level = f" {there.spinal_level}" if there.spinal_level else ""
        said = point.side in (Side.RIGHT, Side.LEFT)
        stays = f"{point.label} is still {point.side.value}." if said else f"{point.label} has no side yet."
        keep = f"Keep {point.side.value}" if said else "Not now"
        actions = [
            Action(KEEP, keep),
            Action(SHOW, f"Show {there.label.lower()}"),
            Action(SET, f"{side.value.capitalize()} as well"),
        ]
        cause = f"{there.label} is there already: {name}{level}, {side.value}"
        self.set_message(MessageKind.CAUTION, cause, stays, actions)
        self.show()

    def take_focus(self) -> None:
        """The keyboard on what changes nothing."""
        self.button(KEEP).setFocus(Qt.FocusReason.TabFocusReason)

    def shut(self) -> None:
        """Put it away; nothing was done."""
        self._then = None
        self.hide()

    def _on_act(self, act: str) -> None:
        then = self._then
        self.shut()
        if act == SET and then is not None:
            then()
        elif act == SHOW:
            self.other_wanted.emit(self._other)
