"""Which view of the body a position of the patient turns up, and which one a visit opens at."""

from needlechart.catalogue import positions
from needlechart.domain.ghosts import waiting
from needlechart.domain.words import Position, View
from needlechart.editing.open_visit import OpenVisit

_TURNS = frozenset({Position.PRONE, Position.SUPINE, Position.RIGHT_SIDE_LYING, Position.LEFT_SIDE_LYING})
"""Positions in which one view is up; the others keep a view that they leave free."""


def view_turned_up(position: Position, shown: View) -> View:
    """The view to turn to when the position is chosen: Back for prone, the side that is up on the side."""
    free = positions()[position.value].views
    return shown if not free or (shown in free and position not in _TURNS) else free[0]


def opening_view(visit: OpenVisit) -> View:
    """Where the map opens before a first mark is made.

    What is up in today's position; else where all marks to repeat lie; else what was up last time; else
    the view in which the visit stands. Never the pelvic floor, which is opened by hand.
    """
    shown = visit.place.view
    if visit.visit.position is not None:
        return view_turned_up(visit.visit.position, shown)
    views = {one.view for one in waiting(visit.chart.points, visit.ghosts)}
    if len(views) == 1 and View.PELVIC_FLOOR not in views:
        return next(iter(views))
    last = visit.previous.visit.position if visit.previous is not None else None
    return view_turned_up(last, shown) if last is not None else shown
