"""Tab goes the way one reads: from top to bottom and from left to right, part by part.

Qt's own order is that in which widgets were made. A row whose chips are made anew then falls to the end, and
Qt, following the focus proxy of the row, leaves out everything in between.

Places are read from the widgets and not from their layouts: Python keeps the items of a layout beyond their
end, and takes whatever Qt makes at the same address later for one of them.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QComboBox, QWidget

Span = Callable[[QWidget], tuple[int, int]]


def turn(window: QWidget, *, forward: bool) -> bool:
    """Move the keyboard to the next or previous stop of a window, round its ends; False without any."""
    focus = window.focusWidget()
    if focus is not None and not (focus.isVisible() and focus.isEnabled()):
        return _stay_near(focus)  # Qt turns too when what has the keyboard is hidden or can be used no longer
    found = list(_stops(window, focus))
    if not found or found == [focus]:
        return False
    by = 1 if forward else -1
    here = found.index(focus) if focus in found else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    found[(here + by) % len(found)].setFocus(reason)
    return True


def stops(widget: QWidget) -> list[QWidget]:
    """What Tab comes to below a widget, as one reads."""
    return list(_stops(widget, None))


def _stay_near(gone: QWidget) -> bool:
    """The keyboard stays in the part where it was, at the stop nearest to what is hidden; False without any.

    Qt would go on to the next stop, and from something that is no stop any more that is the first of the
    window: Back, from which one key leaves the visit.
    """
    place = gone.mapToGlobal(gone.rect().center())
    above = gone.parentWidget()
    while above is not None:
        found = stops(above) if above.isVisible() else []
        if found:
            near = min(
                found, key=lambda one: (one.mapToGlobal(one.rect().center()) - place).manhattanLength()
            )
            seen = getattr(gone, "keyboard_seen", True)
            near.setFocus(Qt.FocusReason.OtherFocusReason if seen else Qt.FocusReason.MouseFocusReason)
            return True
        above = None if above.isWindow() else above.parentWidget()
    return False


def _stops(widget: QWidget, focus: QWidget | None) -> Iterator[QWidget]:
    """What Tab comes to below a widget, and what has the keyboard now."""
    children = [one for one in widget.children() if isinstance(one, QWidget)]
    for child in in_reading_order([one for one in children if one.isVisible() and not one.isWindow()]):
        if child is focus or (_is_stop(child) and child.isEnabled()):
            yield child
        yield from _stops(child, focus)


def _is_stop(child: QWidget) -> bool:
    """Whether Tab comes to it; what hands the keyboard on is none.

    What is inside a control of Qt (a viewport, the field of a spin box) hands it to the control around it,
    and is not asked: PySide takes the answer of `QWidget.focusProxy` for a child of who was asked, and two
    widgets that are each other's children it never lets go (a map of 4 MB stayed at each lock).
    """
    if not child.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    around = child.parentWidget()
    if isinstance(around, QAbstractScrollArea) and child is around.viewport():
        return False
    return not isinstance(around, QAbstractSpinBox | QComboBox) and child.focusProxy() is None


def in_reading_order(widgets: list[QWidget]) -> list[QWidget]:
    """Siblings as one reads them: cut into lines, else into columns, and each part again."""
    if len(widgets) < 2:
        return widgets
    for span in (_down, _across):
        parts = _cut(widgets, span)
        if len(parts) > 1:
            return [one for part in parts for one in in_reading_order(part)]
    return sorted(widgets, key=lambda one: (one.y(), one.x()))


def _cut(widgets: list[QWidget], span: Span) -> list[list[QWidget]]:
    """Parts between which a straight line fits."""
    parts: list[list[QWidget]] = []
    reached = 0
    for one in sorted(widgets, key=span):
        start, end = span(one)
        if parts and start < reached:
            parts[-1].append(one)
            reached = max(reached, end)
        else:
            parts.append([one])
            reached = end
    return parts


def _down(one: QWidget) -> tuple[int, int]:
    return one.y(), one.y() + one.height()


def _across(one: QWidget) -> tuple[int, int]:
    return one.x(), one.x() + one.width()
