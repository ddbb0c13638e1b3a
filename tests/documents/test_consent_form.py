"""The consent form: its text word for word, the signature as lines, the same bytes each time."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.catalogue import consent_forms, parts_of, use_own
from needlechart.documents.consent_form import file_name, render_consent_form
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.consent import Consent, flat_strokes, strokes_of
from needlechart.domain.record import Invalid
from needlechart.domain.rules.consent import with_head
from needlechart.domain.words import Agreement, ConsentKind, Paper
from tests import factories as make
from tests.documents.reading import fonts_not_embedded, pages_text, pdfium_text

INK = (((10.0, 20.0), (30.0, 5.0), (55.5, 22.25)), ((60.0, 10.0), (90.0, 12.0)))


def form(kind: ConsentKind = ConsentKind.WRITTEN, **values: object) -> Consent:
    text = consent_forms()[kind].text
    defaults = {"form_text": text, "strokes": flat_strokes(INK), "clinician_name": "Mara Velasquez, PT, DPT"}
    return make.written_consent(**{**defaults, **values})


def bare(text: str) -> str:
    """Without spaces and hyphens: pdfium takes a hyphen at the end of a line for a broken word."""
    return re.sub(r"[\s\-\ufffe\x02]", "", text)


def drawn_lines(pdf: bytes) -> list[tuple[float, float]]:
    """Every point a line of ink goes through on the last page: ``x y l`` of its content."""
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1]
    content = page.get_contents()
    assert content is not None
    found = re.findall(rb"(-?[\d.]+) (-?[\d.]+) l\b", content.get_data())
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize("kind", [ConsentKind.WRITTEN, ConsentKind.PELVIC_FLOOR])
@pytest.mark.parametrize("paper", list(Paper))
def test_every_word_of_the_form_is_on_paper(kind: ConsentKind, paper: Paper) -> None:
    made = render_consent_form(make.clinic(), make.patient(), form(kind), paper=paper)

    text = pdfium_text(made.pdf)
    letters = bare(text)
    for _, words in parts_of(consent_forms()[kind].text):
        assert bare(words) in letters, words
    for said in ("Ines Okonkwo-Reyes", "1042", "Form version 1", "Explained by Mara Velasquez, PT, DPT"):
        assert said in text
    assert made.missing_characters == ()
    assert fonts_not_embedded(made.pdf) == []
    assert all(f"Page {n} of {made.pages}" in page for n, page in enumerate(pages_text(made.pdf), 1))


def test_the_signature_is_drawn_as_lines_in_its_own_proportions() -> None:
    unsigned = drawn_lines(
        render_consent_form(make.clinic(), make.patient(), form(strokes=(1.0, 0.0, 0.0))).pdf
    )
    signed = drawn_lines(render_consent_form(make.clinic(), make.patient(), form()).pdf)

    ink = [point for point in signed if point not in unsigned]
    mm = 72 / 25.4
    assert len(ink) == 3
    (x1, y1), (x2, y2), (x3, y3) = ink  # the points after the first of each stroke
    assert x2 - x1 == pytest.approx((55.5 - 30) * mm, abs=0.02)
    assert y2 - y1 == pytest.approx(-(22.25 - 5) * mm, abs=0.02)
    assert x3 - x1 == pytest.approx((90 - 30) * mm, abs=0.02)
    assert y3 - y1 == pytest.approx(-(12 - 5) * mm, abs=0.02)


def test_the_same_form_gives_the_same_bytes_and_no_name_in_its_metadata() -> None:
    first, second = (render_consent_form(make.clinic(), make.patient(), form()).pdf for _ in range(2))

    assert first == second
    meta = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert meta is not None
    assert "Okonkwo" not in " ".join(str(value) for value in meta.values())
    assert file_name(make.patient(record_number="a/b:7"), form()) == "a-b-7_2026-03-17_consent.pdf"


def test_a_signed_form_keeps_the_head_it_was_signed_under() -> None:
    signed = with_head(form(), make.clinic(), make.patient())
    first = render_consent_form(make.clinic(), make.patient(), signed).pdf

    moved = make.clinic(name="Another Name", address="2 New Street", phone="555-0199")
    married = make.patient(given_name="Inez", family_name="Vale", record_number="7", preferred_name="Zee")
    later = render_consent_form(moved, married, signed).pdf

    assert later == first
    text = pdfium_text(later)
    assert make.clinic().name in text
    for gone in ("Another Name", "2 New Street", "555-0199", "Vale", "Zee"):
        assert gone not in text
    unsigned = pdfium_text(render_consent_form(moved, married, form(), signed=False).pdf)
    assert "Another Name" in unsigned
    assert "Inez Vale" in unsigned


def test_withdrawal_and_refusal_are_on_paper() -> None:
    gone = form(withdrawn_at=make.MORNING + timedelta(days=2), withdrawn_why="Pregnant <now> & careful")
    text = pdfium_text(render_consent_form(make.clinic(), make.patient(), gone).pdf)
    assert "Withdrawn 19 Mar 2026" in text
    assert "Pregnant <now> & careful" in text

    refused = form(agreement=Agreement.DECLINED, signer="Ola <b>Ex</b>", signer_role="parent or guardian")
    text = pdfium_text(render_consent_form(make.clinic(), make.patient(), refused).pdf)
    assert "I do not agree." in text
    assert "Signed by Ola <b>Ex</b>, parent or guardian" in text


def test_a_form_to_sign_by_hand_has_lines_and_no_signature() -> None:
    made = render_consent_form(make.clinic(), make.patient(), form(), signed=False)

    text = pdfium_text(made.pdf)
    assert "Signature of Ines Okonkwo-Reyes" in text
    assert "Signed by" not in text


@pytest.mark.parametrize(
    "name", ["Željka Łukasiewicz-Ağaoğlu", "Иван Петров", "Ελένη Παπαδοπούλου", "محمد علي", "דנה כהן"]
)
def test_names_of_any_script_and_very_long_texts_are_whole(name: str) -> None:
    long = "\n".join(f"- Point number {number} of a clinic that writes much." for number in range(400))
    given, family = name.split(" ", 1)
    patient = make.patient(given_name=given, family_name=family)
    made = render_consent_form(make.clinic(), patient, form(form_text=f"# Long\n\n{long}", signer=name))

    assert made.missing_characters == ()
    text = pdfium_text(made.pdf)
    assert all(f"Point number {number} of" in text for number in range(400))
    if name.isascii() or name[0] in "ŽИΕ":
        assert f"Signed by {name}" in text


strokes = st.lists(
    st.lists(
        st.tuples(st.floats(-50, 400, width=32), st.floats(-50, 400, width=32)), min_size=1, max_size=30
    ),
    max_size=12,
)


@given(strokes)
def test_strokes_are_kept_to_a_hundredth_of_a_millimetre(drawn: list[list[tuple[float, float]]]) -> None:
    back = strokes_of(flat_strokes(drawn))

    assert [len(one) for one in back] == [len(one) for one in drawn]
    for kept, was in zip(back, drawn, strict=True):
        for (x, y), (u, v) in zip(kept, was, strict=True):
            assert abs(x - u) <= 0.00501
            assert abs(y - v) <= 0.00501
    assert flat_strokes(back) == flat_strokes(drawn)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
def test_half_a_signature_is_refused(flat: list[float]) -> None:
    whole = True
    place = 0
    while place < len(flat):
        count = flat[place]
        if count < 1 or count != int(count):
            whole = False
            break
        place += 1 + 2 * int(count)
    whole = whole and place == len(flat)
    if whole:
        assert flat_strokes(strokes_of(tuple(flat)))
    else:
        with pytest.raises(Invalid):
            make.written_consent(strokes=tuple(flat))


@given(strokes)
def test_any_signature_can_be_printed(drawn: list[list[tuple[float, float]]]) -> None:
    consent = make.written_consent(form_text="# A\n\nB", strokes=flat_strokes(drawn))
    assert render_consent_form(make.clinic(), make.patient(), consent).pages == 1


def test_forms_name_version_source_and_that_nobody_reviewed_them() -> None:
    forms = consent_forms()
    assert set(forms) == {ConsentKind.WRITTEN, ConsentKind.PELVIC_FLOOR}
    for form in forms.values():
        assert form.version
        assert "to be checked" in form.source
        assert not form.reviewed
        assert "!" not in form.text


def test_a_clinics_own_words_are_never_signed_under_the_programs_version() -> None:
    kept = consent_forms()[ConsentKind.WRITTEN]
    row = CatalogueRow(
        clinic_id=make.CLINIC,
        table="consent_forms",
        row=kept.id,
        columns=("text",),
        cells=("We needle in Portland.\n\n- One point",),
    )
    try:
        use_own([row])
        own = consent_forms()[ConsentKind.WRITTEN]
        assert own.text == f"# {kept.title}\n\nWe needle in Portland.\n\n- One point"
        assert own.version == "1, own words"
        use_own([row.but(columns=("text", "version"), cells=(row.cells[0], "2027"))])
        assert consent_forms()[ConsentKind.WRITTEN].version == "2027"
    finally:
        use_own([])
    assert consent_forms()[ConsentKind.WRITTEN] == kept


def test_a_form_without_text_falls_back_to_the_programs() -> None:
    kept = consent_forms()[ConsentKind.WRITTEN]
    row = CatalogueRow(
        clinic_id=make.CLINIC, table="consent_forms", row=kept.id, columns=("text",), cells=(" ",)
    )
    try:
        use_own([row])
        assert consent_forms()[ConsentKind.WRITTEN].text == kept.text
    finally:
        use_own([])
