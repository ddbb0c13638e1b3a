"""What consent allows at each moment: forms that were declined, withdrawn, signed again."""

from datetime import timedelta

import pytest

from needlechart.domain.consent import Consent
from needlechart.domain.rules.consent import form_at_treatment, stopped_by_consent
from needlechart.domain.rules.laterality import code_side_warning
from needlechart.domain.words import Agreement, Side
from tests import factories as make
from tests.documents.charts import chart
from tests.documents.reading import pdfium_text

HOUR = timedelta(hours=1)


def form(name: str, hours: int, **values: object) -> Consent:
    return make.written_consent(id=name, given_at=make.MORNING + hours * HOUR, **values)


def test_a_form_that_stands_is_the_form_of_the_treatment() -> None:
    seen = chart(form("old", -48), form("new", -24))
    found = form_at_treatment(seen)
    assert found is not None
    assert found.id == "new"
    assert stopped_by_consent(seen) == ""


def test_a_form_withdrawn_in_the_middle_stood_when_treatment_began() -> None:
    seen = chart(form("one", -24, withdrawn_at=make.MORNING + HOUR / 2))
    found = form_at_treatment(seen)
    assert found is not None
    assert seen.written_consent is None
    assert stopped_by_consent(seen) == "Written consent was withdrawn on 17 Mar 2026."


def test_a_form_withdrawn_before_is_none_until_another_is_signed() -> None:
    gone = form("one", -48, withdrawn_at=make.MORNING - 24 * HOUR)
    assert form_at_treatment(chart(gone)) is None
    assert stopped_by_consent(chart(gone)).startswith("Written consent was withdrawn")
    again = chart(gone, form("two", -1))
    assert form_at_treatment(again) is not None
    assert stopped_by_consent(again) == ""


def test_a_declined_form_takes_the_place_of_an_earlier_one() -> None:
    seen = chart(form("one", -48), form("two", -1, agreement=Agreement.DECLINED))
    assert form_at_treatment(seen) is None
    assert seen.written_consent is None
    assert stopped_by_consent(seen) == "The consent form was declined on 17 Mar 2026."


def test_a_declined_form_never_prints_as_consent() -> None:
    from needlechart.documents.note import render_note

    seen = chart(form("one", -1, agreement=Agreement.DECLINED), signed=False)
    text = pdfium_text(render_note(seen).pdf)
    assert "Written consent" in text
    assert "written 17 Mar 2026" not in text


@pytest.mark.parametrize(
    ("of_code", "side", "warned"),
    [
        (Side.RIGHT, Side.LEFT, True),
        (Side.RIGHT, Side.BOTH, True),
        (Side.RIGHT, Side.RIGHT, False),
        (Side.RIGHT, Side.UNSTATED, False),
        (Side.UNSTATED, Side.LEFT, False),
        (Side.BOTH, Side.LEFT, True),
    ],
)
def test_a_side_is_compared_with_the_side_of_its_code(of_code: Side, side: Side, warned: bool) -> None:
    assert bool(code_side_warning("R10.21", of_code, side)) is warned
