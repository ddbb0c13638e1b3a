"""The body map's geometry and drawing. Run: python -m tests.bench.atlas

Each against a floor of the same run: the hit test against `QPainterPath.contains` over the same regions,
loading a view against reading its files as JSON, drawing against Qt drawing the same paths or the same
picture bare, the printed map against compressing its operators.
"""

import io
import json
import os
import random
import statistics
import time
import zlib
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPointF, QRectF, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from needlechart.atlas import style
from needlechart.atlas.atlas import Atlas, load
from needlechart.atlas.types import Plate
from needlechart.documents import body_map
from needlechart.documents.body_map import MapMark, MapPicture
from needlechart.domain.words import Figure as BodyFigure
from needlechart.domain.words import Layer, View
from needlechart.resources import resource
from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.artwork import Artwork, Wanted
from needlechart.ui.bodymap.backdrop import Backdrop
from needlechart.ui.bodymap.ink import path_of
from needlechart.ui.theme import Theme
from tests.bench.figures import Figure, interleaved, report, timed

CALLS = 1000
SCALE = 2.0
"""Logical pixels per unit: the hips fill a map of about 520 by 1030."""
DEPTHS = (Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP)


def hit_test(runs: int) -> Figure:
    """A thousand calls at random places of the close-up, each with all alternatives of all layers."""
    atlas, chance = load(), random.Random(5)
    left, top, right, bottom = atlas.plate(BodyFigure.FEMALE, View.BACK, Layer.DEEP).close_up
    places: list[tuple[float, float]] = []
    while len(places) < CALLS:
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        if atlas.hit(View.BACK, Layer.SUPERFICIAL, x, y).muscle:
            places.append((x, y))
    paths = [
        path_of(region.outline)
        for layer in DEPTHS
        for region in atlas.regions(View.BACK, layer)
        if region.markable
    ]

    def ours() -> None:
        for x, y in places:
            atlas.hit(View.BACK, Layer.SUPERFICIAL, x, y)

    def floor() -> None:
        for x, y in places:
            point = QPointF(x, y)
            for path in paths:
                path.contains(point)

    mine, bare = interleaved(lambda: timed(ours), lambda: timed(floor), runs)
    print(f"hit test: {statistics.median(mine) / CALLS * 1000:.1f} microseconds a call (goal under 20)")
    return report(f"hit test, {CALLS} calls", mine, bare, 1, f"contains of {len(paths)} QPainterPaths")


def loading(runs: int, figure: BodyFigure = BodyFigure.FEMALE) -> Figure:
    """One view of a program that has read nothing yet: skin, bones, muscles."""
    folder = resource("atlas")
    drawn = BodyFigure.FEMALE if figure is BodyFigure.NEUTRAL else figure
    names = [
        "atlas",
        f"skin_{drawn}_front",
        f"bones_{drawn}_front",
        f"muscles_{drawn}_front_superficial",
    ]

    def ours() -> None:
        Atlas(folder).plate(figure, View.FRONT, Layer.SUPERFICIAL)

    def floor() -> None:
        for name in names:
            json.loads(Path(folder, f"{name}.json").read_text(encoding="utf-8"))

    mine, bare = interleaved(lambda: timed(ours), lambda: timed(floor), runs)
    goal = " (goal under 30)" if figure is not BodyFigure.NEUTRAL else ""
    print(f"one view of the {figure} figure loads in {statistics.median(mine):.1f} ms{goal}")
    return report(f"one view loaded, {figure}", mine, bare, 3, "its files read as JSON")


def _image(plate: Plate, dpr: float = 1.0) -> tuple[QImage, QPainter, QRectF]:
    left, top, right, bottom = plate.close_up
    visible = QRectF(left, top, right - left, bottom - top)
    size = (visible.size() * SCALE * dpr).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    painter.translate(-left, -top)
    return image, painter, visible


def first_sight(runs: int, layer: Layer) -> Figure:
    """A view nobody has looked at: loaded, prepared, painted flat; the floor paints the ready paths."""

    def ours() -> None:
        artwork._prepared.cache_clear()
        artwork._skin.cache_clear()
        plate = Atlas(resource("atlas")).plate(BodyFigure.FEMALE, View.BACK, layer)
        image, painter, visible = _image(plate)
        artwork.paint(painter, plate, style.LIGHT, detail=False, visible=visible)
        painter.end()
        assert not image.isNull()

    known = load().plate(BodyFigure.FEMALE, View.BACK, layer)

    def floor() -> None:
        image, painter, visible = _image(known)
        artwork.paint(painter, known, style.LIGHT, detail=False, visible=visible)
        painter.end()
        assert not image.isNull()

    mine, bare = interleaved(lambda: timed(ours), lambda: timed(floor), runs)
    print(f"first sight of back, {layer}: {statistics.median(mine):.1f} ms (goal under 100)")
    return report(f"first sight, {layer}", mine, bare, 10, "its ready paths painted flat")


def later_sight(runs: int) -> Figure:
    """A view already drawn: ground and kept picture painted as the map does; the floor is one drawImage."""
    plate = load().plate(BodyFigure.FEMALE, View.BACK, Layer.DEEP)
    art = Artwork()
    wanted = Wanted(plate, plate.close_up, SCALE, style.LIGHT)
    art._keep(wanted, artwork.render(plate, plate.close_up, SCALE, style.LIGHT))
    picture = art.image(wanted)
    assert picture is not None

    backdrop = Backdrop(Theme.current(), art)

    def ours() -> None:
        image, painter, visible = _image(plate)
        backdrop.paint(painter, plate, visible, SCALE, 1.0)
        painter.end()
        assert backdrop.complete
        assert not image.isNull()

    def floor() -> None:
        image, painter, _ = _image(plate)
        painter.resetTransform()
        painter.drawImage(QPointF(0, 0), picture)
        painter.end()
        assert not image.isNull()

    mine, bare = interleaved(lambda: timed(ours), lambda: timed(floor), runs)
    print(f"later sight: {statistics.median(mine):.1f} ms (goal under one frame, 16.7)")
    return report("later sight", mine, bare, 3, "one drawImage")


def artwork_off_the_thread(colours: style.BodyColours, name: str, dpr: float) -> None:
    """How long the full artwork takes, and the longest wait of the GUI thread meanwhile."""
    plate = load().plate(BodyFigure.FEMALE, View.BACK, Layer.DEEP)
    art, loop, gaps = Artwork(), QEventLoop(), [0.0]
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    beat = QTimer(interval=0)
    beat.timeout.connect(tick)
    beat.start()
    art.ready.connect(lambda *_: loop.quit())
    start = last = time.perf_counter()
    art.request(Wanted(plate, plate.close_up, SCALE, colours, dpr))
    loop.exec()
    took = (time.perf_counter() - start) * 1000
    print(
        f"full artwork, {name}, device pixel ratio {dpr:g}: {took:.0f} ms; "
        f"the GUI thread waits {max(gaps):.1f} ms at most"
    )
    art.finish()


def printed(runs: int) -> Figure:
    """Front and back in print style with marks; the floor compresses what draws the two plates."""
    atlas = load()
    pictures = (
        MapPicture(view=View.FRONT, marks=(MapMark("4", -24, 556), MapMark("6", 30, 546))),
        MapPicture(view=View.BACK, marks=(MapMark("1", 67, 433), MapMark("2", 46, 465))),
    )

    def page(*, forget: bool = False) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(612, 792), pageCompression=1, invariant=1)
        if forget:
            body_map._codes.clear()
        for i, picture in enumerate(pictures):
            body_map.draw(canvas, picture, atlas, 36 + i * 230, 500, 216, 243)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    for name, forget in (("first", True), ("later", False)):
        took = [timed(partial(page, forget=forget)) for _ in range(runs)]
        print(f"{name} map in a PDF: {statistics.median(took):.1f} ms")
    print(f"two views in print style: {len(page()) / 1000:.0f} KB (goal under 250)")
    codes = [line for plates in body_map._codes.values() for plate in plates.values() for line in plate]
    text = "\n".join(codes).encode()
    mine, bare = interleaved(lambda: timed(page), lambda: timed(lambda: zlib.compress(text)), runs)
    return report("map of two views in a PDF", mine, bare, 3, "its operators compressed")


def main(runs: int = 15) -> list[Figure]:
    """All figures of the body map."""
    app = QApplication.instance() or QApplication([])
    found = [hit_test(runs)]
    found += [loading(runs), loading(runs, BodyFigure.NEUTRAL)]
    found += [first_sight(runs, Layer.SUPERFICIAL), first_sight(runs, Layer.DEEP), later_sight(runs)]
    for dpr in (1.0, 2.0):
        artwork_off_the_thread(style.LIGHT, "quiet", dpr)
        artwork_off_the_thread(style.COLOUR_LIGHT, "full colour", dpr)
    found.append(printed(runs))
    app.processEvents()
    return found


if __name__ == "__main__":
    main()
