"""The field that has the keyboard hands over what was typed."""

from PySide6.QtWidgets import QApplication


def commit_focus() -> None:
    """Let the field that has the keyboard hand over what was typed."""
    commit = getattr(QApplication.focusWidget(), "commit", None)
    if callable(commit):
        commit()
