"""Single keys of the map and the entry: a letter goes to its row, a digit then takes the nth chip."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from needlechart.domain.words import Layer, Side, View
from needlechart.ui.widgets import Chip

if TYPE_CHECKING:
    from needlechart.ui.screens.board.needling import NeedlingStep
    from needlechart.ui.screens.board.needling_panel.editor import Editor

_VIEWS = (View.FRONT, View.BACK, View.LEFT, View.RIGHT, View.PELVIC_FLOOR)
_LAYERS = {Qt.Key.Key_7: Layer.SURFACE, Qt.Key.Key_8: Layer.SUPERFICIAL, Qt.Key.Key_9: Layer.INTERMEDIATE}
_READING = (Qt.Key.Key_Comma, Qt.Key.Key_Period)
"""What a letter or sign still means where nothing can be changed: the site before, the next one."""


class _Row(Protocol):
    def choose_index(self, index: int) -> None:
        """As if the person tapped the nth chip."""

    def setFocus(self, reason: Qt.FocusReason, /) -> None:
        """Take the keyboard."""


class NeedlingKeys:
    """What a key does in the needling step, when no text field has it."""

    def __init__(self, step: NeedlingStep) -> None:
        self._step = step
        self._row: Callable[[Editor], _Row] | None = None
        self.single_keys = True
        self._rows: dict[int, Callable[[Editor], _Row]] = {
            Qt.Key.Key_T: lambda editor: editor.twitch.chips,
            Qt.Key.Key_P: lambda editor: editor.pain.chips,
            Qt.Key.Key_D: lambda editor: editor.depth_row,
            Qt.Key.Key_C: lambda editor: editor.technique.chips,
            Qt.Key.Key_E: lambda editor: editor.stim.chips,
            Qt.Key.Key_X: lambda editor: editor.dwell.chips,
            Qt.Key.Key_W: lambda editor: editor.needle.chips,
        }
        self._acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_I: step.panel.put_in,
            Qt.Key.Key_O: step.panel.take_out,
            Qt.Key.Key_R: lambda: step.hand.set_side(Side.RIGHT),
            Qt.Key.Key_L: lambda: step.hand.set_side(Side.LEFT),
            Qt.Key.Key_B: step.hand.both_sides,
            Qt.Key.Key_N: step.panel.find_new,
            Qt.Key.Key_M: step.panel.open_more,
            Qt.Key.Key_Comma: lambda: step.selection.step(-1),
            Qt.Key.Key_Period: lambda: step.selection.step(1),
            Qt.Key.Key_Delete: step.hand.delete_selected,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier:
            return self._turn(event.key())
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        if self._digit(event):
            return True
        self._row = None
        if not self.single_keys and event.key() != Qt.Key.Key_Delete:
            return False
        if self._step.charting is None and event.key() not in _READING:
            return False
        if event.key() == Qt.Key.Key_G:
            (self._step.hand.apply_all if held else self._step.hand.apply_next_ghost)()
            return True
        if held:
            return False
        if event.key() in self._rows:
            return self._go_to_row(self._rows[event.key()], opens_dwell=event.key() == Qt.Key.Key_X)
        act = self._acts.get(event.key())
        if act is None:
            return False
        act()
        return True

    def _digit(self, event: QKeyEvent) -> bool:
        row, editor = self._row, self._step.panel.editor
        if row is None or editor is None or not event.text().isdigit() or event.text() == "0":
            return False
        self._row = None
        chips = row(editor)
        chips.choose_index(int(event.text()) - 1)
        if chips is not editor.depth_row and isinstance(QApplication.focusWidget(), Chip):
            self._step.focus_first()  # no ring stays on a chip that was not chosen
        return True

    def _go_to_row(self, row: Callable[[Editor], _Row], *, opens_dwell: bool) -> bool:
        editor = self._step.panel.editor
        if editor is None:
            return False
        if opens_dwell:
            editor.open_dwell()
        else:
            editor.unfold()
        self._row = row
        row(editor).setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _turn(self, key: int) -> bool:
        """Alt+1 to 6 turn the view, Alt+7, 8, 9, 0 change the layer."""
        body_map = self._step.body_map
        number = key - Qt.Key.Key_1
        if 0 <= number < len(_VIEWS):
            body_map.show_place(_VIEWS[number].value, body_map.layer)
        elif key == Qt.Key.Key_6:
            body_map.show_both()
        elif key in _LAYERS:
            body_map.show_place(body_map.shown, _LAYERS[Qt.Key(key)])
        elif key == Qt.Key.Key_0:
            body_map.show_place(body_map.shown, Layer.DEEP)
        else:
            return False
        return True
