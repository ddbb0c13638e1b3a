"""Rainey 2013 in two visits, by keyboard alone: Tab, arrows, Space, Enter and the shortcuts."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import MeasureState, NeedleState, Phase, Technique
from tests import factories
from tests.cases.case import Case, day
from tests.cases.charting import Therapist
from tests.cases.hands import Keyboard

CASE = Case("rainey_2013")


def test_rainey_2013_by_keyboard_alone(by_keyboard: Therapist, tmp_path: Path) -> None:
    therapist = by_keyboard
    therapist.unlock(factories.PASSPHRASE)
    therapist.register(CASE.patient)
    notes = []
    for number, visit in enumerate(CASE.visits, 1):
        therapist.start_visit()
        chart_visit(therapist, visit)
        therapist.sign()
        notes.append(therapist.save_pdf(tmp_path / f"visit-{number}.pdf"))
        therapist.back_to_patient()

    assert CASE.missing(notes) == []
    check_records(therapist)


def chart_visit(therapist: Therapist, visit: dict[str, Any]) -> None:
    therapist.check_in(reason=visit["reason"], treated=day(visit["days_ago"]))
    therapist.go("before")
    therapist.measure("before", "nprs_now", visit["pain"][0])
    therapist.measure("before", "odi", visit["oswestry"][0], find="oswestry")
    therapist.go("needling")
    for site in CASE.sites:
        needle(therapist, site)
    therapist.all_out()
    therapist.go("after")
    therapist.measure("after", "nprs_now", visit["pain"][1])
    therapist.measure("after", "odi", visit["oswestry"][1], find="oswestry")
    therapist.choose("tolerance", "well_none")
    therapist.no_follow_on("not stated in the report")
    therapist.plan(home=visit["home"])


def needle(therapist: Therapist, site: dict[str, Any]) -> None:
    """One site by its name and the keys of its rows."""
    hands = therapist.hands
    assert isinstance(hands, Keyboard)
    therapist.place_by_name(site["typed"])
    hands.key(Qt.Key.Key_T)
    hands.key(Qt.Key.Key_2)
    hands.key(Qt.Key.Key_E)
    hands.key(Qt.Key.Key_2)
    therapist.technique("Electrical stimulation")
    therapist.site_menu("Needle details not stated")
    therapist.notice(f"needled {site['typed']}")


def check_records(therapist: Therapist) -> None:
    """The database says the same, sealed and sound."""
    visits = therapist.stored(Visit)
    assert [one.signed for one in visits] == [True, True]
    assert {one.about_visit_id for one in therapist.stored(Seal)} >= {one.id for one in visits}
    told = {(one["muscle"], one["side"], one["level"]) for one in CASE.sites}
    for visit in visits:
        points = therapist.stored(TriggerPoint, visit_id=visit.id)
        assert {(one.muscle, one.side.value, one.spinal_level) for one in points} == told
        needles = therapist.stored(Needling, visit_id=visit.id)
        assert [one.state for one in needles] == [NeedleState.OUT] * 6
        assert {one.technique for one in needles} == {Technique.ELECTRICAL}
        assert {(one.size, one.depth_mm, one.retention_s, one.in_at) for one in needles} == {
            ("", None, None, None)
        }
        currents = therapist.stored(Stimulation, visit_id=visit.id)
        assert {one.first_point_id for one in currents} == {one.id for one in points}
        assert {(one.hz, one.intensity, one.minutes) for one in currents} == {(None, None, None)}
    last = {(one.measure, one.phase): one for one in therapist.stored(Measurement, visit_id=visits[-1].id)}
    assert last["nprs_now", Phase.AFTER].value == 0
    assert last["odi", Phase.AFTER].value == 0
    assert last["odi", Phase.BEFORE].state is MeasureState.NOT_STATED
    assert therapist.checked()
