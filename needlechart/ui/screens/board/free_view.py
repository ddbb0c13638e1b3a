"""Which view of the body a position of the patient turns up."""

from needlechart.catalogue import positions
from needlechart.domain.words import Position, View

_TURNS = frozenset({Position.PRONE, Position.SUPINE, Position.RIGHT_SIDE_LYING, Position.LEFT_SIDE_LYING})
"""Positions in which one view is up; the others keep a view that they leave free."""


def view_turned_up(position: Position, shown: View) -> View:
    """The view to turn to when the position is chosen: Back for prone, the side that is up on the side."""
    free = positions()[position.value].views
    return shown if not free or (shown in free and position not in _TURNS) else free[0]
