"""Tab goes the way one reads: through the widgets in the order of their layouts.

Qt's own order is that in which widgets were made. A row whose chips are made anew then falls to the end, and
Qt, following the focus proxy of the row, leaves out everything in between.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def turn(window: QWidget, *, forward: bool) -> bool:
    """Move the keyboard to the next or previous stop of a window, round its ends; False without any."""
    focus = window.focusWidget()
    stops = list(_stops(window, focus))
    if not stops or stops == [focus]:
        return False
    by = 1 if forward else -1
    here = stops.index(focus) if focus in stops else -1 if forward else 0
    target = stops[(here + by) % len(stops)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    return True


def _stops(widget: QWidget, focus: QWidget | None) -> Iterator[QWidget]:
    """What Tab comes to below a widget, and what has the keyboard now."""
    for child in _children(widget):
        if child.isWindow() or not child.isVisible():
            continue
        tab = child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None
        if child is focus or (tab and child.isEnabled()):
            yield child
        yield from _stops(child, focus)


def _children(widget: QWidget) -> list[QWidget]:
    """Children in the order of the layout, then those that lie free."""
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    known = set(placed)
    free = [one for one in widget.children() if isinstance(one, QWidget) and one not in known]
    return placed + free


def _placed(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _placed(inner)
        elif widget is not None:
            yield widget
