"""What assistive technology is told of a scroll area.

Qt 6.11 tells of the viewport and of the scroll bars that are showing, and ends the process when it is asked
for a bar that went since they were counted, as a screen reader does whenever a page changes under it. A
scroll area told of as any other widget keeps its three children, and has none where too many are asked for.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

SCROLL_AREAS = ("QScrollArea", "QAbstractScrollArea")
"""Classes that Qt would tell of by counting bars; lists and texts have a telling of their own."""

_INSTALLED = "needlechart_assistive"


def install(app: QApplication) -> None:
    """Tell of scroll areas so from now on; once for an application."""
    if not app.property(_INSTALLED):
        app.setProperty(_INSTALLED, True)
        QAccessible.installFactory(_told)


def _told(class_name: str, what: QObject) -> QAccessibleInterface | None:
    if class_name in SCROLL_AREAS and isinstance(what, QWidget):
        return QAccessibleWidget(what, QAccessible.Role.Client)
    return None
