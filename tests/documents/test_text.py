"""Typed text in documents: printed as typed, in every script, and found again by other programs."""

import io
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.documents import shaping
from needlechart.documents.bidi_levels import levels_of, visual_order
from needlechart.documents.canvas import new_canvas
from needlechart.documents.fonts import face_for
from needlechart.documents.style import LETTER
from needlechart.documents.text import (
    Span,
    TextStyle,
    fitting_line,
    forget,
    lines_of,
    missing_in,
    one_line,
    prepare,
)
from tests.documents.reading import fonts_not_embedded, pdfium_text, pypdf_text
from tests.factories import MORNING

STYLE = TextStyle(10, 14)


def pdf_of(text: str, width: float = 480, style: TextStyle = STYLE) -> bytes:
    canvas, buffer = new_canvas(LETTER, title="t", author="a", made=MORNING)
    y = 740.0
    for line in lines_of(text, style, width):
        line.draw(canvas, 60, y)
        y -= style.leading
        if y < 60:
            canvas.showPage()
            y = 740.0
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "typed",
    [
        "<b>bold</b> & a <b <needle> [[[ </para> &lt; %s \\n",
        "Ελληνικά: πόνος στο ισχίο",
        "Кириллица: боль в правом бедре, ёж",
        "Việt Tiếng Český Łódź İstanbul ﬁ",
        "ქართული ენა",
        "हिन्दी क्षेत्र दर्द कूल्हे",
        "ภาษาไทย กำลัง น้ำ",
        "שלום עולם כאב בירך",
        "مرحبا بالعالم ألم في الورك لا إله",
        "مَرْحَبًا",
        "שָׁלוֹם",
        "−3 ≤ 5 → 25\u00a0mm ✓ ∀",
        "fi ffi fl AVATAR To",
    ],
)
@pytest.mark.parametrize("read", [pdfium_text, pypdf_text])
def test_what_was_typed_is_what_other_programs_read(typed, read) -> None:
    # pdfium itself takes ligatures apart and sets marks of one letter in its own order; pypdf does not.
    form: Callable[[str], str] = folded if read is pdfium_text else str
    assert form(typed).replace("\u00a0", " ") in form(read(pdf_of(typed))).replace("\u00a0", " ")


def folded(text: str) -> str:
    """Characters of the same meaning made the same."""
    return unicodedata.normalize("NFKC", text)


def test_mixed_directions_keep_every_word() -> None:
    found = pdfium_text(pdf_of("Pain: ألم في الورك right hip 25 mm (כאב) end"))
    for word in ("Pain:", "ألم", "الورك", "right hip 25 mm", "כאב", "end"):
        assert word in found


def test_arabic_letters_are_joined() -> None:
    joined = one_line("ببب", STYLE).width
    apart = 3 * one_line("ب", STYLE).width
    assert joined < apart * 0.8


def test_hebrew_runs_from_right_to_left_and_numbers_do_not() -> None:
    base, levels = levels_of("אב 12 גד")
    assert base == 1
    assert levels == [1, 1, 1, 2, 2, 1, 1, 1]
    assert visual_order(list("אב 12 גד"), levels) == list("דג 12 בא")


def test_a_right_to_left_line_starts_at_the_right() -> None:
    assert lines_of("שלום", STYLE, 200)[0].backwards
    assert not lines_of("hello שלום", STYLE, 200)[0].backwards


def test_a_character_without_a_typeface_prints_as_its_code() -> None:
    shown, missing = prepare("pain 😀 க")
    assert shown == "pain [U+1F600] [U+0B95]"
    assert missing == ("U+1F600", "U+0B95")
    assert "[U+1F600]" in pdfium_text(pdf_of("pain 😀"))
    assert missing_in(["a 😀", "b 😀 \x07"]) == ("U+1F600", "U+0007")


def test_controls_that_could_turn_a_text_around_are_shown() -> None:
    assert prepare("left\u202eright")[0] == "left[U+202E]right"
    assert prepare("bell\x07")[0] == "bell[U+0007]"


def test_line_ends_of_every_kind_are_kept_and_tabs_are_spaces() -> None:
    assert len(lines_of("a\nb\r\nc\rd\u2028e", STYLE, 200)) == 5
    assert prepare("a\tb")[0] == "a    b"


def test_a_long_word_is_broken_and_nothing_of_it_is_lost() -> None:
    lines = lines_of("x" * 500, STYLE, 100)
    assert all(line.width <= 100 for line in lines)
    assert pdfium_text(pdf_of("x" * 500, 100)).count("x") == 500


def test_lines_do_not_begin_with_the_space_they_were_broken_at() -> None:
    for line in lines_of("one two three four five six seven", STYLE, 60):
        assert not line.pieces[0].clusters[0].text.startswith(" ")
        assert line.width <= 60


def test_letters_of_two_weights_share_a_line() -> None:
    line = one_line([Span("Goals: ", bold=True), Span("sit")], STYLE)
    assert [piece.bold for piece in line.pieces] == [True, False]


def test_a_text_that_must_fit_is_set_smaller_and_then_cut() -> None:
    assert fitting_line("short", STYLE, 100).size == 10
    assert fitting_line("somewhat longer text", STYLE, 80).width <= 80
    assert fitting_line("much too long " * 20, STYLE, 80).width <= 80


def test_only_the_typefaces_in_use_are_in_the_file_and_all_are_embedded() -> None:
    assert fonts_not_embedded(pdf_of("Latin ∀ ✓ שלום")) == []
    assert len(pdf_of("Latin")) < 20_000


def test_twenty_thousand_characters_are_read_back_whole() -> None:
    text = " ".join(f"word{number}" for number in range(2200))
    assert len(text) > 20_000 - 2000
    found = pdfium_text(pdf_of(text)).replace("\x0c", " ")
    assert all(f"word{number} " in found + " " for number in range(2200))


@given(st.text(max_size=300), st.floats(20, 500))
def test_any_text_becomes_lines_that_fit_or_hold_one_cluster(text: str, width: float) -> None:
    for line in lines_of(text, STYLE, width):
        clusters = sum(len(piece.clusters) for piece in line.pieces)
        assert line.width <= width + 0.01 or clusters == 1


@given(st.text(max_size=200))
def test_every_character_that_prints_is_in_exactly_one_line(text: str) -> None:
    shown = prepare(text)[0].replace(" ", "").replace("\n", "")
    found = "".join(
        "".join(cluster.text for cluster in piece.clusters)
        for line in lines_of(text, STYLE, 90)
        for piece in line.pieces
    ).replace(" ", "")
    assert sorted(found) == sorted(shown)


@given(st.text(max_size=60))
def test_any_text_can_be_drawn_and_gives_a_pdf(text: str) -> None:
    canvas, buffer = new_canvas(LETTER, title="t", author="a", made=MORNING)
    for line in lines_of(text, STYLE, 200):
        line.draw(canvas, 50, 500)
    canvas.showPage()
    canvas.save()
    assert isinstance(buffer, io.BytesIO)
    assert buffer.getvalue().startswith(b"%PDF-1.7")


@given(st.lists(st.integers(0, 3), max_size=12))
def test_the_visual_order_holds_every_item_once(levels: list[int]) -> None:
    items = list(range(len(levels)))
    assert sorted(visual_order(items, levels)) == items


def test_the_prepared_text_has_a_glyph_for_every_character() -> None:
    shown = prepare("aக\u0378\ufdd0😀é")[0]
    assert all(face_for(ord(letter), bold=bold) for letter in shown for bold in (False, True))


@pytest.mark.parametrize("word", ["pain ", "x", "ألم "])
def test_a_paragraph_longer_than_is_shaped_at_once_keeps_every_character(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setattr(shaping, "LONGEST", 50)
    text = word * 60
    lines = lines_of(text, STYLE, 200)
    found = [cluster.text for line in lines for piece in line.pieces for cluster in piece.clusters]
    assert sorted("".join(found).replace(" ", "")) == sorted(text.replace(" ", ""))
    assert all(line.width <= 200 for line in lines)


def test_a_paragraph_ten_times_as_long_takes_no_more_for_each_character() -> None:
    """Every line once looked at the whole paragraph: a long one took hours."""

    def each(length: int) -> float:
        forget()
        text = "pain " * (length // 5)
        start = time.process_time()
        lines_of(text, STYLE, 480)
        return (time.process_time() - start) / length

    assert min(each(40_000) for _ in range(2)) < 4 * min(each(4_000) for _ in range(3))
