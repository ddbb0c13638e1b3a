"""The picture sheet: every plate on a page of its own, labelled, with its review mark."""

import math
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.atlas import AtlasError, load
from needlechart.atlas import sheet as door
from needlechart.atlas.reviews import Review, plate_names, read_reviews, reviews
from needlechart.atlas.style import COLOUR_LIGHT, PRINT
from needlechart.catalogue import muscles
from needlechart.documents.atlas_names import names_on
from needlechart.documents.atlas_sheet import render_atlas_sheet
from needlechart.documents.leaders import Label, column
from needlechart.domain.words import Figure, Layer, Paper, View
from needlechart.resources import resource

ATLAS = load()


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return render_atlas_sheet(ATLAS, colours=PRINT, figures=(Figure.FEMALE,))


def texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_every_view_and_layer_has_its_page_and_says_that_nobody_has_reviewed_it(sheet: bytes) -> None:
    pages = texts(sheet)
    for name in plate_names():
        if name.startswith("female"):
            (page,) = [page for page in pages if f"Plate {name}" in page.replace("\r\n", " ")]
            assert "Not reviewed by a clinician" in page
            assert f"version {ATLAS.version}" in page
    assert all("Plate " in page for page in pages)


def test_every_muscle_shown_is_named_once_and_structures_and_points_have_their_pages(sheet: bytes) -> None:
    pages = texts(sheet)
    (deep,) = [page for page in pages if "Plate female_back_deep" in page]
    assert deep.count("Piriformis") == 1
    assert "Sciatic nerve" in deep
    (avoid,) = [page for page in pages if "Plate structures_back" in page]
    words = " ".join(avoid.split())
    for structure in ATLAS.structures(View.BACK):
        assert structure.name.split(",")[0] in words
    points = "".join(page for page in pages if "Plate points_" in page)
    for muscle in ("Piriformis", "Gluteus medius", "Adductor longus"):
        assert muscle in points


def test_every_markable_region_in_sight_is_named() -> None:
    for view in View:
        for layer in Layer:
            plate = ATLAS.plate(Figure.FEMALE, view, layer)
            named = {name.text for name in names_on(ATLAS, plate) if name.markable}
            for region in plate.regions:
                seen = region.anchor and (
                    plate.close_up[0] < region.anchor[0] < plate.close_up[2]
                    and plate.close_up[1] < region.anchor[1] < plate.close_up[3]
                )
                if region.markable and seen:
                    assert region.name in named, (view, layer, region.name)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (842, 595)), (Paper.LETTER, (792, 612))])
def test_pages_lie_on_their_side_and_are_the_same_each_time(paper: Paper, size: tuple[int, int]) -> None:
    one = render_atlas_sheet(ATLAS, paper=paper, colours=PRINT, figures=())
    assert one == render_atlas_sheet(ATLAS, paper=paper, colours=PRINT, figures=())
    assert tuple(round(length) for length in pypdfium2.PdfDocument(one)[0].get_size()) == size


def test_nothing_on_a_page_is_cut_off_and_the_body_is_in_colour() -> None:
    pdf = pypdfium2.PdfDocument(render_atlas_sheet(ATLAS, colours=COLOUR_LIGHT, figures=(Figure.MALE,)))
    for number, page in enumerate(pdf):
        image = page.render(scale=0.5).to_pil().convert("L")
        left, top, right, bottom = image.point(lambda value: 255 if value < 250 else 0).getbbox()
        assert left >= 12, number
        assert top >= 12, number
        assert right <= image.width - 12, number
        assert bottom <= image.height - 12, number
    red, _green, blue = pdf[5].render(scale=0.5).to_pil().convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert red > blue


def test_the_command_writes_the_file(tmp_path) -> None:
    out = tmp_path / "sheet.pdf"
    assert door.main([str(out), "--style", "print", "--paper", "letter", "--figure", "male"]) == 0
    pages = texts(out.read_bytes())
    assert len(pages) > len(View) * len(Layer)
    assert "Male figure" in pages[0]
    with pytest.raises(SystemExit):
        door.main([str(tmp_path / "no such folder" / "sheet.pdf"), "--style", "print", "--figure", "male"])


def test_the_table_of_reviews_names_every_plate_and_claims_nothing() -> None:
    assert tuple(reviews()) == plate_names()
    for review in reviews().values():
        assert review.reviewed == bool(review.by and review.on)


def test_a_review_is_shown_once_somebody_signed_it(tmp_path) -> None:
    table = tmp_path / "reviews.csv"
    table.write_text(
        "plate,reviewed_by,reviewed_on\nfemale_back_deep,A. Tester,2026-11-02\n", encoding="utf-8"
    )
    assert read_reviews(table)["female_back_deep"] == Review("female_back_deep", "A. Tester", "2026-11-02")
    table.write_text("plate,who\n", encoding="utf-8")
    with pytest.raises(AtlasError):
        read_reviews(table)
    with pytest.raises(AtlasError):
        read_reviews(resource("atlas", "no_such.csv"))


PLACES = st.lists(st.tuples(st.floats(100, 300), st.floats(-50, 600)), min_size=1, max_size=40)


@settings(deadline=None)
@given(PLACES)
def test_labels_keep_apart_and_stay_in_their_column(places: list[tuple[float, float]]) -> None:
    labels = [Label(str(i), at) for i, at in enumerate(places)]
    placed = column(labels, 400.0, 0.0, 500.0, 13.0)
    assert sorted(p.label.text for p in placed) == sorted(label.text for label in labels)
    step = min(13.0, 500.0 / max(len(places) - 1, 1))
    for one, two in pairwise(placed):
        assert one.y - two.y >= step - 1e-6
    assert all(-1e-6 <= p.y <= 500 + 1e-6 for p in placed)


def test_a_lone_label_stands_level_with_its_place() -> None:
    (placed,) = column([Label("Piriformis", (200.0, 250.0))], 400.0, 0.0, 500.0, 13.0)
    assert math.isclose(placed.y, 250.0)


def test_every_muscle_of_the_catalogue_with_a_usual_point_is_on_a_page() -> None:
    from needlechart.documents.atlas_lists import points_of

    listed = {entry.name for view in View for layer in Layer for entry in points_of(ATLAS, view, layer)}
    assert {m.name for m in muscles().values()} <= listed
