"""Every text a person can put into a visit stands in a sentence of its note."""

from dataclasses import replace
from typing import Any

import pytest

from needlechart import catalogue
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative import compose
from needlechart.domain.record import Record, field_types
from needlechart.domain.words import (
    Answer,
    Chaperone,
    ConsentKind,
    CountingRule,
    EventOutcome,
    NeedleState,
    PainReproduced,
    Side,
    VisitStatus,
)
from tests import factories as f
from tests.domain.charts import ALL_FIVE, LAST, chart, pain, site

MARK = "zebra crossing"
KEYS = {
    "id",
    "patient_id",
    "visit_id",
    "about_visit_id",
    "episode_id",
    "trigger_point_id",
    "goal_id",
    "event_id",
}
ELSEWHERE = {
    "Visit": {
        "clinician_id": "a key",
        "cosigner_id": "a key",
        "clinician_name": "the head of the note and its signature",
        "cosigner_name": "the head of the note",
        "taken_over": "the head of the note",
        "copied": "a line below its section",
        "subjective": "a person's own section",
        "objective": "a person's own section",
        "assessment": "a person's own section",
        "plan": "a person's own section",
        "no_needling_reason": "its own test",
        "symptom_free": "words of its own",
    },
    "TriggerPoint": {
        "muscle": "a key; muscle_name is shown",
        "carried_from": "a key",
        "not_needled": "its own test",
    },
    "Needling": {
        "maker": "the table of products",
        "product": "the table of products",
        "lot": "the table of products",
    },
    "ScreeningAnswer": {"item": "a key; item_text is shown", "lab_name": "its own test"},
    "Measurement": {
        "measure": "a key",
        "measure_name": "the catalogue's phrase is shown",
        "unit": "a word of its own",
        "text": "a word in place of the number",
    },
    "FollowOn": {"exercise": "a key; what is shown"},
    "Aftercare": {"told": "keys; texts are shown", "sheet": "the handout"},
    "AdverseEvent": {"kind": "a key; kind_text is shown"},
    "Consent": {
        "form_version": "the head of the note",
        "form_text": "the consent form",
        "signer": "the head of the note",
        "signer_role": "the head of the note",
        "clinician_name": "the head of the note",
        "letterhead": "the consent form",
        "patient_name": "the consent form",
        "patient_number": "the consent form",
    },
    "Stimulation": {"first_point_id": "a key", "second_point_id": "a key"},
    "GoalReview": {},
    "EventReview": {},
    "SymptomArea": {},
}
"""Texts that print in another place than the four sections, and where."""


def full_chart() -> VisitChart:
    """One of everything, so that each field has its sentence."""
    records = site(1, "piriformis", Side.RIGHT, pain=PainReproduced.REFERRED)
    lost = f.needling(records[0], id="lost", state=NeedleState.DISCARDED, fate="bent", order=1)  # type: ignore[arg-type]
    goal = f.goal(id="goal1", text="Sit 60 min")
    return chart(
        *records,
        lost,
        f.stimulation(records[0]),  # type: ignore[arg-type]
        f.consent(withdrawn_at=f.MORNING, withdrawn_why="enough"),
        f.written_consent(),
        f.consent(id="second", kind=ConsentKind.PELVIC_FLOOR, chaperone=Chaperone.PRESENT),
        f.screening_answer(answer=Answer.YES, lab_value=2.5, lab_name="INR"),
        f.symptom_area(),
        goal,
        f.goal_review(goal, now="45 min"),
        *pain(6, 3),
        f.follow_on(),
        ALL_FIVE,
        f.adverse_event(),
        f.event_review(outcome=EventOutcome.BETTER, event_text="Bruising"),
        visit={
            "previous": LAST,
            "stopped_at": f.MORNING,
            "needles_out": 2,
            "needles_reason": "counted twice",
            "alert_reasons": ("skin: far away",),
            "units": 1,
        },
        clinic={"counting_rule": CountingRule.MUSCLES},
    )


GROUPS = {
    "Visit": "visit",
    "TriggerPoint": "points",
    "Needling": "needlings",
    "Stimulation": "stimulations",
    "SymptomArea": "areas",
    "ScreeningAnswer": "screening",
    "Measurement": "measurements",
    "FollowOn": "follow_ons",
    "Aftercare": "aftercare",
    "GoalReview": "goal_reviews",
    "AdverseEvent": "adverse_events",
    "EventReview": "event_reviews",
    "Consent": "consents",
}


def texts() -> list[tuple[str, str]]:
    """(kind, field) of every text and list of texts that a visit's records hold."""
    found = []
    for kind, group in GROUPS.items():
        held = getattr(full_chart(), group)
        record = held[0] if isinstance(held, tuple) else held
        for name, hint in field_types(type(record)).items():
            textual = hint is str or hint == tuple[str, ...]
            if textual and name not in KEYS and name not in ELSEWHERE.get(kind, {}):
                found.append((kind, name))
    return found


def marked(whole: VisitChart, kind: str, name: str) -> VisitChart:
    """The chart with the marker in one field of every record of a kind."""

    def with_mark(record: Record) -> Record:
        value: Any = (MARK,) if isinstance(getattr(record, name), tuple) else MARK
        return record.but(**{name: value})

    group = GROUPS[kind]
    held = getattr(whole, group)
    changed = tuple(with_mark(one) for one in held) if isinstance(held, tuple) else with_mark(held)
    return replace(whole, **{group: changed})


@pytest.mark.parametrize(("kind", "name"), texts())
def test_a_typed_text_stands_in_a_sentence(kind: str, name: str) -> None:
    soap = compose(marked(full_chart(), kind, name), catalogue.measures())
    sections = (soap.subjective, soap.objective, soap.assessment, soap.plan)
    assert any(MARK in section.casefold() for section in sections)


def test_what_prints_elsewhere_is_a_field_that_exists() -> None:
    for kind, names in ELSEWHERE.items():
        held = getattr(full_chart(), GROUPS[kind])
        record = held[0] if isinstance(held, tuple) else held
        assert set(names) <= set(field_types(type(record))), kind


def test_a_reason_for_not_needling_stands_in_a_sentence() -> None:
    soap = compose(chart(f.consent(), visit={"no_needling_reason": MARK}), catalogue.measures())
    assert MARK in soap.objective
    point = f.point(not_needled=MARK)
    assert MARK in compose(chart(point), catalogue.measures()).objective


def test_a_laboratory_value_keeps_its_name() -> None:
    answer = f.screening_answer(answer=Answer.YES, lab_value=2.5, lab_name="INR")
    assert "INR 2.5" in compose(chart(answer), catalogue.measures()).subjective


def test_a_draft_and_a_signed_visit_read_the_same() -> None:
    whole = full_chart()
    signed = replace(whole, visit=whole.visit.but(status=VisitStatus.SIGNED))
    assert compose(signed, catalogue.measures()) == compose(whole, catalogue.measures())
