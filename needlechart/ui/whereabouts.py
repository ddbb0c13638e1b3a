"""Where somebody was when the chart was locked: screen, patient or visit by id, the field and the cursor.

It holds no text and no name, so it may stay in memory while the chart is locked.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True, slots=True)
class Field:
    """A widget by its kind, its object name, and which one of those in sight; and the cursor in it."""

    kind: str
    name: str
    number: int
    cursor: int = -1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """``screen`` is the object name of the screen."""

    screen: str = ""
    patient_id: str = ""
    visit_id: str = ""
    page: str = ""
    field: Field | None = None


def field_in(screen: QWidget) -> Field | None:
    """The field with the keyboard, if it lies in this screen."""
    focus = QApplication.focusWidget()
    if focus is None or not screen.isAncestorOf(focus):
        return None
    alike = _alike(screen, type(focus).__name__, focus.objectName())
    if focus not in alike:
        return None
    return Field(type(focus).__name__, focus.objectName(), alike.index(focus), _cursor(focus))


def focus_field(screen: QWidget, field: Field) -> bool:
    """Give the keyboard back to a field; False while it is not there yet."""
    alike = _alike(screen, field.kind, field.name)
    if field.number >= len(alike):
        return False
    widget = alike[field.number]
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QLineEdit) and field.cursor >= 0:
        widget.setCursorPosition(min(field.cursor, len(widget.text())))
    elif isinstance(widget, QPlainTextEdit) and field.cursor >= 0:
        cursor = widget.textCursor()
        cursor.setPosition(min(field.cursor, len(widget.toPlainText())))
        widget.setTextCursor(cursor)
    return widget.hasFocus()


def _alike(screen: QWidget, kind: str, name: str) -> list[QWidget]:
    return [
        one
        for one in screen.findChildren(QWidget)
        if type(one).__name__ == kind and one.objectName() == name and one.isVisibleTo(screen)
    ]


def _cursor(widget: QWidget) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return -1
