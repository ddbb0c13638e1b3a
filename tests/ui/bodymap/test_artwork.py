"""The artwork: fast paths, images off the GUI thread, colours from the theme."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from needlechart.atlas import Region, load, style
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.artwork import Artwork, Wanted

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


def test_only_the_newest_images_are_kept(qtbot) -> None:
    art = Artwork()
    wanted = [Wanted(BACK, (0.0, 400.0, 10.0, 410.0), 1.0 + i, style.LIGHT) for i in range(14)]
    for each in wanted:
        with qtbot.waitSignal(art.ready, timeout=20_000):
            art.request(each)
    assert art.image(wanted[0]) is None
    assert art.image(wanted[-1]) is not None
    art.finish()


def test_markable_regions_and_context_have_different_colours(qapp) -> None:
    regions: list[Region] = list(BACK.regions)
    assert any(not region.markable for region in regions)
    for colours in (style.LIGHT, style.DARK, style.HIGH_CONTRAST, style.PRINT):
        assert colours.muscle != colours.context
