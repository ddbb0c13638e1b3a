"""The keyboard from one part of a screen to the next (F6): each screen names its parts in ``regions()``."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def turn_region(screen: QWidget | None, by: int) -> None:
    """The keyboard to the next part that can take it; a screen without parts leaves it where it is."""
    regions = getattr(screen, "regions", None)
    if not callable(regions):
        return
    parts: list[QWidget] = [part for part in regions() if part.isVisible()]
    focus = QApplication.focusWidget()
    inside = [index for index, part in enumerate(parts) if focus and part.isAncestorOf(focus)]
    start = inside[0] if inside else -1 if by > 0 else 0
    for offset in range(1, len(parts) + 1):
        if _focus_inside(parts[(start + by * offset) % len(parts)]):
            return


def _focus_inside(part: QWidget) -> bool:
    """Give the keyboard to the first control of a part; False if it has none."""
    candidates = [part, *part.findChildren(QWidget)]
    for one in candidates:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            one.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
