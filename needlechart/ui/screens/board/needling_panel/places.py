"""Where a field of a site or needle is entered, for a jump from what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from needlechart.ui.screens.board.needling_panel.editor import Editor

_PLAIN: dict[str, Callable[[Editor], QWidget]] = {
    "muscle": lambda editor: editor.finger.search,
    "side": lambda editor: editor.title.sides,
    "spinal_level": lambda editor: editor.level.chips,
    "twitch": lambda editor: editor.twitch.chips,
    "pain": lambda editor: editor.pain.chips,
    "not_needled": lambda editor: editor.twitch.chips,
    "reason": lambda editor: editor.twitch.chips,
    "alert_reasons": lambda editor: editor.reason if editor.reason.isVisible() else editor.twitch.chips,
    "diameter_mm": lambda editor: editor.needle.chips,
    "depth_mm": lambda editor: editor.depth_row,
    "technique": lambda editor: editor.technique.chips,
    "e_stim": lambda editor: editor.stim.chips,
    "hz": lambda editor: editor.details.hz.chips,
}
_BEHIND_MORE: dict[str, Callable[[Editor], QWidget]] = {
    "site_screening": lambda editor: editor.site_ask.no,
    "kind": lambda editor: editor.findings.kind,
    "direction": lambda editor: editor.findings.direction,
    "guidance": lambda editor: editor.findings.guidance,
    "bleeding": lambda editor: editor.findings.bleeding,
    "response_sought": lambda editor: editor.needle_more.sought,
    "passes": lambda editor: editor.needle_more.passes.more,
    "lot": lambda editor: editor.needle_more.pack.lot,
    "insertions": lambda editor: editor.findings.again,
    "retention_s": lambda editor: editor.needle_more.at_once,
    "expiry": lambda editor: editor.needle_more.pack.expiry.field,
}


def field_of(editor: Editor, field: str) -> QWidget:
    """The control of a field; the twitch for a field of no own place."""
    return (_BEHIND_MORE.get(field) or _PLAIN.get(field) or _PLAIN["twitch"])(editor)


def land(editor: Editor, field: str) -> None:
    """The keyboard on a field, and the field in sight; what hides it is opened."""
    editor.unfold()
    if field in _BEHIND_MORE or (field == "spinal_level" and editor.level.isHidden()):
        editor.open_more()  # what a site asks stands in the room of its levels until it is answered
    part = field_of(editor, field)
    part.setFocus(Qt.FocusReason.TabFocusReason)
    # What was opened has its place only once it is laid out.
    QTimer.singleShot(0, editor, lambda: editor.opened.emit(part))
