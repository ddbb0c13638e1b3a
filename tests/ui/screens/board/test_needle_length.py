"""A needle carried to a muscle for which its length is not usual: said, never stopped, one tap away."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from needlechart.catalogue import muscles
from needlechart.domain.clinic import NeedleType
from needlechart.domain.needling import Needling
from needlechart.domain.record import now
from needlechart.domain.words import NeedleState, Side, Technique
from needlechart.ui.bodymap.callouts import callouts
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import Stage, open_visit, point_at

WIDE, NORMAL, COMPACT = (1920, 1010), (1366, 698), (960, 530)


def carried(
    qtbot: QtBot,
    length: float = 60.0,
    size: tuple[int, int] = NORMAL,
    stock: NeedleType | None = None,
    *,
    answered: bool = True,
) -> Stage:
    """A first site with that needle; the next site, on a muscle of 25 to 40 mm, is placed on the map."""
    first = point_at("gluteus_maximus", Side.RIGHT, id="one", number=1)
    needle = Needling(
        patient_id=first.patient_id,
        visit_id=first.visit_id,
        trigger_point_id=first.id,
        diameter_mm=0.3,
        length_mm=length,
        technique=Technique.IN_SITU,
        state=NeedleState.IN,
        in_at=now(),
    )
    stage = Stage(open_visit(first, needle, *([stock] if stock else [])), size=size)
    qtbot.addWidget(stage.window)
    assert muscles()["rectus_abdominis"].needle_lengths_mm == (25, 40)
    stage.step.hand.place_by_name(muscles()["rectus_abdominis"], Side.RIGHT, "")
    if answered:
        stage.tap("site_ask_no")
    return stage


def told(stage: Stage) -> str:
    label = stage.chip("needle_length_told")
    assert isinstance(label, QLabel)
    return label.text()


def test_a_carried_needle_of_an_unusual_length_is_said_and_another_is_one_tap(
    qtbot: QtBot, theme: Theme
) -> None:
    stage = carried(qtbot)
    needle = stage.needles[-1]
    assert (needle.length_mm, needle.carried) == (60, True)  # the carry stands
    assert told(stage) == "60 mm is longer than usual for this muscle (25 to 40 mm)"
    assert "Not reviewed" in stage.chip("needle_length_told").toolTip()
    assert stage.chip("chip_needle_0.30×40").accessibleName() == (
        "Needle: 0.30×40, of usual length for this muscle"
    )
    assert muscles()["rectus_abdominis"].source[-20:] in stage.chip("needle_length_told").toolTip()

    stage.tap("chip_needle_0.30×40")

    assert (stage.needles[-1].diameter_mm, stage.needles[-1].length_mm) == (0.3, 40)
    assert not [one for one in stage.step.findChildren(QLabel, "needle_length_told") if one.isVisible()]
    assert stage.needles[-1].technique is Technique.IN_SITU


def test_it_stands_beside_the_mark_and_goes_with_another_needle(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot)
    beside = {one.name: one for one in callouts(stage.view, theme, (0, 0, 0, 0))}
    remark = beside["60 mm is longer than usual"]
    mark = stage.view.viewport_place(stage.view.body_scene.items_by_id()[stage.points[-1].id])
    away = remark.text.center() - mark
    assert abs(away.x()) + abs(away.y()) < 250
    assert not remark.text.intersects(QRectF(mark.x() - 20, mark.y() - 20, 40, 40))
    assert QRectF(stage.view.viewport().rect()).contains(remark.text)
    assert "60 mm is longer than usual" in stage.view.accessibleDescription()

    stage.tap("chip_needle_0.30×40")
    assert "longer" not in " ".join(one.name for one in callouts(stage.view, theme, (0, 0, 0, 0)))
    assert "longer" not in stage.view.accessibleDescription()


def test_where_a_question_takes_the_room_the_label_says_it(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot, answered=False)
    assert stage.step.panel.editor is not None
    row = stage.step.panel.editor.needle
    assert row.label.text() == "Unusually\nlong"
    assert "60 mm is longer than usual for this muscle" in row.label.toolTip()
    assert "60 mm is longer than usual for this muscle" in row.chips.accessibleDescription()
    assert stage.view.body_scene.remark == "60 mm is longer than usual"
    stage.tap("site_ask_no")
    assert (row.label.text(), told(stage)[:5]) == ("Needle\nmm", "60 mm")


def test_it_stops_nothing(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot)

    stage.tap("chip_twitch_one")

    assert (stage.needles[-1].state, stage.needles[-1].length_mm) == (NeedleState.IN, 60)
    assert told(stage)  # still said in the panel; the map is quiet once it is a fact
    assert not stage.view.body_scene.remark


def test_a_needle_that_is_too_short_is_said_as_well(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot, length=13.0)
    assert told(stage).startswith("13 mm is shorter than usual for this muscle")
    assert stage.step.panel.editor is not None
    assert "0.20×25" not in stage.step.panel.editor.needle.chips.ids()
    assert "0.25×25" in stage.step.panel.editor.needle.chips.ids()  # the diameter that differs least


def test_where_the_clinic_has_none_that_suits_none_is_named(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot, stock=make.needle_type(length_mm=75.0))
    assert told(stage).startswith("60 mm is longer than usual")
    assert stage.step.panel.editor is not None
    assert "0.30×75" in stage.step.panel.editor.needle.chips.ids()


@pytest.mark.parametrize("size", [WIDE, NORMAL, COMPACT])
def test_in_every_class_the_needle_that_suits_is_one_tap(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    stage = carried(qtbot, size=size)
    if size is COMPACT:
        assert "longer than usual" in stage.chip("needle_settings").text()  # type: ignore[attr-defined]
    stage.step.panel._scroll.ensureWidgetVisible(stage.chip("chip_needle_0.30×40"))
    stage.tap("chip_needle_0.30×40")
    assert stage.needles[-1].length_mm == 40
    if size is COMPACT:
        assert "0.30×40" in stage.chip("needle_settings").text()  # type: ignore[attr-defined]


def test_every_muscle_says_its_usual_lengths_from_its_own_row(qtbot: QtBot, theme: Theme) -> None:
    stage = carried(qtbot)
    assert stage.step.panel.editor is not None
    for length in (3.0, 25.0, 50.0, 150.0):
        needle = stage.needles[-1].but(length_mm=length)
        stage.visit.put(needle, "Needle")
        shortest, longest = muscles()["rectus_abdominis"].needle_lengths_mm
        assert stage.step.panel.editor.needle.unusual == (not shortest <= length <= longest)
