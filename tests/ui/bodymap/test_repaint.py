"""The map paints only what changed: the screen is then as if all had been painted anew."""

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.words import Layer, Side, View
from needlechart.ui.bodymap.region_items import MuscleTint, StructureItem
from needlechart.ui.theme import Theme
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit, point_at, wheel

SITES = (
    (View.BACK, Layer.DEEP, ("piriformis", "gluteus_medius", "obturator_internus")),
    (View.BACK, Layer.SUPERFICIAL, ("gluteus_maximus", "quadratus_lumborum", "gluteus_medius")),
    (View.FRONT, Layer.SUPERFICIAL, ("adductor_longus", "rectus_abdominis", "tensor_fasciae_latae")),
    (View.FRONT, Layer.DEEP, ("iliacus", "pectineus", "psoas_major")),
)


_SEEN = 8
"""Of 255; less is a rounding."""


def on_screen(stage: Stage) -> QImage:
    """The map as it was last painted."""
    for _ in range(3):
        QApplication.processEvents()
    view = stage.view
    corner = view.mapTo(stage.window, view.rect().topLeft())
    return view.screen().grabWindow(stage.window.winId(), *corner.toTuple(), *view.size().toTuple()).toImage()


def differing(stage: Stage, one: QImage, two: QImage) -> QRect:
    """Around what looks otherwise, but for stripes and dashes: Qt begins them where it begins to paint."""
    between = one.convertToFormat(QImage.Format.Format_RGB888)
    painter = QPainter(between)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, two)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for item in stage.view.body_scene.items():
        if isinstance(item, MuscleTint | StructureItem):
            box = stage.view.viewportTransform().mapRect(item.boundingRect())
            painter.fillRect(box, Qt.GlobalColor.black)
    painter.end()
    found = QRect()
    for y in range(between.height()):
        row = bytes(between.constScanLine(y))[: 3 * between.width()]
        seen = [place // 3 for place, value in enumerate(row) if value > _SEEN] if max(row) > _SEEN else []
        if seen:
            found = found.united(QRect(seen[0], y, seen[-1] - seen[0] + 1, 1))
    return found


def trace(stage: Stage) -> QRect:
    """What stands on the screen and would not, were all painted anew."""
    shown = on_screen(stage)
    stage.window.repaint()
    stage.view.viewport().update()
    return differing(stage, shown, on_screen(stage))


@pytest.mark.parametrize(("view", "layer", "muscles"), SITES)
@pytest.mark.parametrize("close", [0, 4])
def test_marks_tints_and_names_leave_no_trace_where_they_were(
    qtbot: QtBot,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    view: View,
    layer: Layer,
    muscles: tuple[str, ...],
    close: int,
) -> None:
    stage = Stage(open_visit(previous=last_visit()))
    # The full artwork comes when it is made, and all is painted then.
    monkeypatch.setattr(stage.step.body_map.art, "request", lambda wanted: None)
    qtbot.addWidget(stage.window)
    stage.step.body_map.show_place(view.value, layer)
    if close:
        wheel(stage.view, stage.view.viewport().rect().center().toPointF(), close)
    assert not on_screen(stage).isNull()
    spots = [point_at(one, Side.RIGHT, view=view, layer=layer) for one in muscles]
    for spot in spots:
        stage.tap_at(spot.x, spot.y)
        assert trace(stage).isNull(), spot.muscle
    for act in (stage.visit.undo, stage.visit.undo, stage.visit.redo):
        act()
        assert trace(stage).isNull(), act.__name__
    for point in stage.points:
        stage.step.select(point.id)
        assert trace(stage).isNull(), point.muscle
    first = stage.pixel(stage.points[0].x, stage.points[0].y)
    for further in (False, True):
        stage.drag(first, first + QPointF(60, 40), release=further)
        assert trace(stage).isNull(), "dragged"


def test_a_trace_is_seen(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(open_visit())
    qtbot.addWidget(stage.window)
    place = ATLAS.usual_point("adductor_longus", Side.RIGHT)
    assert place is not None
    before = on_screen(stage)

    stage.tap_at(place.x, place.y)

    found, mark = differing(stage, before, on_screen(stage)), stage.pixel(place.x, place.y).toPoint()
    assert found.contains(mark)
