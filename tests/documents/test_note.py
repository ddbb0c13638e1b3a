"""The visit note as a real PDF: every fact in it, on the right map, the same bytes each time."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from needlechart import catalogue
from needlechart.atlas.atlas import load
from needlechart.documents import shaping, style
from needlechart.documents import text as text_module
from needlechart.documents.note import RenderedNote, note_strips, render_note
from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.narrative import compose
from needlechart.domain.words import (
    Agreement,
    Answer,
    FollowOnKind,
    Handout,
    NeedleState,
    NoteOrder,
    PainReproduced,
    Paper,
    Phase,
    SealedKind,
    Side,
    Soreness,
    Technique,
    Twitch,
    View,
)
from tests import factories as make
from tests.documents import charts
from tests.documents.reading import fonts_not_embedded, pages_text, pdfium_text, pypdf_text, words


def note(chart: VisitChart, **options) -> RenderedNote:
    return render_note(chart, **options)


def text(chart: VisitChart, **options) -> str:
    return pdfium_text(note(chart, **options).pdf)


@pytest.fixture(scope="module")
def whole() -> VisitChart:
    """A visit with every kind of record."""
    pile = [make.clinic(), make.clinician(licence_number="PT-0042"), *make.whole_visit(), charts.seal()]
    return chart_of(pile, make.VISIT)


def test_a_whole_visit_names_people_dates_and_codes(whole) -> None:
    found = text(whole)
    for said in (
        "Alder Street Pelvic Health",
        "Dry needling visit note",
        "Tuesday 17 March 2026, 09:30",
        "Ines Okonkwo-Reyes",
        "1042",
        "2 Jun 1984, 41",
        "she/her",
        "M25.551 Pain in right hip",
        "Alerts",
        "Takes apixaban",
        "It aches when I sit & <stand>.",
        "Signed by",
        "Licence PT-0042",
        "7F3A 91C2 0BDE 44A8",
        "1E07 C65B 9D20 F3EA",
        "code 7F3A 91C2",
        "17 Mar 2026, 10:30:00, UTC−05:00",
        "Page 1 of 2",
        "Addenda: none",
    ):
        assert said in found, said
    assert fonts_not_embedded(note(whole).pdf) == []


def test_a_whole_visit_tells_what_was_measured_and_needled(whole) -> None:
    found = text(whole)
    for said in (
        "Pain now",
        "−3",
        "better",
        "1a",
        "1b",
        "right",
        "piriformis",
        "obturator internus",
        "0.30 × 60",
        "Pistoning",
        "2+",
        "Referred",
        "Needles: 3 in, 3 out",
        "2 Hz",
        "4 mA",
        "10 min",
        "active trigger point",
        "taut band present",
        "bruise (mild)",
        "Hip internal rotation in prone",
        "Sit through a film without pain",
        "nearer",
        "oreness for 24 to 48 hours is usual",
    ):
        assert said in found, said


@pytest.mark.parametrize("paper", list(Paper))
def test_paper_is_the_clinics_unless_another_is_asked_for(whole, paper: Paper) -> None:
    size = pypdf.PdfReader(io.BytesIO(note(whole, paper=paper).pdf)).pages[0].mediabox
    wanted = {Paper.LETTER: (612, 792), Paper.A4: (595, 842)}[paper]
    assert (round(size.width), round(size.height)) == wanted
    assert note(charts.with_clinic(whole, paper=paper)).pdf == note(whole, paper=paper).pdf


def test_pages_break_at_the_same_places_on_both_papers() -> None:
    chart = charts.chart(*charts.many_sites(40), subjective="pain and worry " * 500, subjective_edited=True)
    letter, a4 = (note(chart, paper=paper) for paper in (Paper.LETTER, Paper.A4))
    assert letter.pages == a4.pages > 3
    assert pages_text(letter.pdf) == pages_text(a4.pdf)


def test_the_same_visit_gives_the_same_bytes(whole) -> None:
    assert note(whole).pdf == note(whole).pdf


PROGRAM = """
import hashlib, sys
from tests.documents import charts
from tests import factories as make
from needlechart.documents.note import render_note
chart = charts.chart(*charts.many_sites(7), make.measurement(id="m", note="שלום 😀"))
print(hashlib.sha256(render_note(chart).pdf).hexdigest())
"""


def test_two_processes_make_the_same_bytes_whatever_their_clock_and_hash_seed() -> None:
    found = set()
    for seed, epoch in (("1", "1000"), ("2", "2000000000")):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "TZ": f"UTC{seed}"}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=surroundings, capture_output=True, text=True, check=True
        )
        found.add(run.stdout.strip())
    chart = charts.chart(*charts.many_sites(7), make.measurement(id="m", note="שלום 😀"))
    found.add(hashlib.sha256(note(chart).pdf).hexdigest())
    assert len(found) == 1


def test_metadata_name_the_document_and_the_clinic_but_no_patient(whole) -> None:
    reader = pypdf.PdfReader(io.BytesIO(note(whole).pdf))
    assert reader.metadata["/Title"] == "Dry needling visit note"
    assert reader.metadata["/Author"] == "Alder Street Pelvic Health"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Okonkwo" not in str(reader.metadata)


# what is not known, and drafts


def in_one_line(chart: VisitChart) -> str:
    return " ".join(text(chart).split())


def test_a_no_of_screening_is_complete_and_one_quiet_paragraph_after_the_plan() -> None:
    answers = [
        make.screening_answer(id=item, item=item, item_text=said)
        for item, said in (("a", "Blood thinner"), ("b", "E-stim in pregnancy"), ("c", "New allergy"))
    ]
    found = in_one_line(charts.chart(*answers))
    assert "Asked and not present: blood thinner; e-stim in pregnancy; new allergy." in found
    assert found.index("Next visit") < found.index("Asked and not present")


def test_what_has_no_value_says_so(whole) -> None:
    place = charts.site(1)
    found = in_one_line(charts.chart(place, charts.needle(place, depth_mm=None)))
    assert "0.30 × 60 not recorded" in found
    assert "Next visit: not recorded." in found
    known = whole.visit.but(next_visit_words="1 week")
    assert "Next visit: not recorded." not in in_one_line(replace(whole, visit=known))
    edited = whole.visit.but(plan="Comes when it suits.", plan_edited=True)
    assert "Next visit: not recorded." not in in_one_line(replace(whole, visit=edited))


def test_a_first_visit_agrees_and_a_later_one_agrees_again(whole) -> None:
    first = replace(whole, previous=None, visit_count=1)
    assert "Agreed today" in text(first)
    assert "Agreed again today" in text(replace(first, visit_count=2))


def test_facts_that_are_not_known_are_not_stated() -> None:
    person = make.patient(birth_date=None, pronouns="")
    place = charts.site(1)
    bare = charts.needle(
        place, diameter_mm=None, depth_mm=None, technique=None, twitch=None, pain=None, insertions=None
    )
    found = text(charts.chart(person, place, bare))
    assert found.count("not stated") >= 8
    assert "None" not in found


def test_an_unsigned_note_is_a_draft_on_every_page() -> None:
    chart = charts.chart(*charts.many_sites(40), signed=False)
    pages = pages_text(note(chart).pdf)
    assert len(pages) > 1
    assert all("DRAFT" in page and "not signed" in page for page in pages)
    assert "Not signed" in pages[-1]
    assert "Integrity code" not in " ".join(pages)


def test_a_signed_note_can_be_printed_as_a_draft(whole) -> None:
    assert "DRAFT" not in pypdf_text(note(whole).pdf)
    assert "DRAFT" in pypdf_text(note(whole, draft=True).pdf)


def test_a_visit_with_nothing_in_it_still_gives_a_note() -> None:
    done = note(charts.chart())
    assert done.pages == 1
    assert "No sites marked." in pdfium_text(done.pdf)


def test_no_needling_says_why() -> None:
    assert "declined today" in text(charts.chart(no_needling_reason="declined today"))


def test_without_needling_nothing_is_called_before_or_after_it() -> None:
    after = make.measurement(phase=Phase.AFTER, value=3.0)
    consent = make.consent(agreement=Agreement.DECLINED)
    said = text(charts.chart(consent, make.measurement(value=5.0), after, make.follow_on()))
    assert "Measured before and after, same session" in said
    assert "Consent today declined" in said
    assert "Agreed again" not in said
    assert "after needling" not in said


def test_a_doubted_value_says_so_and_is_not_judged() -> None:
    before = make.measurement(value=12.0, side=Side.RIGHT, doubt="perhaps another scale")
    after = make.measurement(phase=Phase.AFTER, value=4.0, side=Side.RIGHT)
    said = text(charts.chart(before, after))
    assert "not judged, implausible value" in said
    assert "Right pain now, before: kept as stated, judged implausible: perhaps another" in said
    assert "Change in right pain not judged: one of its values is implausible" in said


def test_a_late_entry_shows_both_times() -> None:
    late = charts.chart(entered=make.MORNING + timedelta(hours=2))
    found = pypdf_text(note(late).pdf)
    assert "Late entry treated 17 Mar 2026, 09:30; entered 17 Mar 2026, 11:30" in found
    assert "Late entry" not in text(charts.chart(entered=make.MORNING + timedelta(minutes=50)))


# the maps


def marks_by_panel(pdf: bytes) -> dict[str, list[str]]:
    """Numbers drawn inside each panel of the first row, by the panel's name."""
    found = words(pdf)
    names = {word.text: word for word in found if word.text in ("Front", "Back", "Right side", "Left side")}
    return {
        name: sorted(
            word.text
            for word in found
            if word.text.isdigit() and abs(word.x - head.x) < 88 and 12 < head.y - word.y < 180
        )
        for name, head in names.items()
    }


def test_front_marks_are_on_the_front_and_back_marks_on_the_back() -> None:
    front = [charts.site(number, View.FRONT, x=-20.0 * number, y=540) for number in (1, 3)]
    back = [charts.site(number, View.BACK, x=15.0 * number, y=480) for number in (2, 4)]
    chart = charts.chart(*front, *back, *[charts.needle(one) for one in (*front, *back)])
    assert marks_by_panel(note(chart).pdf) == {"Front": ["1", "3"], "Back": ["2", "4"]}


def test_five_views_show_each_mark_in_its_own_panel_only() -> None:
    views = {
        View.FRONT: "Front",
        View.BACK: "Back",
        View.RIGHT: "Right side",
        View.LEFT: "Left side",
        View.PELVIC_FLOOR: "Pelvic floor (schematic)",
    }
    places = [
        charts.site(number, view, x=10, y=40 if view is View.PELVIC_FLOOR else 480)
        for number, view in enumerate(views, 1)
    ]
    found = words(note(charts.chart(*places, *[charts.needle(one) for one in places])).pdf)
    heads = {word.text: word for word in found if word.text in views.values()}
    for number, name in enumerate(views.values(), 1):
        head = heads[name]
        inside = [
            word.text
            for word in found
            if word.text.isdigit() and abs(word.x - head.x) < 78 and 12 < head.y - word.y < 165
        ]
        assert inside == [str(number)], name


def test_no_typed_text_stays_in_memory_after_a_note_was_made() -> None:
    render_note(charts.chart(plan="a secret of the patient", plan_edited=True))
    assert text_module.prepare.cache_info().currsize == 0
    assert shaping._shape.cache_info().currsize == 0


def test_in_front_the_patients_right_is_on_the_viewers_left_and_on_the_back_on_the_right() -> None:
    right = [charts.site(1, View.FRONT, x=-40, y=540), charts.site(2, View.BACK, x=40, y=480)]
    assert [one.side for one in right] == [Side.RIGHT, Side.RIGHT]
    found = words(note(charts.chart(*right, *[charts.needle(one) for one in right])).pdf)
    heads = {word.text: word for word in found if word.text in ("Front", "Back")}
    for name, number, sign in (("Front", "1", -1), ("Back", "2", 1)):
        head = heads[name]
        mark = next(w for w in found if w.text == number and abs(w.x - head.x) < 88 and w.y < head.y - 12)
        assert (mark.x - head.x) * sign > 10
        badge = next(w for w in found if w.text == "R" and abs(w.y - head.y) < 3 and abs(w.x - head.x) < 88)
        assert (badge.x - head.x) * sign > 50


def test_side_views_and_pelvic_floor_appear_only_if_they_are_used() -> None:
    place = charts.site(1)
    found = text(charts.chart(place, charts.needle(place)))
    assert "Front" in found
    assert "Back" in found
    assert not any(name in found for name in ("Pelvic floor", "Left side", "Right side"))
    inner = charts.site(1, View.PELVIC_FLOOR, x=-20, y=30)
    found = text(charts.chart(inner, charts.needle(inner)))
    assert "Pelvic floor (schematic)" in found
    assert "Front" not in found
    side = charts.site(1, View.LEFT, x=0, y=480)
    assert "Left side" in text(charts.chart(side, charts.needle(side)))


def test_every_side_is_written_out_beside_its_badge() -> None:
    places = [charts.site(1, x=50), charts.site(2, x=-50)]
    found = pypdf_text(note(charts.chart(*places, *[charts.needle(one) for one in places])).pdf)
    assert "R right" in found
    assert "L left" in found


# the table


def test_several_needles_of_a_site_are_4a_and_4b() -> None:
    place = charts.site(4)
    chart = charts.chart(
        place,
        charts.needle(place, 0, technique=Technique.IN_SITU, retention_s=300),
        charts.needle(place, 1, technique=Technique.WINDING, retention_s=75, twitch=Twitch.STRONG),
    )
    found = text(chart)
    for said in ("4a", "4b", "In situ 5:00", "Winding 1:15", "Strong"):
        assert said in found, said


def test_a_site_shows_level_depth_and_where_pain_went() -> None:
    place = charts.site(1, muscle="multifidus", muscle_name="multifidus", spinal_level="L5")
    one = charts.needle(
        place, depth_mm=32.5, pain=PainReproduced.REFERRED, referred_to="groin", familiar=True
    )
    found = text(charts.chart(place, one))
    for said in ("multifidus L5", "32.5", "Referred to", "groin,", "familiar"):
        assert said in found, said


def test_sites_found_and_not_needled_and_discarded_needles_say_so() -> None:
    first, second = charts.site(1, not_needled="sore today"), charts.site(2, x=-40)
    found = text(charts.chart(first, second, charts.needle(second, state=NeedleState.DISCARDED)))
    assert "not needled" in found
    assert "sore today" in found
    assert "discarded" in found


def test_forty_sites_repeat_the_head_and_lose_no_row() -> None:
    pages = pages_text(note(charts.chart(*charts.many_sites(40))).pdf)
    holding = [page for page in pages if "Pain reproduced" in page]
    assert len(holding) > 1
    table = " ".join(pages)
    assert table.count("0.30 × 60") == 40
    for number in range(1, 41):
        assert f" {number} " in table


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    lines = " ".join(f"dose{number}" for number in range(900))
    done = note(charts.chart(make.follow_on(dose=lines)))
    assert done.pages > 2
    found = pdfium_text(done.pdf)
    assert all(f"dose{number}" in found for number in (0, 450, 899))


def test_no_side_of_a_pair_is_lost_in_the_table_of_measures() -> None:
    values = [
        make.measurement(
            id=f"{side}{phase}",
            measure="hip_ir",
            measure_name="Hip internal rotation",
            unit="degrees",
            side=side,
            phase=phase,
            value=value,
        )
        for side, phase, value in (
            (Side.RIGHT, Phase.BEFORE, 22.0),
            (Side.RIGHT, Phase.AFTER, 32.0),
            (Side.LEFT, Phase.BEFORE, 35.0),
        )
    ]
    found = text(charts.chart(*values))
    for said in ("R right 22°", "32°", "+10°", "L left 35°", "not measured after"):
        assert said in found, said


# texts


HOSTILE = "a <b & <needle> </para> [[[ %s {x} \\n &lt; <b>bold</b>"


@pytest.mark.parametrize("section", ["subjective", "objective", "assessment", "plan"])
def test_each_edited_section_prints_as_typed(section: str) -> None:
    found = text(charts.chart(**{section: HOSTILE, f"{section}_edited": True}))
    assert HOSTILE in found


def test_an_edited_section_takes_no_charted_fact_out_of_the_note(whole) -> None:
    visit = whole.visit.but(
        **{f"{name}_edited": True for name in ("subjective", "objective", "assessment", "plan")},
        needles_out=3,
        sharps_disposed=True,
        skin_preparation="chlorhexidine",
    )
    answers = (make.screening_answer(item_text="Pregnant", answer=Answer.YES, comment="12 weeks"),)
    care = make.aftercare(handout=Handout.PRINTED)
    found = text(replace(whole, visit=visit, screening=answers, aftercare=care))
    for said in (
        "2 Hz",
        "4 mA",
        "chlorhexidine",
        "sharps disposed",
        "Pregnant",
        "12 weeks",
        "Handout printed",
    ):
        assert said in found, said


@pytest.mark.parametrize(
    "typed", ["שלום עולם", "ألم في الورك", "боль в бедре", "πόνος στο ισχίο", "हिन्दी दर्द"]
)
def test_names_and_texts_of_every_script_are_read_back(typed: str) -> None:
    chart = charts.chart(make.patient(family_name=typed), plan=typed, plan_edited=True)
    done = note(chart)
    assert typed in pdfium_text(done.pdf)
    assert typed in pypdf_text(done.pdf)
    assert done.missing_characters == ()


def test_a_character_no_typeface_has_prints_as_a_code_and_is_reported() -> None:
    done = note(charts.chart(make.patient(preferred_name="😀"), plan="see க", plan_edited=True))
    assert done.missing_characters == ("U+1F600", "U+0B95")
    found = pdfium_text(done.pdf)
    assert "[U+1F600]" in found
    assert "see [U+0B95]" in found


def test_twenty_thousand_characters_flow_over_pages_whole() -> None:
    typed = " ".join(f"w{number:05d}" for number in range(2860))
    assert len(typed) > 20_000 - 10
    done = note(charts.chart(assessment=typed, assessment_edited=True))
    found = pdfium_text(done.pdf)
    assert done.pages > 4
    assert all(f"w{number:05d}" in found for number in range(2860))


def test_very_long_names_are_whole_on_the_page_and_cut_in_the_foot_only() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff-" * 6 + "End"
    pages = pages_text(note(charts.chart(make.patient(family_name=name, record_number="NC-000127"))).pdf)
    assert name in pages[0].replace(" ", "")
    assert "NC-000127 · visit 17 Mar 2026" in pages[0]


# order, signature, later


def test_the_clinic_can_order_treatment_as_a_section_of_its_own() -> None:
    place = charts.site(1)
    chart = charts.with_clinic(
        charts.chart(place, charts.needle(place), make.measurement()), note_order=NoteOrder.SOTAP
    )
    letters = [word.text for word in words(note(chart).pdf) if word.x < 66 and len(word.text) == 1]
    assert letters == ["S", "O", "T", "A", "P"][: len(letters)]
    assert "T" in letters


def test_addenda_print_after_the_note_with_author_time_reason_and_code() -> None:
    one = make.addendum(id="add", reason="left out", text="Second <thought> & more")
    chart = charts.chart(one, charts.seal("add", SealedKind.ADDENDUM, digest="ab" * 32))
    found = text(chart)
    after = found[found.index("Signed by") :]
    for said in (
        "Addenda: 1",
        "Addendum 1",
        "Mara Velasquez, PT, DPT, 18 Mar 2026, 09:30:00",
        "Reason: left out",
        "Second <thought> & more",
        "code ABAB ABAB",
    ):
        assert said in after, said


def test_what_was_reported_later_prints_after_the_note() -> None:
    check = make.follow_up(
        done_at=make.MORNING + timedelta(hours=25), soreness=Soreness.MILD, lasted_hours=20.0
    )
    event = make.adverse_event(visit_id="", kind_text="Bruise on the thigh", outcome="gone in 3 days")
    found = text(charts.chart(check, event))
    after = found[found.index("Signed by") :]
    for said in (
        "Reported later",
        "18 Mar 2026, 10:30:00",
        "mild, lasted 20",
        "Bruise on the thigh",
        "gone in",
    ):
        assert said in after, said


def test_no_soreness_lasted_no_time() -> None:
    check = make.follow_up(
        done_at=make.MORNING + timedelta(hours=25), soreness=Soreness.NONE, lasted_hours=0.0
    )
    found = text(charts.chart(check))
    assert "18 Mar 2026, 10:30:00" in found
    assert "lasted" not in found[found.index("Reported later") :]


def test_the_signature_box_is_whole_on_one_page() -> None:
    for lines in range(30, 60, 3):
        chart = charts.chart(plan="line\n" * lines, plan_edited=True)
        with_box = [page for page in pages_text(note(chart).pdf) if "Signed by" in page]
        assert len(with_box) == 1
        assert "Integrity code" in with_box[0]
        assert "never replace this text" in with_box[0]


def test_the_head_of_the_log_at_signing_stands_beside_the_code() -> None:
    head = "9f3a12bc77d04e51" + "0" * 48
    signed = charts.chart(charts.seal(audit_sequence=1204, audit_head=head), signed=False)
    assert "Audit log up to here: entry 1204, 9F3A 12BC 77D0 4E51" in text(signed)
    assert "Audit log up to here" not in text(charts.chart())


def test_no_follow_on_prints_its_reason() -> None:
    given = make.follow_on(kind=FollowOnKind.NONE_GIVEN, what="felt faint")
    found = text(charts.chart(given))
    assert "Not given" in found
    assert "felt faint" in found


def test_a_letterhead_with_a_logo_and_one_that_cannot_be_read() -> None:
    import base64

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), (10, 90, 97)).save(buffer, "PNG")
    logo = base64.b64encode(buffer.getvalue()).decode()
    shown = note(charts.chart(make.clinic(logo=logo))).pdf
    assert pypdf.PdfReader(io.BytesIO(shown)).pages[0].images
    broken = note(charts.chart(make.clinic(logo="bm90IGEgcGljdHVyZQ=="))).pdf
    assert "Alder Street Pelvic Health" in pdfium_text(broken)


LONG = " ".join(f"q{number:04d}" for number in range(600))
WORDS = LONG.split()


def tallest_strip(chart: VisitChart) -> float:
    """Height of the highest piece: no page can hold one that is higher than itself."""
    known = catalogue.knowledge()
    strips = note_strips(chart, compose(chart, known.measures), load(), known)
    return max(strip.height for strip in strips)


@pytest.mark.parametrize(
    "records",
    [
        (make.clinic(name=LONG),),
        (make.clinic(address=LONG),),
        (make.clinician(name=LONG),),
        (make.patient(family_name=LONG),),
        (make.patient(pronouns=LONG),),
        (make.patient(record_number=LONG),),
        (make.episode(title=LONG),),
        (make.indication(title=LONG),),
        (make.alert(text=LONG),),
        (make.screening_answer(item_text=LONG),),
        (make.measurement(measure_name=LONG),),
        (make.measurement(note=LONG),),
        (make.follow_on(what=LONG),),
        (make.aftercare(texts=(LONG,)),),
        (make.goal_review(make.goal(), now=LONG),),
        (make.adverse_event(kind_text=LONG),),
        (make.adverse_event(visit_id="", note=LONG),),
        (make.follow_up(done_at=make.MORNING, note=LONG),),
        (make.addendum(text=LONG),),
        (make.addendum(reason=LONG),),
        (make.addendum(author_name=LONG),),
        (charts.site(1, muscle_name=LONG),),
        (charts.site(1, note=LONG),),
        (charts.site(1, referral=LONG),),
        (charts.site(1, not_needled=LONG),),
        (charts.site(1), charts.needle(charts.site(1), referred_to=LONG)),
        (charts.site(1), charts.needle(charts.site(1), direction=LONG)),
        (charts.site(1), charts.needle(charts.site(1), lot=LONG)),
        (charts.site(1), charts.needle(charts.site(1), note=LONG)),
        (charts.site(1), charts.needle(charts.site(1), response_sought=LONG)),
        (charts.site(1), make.stimulation(charts.site(1), device=LONG)),
    ],
    ids=lambda records: type(records[-1]).__name__,
)
def test_no_word_of_a_long_text_is_lost_wherever_it_was_typed(records) -> None:
    visit = {"clinician_name": records[0].name} if hasattr(records[0], "credentials") else {}
    chart = charts.chart(*records, **visit)
    found = pypdf_text(note(chart).pdf)
    assert [word for word in WORDS if word not in found] == []
    assert tallest_strip(chart) < style.BOTTOM - style.NEXT_TOP


@pytest.mark.parametrize(
    "field",
    [
        "reason",
        "patient_words",
        "soreness_lasted",
        "skin_preparation",
        "needles_reason",
        "plan_note",
        "no_needling_reason",
        "next_visit_words",
        "home_programme",
        "clinician_name",
    ],
)
def test_no_word_of_a_long_field_of_the_visit_is_lost(field: str) -> None:
    place = charts.site(1)
    needles = () if field == "no_needling_reason" else (charts.needle(place),)
    chart = charts.chart(place, *needles, **{field: LONG, "needles_out": 5})
    found = pypdf_text(note(chart).pdf)
    assert [word for word in WORDS if word not in found] == []
    assert tallest_strip(chart) < style.BOTTOM - style.NEXT_TOP


@pytest.mark.parametrize(
    ("value", "printed"),
    [(3.0, "Follow-up: 3; −3 from 6 before, better"), (6.0, "Follow-up: 6; 0 from 6 before, no change")],
)
def test_a_value_of_a_follow_up_tells_its_change_as_before_and_after_do(value: float, printed: str) -> None:
    pain = [
        make.measurement(id="before", value=6.0, phase=Phase.BEFORE),
        make.measurement(id="later", value=value, phase=Phase.FOLLOW_UP),
    ]
    told = in_one_line(charts.chart(*pain))
    assert printed.casefold() in told.casefold()


def test_a_value_of_a_follow_up_alone_tells_no_change() -> None:
    told = in_one_line(charts.chart(make.measurement(value=3.0, phase=Phase.FOLLOW_UP)))
    assert "follow-up: 3" in told.casefold()
    assert " from " not in told[told.casefold().index("follow-up: 3") :][:30]


@pytest.mark.parametrize("edited", ["", "As typed by the therapist."])
def test_a_current_that_was_only_planned_is_not_in_the_note(edited: str) -> None:
    first, second = charts.site(1), charts.site(2)
    for carried in (False, True):
        current = make.stimulation(first, second, carried=carried)
        chart = charts.chart(
            first,
            second,
            charts.needle(first),
            charts.needle(second),
            current,
            objective=edited,
            objective_edited=bool(edited),
        )
        assert ("lectrical stimulation" in text(chart)) is not carried
