"""The place of a name on the map: free, as near as there is one, and the mark itself painted first."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.words import Side
from needlechart.ui.bodymap.callouts import _GAP, _away, _free
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Tile
from tests.ui.bodymap.stage import ATLAS, Stage, open_visit

ROOM = QRectF(10, 10, 600, 500)
TEXT = QRectF(0, 0, 90, 34)

places = st.tuples(st.integers(0, 610), st.integers(0, 510))
marks = st.lists(places, max_size=120)


def _clear(text: QRectF, taken: list[QRectF]) -> bool:
    around = text.adjusted(-_GAP + 2, -_GAP / 2, _GAP - 2, _GAP / 2)
    return not any(around.intersects(other) for other in taken)


@given(
    wanted=st.tuples(st.integers(10, 520), st.integers(10, 476)),
    centres=marks,
    wide=st.sampled_from((20, 40, 90)),
)
def test_a_name_lies_in_the_room_over_nothing_and_no_farther_than_beside_what_is_there(
    wanted: tuple[int, int], centres: list[tuple[int, int]], wide: int
) -> None:
    text = TEXT.translated(*wanted)
    taken = [QRectF(x - wide / 2, y - wide / 2, wide, wide) for x, y in centres]

    found = _free(text, ROOM, taken)

    tops, lefts = [text.top()], [text.left()]
    for other in taken:
        tops += [other.bottom() + _GAP, other.top() - _GAP - text.height()]
        lefts += [other.right() + _GAP, other.left() - _GAP - text.width()]
    beside = [QRectF(QPointF(*corner), text.size()) for corner in product(lefts[:41], tops[:41])]
    free = [one for one in beside if ROOM.contains(one) and _clear(one, taken)]
    if free:
        nearest = min(_away(one.topLeft(), text.topLeft()) for one in free)
        assert _away(found.topLeft(), text.topLeft()) <= nearest
    if free or found != text:
        assert ROOM.contains(found)
        assert _clear(found, taken)


class _FirstPaint(QObject):
    """What the sites beside the map say when the map is painted with a mark for the first time."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self.tiles: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self.stage.view.body_scene.items_by_id():
            self.tiles.append(len(self.stage.step.panel.findChildren(Tile)))
        return False


def test_a_tapped_mark_is_painted_before_anything_beside_the_map_is_worked_out(
    qtbot: QtBot, theme: Theme
) -> None:
    stage = Stage(open_visit())
    qtbot.addWidget(stage.window)
    seen = _FirstPaint(stage)
    port: QWidget = stage.view.viewport()
    port.installEventFilter(seen)
    place = ATLAS.usual_point("adductor_longus", Side.RIGHT)
    assert place is not None

    stage.tap_at(place.x, place.y)

    assert seen.tiles[:1] == [0]
    assert len(stage.step.panel.findChildren(Tile)) == 1
    assert stage.step.body_map.toolbar.views.segment("front").accessibleName() == "Front, 1"
