"""A hand that taps twice where one tap was meant reaches nothing that came under it; what was there stays."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState, PainReproduced, Side
from needlechart.ui.screens.board.needling import NeedlingStep
from tests import factories
from tests.budgets.charts import ATLAS, comes_again, comes_first
from tests.budgets.conftest import Begin
from tests.cases.charting import Therapist
from tests.driving import shown, wait_for


def tap_twice(therapist: Therapist, name: str) -> None:
    """Two taps at one place, as near in time as a double tap is; the window finds what is under each."""
    widget = therapist.widget(name)
    handle = widget.window().windowHandle()
    assert handle is not None
    QTest.mouseDClick(
        handle, Qt.MouseButton.LeftButton, pos=widget.mapTo(widget.window(), widget.rect().center())
    )
    QApplication.processEvents()


def finger_taps(therapist: Therapist, name: str, times: int) -> None:
    """So many touches at one place, one right after the other."""
    device = QTest.createTouchDevice()
    widget = therapist.widget(name)
    place = widget.mapTo(widget.window(), widget.rect().center())
    for _ in range(times):
        for what in ("press", "release"):
            touch(widget.window(), device, what, place)


def touch(window: QWidget, device: QPointingDevice, what: str, place: QPoint) -> None:
    handle = window.windowHandle()
    assert handle is not None
    event = QTest.touchEvent(handle, device)
    getattr(event, what)(0, place, handle)
    event.commit()
    QApplication.processEvents()


def at_needling(therapist: Therapist) -> NeedlingStep:
    therapist.press(f"start_visit_{factories.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.press("rail_needling")
    step = therapist.widget("step_needling")
    assert isinstance(step, NeedlingStep)
    return step


def needles(therapist: Therapist) -> list[Needling]:
    """Those of this visit in the database, by site."""
    therapist.saved()
    order = {one.id: one.number for one in therapist.visit.chart.points}
    found = therapist.stored(Needling, visit_id=therapist.visit.visit.id)
    return sorted(found, key=lambda one: order[one.trigger_point_id])


def test_the_second_tap_on_the_last_pain_chip_of_a_site_says_nothing_of_the_next_site(
    by_finger: Begin,
) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("reapply_all")

    therapist.press("chip_twitch_one")
    tap_twice(therapist, "chip_pain_local")
    assert [one.pain for one in needles(therapist)[:2]] == [PainReproduced.LOCAL, None]
    therapist.press("chip_twitch_none")
    tap_twice(therapist, "chip_pain_local")  # the same chip as at the site before: that one is meant

    first, second, *rest = needles(therapist)
    assert [one.pain for one in (first, second)] == [PainReproduced.LOCAL] * 2
    assert all((one.pain, one.twitch, one.carried) == (None, None, True) for one in rest)


def test_ten_taps_on_the_last_pain_chip_of_a_site_are_one(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("reapply_all")
    therapist.press("chip_twitch_one")
    finger_taps(therapist, "chip_pain_referred", 10)

    first, *rest = needles(therapist)
    assert first.pain is PainReproduced.REFERRED
    assert all((one.pain, one.twitch, one.carried) == (None, None, True) for one in rest)


def test_two_taps_on_needle_out_take_one_needle_out(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("reapply_all")
    for _ in range(2):
        therapist.press("chip_twitch_one")
        therapist.press("chip_pain_local")
    tap_twice(therapist, "needle_out")
    assert [one.state for one in needles(therapist)[:2]] == [NeedleState.OUT, NeedleState.IN]

    tap_twice(therapist, "needle_out")
    assert [one.state for one in needles(therapist)[:2]] == [NeedleState.OUT] * 2
    assert shown(therapist.window, "step_needling"), "four sites are still to do"


def test_two_taps_on_the_way_on_lead_one_step_on(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    therapist.press(f"start_visit_{factories.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    tap_twice(therapist, "next_step")
    wait_for(therapist.qtbot, therapist.window, "step_before")
    assert not shown(therapist.window, "step_needling")


def test_two_taps_on_re_apply_open_no_menu(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    tap_twice(therapist, "reapply_all")
    assert QApplication.activePopupWidget() is None
    assert len(needles(therapist)) == 6


def test_two_taps_on_show_the_view_mark_nothing_under_it(by_finger: Begin) -> None:
    therapist = by_finger(comes_first())
    at_needling(therapist)
    therapist.press("view_pelvic_floor")
    therapist.choose("pelvic_agrees", "yes")
    therapist.choose("pelvic_chaperone", "declined")
    tap_twice(therapist, "pelvic_show")
    finger_taps(therapist, "view_pelvic_floor", 1)

    therapist.saved()
    assert therapist.stored(TriggerPoint) == []


def test_a_tap_where_the_view_takes_no_mark_yet_brings_back_what_it_asks(by_finger: Begin) -> None:
    therapist = by_finger(comes_first())
    step = at_needling(therapist)
    therapist.press("view_pelvic_floor")
    therapist.choose("pelvic_agrees", "yes")
    therapist.press("pelvic_show")
    x, y = 20.0, 0.0
    therapist.hands.press_body(step.body_map.pane, x, y)  # type: ignore[attr-defined]
    assert shown(therapist.window, "pelvic_cover")
    assert therapist.stored(TriggerPoint) == []

    therapist.choose("pelvic_chaperone", "declined")
    therapist.press("pelvic_show")
    therapist.hands.press_body(step.body_map.pane, x, y)  # type: ignore[attr-defined]
    therapist.saved()
    assert len(therapist.stored(TriggerPoint)) == 1


def test_a_site_near_the_midline_stays_until_its_side_is_said(by_finger: Begin) -> None:
    therapist = by_finger(comes_first())
    step = at_needling(therapist)
    therapist.press("view_back")
    therapist.press("layer_deep")
    for x, y in ((1.5, 400.0), (60.0, 600.0)):
        therapist.hands.press_body(step.body_map.pane, x, y)  # type: ignore[attr-defined]
    therapist.press("tile_1")
    therapist.press("chip_twitch_one")
    therapist.press("chip_pain_local")
    session = step.charting
    assert session is not None
    assert session.point is not None
    assert (session.point.number, session.point.side) == (1, Side.UNSTATED)

    therapist.press("side_left")
    therapist.saved()
    sides = {one.number: one.side for one in therapist.stored(TriggerPoint)}
    assert sides[1] is Side.LEFT
    assert session.point.number == 2
    assert ATLAS.near_midline(session.visit.chart.points[0].view, 1.5, 400.0, "lumbar_multifidus")


def test_after_a_tap_on_the_rail_the_keys_are_the_maps(by_finger: Begin) -> None:
    therapist = by_finger(comes_first())
    step = at_needling(therapist)
    assert step.body_map.pane.hasFocus()


def test_a_missing_needle_is_asked_for_and_the_count_stays_where_it_was(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    step = at_needling(therapist)
    therapist.press("reapply_all")
    for _ in range(6):
        therapist.press("chip_twitch_one")
        therapist.press("chip_pain_local")
    therapist.press("count_5")
    before = step.panel.counter.geometry()
    therapist.press("needle_out")
    assert shown(therapist.window, "missing_strip")
    QApplication.processEvents()
    assert step.panel.counter.geometry() == before
