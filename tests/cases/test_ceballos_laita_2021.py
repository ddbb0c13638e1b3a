"""One patient of Ceballos-Laita 2021 in three weekly visits: taps on the body, keys for the twitch."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt

from needlechart.atlas.atlas import load
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import MeasureState, NeedleState, Phase, Side, Twitch
from tests import factories
from tests.cases.case import Case, day
from tests.cases.charting import Therapist
from tests.driving import press

CASE = Case("ceballos_laita_2021")
ATLAS = load()
WHY = "Active trigger points in hip osteoarthritis"
MEASURES = (
    ("vas_pain", "unstated"),
    ("tug", "unstated"),
    ("hhd_hip_flexion", "right"),
    ("hhd_hip_abduction", "right"),
)


def test_ceballos_laita_2021_in_three_weekly_visits(therapist: Therapist, tmp_path: Path) -> None:
    therapist.unlock(factories.PASSPHRASE)
    therapist.register(CASE.patient)
    notes = []
    for number, visit in enumerate(CASE.visits, 1):
        therapist.start_visit()
        therapist.check_in(reason=WHY, treated=day(visit["days_ago"]))
        measure(therapist, "before", ask=number == 1)
        therapist.go("needling")
        for name in visit["sites"]:
            needle(therapist, name)
        therapist.all_out()
        measure(therapist, "after", ask=False)
        therapist.choose("tolerance", "well_none")
        therapist.no_follow_on("not stated in the report")
        therapist.sign()
        notes.append(therapist.save_pdf(tmp_path / f"visit-{number}.pdf"))
        therapist.back_to_patient()

    assert CASE.missing(notes) == []
    check_records(therapist)


def measure(therapist: Therapist, step: str, *, ask: bool) -> None:
    """What the trial measured, no value of which is given; the set is chosen once and asked again."""
    therapist.go(step)
    if ask:
        therapist.choose("measure_sets", "hip_osteoarthritis")
    for measure, side in MEASURES:
        therapist.measure(step, measure, "Not stated", side=side)


def needle(therapist: Therapist, name: str) -> None:
    """A tap on the body, then keys: T and the second chip; the note by the menu."""
    told = CASE.told["muscles"][name]
    usual = ATLAS.usual_point(told["muscle"], Side.RIGHT)
    assert usual is not None
    therapist.press(f"view_{told['view']}")
    therapist.press(f"layer_{told['layer']}")
    therapist.place_on_map(usual.x, usual.y)
    for key in (Qt.Key.Key_T, Qt.Key.Key_2):
        press(therapist.window, key)
    therapist.site_menu("Needle details not stated")
    therapist.site_note(told["note"])
    therapist.notice(f"needled {name}")


def check_records(therapist: Therapist) -> None:
    """The database says the same, sealed and sound."""
    visits = sorted(therapist.stored(Visit), key=lambda one: one.number)
    assert [one.signed for one in visits] == [True] * 3
    days = [one.started.astimezone().date() for one in visits]
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}
    for visit, told in zip(visits, CASE.visits, strict=True):
        points = sorted(therapist.stored(TriggerPoint, visit_id=visit.id), key=lambda one: one.number)
        wanted = [CASE.told["muscles"][name]["muscle"] for name in told["sites"]]
        assert [(one.muscle, one.side) for one in points] == [(name, Side.RIGHT) for name in wanted]
        assert all("active trigger point" in one.note for one in points)
        needles = therapist.stored(Needling, visit_id=visit.id)
        assert {(one.state, one.twitch, one.size) for one in needles} == {(NeedleState.OUT, Twitch.ONE, "")}
        measured = therapist.stored(Measurement, visit_id=visit.id)
        asked = {(one.measure, one.side.value, one.phase) for one in measured}
        assert asked == {(*one, phase) for one in MEASURES for phase in (Phase.BEFORE, Phase.AFTER)}
        assert {(one.state, one.value) for one in measured} == {(MeasureState.NOT_STATED, None)}
    assert therapist.checked()
