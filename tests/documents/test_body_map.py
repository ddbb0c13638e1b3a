"""The printed body map: sides, names, numbers, size, and marks that stay legible."""

import io
import math

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from needlechart.atlas import load
from needlechart.documents import body_map
from needlechart.documents.body_map import MapArea, MapMark, MapPicture, MarkStyle
from needlechart.documents.map_layout import RADIUS, SMALLEST, Disc, around, spread
from needlechart.domain.words import Figure, Layer, View

ATLAS = load()
FRONT = MapPicture(view=View.FRONT, marks=(MapMark("4", -24, 556), MapMark("6", 30, 546, MarkStyle.FOUND)))
BACK = MapPicture(view=View.BACK, marks=(MapMark("1", 67, 433), MapMark("2", 46, 465)))
FRAME = (0.0, 0.0, 216.0, 226.0)


def pdf(*pictures: MapPicture) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), pageCompression=1, invariant=1)
    for i, picture in enumerate(pictures):
        body_map.draw(canvas, picture, ATLAS, 36 + i % 2 * 230, 500 - i // 2 * 260, 216, 243)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def words(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [word for page in document for word in page.get_textpage().get_text_range().split()]


def pixels(data: bytes, scale: float = 1.0):
    return pypdfium2.PdfDocument(data)[0].render(scale=scale).to_pil()


def test_front_and_back_in_one_document_are_small_and_the_same_each_time() -> None:
    data = pdf(FRONT, BACK)
    assert len(data) < 250_000
    assert data == pdf(FRONT, BACK)


def test_the_two_fullest_plates_stay_small_too() -> None:
    deep = [MapPicture(view=view, layer=Layer.DEEP) for view in (View.FRONT, View.BACK)]
    assert len(pdf(*deep)) < 250_000


def test_a_muscle_reads_in_black_and_white_by_its_fibres_and_its_outline() -> None:
    plain = MapPicture(view=View.BACK, crop=(30, 420, 70, 460))
    image = pixels(pdf(plain), 3).convert("L").crop((150, 260, 700, 780))
    greys = image.getcolors(256)
    assert greys is not None
    assert max(grey for _, grey in greys) - min(grey for _, grey in greys) > 30
    assert sum(count for count, grey in greys if grey > 225) > 0.6 * image.width * image.height


def test_print_uses_no_transparency() -> None:
    data = pdf(*(MapPicture(view=View.BACK, layer=layer) for layer in Layer))
    assert b"/ca " not in data
    assert b"/CA " not in data


def test_a_plate_is_kept_once_however_often_it_is_shown() -> None:
    once, often = pdf(FRONT), pdf(FRONT, FRONT, FRONT, FRONT)
    assert len(often) < len(once) + 8_000


def test_panels_say_the_view_the_sides_and_the_numbers() -> None:
    found = words(pdf(FRONT, BACK))
    assert {"Front", "Back", "4", "6", "1", "2"} <= set(found)
    assert found.count("R") == found.count("L") == 2


def test_the_patients_right_is_at_the_left_edge_in_front_and_at_the_right_edge_in_back() -> None:
    page = pypdfium2.PdfDocument(pdf(FRONT, BACK))[0].get_textpage()
    at = {}
    for i in range(page.count_chars()):
        char = page.get_text_range(i, 1)
        if char in "RL":
            at.setdefault(char, []).append(page.get_charbox(i)[0])
    front_r, back_r = sorted(at["R"])
    front_l, back_l = sorted(at["L"])
    assert front_r < front_l
    assert back_l < back_r


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("layer", list(Layer))
@pytest.mark.parametrize("figure", list(Figure))
def test_every_plate_prints(view: View, layer: Layer, figure: Figure) -> None:
    data = pdf(MapPicture(view=view, layer=layer, figure=figure))
    assert len(data) < 200_000
    image = pixels(data).convert("L").crop((40, 70, 250, 280))
    assert min(image.tobytes()) < 160


def test_a_mark_prints_where_it_lies_on_every_figure() -> None:
    for figure in Figure:
        plain = MapPicture(view=View.BACK, figure=figure, crop=(-130, 365, 130, 645))
        marked = MapPicture(
            view=View.BACK, figure=figure, crop=(-130, 365, 130, 645), marks=(MapMark("8", 46, 465),)
        )
        one, two = pixels(pdf(plain), 2).convert("L"), pixels(pdf(marked), 2).convert("L")
        x0, y0, x1, y1 = ImageChops.difference(one, two).getbbox()
        x, y = (x0 + x1) / 4, (y0 + y1) / 4
        left, top = 36, 792 - 500 - 243 + body_map.HEAD
        frame = around(
            [ATLAS.to_figure(View.BACK, figure, *p) for p in ((-130, 365), (130, 645))],
            216 / (243 - body_map.HEAD),
        )
        u, v = ATLAS.to_figure(View.BACK, figure, 46, 465)
        scale = 216 / (frame[2] - frame[0])
        assert math.dist((x, y), (left + (u - frame[0]) * scale, top + (v - frame[1]) * scale)) < 1.5


def test_far_marks_are_still_inside_the_panel() -> None:
    data = pdf(MapPicture(view=View.BACK, marks=(MapMark("99", 80, 960), MapMark("5", 0, 60))))
    assert {"99", "5"} <= set(words(data))


def test_what_a_person_typed_as_a_label_is_not_markup() -> None:
    assert "<b>" in "".join(words(pdf(MapPicture(view=View.FRONT, marks=(MapMark("<b>", 40, 500),)))))


def test_areas_and_flowables_print() -> None:
    area = MapArea(((20, 450), (60, 460), (50, 500), (20, 490)), pattern="crosses", label="A", dashed=True)
    out = io.BytesIO()
    story = [body_map.row((FRONT, MapPicture(view=View.BACK, areas=(area,))), ATLAS, 440, 240)]
    SimpleDocTemplate(out, invariant=1).build(story)
    assert {"Front", "Back"} <= set(words(out.getvalue()))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(-50, 300), st.floats(-50, 300), st.floats(0.6, 2)), max_size=40))
def test_marks_never_overlap_nor_leave_the_frame(places: list[tuple[float, float, float]]) -> None:
    discs = spread([Disc(*place) for place in places], FRAME)
    for disc in discs:
        assert SMALLEST <= disc.radius <= RADIUS * 2
        assert FRAME[0] <= disc.at_x - disc.radius
        assert disc.at_x + disc.radius <= FRAME[2]
        assert FRAME[1] <= disc.at_y - disc.radius
        assert disc.at_y + disc.radius <= FRAME[3]
    for i, one in enumerate(discs):
        for two in discs[i + 1 :]:
            apart = math.dist((one.at_x, one.at_y), (two.at_x, two.at_y))
            assert apart > (one.radius + two.radius) * 0.8


def test_a_lone_mark_stays_in_its_place() -> None:
    (disc,) = spread([Disc(100, 100)], FRAME)
    assert math.dist((disc.at_x, disc.at_y), (100, 100)) < 0.05
    assert not disc.moved
