"""A repeat visit, six ghost sites, five measures, everything recorded and signed: 40 presses, no typing."""

from PySide6.QtCore import Qt

from needlechart.domain.chart import VisitChart
from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    Agreement,
    Answer,
    FollowOnKind,
    NeedleState,
    PainReproduced,
    Phase,
    Position,
    Side,
    SinceLast,
    Technique,
    Tolerance,
    Twitch,
)
from needlechart.store.queries.visit_document import visit_chart
from tests import factories
from tests.budgets.acts import following, measure_once, sign
from tests.budgets.charts import BEFORE, SITES, comes_again
from tests.budgets.conftest import Begin
from tests.budgets.finger import Presses
from tests.cases.charting import Therapist
from tests.cases.hands import Keyboard
from tests.driving import wait_for

BUDGET = 40
TWITCHES = (Twitch.SEVERAL, Twitch.NONE, Twitch.ONE, Twitch.STRONG, Twitch.SEVERAL, Twitch.SEVERAL)
PAINS = (
    PainReproduced.LOCAL,
    PainReproduced.NONE,
    PainReproduced.REFERRED,
    PainReproduced.LOCAL,
    PainReproduced.REFERRED,
    PainReproduced.LOCAL,
)
MEASURES = (
    ("hip_ir_90", Side.RIGHT, 20.0, 30.0),
    ("hip_ir_90", Side.LEFT, 35.0, 40.0),
    ("squat_quality", Side.UNSTATED, 1.0, 2.0),
    ("adductor_tenderness", Side.RIGHT, 3.0, 1.0),
)


def test_a_repeat_visit_is_recorded_and_signed_in_forty_presses(by_finger: Begin, presses: Presses) -> None:
    therapist = by_finger(comes_again())
    therapist.press(f"start_visit_{factories.PATIENT}")
    visit_again(therapist)
    everything_is_recorded(therapist)
    assert presses.count <= BUDGET
    assert presses.scrolls == 0


def test_a_repeat_visit_is_recorded_and_signed_by_keyboard_alone(by_keyboard: Begin) -> None:
    therapist = by_keyboard(comes_again())
    hands = therapist.hands
    assert isinstance(hands, Keyboard)
    wait_for(therapist.qtbot, therapist.window, f"start_visit_{factories.PATIENT}")
    hands.key(Qt.Key.Key_Down)  # Home waits in the search; down goes to the first of the list
    hands.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit_again(therapist)
    everything_is_recorded(therapist)


def visit_again(therapist: Therapist) -> None:
    """The visit of `everything_is_recorded`, signed."""
    visit_to_review(therapist)
    sign(therapist)


def visit_to_review(therapist: Therapist) -> None:
    """The visit as far as Review; each line is one press, or the keys of one."""
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.choose("screening", "none")
    therapist.choose("consent_today", "agreed")
    therapist.choose("since_last", "better")
    therapist.choose("soreness_lasted", "1 day")
    therapist.choose("pain_now", "6")
    following(therapist, "before")
    for measure, side, before, _ in MEASURES:
        measure_once(therapist, "before", measure, side, before)
    following(therapist, "needling")
    needle_again(therapist)
    following(therapist, "after", by="needle_out")
    measure_once(therapist, "after", "nprs_now", Side.UNSTATED, 3.0)
    for measure, side, _, after in MEASURES:
        measure_once(therapist, "after", measure, side, after)
    therapist.choose("tolerance", "well_none")
    following(therapist, "follow_on")
    therapist.press("same_as_last")
    therapist.choose("aftercare_told", "all")
    following(therapist, "plan")
    therapist.choose("next_visit", "2 weeks")
    following(therapist, "review")


def needle_again(therapist: Therapist) -> None:
    """All ghosts at once, then twitch and pain of each; the next site comes by itself."""
    therapist.press("reapply_all")
    for twitch, pain in zip(TWITCHES, PAINS, strict=True):
        therapist.press(f"chip_twitch_{twitch.value}")
        therapist.press(f"chip_pain_{pain.value}")
    therapist.press(f"count_{len(SITES)}")


def everything_is_recorded(therapist: Therapist) -> None:
    """What "everything recorded" means, read from the database after signing."""
    visit = next(one for one in therapist.stored(Visit) if one.id != BEFORE)
    chart = therapist.session.database.submit(lambda store: visit_chart(store, visit.id)).result(timeout=60)
    assert visit.signed
    assert any(one.about_visit_id == visit.id for one in therapist.stored(Seal))
    check_in_is_recorded(chart)
    sites_are_recorded(chart)
    assert chart.visit.needles_out == len(SITES)
    measures_are_recorded(chart)
    assert (visit.tolerance, visit.no_adverse_event) == (Tolerance.WELL, True)
    assert [(one.kind, one.what, one.dose) for one in chart.follow_ons] == [
        (FollowOnKind.GUIDED_MOVEMENT, "Knee rocks", "2 min")
    ]
    assert chart.aftercare is not None
    assert len(chart.aftercare.told) == 5
    assert visit.next_visit is not None
    assert visit.next_visit_words == "2 weeks"


def check_in_is_recorded(chart: VisitChart) -> None:
    """Screening with a no for each item, consent, what became of last time, pain, hygiene."""
    visit = chart.visit
    assert visit.screening_reviewed
    assert chart.screening
    assert {one.answer for one in chart.screening} == {Answer.NO}
    assert chart.consent_today is not None
    assert chart.consent_today.agreement is Agreement.AGREED
    assert (visit.since_last, visit.soreness_lasted) == (SinceLast.BETTER, "1 day")
    assert (visit.skin_preparation, visit.gloves) == ("70 % isopropyl alcohol", True)
    assert visit.position is Position.SUPINE


def sites_are_recorded(chart: VisitChart) -> None:
    """Each site as last time, with a needle that is a fact: size, depth, technique, entries, response."""
    assert [(one.muscle, one.side) for one in chart.points] == list(SITES)
    last = {one.number: one for one in comes_again() if isinstance(one, TriggerPoint)}
    for point, twitch, pain in zip(chart.points, TWITCHES, PAINS, strict=True):
        there = last[point.number]
        assert (point.view, point.layer, point.x, point.y) == (there.view, there.layer, there.x, there.y)
        (needle,) = chart.needlings_of(point)
        assert (needle.diameter_mm, needle.length_mm, needle.depth_mm) == (0.3, 50.0, 30.0)
        assert (needle.technique, needle.insertions, needle.carried) == (Technique.PISTONING, 1, False)
        assert (needle.twitch, needle.pain) == (twitch, pain)
        assert needle.in_at is not None
        assert needle.state is NeedleState.OUT


def measures_are_recorded(chart: VisitChart) -> None:
    """Five measures before and after."""
    wanted = {("nprs_now", Side.UNSTATED, Phase.BEFORE): 6.0, ("nprs_now", Side.UNSTATED, Phase.AFTER): 3.0}
    for measure, side, before, after in MEASURES:
        wanted[measure, side, Phase.BEFORE] = before
        wanted[measure, side, Phase.AFTER] = after
    assert {(one.measure, one.side, one.phase): one.value for one in chart.measurements} == wanted
