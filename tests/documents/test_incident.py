"""The incident report: what is known in words, lines to write on for what is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from needlechart.documents.incident import render_incident
from needlechart.documents.pages import page_texts
from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.words import Severity
from tests import factories as make


def chart(**values: object) -> VisitChart:
    point = make.point(id="p", number=4)
    event = make.adverse_event(
        id="event",
        kind="haematoma",
        kind_text="Haematoma, vessel injury or excessive bleeding",
        severity=Severity.SIGNIFICANT,
        trigger_point_id="p",
        onset_words="during needling",
        recorded_at=make.MORNING + timedelta(minutes=30),
    )
    records = [
        make.clinic(),
        make.clinician(),
        make.patient(),
        make.episode(),
        make.visit(),
        point,
        make.needling(point),
        event.but(**values),
    ]
    return chart_of(records, make.VISIT)


def text_of(made: VisitChart) -> str:
    return " ".join(" ".join(page_texts(render_incident(made, "event").pdf)).split())


def test_it_says_who_where_and_how_severe() -> None:
    text = text_of(chart(action="Pressure for 5 min <ice>", outcome="Settled", referred_to="Dr. Alder"))
    for words in (
        "Incident report",
        "Ines Okonkwo-Reyes",
        "1042",
        "Haematoma, vessel injury or excessive bleeding",
        "Significant: needs medical care or interferes with activity",
        "4, right piriformis",
        "0.30×60 mm, depth 45 mm, pistoning",
        "during needling",
        "Pressure for 5 min <ice>",
        "Dr. Alder",
        "1 in, 1 out",
        "Signature",
    ):
        assert words in text, words


def test_when_it_began_and_how_long_it_lasted_can_be_filled_in_by_hand() -> None:
    text = text_of(chart(onset_words=""))
    assert "Began Lasted" in text


def test_a_long_story_goes_on_on_the_next_page() -> None:
    report = render_incident(chart(note="It went on. " * 600), "event")
    assert report.pages > 1
    text = " ".join(" ".join(page_texts(report.pdf)).split())
    assert text.count("went") == 600


def test_the_same_chart_gives_the_same_bytes_and_no_other_event_is_found() -> None:
    made = chart()
    assert render_incident(made, "event").pdf == render_incident(made, "event").pdf
    with pytest.raises(KeyError):
        render_incident(replace(made, adverse_events=()), "event")
