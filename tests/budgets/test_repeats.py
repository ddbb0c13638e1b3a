"""Marks to repeat: of the last visit, any earlier one, a protocol; kept, chosen and edited in the window."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Record, new_id, now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import IntensityUnit, NeedleState, Perceived, Side, Technique
from needlechart.ui.widgets import Chip
from tests import factories as make
from tests.budgets.charts import BEFORE, SITES, comes_again, comes_first, site
from tests.budgets.conftest import Begin
from tests.cases.charting import Therapist
from tests.cases.hands import Keyboard, open_menu
from tests.driving import shown, until, wait_for

OLDER = "visit-older"


def older_visit() -> list[Record]:
    """Two other sites with a current between them, six weeks ago."""
    then = now() - timedelta(days=42)
    visit = make.visit(
        id=OLDER,
        number=1,
        started=then,
        entered=then,
        needles_out=2,
        needles_out_at=then + timedelta(minutes=9),
    )
    sites = [site("gracilis", Side.LEFT, 1, OLDER), site("sartorius", Side.RIGHT, 2, OLDER)]
    needles = [
        make.needling(one, length_mm=40.0, depth_mm=15.0, technique=Technique.WINDING, in_at=then)
        for one in sites
    ]
    current = make.stimulation(
        *sites, microseconds=250, minutes=15.0, intensity=3.0, perceived=Perceived.STRONG, device="Unit 2"
    )
    return [visit, *sites, *needles, current]


def protocol() -> list[Record]:
    """Two points, one with a needle."""
    kept = make.protocol()
    return [
        kept,
        make.protocol_point(kept.id, diameter_mm=0.3, length_mm=75.0, technique=Technique.PISTONING),
        make.protocol_point(
            kept.id, number=2, muscle="quadratus_femoris", muscle_name="Quadratus femoris", x=75.0, y=517.0
        ),
    ]


def at_needling(therapist: Therapist) -> None:
    therapist.press(f"start_visit_{make.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.press("rail_needling")
    wait_for(therapist.qtbot, therapist.window, "map_front")


def choose_source(therapist: Therapist, beginning: str) -> None:
    """The entry of the menu that begins so."""
    therapist.press("ghost_sources")
    words = [one.text() for one in open_menu(therapist.qtbot).actions() if one.text().startswith(beginning)]
    assert len(words) == 1, words
    therapist.hands.pick(words[0])


def day_words(days: int) -> str:
    day = (now() - timedelta(days=days)).astimezone()
    return f"{day.day} {day:%b %Y}"


def points_now(therapist: Therapist) -> list[TriggerPoint]:
    therapist.saved()
    stored = therapist.stored(TriggerPoint, visit_id=therapist.visit.visit.id)
    return sorted(stored, key=lambda one: one.number)


def test_the_marks_of_any_earlier_visit_are_shown_and_applied_one_by_one_or_all(by_finger: Begin) -> None:
    therapist = by_finger([*comes_again(), *older_visit()])
    at_needling(therapist)
    assert shown(therapist.window, "ghost_6")

    choose_source(therapist, day_words(42))
    until(therapist.qtbot, lambda: not shown(therapist.window, "ghost_6"))
    therapist.press("ghost_2")
    assert [(one.muscle, one.side) for one in points_now(therapist)] == [("sartorius", Side.RIGHT)]
    this_visit = therapist.visit.visit.id
    assert therapist.stored(Stimulation, visit_id=this_visit) == []  # the other end is not there yet
    therapist.press("reapply_all")

    points = points_now(therapist)
    assert [(one.muscle, one.side) for one in points] == [
        ("gracilis", Side.LEFT),
        ("sartorius", Side.RIGHT),
    ]
    needles = therapist.stored(Needling, visit_id=therapist.visit.visit.id)
    assert {(one.size, one.depth_mm, one.technique) for one in needles} == {
        ("0.30×40", 15.0, Technique.WINDING)
    }
    assert all(one.carried and one.state is NeedleState.PLANNED and one.twitch is None for one in needles)
    (planned,) = therapist.stored(Stimulation, visit_id=this_visit)
    assert {planned.first_point_id, planned.second_point_id} == {one.id for one in points}
    assert (planned.carried, planned.hz, planned.microseconds, planned.minutes) == (True, 2.0, 250, 15.0)
    assert (planned.intensity, planned.perceived, planned.device) == (None, None, "")  # of that day
    assert therapist.visit.chart.currents_given == ()

    choose_source(therapist, day_words(14))
    until(therapist.qtbot, lambda: shown(therapist.window, "ghost_6"))
    therapist.press("reapply_all")
    assert len(points_now(therapist)) == 2 + len(SITES)
    assert len({one.number for one in points_now(therapist)}) == 2 + len(SITES)


def test_the_card_stays_while_there_are_earlier_marks_though_none_are_shown(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    choose_source(therapist, "Show no marks to repeat")
    until(therapist.qtbot, lambda: not shown(therapist.window, "reapply_all"))
    assert points_now(therapist) == []

    choose_source(therapist, day_words(14))
    until(therapist.qtbot, lambda: shown(therapist.window, "reapply_all"))


def test_a_last_visit_without_marks_offers_the_one_before(by_finger: Begin) -> None:
    records = comes_again()
    then = now() - timedelta(days=3)
    talk = make.visit(
        id="visit-talk", number=2, started=then, entered=then, needles_out=0, no_needling_reason="fever"
    )
    therapist = by_finger([*records, talk])
    at_needling(therapist)

    until(therapist.qtbot, lambda: shown(therapist.window, "ghost_6"))
    therapist.press("reapply_all")

    assert [(one.muscle, one.side) for one in points_now(therapist)] == list(SITES)


def test_a_protocol_is_applied_at_a_first_visit_and_what_it_says_is_carried(by_finger: Begin) -> None:
    therapist = by_finger([*comes_first(), *protocol()])
    at_needling(therapist)
    assert not shown(therapist.window, "reapply_all")

    choose_source(therapist, "Protocol: Right deep hip rotators ·")
    therapist.press("reapply_all")

    points = points_now(therapist)
    assert [one.muscle for one in points] == ["piriformis", "quadratus_femoris"]
    first, second = (therapist.stored(Needling, trigger_point_id=one.id)[0] for one in points)
    assert (first.size, first.technique, first.carried) == ("0.30×75", Technique.PISTONING, True)
    assert second.size == "0.30×50"  # the protocol is silent: as a new mark
    therapist.press("undo")
    assert points_now(therapist) == []


def test_a_protocol_is_applied_to_the_other_side_with_every_needle_of_its_marks(by_finger: Begin) -> None:
    kept, first, second = protocol()
    assert isinstance(first, ProtocolPoint)
    again = first.but(id=new_id(), length_mm=60.0, depth_mm=40.0, technique=Technique.IN_SITU)
    therapist = by_finger([*comes_first(), kept, first, second, again])
    at_needling(therapist)

    choose_source(therapist, "Protocol: Right deep hip rotators, other side · 2 sites")
    therapist.press("reapply_all")

    piriformis, quadratus = points_now(therapist)
    assert (piriformis.side, quadratus.side) == (Side.LEFT, Side.LEFT)
    assert (piriformis.view, piriformis.x, piriformis.y) == (first.view, -first.x, first.y)
    needles = therapist.stored(Needling, trigger_point_id=piriformis.id)
    found = [(one.order, one.length_mm, one.technique) for one in sorted(needles, key=lambda one: one.order)]
    assert found == [(0, 75.0, Technique.PISTONING), (1, 60.0, Technique.IN_SITU)]
    assert all(one.carried and one.state is NeedleState.PLANNED for one in needles)


def test_the_marks_of_a_visit_are_kept_as_a_protocol_and_edited_in_settings(by_keyboard: Begin) -> None:
    therapist = by_keyboard(comes_again())
    hands = therapist.hands
    assert isinstance(hands, Keyboard)
    wait_for(therapist.qtbot, therapist.window, f"start_visit_{make.PATIENT}")
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.go("needling")
    therapist.press("reapply_all")
    therapist.saved()
    choose_source(therapist, "Keep these marks")
    field = wait_for(therapist.qtbot, therapist.window, "protocol_name", QLineEdit)
    until(therapist.qtbot, field.hasFocus)
    hands.key(Qt.Key.Key_Return)
    assert shown(therapist.window, "protocol_why")
    for letter in "Hip":
        hands.key(getattr(Qt.Key, f"Key_{letter.upper()}"))
    hands.key(Qt.Key.Key_Return)
    until(therapist.qtbot, lambda: bool(therapist.stored(Protocol)))

    (kept,) = therapist.stored(Protocol)
    points = sorted(therapist.stored(ProtocolPoint), key=lambda one: one.number)
    assert kept.name == "hip"
    assert [(one.muscle, one.side) for one in points] == list(SITES)
    assert {one.depth_mm for one in points} == {30.0}

    therapist.back_to_patient()
    hands.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    wait_for(therapist.qtbot, therapist.window, "home")
    therapist.press("settings")
    therapist.press(f"protocol_sites_{kept.id}")
    therapist.press(f"remove_point_{points[0].id}")
    until(therapist.qtbot, lambda: len(therapist.stored(ProtocolPoint)) == len(SITES) - 1)
    therapist.write(f"protocol_name_{kept.id}", "Both hips")
    until(therapist.qtbot, lambda: therapist.stored(Protocol)[0].name == "Both hips")
    therapist.press(f"remove_protocol_{kept.id}")
    until(therapist.qtbot, lambda: therapist.stored(Protocol)[0].archived)


def test_nothing_that_is_carried_is_charted_before_its_twitch(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("reapply_all")
    therapist.saved()
    visit_id = therapist.visit.visit.id
    assert {one.state for one in therapist.stored(Needling, visit_id=visit_id)} == {NeedleState.PLANNED}

    therapist.press("chip_twitch_one")
    therapist.saved()

    facts = [one for one in therapist.stored(Needling, visit_id=visit_id) if not one.carried]
    assert [one.state for one in facts] == [NeedleState.IN]
    before = therapist.stored(TriggerPoint, visit_id=BEFORE)
    assert {one.carried_from for one in points_now(therapist)} == {one.id for one in before}


def test_a_protocol_plans_its_current_once_both_sites_are_there_and_on_makes_it_a_fact(
    by_finger: Begin,
) -> None:
    kept, first, second = protocol()
    current = make.protocol_current(kept.id, microseconds=250, intensity_unit=IntensityUnit.LEVEL)
    therapist = by_finger([*comes_first(), kept, first, second, current])
    at_needling(therapist)
    choose_source(therapist, "Protocol: Right deep hip rotators ·")
    therapist.press("ghost_1")
    assert len(points_now(therapist)) == 1
    assert therapist.stored(Stimulation) == []
    therapist.press("reapply_all")

    ends = [one.id for one in points_now(therapist)]
    (planned,) = therapist.stored(Stimulation)
    assert [planned.first_point_id, planned.second_point_id] == ends
    assert (planned.hz, planned.microseconds, planned.minutes) == (2.0, 250, 10.0)
    assert (planned.intensity_unit, planned.intensity) == (IntensityUnit.LEVEL, None)
    assert planned.carried
    assert therapist.visit.chart.currents_given == ()
    chip = wait_for(therapist.qtbot, therapist.window, "chip_estim_on", Chip)
    assert chip.carried
    assert not chip.isChecked()

    therapist.press("chip_estim_on")
    therapist.saved()
    (given,) = therapist.stored(Stimulation)
    assert given == planned.but(carried=False)
    assert wait_for(therapist.qtbot, therapist.window, "chip_estim_on", Chip).isChecked()

    therapist.press("undo")
    therapist.saved()
    assert therapist.stored(Stimulation) == [planned]
    therapist.press("chip_estim_off")
    therapist.saved()
    assert therapist.stored(Stimulation) == []


def test_a_mark_that_is_deleted_takes_the_planned_current_with_it(by_finger: Begin) -> None:
    kept, first, second = protocol()
    therapist = by_finger([*comes_first(), kept, first, second, make.protocol_current(kept.id)])
    at_needling(therapist)
    choose_source(therapist, "Protocol: Right deep hip rotators ·")
    therapist.press("reapply_all")
    points_now(therapist)
    assert len(therapist.stored(Stimulation)) == 1
    therapist.press("tile_2")
    therapist.site_menu("Delete")
    assert len(points_now(therapist)) == 1
    assert therapist.stored(Stimulation) == []


def test_the_currents_of_a_visit_are_kept_with_its_marks(by_keyboard: Begin) -> None:
    kept, first, second = protocol()
    therapist = by_keyboard([*comes_again(), kept, first, second, make.protocol_current(kept.id, hz=4.0)])
    hands = therapist.hands
    assert isinstance(hands, Keyboard)
    wait_for(therapist.qtbot, therapist.window, f"start_visit_{make.PATIENT}")
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.go("needling")
    choose_source(therapist, "Protocol: Right deep hip rotators ·")
    therapist.press("reapply_all")
    therapist.saved()
    assert len(therapist.stored(Stimulation)) == 1
    choose_source(therapist, "Keep these marks")
    field = wait_for(therapist.qtbot, therapist.window, "protocol_name", QLineEdit)
    until(therapist.qtbot, field.hasFocus)
    for letter in "Again":
        hands.key(getattr(Qt.Key, f"Key_{letter.upper()}"))
    hands.key(Qt.Key.Key_Return)
    until(therapist.qtbot, lambda: len(therapist.stored(Protocol)) == 2)

    made = next(one for one in therapist.stored(Protocol) if one.name == "again")
    (current,) = therapist.stored(ProtocolCurrent, protocol_id=made.id)
    assert (current.ends, current.hz, current.microseconds, current.minutes) == ((1, 2), 4.0, 200, 10.0)
