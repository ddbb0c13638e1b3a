"""How the map opens: at one scale in every view, with the selected site in sight."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.words import Side
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import SmallDesk, open_visit, point_at

CALF = 800


@pytest.mark.parametrize("at", [{}, {"x": 40, "y": CALF}])
def test_both_views_open_at_one_scale_where_another_step_is_shown_first(
    qtbot: QtBot, theme: Theme, at: dict[str, int]
) -> None:
    site = point_at("piriformis", Side.LEFT, number=1, **at)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1920, 1010)
    step = NeedlingStep(SmallDesk(), theme, window)
    step.hide()
    window.show()
    step.show_visit(open_visit(site, make.needling(site)))
    step.set_layout_class(LayoutClass.WIDE)
    step.select(site.id)  # as the visit stood; nothing has its size yet
    QApplication.processEvents()

    step.setGeometry(0, 60, 1716, 950)
    step.show()
    QApplication.processEvents()

    front, back = step.body_map.panes
    assert back.isVisible()
    assert back.scale_now == pytest.approx(front.scale_now)
    item = back.body_scene.items_by_id()[site.id]
    assert back.seen_rect().contains(back.viewport_place(item))
