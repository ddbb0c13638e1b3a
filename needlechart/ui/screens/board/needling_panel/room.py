"""How the entry of a site shares the height of the panel: in Normal nothing scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlechart.catalogue import knowledge, muscles
from needlechart.domain.rules.site_screening import open_at
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.screens.board.needling_panel.hint import MOST_LINES
from needlechart.ui.screens.board.needling_panel.length_told import length_told

if TYPE_CHECKING:
    from needlechart.ui.screens.board.needling_panel.editor import Editor
    from needlechart.ui.screens.board.needling_panel.session import Session


def share_room(editor: Editor, session: Session, layout_class: LayoutClass, *, two_rows: bool) -> None:
    """What is more than usual takes its lines from the hint; ``two_rows`` of tiles above are more."""
    if layout_class is not LayoutClass.NORMAL:
        lines = MOST_LINES - (layout_class is LayoutClass.COMPACT)
        editor.set_room(lines=lines, full=False, crowded=False, scarce=False)
        return
    crowded = two_rows or _has_levels(session) or _asks(session)
    unusual = length_told(session.point, session.needle) is not None
    lines = 2 if crowded else 3 if unusual else MOST_LINES
    editor.set_room(lines=lines, full=two_rows, crowded=crowded, scarce=True)


def _has_levels(session: Session) -> bool:
    """Whether the selected site's muscle has spinal levels, a row of their own."""
    point = session.point
    muscle = muscles().get(point.muscle) if point is not None else None
    return muscle is not None and muscle.segmental


def _asks(session: Session) -> bool:
    """Whether the selected site brings up what was not asked yet."""
    point = session.point
    return point is not None and bool(open_at(session.visit.chart, knowledge(), [point]))
