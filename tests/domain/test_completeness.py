"""What a signature needs: a whole visit lacks nothing required; each thing taken away is named."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from needlechart import catalogue
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.subjective import subjective
from needlechart.domain.rules.alerts import CONSENT, blocks_needling, came_about_entry
from needlechart.domain.rules.completeness import Todo, can_be_signed, missing
from needlechart.domain.rules.requirement import Requirement, RequirementLevel
from needlechart.domain.rules.step_state import Progress, done_list, step_states
from needlechart.domain.words import (
    Agreement,
    Answer,
    Chaperone,
    ConsentKind,
    Guidance,
    NeedleState,
    Phase,
    PointKind,
    Side,
    Step,
    Technique,
    Tissue,
    View,
)
from tests import factories as f
from tests.domain import charts


def todos(chart: VisitChart) -> tuple[Todo, ...]:
    return missing(chart, catalogue.requirements(), catalogue.knowledge())


def required(chart: VisitChart) -> list[str]:
    return [one.id.partition("/")[0] for one in todos(chart) if one.required]


def visit(chart: VisitChart, **values: Any) -> VisitChart:
    return replace(chart, visit=chart.visit.but(**values))


def needle(chart: VisitChart, place: int, **values: Any) -> VisitChart:
    changed = list(chart.needlings)
    changed[place] = changed[place].but(**values)
    return replace(chart, needlings=tuple(changed))


def point(chart: VisitChart, place: int, **values: Any) -> VisitChart:
    changed = list(chart.points)
    changed[place] = changed[place].but(**values)
    return replace(chart, points=tuple(changed))


def without_after(chart: VisitChart) -> VisitChart:
    return replace(
        chart, measurements=tuple(one for one in chart.measurements if one.phase is not Phase.AFTER)
    )


def sought(chart: VisitChart) -> VisitChart:
    """With the response that each needle was to bring about."""
    needles = tuple(one.but(response_sought="Local twitch") for one in chart.needlings)
    return replace(chart, needlings=needles)


@pytest.fixture
def whole() -> VisitChart:
    return sought(charts.design_visit())


def test_a_whole_visit_can_be_signed(whole: VisitChart) -> None:
    assert required(whole) == []
    assert can_be_signed(whole, catalogue.requirements(), catalogue.knowledge())


TAKEN_AWAY: dict[str, tuple[str, Callable[[VisitChart], VisitChart]]] = {
    "screening": ("screening", lambda one: visit(one, screening_reviewed=False)),
    "consent": (
        "consent_today",
        lambda one: replace(one, consents=tuple(c for c in one.consents if c.kind is not ConsentKind.VERBAL)),
    ),
    "written consent": (
        "written_consent",
        lambda one: replace(
            one, consents=tuple(c for c in one.consents if c.kind is not ConsentKind.WRITTEN)
        ),
    ),
    "side": ("site_side", lambda one: point(one, 2, side=Side.UNSTATED)),
    "muscle": ("site_muscle", lambda one: point(one, 2, muscle="", muscle_name="")),
    "level": (
        "site_level",
        lambda one: point(one, 2, muscle="lumbar_multifidus", muscle_name="Lumbar multifidus"),
    ),
    "response sought": ("site_sought", lambda one: needle(one, 2, response_sought="")),
    "twitch": ("site_twitch", lambda one: needle(one, 2, twitch=None)),
    "size": ("site_needle", lambda one: needle(one, 2, diameter_mm=None)),
    "technique": ("site_technique", lambda one: needle(one, 2, technique=None)),
    "insertions": ("site_insertions", lambda one: needle(one, 2, insertions=None)),
    "retention": (
        "site_retention",
        lambda one: needle(one, 0, retention_s=None, in_at=None),
    ),
    "pain after": ("pain_after", without_after),
    "count": ("needles_count", lambda one: visit(one, needles_out=5)),
    "event answer": ("adverse_event", lambda one: visit(one, no_adverse_event=False)),
    "follow-on": ("follow_on", lambda one: replace(one, follow_ons=())),
    "aftercare": ("aftercare", lambda one: replace(one, aftercare=None)),
    "not a needle target": (
        "site_not_needled",
        lambda one: point(one, 2, muscle="transversus_abdominis"),
    ),
    "pelvic floor consent": (
        "pelvic_consent",
        lambda one: point(one, 2, muscle="bulbospongiosus", view=View.PELVIC_FLOOR),
    ),
}


@pytest.mark.parametrize("what", TAKEN_AWAY)
def test_what_is_taken_away_is_named_and_nothing_else(whole: VisitChart, what: str) -> None:
    name, take = TAKEN_AWAY[what]
    assert required(take(whole)) == [name]


ASKED: dict[str, tuple[str, dict[str, object], dict[str, object]]] = {
    "site_findings": ("kind", {"kind": PointKind.ACTIVE}, {}),
    "site_lot": ("lot", {}, {"maker": "Madeup Medical", "lot": "A1"}),
    "site_passes": ("passes", {}, {"passes": 4}),
    "site_depth": ("depth_mm", {}, {"depth_mm": None, "tissue": Tissue.MUSCLE}),
    "site_direction": ("direction", {}, {"direction": "medial"}),
    "site_guidance": ("guidance", {}, {"guidance": Guidance.PALPATION}),
    "site_bleeding": ("bleeding", {}, {"bleeding": False}),
}
"""What the documentation standard asks of a site: the field, and what answers it at point or needle."""

_OPEN_POINT: dict[str, Any] = {"kind": None, "taut_band": None, "tenderness": None, "referral": ""}
_OPEN_NEEDLE: dict[str, Any] = {
    "maker": "",
    "lot": "",
    "passes": None,
    "depth_mm": None,
    "tissue": None,
    "direction": "",
    "guidance": None,
    "bleeding": None,
    "note": "",
    "reason": "",
    "technique": Technique.PISTONING,
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_is_one_entry_for_all_sites_and_keeps_nobody_from_signing(
    whole: VisitChart, name: str
) -> None:
    field, at_point, at_needle = ASKED[name]
    points = tuple(one.but(**_OPEN_POINT) for one in whole.points)
    needles = tuple(one.but(**_OPEN_NEEDLE) for one in whole.needlings)
    bare = replace(whole, points=points, needlings=needles)
    (found,) = [one for one in todos(bare) if one.id.startswith(name)]
    assert (found.required, found.step, found.field) == (False, Step.NEEDLING, field)
    assert found.detail == "Sites 1, 2, 3, 4, 5 and 6"
    assert required(bare) == []
    answered = replace(
        bare,
        points=tuple(one.but(**at_point) for one in points[:-1]) + points[-1:],
        needlings=tuple(one.but(**at_needle) for one in needles[:-1]) + needles[-1:],
    )
    (found,) = [one for one in todos(answered) if one.id.startswith(name)]
    assert found.detail == "Site 6"
    said = replace(bare, needlings=tuple(one.but(reason="Chart of another clinic") for one in needles))
    assert not [one for one in todos(said) if one.id.startswith(name)], "a reason lets it stay open"


def test_a_todo_leads_to_its_record_and_says_the_site(whole: VisitChart) -> None:
    todo = todos(needle(whole, 1, twitch=None))[0]
    assert (todo.record_id, todo.field, todo.step) == ("needle02", "twitch", Step.NEEDLING)
    assert (todo.title, todo.detail) == ("Twitch response", "Site 2, right piriformis")


def test_a_needle_comes_first_and_is_in_its_colour(whole: VisitChart) -> None:
    chart = visit(needle(whole, 4, state=NeedleState.IN), needles_out=None, screening_reviewed=False)
    first = todos(chart)[0]
    assert first.needle
    assert first.title == "Needle 5 still in"
    assert first.detail == "Site 5, right tensor fasciae latae"


def test_counts_that_differ_need_a_reason(whole: VisitChart) -> None:
    chart = visit(whole, needles_out=5)
    todo = next(one for one in todos(chart) if one.needle)
    assert todo.title == "Needles: 6 put in, 5 taken out"
    assert required(visit(chart, needles_reason="bent needle thrown away uncounted")) == []


def test_an_independent_count_is_enough_and_so_is_one_by_one(whole: VisitChart) -> None:
    assert required(visit(whole, needles_out=None)) == []
    all_in = replace(
        whole, needlings=tuple(one.but(state=NeedleState.IN, out_at=None) for one in whole.needlings)
    )
    assert required(all_in) == []
    assert required(visit(all_in, needles_out=None)) == ["needles_in"] * 6


def test_declined_needling_can_be_signed_without_needling_items() -> None:
    assert required(charts.declined_visit()) == []


def test_a_needle_in_a_declined_visit_cannot_until_it_is_said_how_it_came_about(whole: VisitChart) -> None:
    consents = tuple(
        one.but(agreement=Agreement.DECLINED) if one.kind is ConsentKind.VERBAL else one
        for one in whole.consents
    )
    chart = replace(whole, consents=consents)
    (found,) = [one for one in todos(chart) if one.required]
    assert found.detail == "Consent declined today: say how a needle went in all the same"
    said = visit(chart, alert_reasons=(came_about_entry(CONSENT, "asked only after the first needle"),))
    assert required(said) == []
    told = (
        "A needle went in although “consent declined today” rules it out: asked only after the first needle."
    )
    assert told in subjective(said)
    assert "rules it out" not in subjective(visit(whole, alert_reasons=said.visit.alert_reasons))


def test_no_needle_at_all_needs_a_reason(whole: VisitChart) -> None:
    chart = visit(replace(whole, needlings=(), points=()), needles_out=None)
    assert required(chart) == ["no_needling"]
    assert required(visit(chart, no_needling_reason="pain settled")) == []


def test_a_stopped_visit_can_be_signed_as_it_is() -> None:
    chart = charts.stopped_visit()
    assert required(chart) == []
    assert required(replace(chart, adverse_events=())) == ["adverse_event"]


def test_what_a_record_does_not_state_can_be_said_so() -> None:
    assert required(charts.late_visit()) == ["site_side"]


def test_pelvic_floor_needs_agreement_and_the_chaperone_answer() -> None:
    chart = sought(charts.pelvic_visit())
    assert required(chart) == []
    unanswered = tuple(one.but(chaperone=None) for one in chart.consents)
    assert required(replace(chart, consents=unanswered)) == ["pelvic_consent"]
    declined = tuple(one.but(chaperone=Chaperone.DECLINED) for one in chart.consents)
    assert required(replace(chart, consents=declined)) == []


def test_an_absolute_contraindication_needs_a_reason_and_some_cannot_be_overridden(
    whole: VisitChart,
) -> None:
    infected = f.screening_answer(item="local_infection", item_text="Infection", answer=Answer.YES)
    chart = replace(whole, screening=(infected,))
    assert required(chart) == ["alert_reason"]
    assert required(visit(chart, alert_reasons=("local_infection: far from the sites",))) == []
    law = f.screening_answer(item="not_permitted_by_law", item_text="Not allowed", answer=Answer.YES)
    chart = replace(whole, screening=(law,))
    assert required(visit(chart, alert_reasons=("not_permitted_by_law: I insist",))) == ["alert_reason"]
    (found,) = [one for one in todos(chart) if one.required]
    assert found.detail == "Not permitted by law or training: say how a needle went in all the same"


def test_what_cannot_be_overridden_is_signed_with_how_it_came_about_once_every_needle_is_out(
    whole: VisitChart,
) -> None:
    unable = f.screening_answer(item="unable_to_consent", item_text="Unable to consent", answer=Answer.YES)
    told = came_about_entry("unable_to_consent", "known only: after the first needle")
    chart = visit(replace(whole, screening=(unable,)), alert_reasons=(told,))
    assert required(chart) == []
    assert blocks_needling(chart, "gluteals", catalogue.knowledge())  # no further needle all the same
    still_in = needle(chart, 0, state=NeedleState.IN, out_at=None)
    assert "needles" in " ".join(required(visit(still_in, needles_out=None, needles_out_at=None)))
    said = subjective(chart)
    assert "A needle went in although “unable to consent” rules it out: known only: after the first" in said
    corrected = replace(chart, screening=(unable.but(answer=Answer.NO),))
    assert "rules it out" not in subjective(corrected)


def test_an_alert_of_another_region_does_not_stand_in_the_way(whole: VisitChart) -> None:
    pregnant = f.screening_answer(item="pregnant_abdomen", item_text="Pregnancy", answer=Answer.YES)
    assert required(replace(whole, screening=(pregnant,))) == []
    chart = point(replace(whole, screening=(pregnant,)), 0, muscle="rectus_abdominis")
    assert required(chart) == ["alert_reason"]


def test_what_was_measured_before_and_not_after_is_to_be_checked(whole: VisitChart) -> None:
    kept = tuple(
        one
        for one in whole.measurements
        if not (one.measure == "adductor_tenderness" and one.phase is Phase.AFTER)
    )
    found = [one for one in todos(replace(whole, measurements=kept)) if one.field == "after"]
    assert [(one.title, one.detail, one.required) for one in found] == [
        ("Right adductor tenderness", "not measured, was 3", False)
    ]


def test_a_clinic_can_make_a_row_stricter_or_turn_it_off(whole: VisitChart) -> None:
    rows = [
        replace(one, level=RequirementLevel.REQUIRED if one.id == "handout" else RequirementLevel.OFF)
        for one in catalogue.requirements()
    ]
    assert whole.aftercare is not None
    chart = replace(whole, aftercare=whole.aftercare.but(handout=None))
    assert [one.id.partition("/")[0] for one in missing(chart, rows, catalogue.knowledge())] == ["handout"]


def test_a_row_without_a_check_is_an_error(whole: VisitChart) -> None:
    row = Requirement(id="no such check", step=Step.PLAN, level=RequirementLevel.REQUIRED, title="x", why="x")
    with pytest.raises(KeyError):
        missing(whole, [row])


def lines(chart: VisitChart, **values: Any) -> dict[Step, tuple[Progress, str]]:
    found = step_states(chart, catalogue.requirements(), catalogue.knowledge(), **values)
    return {step: (state.progress, state.line.replace("\u00a0", " ")) for step, state in found.items()}


def test_the_rail_of_a_whole_visit(whole: VisitChart) -> None:
    assert lines(whole) == {
        Step.CHECK_IN: (Progress.DONE, "Pain 6 · agreed"),
        Step.BEFORE: (Progress.DONE, "5 of 5 measured"),
        Step.NEEDLING: (Progress.DONE, "6 sites · 6 in, 6 out"),
        Step.AFTER: (Progress.DONE, "Pain 3 · IR +10°"),
        Step.FOLLOW_ON: (Progress.DONE, "3 given · told"),
        Step.PLAN: (Progress.DONE, "2 weeks"),
        Step.REVIEW: (Progress.PART, "Ready to sign"),
    }


def test_the_rail_of_a_new_visit() -> None:
    planned = catalogue.measure_sets()["hip_and_groin"].measures
    found = lines(charts.chart(visit={"previous": charts.LAST}), planned=planned, ghosts=6)
    assert found[Step.CHECK_IN] == (Progress.UNTOUCHED, "0 of 5 answered")
    assert found[Step.BEFORE] == (Progress.UNTOUCHED, "0 of 6 measured")
    assert found[Step.NEEDLING] == (Progress.UNTOUCHED, "6 ghosts")
    assert found[Step.AFTER] == (Progress.UNTOUCHED, "0 of 6 measured")
    assert found[Step.FOLLOW_ON] == (Progress.UNTOUCHED, "Not started")
    assert found[Step.PLAN] == (Progress.UNTOUCHED, "Not started")


def test_a_check_in_without_a_signed_form_is_not_done(whole: VisitChart) -> None:
    verbal = tuple(one for one in whole.consents if one.kind is not ConsentKind.WRITTEN)
    found = lines(replace(whole, consents=verbal, needlings=(), points=()))
    assert found[Step.CHECK_IN] == (Progress.PART, "Written consent missing")


def test_the_rail_with_a_needle_in(whole: VisitChart) -> None:
    chart = visit(needle(whole, 5, state=NeedleState.IN), needles_out=None)
    assert lines(chart)[Step.NEEDLING] == (Progress.ATTENTION, "6 sites · 1 in")
    assert lines(chart)[Step.REVIEW] == (Progress.ATTENTION, "1 must be fixed")
    assert lines(sought(charts.open_visit()))[Step.NEEDLING] == (Progress.PART, "1 of 2 sites · 1 in")


def test_the_rail_says_how_many_are_out_where_a_site_still_lacks_something(whole: VisitChart) -> None:
    chart = visit(needle(whole, 5, twitch=None))
    assert lines(chart)[Step.NEEDLING] == (Progress.PART, "5 of 6 sites · 6 out")
    missing_one = visit(needle(whole, 5, twitch=None), needles_out=5)
    assert lines(missing_one)[Step.NEEDLING] == (Progress.ATTENTION, "6 in, 5 out")


def test_the_done_list_of_the_review(whole: VisitChart) -> None:
    assert done_list(whole, catalogue.requirements(), catalogue.knowledge()) == (
        ("Screening", "reviewed"),
        ("Consent", "09:31"),
        ("Sites", "6 complete"),
        ("Needles", "6 in, 6 out"),
        ("Measures", "5 of 5"),
        ("Adverse events", "none"),
        ("Follow-on", "3 given"),
        ("Aftercare", "told"),
        ("Plan", "2 weeks"),
    )


@pytest.mark.parametrize("title", charts.CHARTS)
def test_every_kind_of_visit_has_states_and_todos(title: str) -> None:
    chart = charts.CHARTS[title]()
    assert set(lines(chart)) == set(Step)
    ids = [one.id for one in todos(chart)]
    assert len(ids) == len(set(ids))
    missing(chart, catalogue.requirements())


def test_of_skin_preparation_and_gloves_only_what_lacks_is_named(whole: VisitChart) -> None:
    def told(chart: VisitChart) -> list[str]:
        return [one.detail for one in todos(chart) if one.id.partition("/")[0] == "skin"]

    assert told(visit(whole, skin_preparation="70 % alcohol", gloves=True)) == []
    assert told(visit(whole, skin_preparation="", gloves=True)) == ["skin preparation not recorded"]
    assert told(visit(whole, skin_preparation="70 % alcohol", gloves=None)) == ["gloves not recorded"]
    assert told(visit(whole, skin_preparation="", gloves=None)) == ["not recorded"]
