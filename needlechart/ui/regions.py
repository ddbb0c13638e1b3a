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
    start = _region_of(focus, parts, by)
    for offset in range(1, len(parts) + 1):
        if _focus_inside(parts[(start + by * offset) % len(parts)]):
            return


def _region_of(focus: QWidget | None, parts: list[QWidget], by: int) -> int:
    """Index of the part that has the keyboard; where it is around parts, the place before the first."""
    above = focus
    inside = [
        index for index, part in enumerate(parts) if focus and (part is focus or part.isAncestorOf(focus))
    ]
    if inside:
        return inside[0]
    while above is not None and not above.isWindow():
        within = [index for index, part in enumerate(parts) if above.isAncestorOf(part)]
        if within and len(within) < len(parts):
            return within[0] - 1 if by > 0 else within[0]
        above = above.parentWidget()
    return -1 if by > 0 else 0


def _focus_inside(part: QWidget) -> bool:
    """Give the keyboard to where a part wants it, else to its first control; False if it has none."""
    landing = getattr(part, "landing", None)
    if callable(landing) and (wanted := landing()) is not None:
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    candidates = [part, *part.findChildren(QWidget)]
    for one in candidates:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            one.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
