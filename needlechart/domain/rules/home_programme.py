"""Which movements the patient takes home, and what the handout says of the days to come."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Goal
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import FollowOnKind

TAKEN_HOME = (FollowOnKind.GUIDED_MOVEMENT, FollowOnKind.RETRAINING, FollowOnKind.STRENGTHENING)
"""What a patient can do alone; manual therapy is not."""

NO_PROGRAMME = "None"
"""What the home programme of a visit says where there is none."""


def given_today(chart: VisitChart) -> tuple[FollowOn, ...]:
    """What followed the needles in the visit itself."""
    apart = (FollowOnKind.NONE_GIVEN, FollowOnKind.HOME_PROGRAMME)
    return tuple(one for one in chart.follow_ons if one.kind not in apart)


def follow_on_settled(chart: VisitChart) -> bool:
    """Something was given, or it is said why nothing was; a home programme alone is neither."""
    return any(one.kind is not FollowOnKind.HOME_PROGRAMME for one in chart.follow_ons)


def home_exercises(chart: VisitChart) -> tuple[FollowOn, ...]:
    """The exercises chosen for home; without any, what was given today and can be done alone."""
    if chart.visit.home_programme.strip() == NO_PROGRAMME:
        return ()
    chosen = tuple(one for one in chart.follow_ons if one.kind is FollowOnKind.HOME_PROGRAMME)
    return chosen or tuple(one for one in chart.follow_ons if one.kind in TAKEN_HOME)


def home_words(chart: VisitChart) -> str:
    """The home programme in the clinician's own words; empty for none."""
    words = chart.visit.home_programme.strip()
    return "" if words == NO_PROGRAMME else words


def printed_goal(chart: VisitChart) -> Goal | None:
    """The one goal that may stand on the handout."""
    return next((one for one in chart.goals if one.may_print and one.met is None), None)
