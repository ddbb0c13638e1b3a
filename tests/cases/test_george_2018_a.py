"""George 2018, patient A, in seven visits by mouse; the keyboard writes text and nothing else."""

from pathlib import Path
from typing import Any

from needlechart.atlas.atlas import load
from needlechart.domain.consent import Consent
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import Agreement, ConsentKind, MeasureState, NeedleState, Side
from tests import factories
from tests.cases.case import Case, day
from tests.cases.charting import Therapist

CASE = Case("george_2018_a")
ATLAS = load()
WHY = "Woman, 72, with chronic pelvic pain"


def test_george_2018_patient_a_by_mouse(by_mouse: Therapist, tmp_path: Path) -> None:
    therapist = by_mouse
    therapist.unlock(factories.PASSPHRASE)
    therapist.register(CASE.patient)
    notes = []
    for number, visit in enumerate(CASE.visits, 1):
        therapist.start_visit()
        check_in(therapist, visit)
        if number == 1:
            place(therapist)
        else:
            therapist.press("reapply_all")
        for site, told in enumerate(CASE.sites, 1):
            needle(therapist, site, told)
        after(therapist)
        therapist.sign()
        notes.append(therapist.save_pdf(tmp_path / f"visit-{number}.pdf"))
        therapist.back_to_patient()

    assert CASE.missing(notes) == []
    check_records(therapist)


def check_in(therapist: Therapist, visit: dict[str, Any]) -> None:
    therapist.check_in(reason=WHY, treated=day(visit["days_ago"]))
    therapist.choose("consent_pelvic_floor", "agreed")
    therapist.choose("chaperone", "declined")
    therapist.go("before")
    therapist.measure("before", "nprs_now", "Not stated")
    if "score" in visit:
        therapist.measure("before", "hos_adl", visit["score"], find="hip outcome")
    therapist.go("needling")


def place(therapist: Therapist) -> None:
    """Each muscle where the atlas has its usual place, by a tap on the body."""
    for told in CASE.sites:
        usual = ATLAS.usual_point(told["muscle"], Side(told["side"]))
        assert usual is not None
        therapist.press(f"view_{told['view']}")
        if told["view"] == "pelvic_floor":
            therapist.press("pelvic_show")
        therapist.press(f"layer_{told['layer']}")
        therapist.place_on_map(usual.x, usual.y)


def needle(therapist: Therapist, number: int, told: dict[str, Any]) -> None:
    therapist.press(f"tile_{number}")
    therapist.press("chip_twitch_one")
    if told["familiar"]:
        therapist.press("chip_familiar")
    therapist.site_menu("Needle details not stated")
    therapist.site_note(told["note"])
    therapist.notice(f"needled {number}")


def after(therapist: Therapist) -> None:
    therapist.all_out()
    therapist.go("after")
    therapist.measure("after", "nprs_now", "Not stated")
    therapist.choose("tolerance", "well_none")
    therapist.notice("after")
    therapist.no_follow_on("not stated in the report")


def check_records(therapist: Therapist) -> None:
    """The database says the same, sealed and sound."""
    visits = therapist.stored(Visit)
    assert sorted(one.number for one in visits) == [1, 2, 3, 4, 5, 6, 7]
    assert all(one.signed for one in visits)
    muscles = [one["muscle"] for one in CASE.sites]
    for visit in visits:
        points = sorted(therapist.stored(TriggerPoint, visit_id=visit.id), key=lambda one: one.number)
        assert [(one.muscle, one.side) for one in points] == [(name, Side.RIGHT) for name in muscles]
        needles = {one.trigger_point_id: one for one in therapist.stored(Needling, visit_id=visit.id)}
        first = needles[points[0].id]
        assert (first.familiar, first.pain, first.technique, first.size) == (True, None, None, "")
        assert {one.state for one in needles.values()} == {NeedleState.OUT}
        consents = therapist.stored(Consent, visit_id=visit.id)
        assert {(one.kind, one.agreement) for one in consents} == {
            (ConsentKind.VERBAL, Agreement.AGREED),
            (ConsentKind.PELVIC_FLOOR, Agreement.AGREED),
        }
    measured = therapist.stored(Measurement)
    order = {one.id: one.number for one in visits}
    scores = {order[one.visit_id]: one.value for one in measured if one.measure == "hos_adl"}
    assert scores == {1: 45.31, 7: 97.06}
    assert {one.state for one in measured if one.measure == "nprs_now"} == {MeasureState.NOT_STATED}
    assert therapist.checked()
