"""What Needling shows when it opens: the view that is up, no empty card, no early question."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.clinic import Clinic
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import Protocol
from needlechart.domain.record import now
from needlechart.domain.visit import Place
from needlechart.domain.words import NeedleState, Position, Side, Step, View
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import BEFORE, Stage, open_visit, people, point_at, write_at_once

FRONT_SITE, BACK_SITE = "adductor_longus", "gluteus_medius"


def before(*sites: str, position: Position | None = None) -> VisitChart:
    """The last visit, with a needle at each of these muscles."""
    visit = make.visit(id=BEFORE, number=1, position=position)
    points = [
        point_at(name, Side.RIGHT, visit_id=BEFORE, number=number) for number, name in enumerate(sites, 1)
    ]
    return chart_of([*people(), visit, *points, *map(make.needling, points)], BEFORE)


def again(previous: VisitChart | None, *more: Any, turns: bool = True, **visit: Any) -> OpenVisit:
    """Today's visit after that one."""
    today = make.visit(**{"number": 2, "started": now(), "entered": now(), "position": None, **visit})
    others = [one for one in people() if not isinstance(one, Clinic)]
    clinic = make.clinic(turn_view_by_itself=turns)
    return OpenVisit([clinic, *others, today, *more], today.id, write_at_once, previous=previous)


def opened(qtbot: QtBot, visit: OpenVisit) -> Stage:
    stage = Stage(visit)
    qtbot.addWidget(stage.window)
    return stage


@pytest.mark.parametrize(
    ("sites", "last", "today", "view"),
    [
        ((), None, None, View.FRONT),
        ((), None, Position.PRONE, View.BACK),
        ((FRONT_SITE,), Position.PRONE, None, View.FRONT),
        ((BACK_SITE,), None, None, View.BACK),
        ((BACK_SITE,), Position.SUPINE, None, View.BACK),
        ((FRONT_SITE, BACK_SITE), Position.PRONE, None, View.BACK),
        ((FRONT_SITE, BACK_SITE), Position.RIGHT_SIDE_LYING, None, View.LEFT),
        ((FRONT_SITE, BACK_SITE), None, None, View.FRONT),
        ((BACK_SITE,), Position.PRONE, Position.SUPINE, View.FRONT),
    ],
)
def test_the_map_opens_at_what_is_up(
    qtbot: QtBot,
    theme: Theme,
    sites: tuple[str, ...],
    last: Position | None,
    today: Position | None,
    view: View,
) -> None:
    stage = opened(qtbot, again(before(*sites, position=last), position=today))
    assert stage.step.body_map.current_view is view
    assert stage.visit.place.view is view


def test_a_visit_that_stood_at_needling_keeps_its_view(qtbot: QtBot, theme: Theme) -> None:
    stood = Place(id=make.VISIT, patient_id=make.PATIENT, visit_id=make.VISIT, step=Step.NEEDLING)
    stage = opened(qtbot, again(before(BACK_SITE), stood))
    assert stage.step.body_map.current_view is View.FRONT


def test_a_visit_with_marks_keeps_its_view(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, again(before(BACK_SITE), point_at(FRONT_SITE, Side.RIGHT)))
    assert stage.step.body_map.current_view is View.FRONT


def test_settings_can_stop_the_turning_at_opening_too(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, again(before(BACK_SITE), turns=False))
    assert stage.step.body_map.current_view is View.FRONT


# The count


def complete(stage: Stage) -> None:
    """Twitch and pain of the selected site."""
    stage.tap("chip_twitch_one")
    stage.tap("chip_pain_local")


def place(stage: Stage, muscle: str) -> None:
    at = point_at(muscle, Side.RIGHT)
    stage.tap_at(at.x, at.y)
    QApplication.processEvents()


def test_the_first_needle_of_a_first_visit_is_not_counted_out_yet(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, open_visit())
    counter = stage.step.panel.counter
    place(stage, FRONT_SITE)
    complete(stage)
    assert not counter.asks
    assert counter.who.text() == "1 still in"
    assert counter.button.text() == "Needle 1 out"
    stage.tap("needle_out")  # out for itself is a count
    assert stage.needles[0].state is NeedleState.OUT
    assert counter.who.text() == "Balanced"


def test_sites_placed_one_by_one_are_not_counted_before_the_last_is_known(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, open_visit())
    counter = stage.step.panel.counter
    for muscle in (FRONT_SITE, "rectus_femoris"):
        place(stage, muscle)
        complete(stage)
        assert not counter.asks
    assert counter.who.text() == "2 still in"
    stage.tap("count_words")
    stage.tap("count_now")
    stage.tap("count_2")
    assert stage.visit.visit.needles_out == 2


def test_a_repeated_site_that_is_the_only_one_is_counted(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, again(before(FRONT_SITE), position=Position.SUPINE))
    stage.tap("reapply_all")
    complete(stage)
    assert stage.step.panel.counter.asks


# The card of marks to repeat


class WithProtocols:
    """A desk of a clinic that has a protocol."""

    clinic = make.clinic()
    clinician = make.clinician()

    def last_uses(self, then: Any, failed: Any = None) -> None:
        then({})

    def earlier_marks(self, visit_id: str, then: Any, failed: Any = None) -> None:
        then(())

    def protocols(self, then: Any, failed: Any = None) -> None:
        then((ProtocolSet(protocol=Protocol(clinic_id=make.CLINIC, name="Hips"), points=()),))


def test_a_first_visit_without_anything_to_repeat_shows_no_card(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, open_visit())
    card = stage.step.body_map.ghost_card
    assert card.isHidden()
    place(stage, FRONT_SITE)
    assert card.isHidden()


def test_marks_of_a_first_visit_are_kept_from_the_menu_of_a_site(qtbot: QtBot, theme: Theme) -> None:
    stage = opened(qtbot, open_visit())
    place(stage, FRONT_SITE)
    stage.tap("site_menu")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    keep = next(one for one in menu.actions() if one.objectName() == "menu_keep_protocol")
    menu.close()
    keep.trigger()
    assert stage.chip("protocol_name").isVisible()
    assert not stage.step.body_map.ghost_card.isHidden()
    stage.tap("drop_protocol")
    assert stage.step.body_map.ghost_card.isHidden()


def test_where_there_are_only_protocols_the_card_says_so(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(open_visit(), WithProtocols())
    qtbot.addWidget(stage.window)
    card = stage.step.body_map.ghost_card
    assert not card.isHidden()
    assert card._head.text() == "Protocols"
    assert card.alone.text() == "Choose one"
