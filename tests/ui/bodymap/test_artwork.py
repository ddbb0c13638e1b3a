"""The artwork: fast paths, images off the GUI thread, colours from the theme."""

import json
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from shiboken6 import delete

from needlechart.atlas import Region, load, style
from needlechart.atlas.drawing import Fill, straight
from needlechart.domain.words import Figure, Layer, View
from needlechart.resources import resource
from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.artwork import Artwork, Wanted
from needlechart.ui.bodymap.backdrop import Backdrop, body_colours
from needlechart.ui.bodymap.ink import nodes_of
from needlechart.ui.theme import ThemeName

ATLAS = load()
BACK = ATLAS.plate(Figure.FEMALE, View.BACK, Layer.SUPERFICIAL)
HIPS = (-128.0, 380.0, 128.0, 640.0)


def colour(image: QImage, x: float, y: float, scale: float) -> QColor:
    return image.pixelColor(round((x - HIPS[0]) * scale), round((y - HIPS[1]) * scale))


def test_paths_are_cached_and_agree_with_the_hit_test() -> None:
    paths = artwork.paths(BACK)
    assert artwork.paths(BACK) is paths
    assert [region for region, _ in paths] == list(BACK.regions)
    for region, path in paths:
        if region.anchor:
            assert path.contains(QPointF(*region.anchor))


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("layer", list(Layer))
@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK, style.HIGH_CONTRAST])
def test_every_plate_renders(qapp, view, layer, colours) -> None:
    plate = ATLAS.plate(Figure.FEMALE, view, layer)
    image = artwork.render(plate, plate.close_up, 0.5, colours)
    seen = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(seen) > 3


def test_the_image_shows_skin_muscle_and_nothing_outside_the_body(qapp) -> None:
    image = artwork.render(BACK, HIPS, 2.0, style.HIGH_CONTRAST)
    assert (image.width(), image.height()) == (512, 520)
    assert colour(image, 120, 620, 2.0).alpha() == 0
    assert colour(image, 55, 497, 2.0).lightness() > 10


def test_a_dense_screen_gets_more_pixels_of_the_same_picture(qapp) -> None:
    image = artwork.render(BACK, HIPS, 1.0, style.LIGHT, dpr=2.0)
    assert (image.width(), image.devicePixelRatio()) == (512, 2.0)
    assert image.deviceIndependentSize().width() == 256


@pytest.mark.parametrize("dpr", [1.0, 1.25, 2.0])
def test_tiles_leave_no_seam(qapp, monkeypatch, dpr: float) -> None:
    pieces = artwork.render(BACK, HIPS, 1.7, style.COLOUR_LIGHT, dpr)
    monkeypatch.setattr(artwork, "TILE", 4096)
    whole = artwork.render(BACK, HIPS, 1.7, style.COLOUR_LIGHT, dpr)
    assert pieces.size() == whole.size()
    differences = [
        max(abs(a - b) for a, b in zip(one.getRgb(), two.getRgb(), strict=True))
        for x in range(whole.width())
        for y in range(378, min(390, whole.height()))
        for one, two in [(pieces.pixelColor(x, y), whole.pixelColor(x, y))]
    ]
    assert sum(difference > 16 for difference in differences) < 0.004 * len(differences)


def test_artwork_is_made_once_and_kept(qtbot) -> None:
    art = Artwork()
    wanted = Wanted(BACK, HIPS, 1.0, style.LIGHT)
    assert art.image(wanted) is None
    with qtbot.waitSignal(art.ready, timeout=20_000) as caught:
        art.request(wanted)
        art.request(wanted)
    assert caught.args[0] is wanted
    assert art.image(wanted) == artwork.render(BACK, HIPS, 1.0, style.LIGHT)
    with qtbot.waitSignal(art.ready, timeout=20_000):
        art.request(wanted)
    art.clear()
    assert art.image(wanted) is None
    art.finish()


def test_pictures_and_thread_end_with_the_map_whoever_still_knows_its_name(qtbot) -> None:
    art = Artwork()
    wanted = Wanted(BACK, HIPS, 1.0, style.LIGHT)
    with qtbot.waitSignal(art.ready, timeout=20_000):
        art.request(wanted)
    threads = {one for one in threading.enumerate() if one.name.startswith("artwork")}
    assert art.image(wanted) is not None
    assert threads

    delete(art)

    assert art.image(wanted) is None
    qtbot.waitUntil(lambda: any(not one.is_alive() for one in threads))


AT_THE_END = """
import sys
from PySide6.QtWidgets import QApplication
from needlechart.atlas import load, style
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap.artwork import Artwork, Wanted

app = QApplication(["end"])
art = Artwork()
plate = load().plate(Figure.FEMALE, View.BACK, Layer.DEEP)
art.request(Wanted(plate, (-128.0, 0.0, 128.0, 900.0), 2.0, style.LIGHT))
sys.exit(3)
"""


def test_a_process_that_ends_while_it_draws_ends_well() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AT_THE_END], capture_output=True, text=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stderr) == (3, "")


def test_only_the_newest_images_are_kept(qtbot, monkeypatch) -> None:
    monkeypatch.setattr(artwork, "KEPT_BYTES", 5_000)
    art = Artwork()
    wanted = [Wanted(BACK, (0.0, 400.0, 10.0, 410.0), 1.0 + i, style.LIGHT) for i in range(5)]
    for each in wanted:
        with qtbot.waitSignal(art.ready, timeout=20_000):
            art.request(each)
    assert art.image(wanted[0]) is None
    assert art.image(wanted[-1]) is not None
    art.finish()


def test_the_sharpest_kept_image_that_shows_enough_is_found(qtbot) -> None:
    art = Artwork()
    near, far = (Wanted(BACK, (0.0, 400.0, 40.0, 440.0), scale, style.LIGHT) for scale in (4.0, 1.0))
    for each in (near, far):
        with qtbot.waitSignal(art.ready, timeout=20_000):
            art.request(each)
    inside = (5.0, 405.0, 30.0, 430.0)
    assert art.find(Wanted(BACK, inside, 1.0, style.LIGHT)) == (far, art.image(far))
    assert art.find(Wanted(BACK, inside, 3.0, style.LIGHT)) == (near, art.image(near))
    assert art.find(Wanted(BACK, (5.0, 405.0, 60.0, 430.0), 1.0, style.LIGHT)) is None
    assert art.find(Wanted(BACK, inside, 1.0, style.DARK)) is None
    art.finish()


def pixels_of(backdrop: Backdrop, visible: QRectF, scale: float, dpr: float) -> QImage:
    size = visible.size() * scale * dpr
    image = QImage(round(size.width()), round(size.height()), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-visible.topLeft())
    backdrop.paint(painter, BACK, visible, scale, dpr)
    painter.end()
    return image


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_the_backdrop_is_flat_at_once_then_sharp_pixel_on_pixel(qtbot, theme, dpr: float) -> None:
    art = Artwork()
    backdrop = Backdrop(theme, art)
    visible = QRectF(0.0, 420.0, 60.0, 60.0)
    flat = pixels_of(backdrop, visible, 3.0, dpr)
    assert not backdrop.complete
    with qtbot.waitSignal(backdrop.changed, timeout=20_000):
        pass
    sharp = pixels_of(backdrop, visible, 3.0, dpr)
    assert backdrop.complete
    assert sharp != flat
    wanted = Wanted(BACK, (0.0, 420.0, 60.0, 480.0), 3.0, body_colours(theme), dpr)
    inside = artwork.render(BACK, wanted.rect, 3.0, wanted.colours, dpr)
    assert sharp.pixelColor(60, 60) == inside.pixelColor(60, 60)
    with qtbot.waitSignal(art.ready, timeout=20_000):
        pass
    panned = pixels_of(backdrop, visible.translated(1 / 3.0, 0.0), 3.0, dpr)
    assert backdrop.complete
    assert panned.pixelColor(60 - round(dpr), 60) == sharp.pixelColor(60, 60)
    art.finish()


def test_while_zooming_the_last_artwork_is_shown_larger(qtbot, theme) -> None:
    art = Artwork()
    backdrop = Backdrop(theme, art)
    visible = QRectF(0.0, 420.0, 60.0, 60.0)
    flat = pixels_of(backdrop, visible.adjusted(10, 10, -10, -10), 4.0, 1.0)
    with qtbot.waitSignal(backdrop.changed, timeout=20_000):
        pixels_of(backdrop, visible, 3.0, 1.0)
    closer = pixels_of(backdrop, visible.adjusted(10, 10, -10, -10), 4.0, 1.0)
    assert not backdrop.complete
    assert closer != flat
    art.finish()


@pytest.mark.parametrize("ground", list(style.Ground))
@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("layer", list(Layer))
def test_every_plate_renders_in_full_colour(qapp, ground, view, layer) -> None:
    plate = ATLAS.plate(Figure.MALE, view, layer)
    colours = style.colours(style.PlateStyle.COLOUR, ground)
    image = artwork.render(plate, plate.close_up, 0.5, colours)
    seen = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert len(seen) > (2 if layer is Layer.SURFACE else 20)


def test_full_colour_is_a_choice_for_every_view_of_the_map(qtbot, theme) -> None:
    art = Artwork()
    backdrop = Backdrop(theme, art)
    visible = QRectF(0.0, 420.0, 60.0, 60.0)
    quiet = pixels_of(backdrop, visible, 2.0, 1.0)
    with qtbot.waitSignal(backdrop.changed):
        art.set_style(style.PlateStyle.COLOUR)
    assert pixels_of(backdrop, visible, 2.0, 1.0).pixelColor(60, 60).red() > quiet.pixelColor(60, 60).blue()
    assert {ground.value for ground in style.Ground} == {name.value for name in ThemeName}
    art.finish()


def test_quiet_colours_are_the_theme_s_own() -> None:
    for ground in style.Ground:
        tokens = json.loads(resource("theme", f"{ground}.json").read_text(encoding="utf-8"))
        colours = style.colours(style.PlateStyle.QUIET, ground)
        assert (colours.background, colours.skin) == (tokens["bg"], tokens["figure_skin"])
        assert (colours.skin_line, colours.landmark) == (tokens["figure_line"], tokens["landmark"])
        assert (colours.tint, colours.tint_line) == (tokens["muscle_tint"], tokens["accent"])


def test_holes_stay_holes_when_shapes_are_filled_apart(qapp) -> None:
    def square(x: float, y: float, size: float) -> tuple[float, ...]:
        return straight([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])

    ring = Fill((square(0, 0, 30), square(10, 10, 10), square(13, 13, 4), square(40, 0, 10)), "#000000")
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    for node in nodes_of((ring,)):
        node.paint(painter, 1.0, None)
    painter.end()
    alphas = [image.pixelColor(x, y).alpha() for x, y in ((5, 5), (11, 11), (15, 15), (45, 5), (35, 5))]
    assert alphas == [255, 0, 255, 255, 0]


def test_markable_regions_and_context_have_different_colours(qapp) -> None:
    regions: list[Region] = list(BACK.regions)
    assert any(not region.markable for region in regions)
    for colours in (style.LIGHT, style.DARK, style.HIGH_CONTRAST, style.PRINT):
        assert colours.muscle != colours.context
