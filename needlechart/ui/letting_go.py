"""How a widget that is not shown again ends: Qt alone deletes it."""

from PySide6.QtWidgets import QWidget


def let_go(widget: QWidget) -> None:
    """Hide a widget and have Qt delete it; until then it stays a child of where it is.

    Taken out first (`QStackedWidget.removeWidget`, ``setParent(None)``) it would belong to Python: it would
    die with its last name there, perhaps in the middle of an event of its own, or in a collection of cycles,
    which ends living Qt objects in any order; and PySide 6.11 may keep its values for ever.
    """
    widget.hide()
    widget.deleteLater()
