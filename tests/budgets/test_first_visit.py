"""A first visit with four new sites, everything recorded and signed: 54 presses, no typing."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from needlechart.catalogue import muscles
from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Goal
from needlechart.domain.patient import Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    Answer,
    ConsentKind,
    FollowOnKind,
    Handout,
    NeedleState,
    PainReproduced,
    Phase,
    Side,
    Strengthening,
    Technique,
    Tolerance,
    Twitch,
    View,
)
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.widgets.depth import Ruler
from tests import factories
from tests.budgets.acts import following, measure_once, sign
from tests.budgets.charts import ATLAS, comes_first
from tests.budgets.conftest import Begin, look_with
from tests.budgets.finger import Finger, Presses
from tests.cases.charting import Therapist
from tests.cases.hands import Keyboard
from tests.driving import until, wait_for

BUDGET = 54
MEASURES = (
    ("lumbar_flexion_incl", Side.UNSTATED, 35.0, 45.0),
    ("slr", Side.RIGHT, 60.0, 65.0),
    ("slr", Side.LEFT, 60.0, 60.0),
    ("squat_quality", Side.UNSTATED, 1.0, 2.0),
)
"""The set "Low back" besides pain."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One site as it is charted; empty means as the site before. ``above``: what the tap names first."""

    typed: str
    muscle: str
    side: Side
    view: View
    depth: int
    twitch: Twitch
    pain: PainReproduced
    needle: str = ""
    technique: str = ""
    above: str = ""


SITES = (
    Planned(
        "add long r",
        "adductor_longus",
        Side.RIGHT,
        View.FRONT,
        20,
        Twitch.SEVERAL,
        PainReproduced.LOCAL,
        needle="0.30×60",
        technique="in_situ",
        above="rectus_femoris",
    ),
    Planned("tfl l", "tensor_fasciae_latae", Side.LEFT, View.FRONT, 30, Twitch.ONE, PainReproduced.NONE),
    Planned(
        "glut med r",
        "gluteus_medius",
        Side.RIGHT,
        View.BACK,
        40,
        Twitch.STRONG,
        PainReproduced.REFERRED,
        needle="0.30×50",
    ),
    Planned("glut max l", "gluteus_maximus", Side.LEFT, View.BACK, 40, Twitch.NONE, PainReproduced.LOCAL),
)


def test_a_first_visit_is_recorded_and_signed_in_fifty_four_presses(
    by_finger: Begin, presses: Presses, papers: Path
) -> None:
    therapist = by_finger(comes_first(), look=look_with(papers))
    therapist.press(f"start_visit_{factories.PATIENT}")
    first_visit(therapist)
    everything_is_recorded(therapist)
    assert [one.suffix for one in papers.iterdir()] == [".pdf"]
    assert presses.count <= BUDGET
    assert presses.scrolls == 0


def test_a_first_visit_is_recorded_and_signed_by_keyboard_alone(by_keyboard: Begin, papers: Path) -> None:
    therapist = by_keyboard(comes_first(), look=look_with(papers))
    hands = therapist.hands
    assert isinstance(hands, Keyboard)
    wait_for(therapist.qtbot, therapist.window, f"start_visit_{factories.PATIENT}")
    hands.key(Qt.Key.Key_Down)
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    first_visit(therapist)
    everything_is_recorded(therapist)
    assert [one.suffix for one in papers.iterdir()] == [".pdf"]


def first_visit(therapist: Therapist) -> None:
    """The visit of `everything_is_recorded`."""
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.choose("screening", "none")
    therapist.press("written_today")
    therapist.choose("consent_today", "agreed")
    therapist.choose("first_goals", "goal_sit")
    therapist.choose("first_comfort", "comfort_lying")
    therapist.choose("pain_now", "7")
    following(therapist, "before")
    therapist.choose("measure_sets", "low_back")
    for measure, side, before, _ in MEASURES:
        measure_once(therapist, "before", measure, side, before)
    following(therapist, "needling")
    for planned in SITES:
        needle(therapist, planned)
    following(therapist, "after", by="rail_after")
    therapist.press(f"action-came_out_{len(SITES)}")
    measure_once(therapist, "after", "nprs_now", Side.UNSTATED, 4.0)
    for measure, side, _, after in MEASURES:
        measure_once(therapist, "after", measure, side, after)
    therapist.choose("tolerance", "well_none")
    following(therapist, "follow_on")
    for given in ("knee_rocks", "cat_and_cow", "bridge_soft_adductors"):
        therapist.press(f"given_{given}")
    therapist.choose("aftercare_told", "all")
    therapist.press("save_handout")
    until(therapist.qtbot, lambda: handout_of(therapist) is Handout.SAVED)
    following(therapist, "plan")
    therapist.choose("strengthening", Strengthening.NOT_YET.value)
    therapist.choose("next_visit", "1 week")
    following(therapist, "review")
    sign(therapist)


def handout_of(therapist: Therapist) -> Handout | None:
    aftercare = therapist.visit.chart.aftercare
    return aftercare.handout if aftercare is not None else None


def needle(therapist: Therapist, planned: Planned) -> None:
    """A new site: its place, what differs from the site before, what it did."""
    before = len(therapist.visit.chart.points)
    if isinstance(therapist.hands, Keyboard):
        therapist.place_by_name(planned.typed)
    else:
        tap_body(therapist, planned)
    until(therapist.qtbot, lambda: len(therapist.visit.chart.points) == before + 1)
    if planned.needle:
        therapist.press(f"chip_needle_{planned.needle}")
    set_depth(therapist, planned.depth)
    if planned.technique:
        therapist.press(f"chip_technique_{planned.technique}")
    therapist.press(f"chip_twitch_{planned.twitch.value}")
    therapist.press(f"chip_pain_{planned.pain.value}")


def tap_body(therapist: Therapist, planned: Planned) -> None:
    """A press on the body where the muscle usually is, in its view, and on its name if another lies above."""
    hands = therapist.hands
    assert isinstance(hands, Finger)
    pane = therapist.widget("map_front")
    assert isinstance(pane, BodyMapView)
    if pane.body_scene.body_view is not planned.view:
        therapist.press(f"view_{planned.view.value}")
    place = ATLAS.usual_point(planned.above or planned.muscle, planned.side)
    assert place is not None
    assert place.view is planned.view
    hands.press_body(pane, place.x, place.y)
    if planned.above:
        therapist.press(f"under_{planned.muscle}")


def set_depth(therapist: Therapist, depth: int) -> None:
    """A press on the ruler at that depth; by keyboard D and the tens."""
    if isinstance(therapist.hands, Keyboard):
        therapist.hands.key(Qt.Key.Key_D)
        therapist.hands.key(Qt.Key(Qt.Key.Key_0 + depth // 10))
        return
    assert isinstance(therapist.hands, Finger)
    ruler = therapist.widget("depth_ruler")
    assert isinstance(ruler, Ruler)
    place = QPoint(round(ruler.position_of(depth)), ruler.height() // 2)
    therapist.hands.press_at(ruler.window(), ruler.mapTo(ruler.window(), place))


def everything_is_recorded(therapist: Therapist) -> None:
    """What "everything recorded" means, read from the database after signing."""
    (visit,) = therapist.stored(Visit)
    chart = therapist.session.database.submit(lambda store: visit_chart(store, visit.id)).result(timeout=60)
    assert visit.signed
    assert {one.answer for one in chart.screening} == {Answer.NO}
    kinds = {one.kind for one in therapist.stored(Consent)}
    assert kinds == {ConsentKind.WRITTEN, ConsentKind.VERBAL}
    assert [one.text for one in therapist.stored(Goal)] == ["Sit longer"]
    assert therapist.stored(Patient)[0].comfort_plan == "Lies down throughout."
    assert therapist.stored(Patient)[0].measure_set == "low_back"
    sites_are_recorded(chart)
    assert chart.visit.needles_out == len(SITES)
    measures_are_recorded(chart)
    assert (visit.tolerance, visit.no_adverse_event) == (Tolerance.WELL, True)
    given = [one.kind for one in chart.follow_ons]
    assert given.count(FollowOnKind.GUIDED_MOVEMENT) == 2
    assert given.count(FollowOnKind.RETRAINING) == 1
    assert chart.aftercare is not None
    assert len(chart.aftercare.told) == 5
    assert chart.aftercare.handout is Handout.SAVED
    assert visit.strengthening is Strengthening.NOT_YET
    assert visit.next_visit_words == "1 week"


def sites_are_recorded(chart: VisitChart) -> None:
    """Muscle, side and view; needle, depth, technique, entries; response; out."""
    size, technique = "", ""
    for planned, point in zip(SITES, chart.points, strict=True):
        size, technique = planned.needle or size, planned.technique or technique
        assert (point.muscle, point.side, point.view) == (planned.muscle, planned.side, planned.view)
        assert point.muscle_name == muscles()[planned.muscle].name
        (one,) = chart.needlings_of(point)
        assert (one.size, one.depth_mm, one.insertions) == (size, float(planned.depth), 1)
        assert one.technique is Technique(technique)
        assert (one.twitch, one.pain, one.carried) == (planned.twitch, planned.pain, False)
        assert one.in_at is not None
        assert one.state is NeedleState.OUT


def measures_are_recorded(chart: VisitChart) -> None:
    """Pain and the set, before and after."""
    wanted = {("nprs_now", Side.UNSTATED, Phase.BEFORE): 7.0, ("nprs_now", Side.UNSTATED, Phase.AFTER): 4.0}
    for measure, side, before, after in MEASURES:
        wanted[measure, side, Phase.BEFORE] = before
        wanted[measure, side, Phase.AFTER] = after
    assert {(one.measure, one.side, one.phase): one.value for one in chart.measurements} == wanted
