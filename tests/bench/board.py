"""The body map and the board under load. Run: python -m tests.bench.board

With 500 marks in one view: a drag and a zoom until painted, against a bare QGraphicsScene with as many
items over the same picture in a view of the same size, moved by the same events of the mouse; a turn to
another view or layer until painted, against one repaint of the whole map. Opening the board for a patient
with 300 earlier visits against one with 3, in the same chart.

Painting is measured as time of the processor on the window's thread, which is what a frame has to wait for
and what other work of the machine does not change.
"""

import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication

from needlechart.domain.record import Record
from needlechart.domain.words import Layer, View
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.bench.bare_scene import BareScene, moved, painted
from tests.bench.figures import Figure, drawing, interleaved, timed
from tests.bench.tap import fill, opened, until
from tests.driving import find
from tests.store.conftest import reopened

RUNS, MARKS = 60, 500
EARLIER = (300, 3)
PLACES = (
    (View.BACK, Layer.SUPERFICIAL),
    (View.BACK, Layer.DEEP),
    (View.LEFT, Layer.DEEP),
    (View.FRONT, Layer.INTERMEDIATE),
    (View.FRONT, Layer.SUPERFICIAL),
)


def map_figures(board: VisitBoard, runs: int) -> list[Figure]:
    """Drag, zoom, turn."""
    step = board.stack.currentWidget()
    assert isinstance(step, NeedlingStep)
    ours = find(board, "map_front", BodyMapView)
    bare, chance = BareScene(ours), random.Random(5)
    floor_name = f"a bare scene of {len(bare.items)} items over the same picture"
    items = list(ours.body_scene.items_by_id().values())
    middle = QPointF(ours.viewport().rect().center())
    away = [(ours.viewport_place(item) - middle).manhattanLength() for item in items]
    number = away.index(min(away))  # the cards lie at the edges
    at = ours.viewport_place(items[number])
    moved(ours, QEvent.Type.MouseButtonPress, at)
    moved(bare.view, QEvent.Type.MouseButtonPress, bare.pixel_of(number))
    place, sign = QPointF(at), 1

    def drag() -> float:
        nonlocal place, sign
        sign = -sign
        place = at + QPointF(chance.uniform(20, 60) * sign, chance.uniform(20, 60) * sign)

        def work() -> None:
            moved(ours, QEvent.Type.MouseMove, place)
            painted()

        return drawing(work)

    figures = []

    def bare_drag() -> float:
        return drawing(lambda: bare.drag(place))

    mine, floor = interleaved(drag, bare_drag, runs, warm_up=5)
    figures.append(Figure(f"drag a mark among {MARKS}, painted", mine, floor, 1.5, floor_name).told())
    moved(ours, QEvent.Type.MouseButtonRelease, place)
    moved(bare.view, QEvent.Type.MouseButtonRelease, place)
    board.undo()
    until(lambda: board.visit is not None and board.visit.queue.waiting == 0)

    def zoomed(act: Callable[[float], None]) -> Callable[[], float]:
        factors = iter([1.25, 0.8] * (runs + 10))
        return lambda: drawing(lambda: act(next(factors)))

    def zoom(factor: float) -> None:
        ours.zoom_by(factor, middle)
        painted()

    mine, floor = interleaved(zoomed(zoom), zoomed(bare.zoom), runs, warm_up=6)
    figures.append(Figure(f"zoom with {MARKS} marks, painted", mine, floor, 1.5, floor_name).told())
    bare.view.close()
    turns = iter(PLACES * (runs // len(PLACES) + 3))

    def turn() -> float:
        view, layer = next(turns)

        def work() -> None:
            step.body_map.show_place(view.value, layer)
            painted()

        return drawing(work)

    def repaint() -> float:
        return drawing(ours.viewport().repaint)

    mine, floor = interleaved(turn, repaint, runs, warm_up=len(PLACES))
    name = f"turn to another view or layer, {MARKS} marks (to stay under 100 ms)"
    figures.append(Figure(name, mine, floor, None, "one repaint of the map").told())
    return figures


def history(patient_id: str, visits: int) -> list[Record]:
    """A patient with so many earlier visits of six sites, and a draft; ids end with the patient's."""
    episode = make.episode(patient_id=patient_id, id=f"episode-{patient_id}")
    records: list[Record] = [make.patient(id=patient_id, record_number=f"NC-{visits:06d}"), episode]
    newest = make.visit()
    for number in range(visits + 1):
        visit = make.visit(
            id=f"visit-{patient_id}-{number}",
            patient_id=patient_id,
            episode_id=episode.id,
            number=number + 1,
            started=newest.started - timedelta(days=7 * (visits - number)),
        )
        records.append(visit)
        if number == visits:
            continue
        for site in range(1, 7):
            point = make.point(
                id=f"point-{patient_id}-{number}-{site}",
                patient_id=patient_id,
                visit_id=visit.id,
                number=site,
            )
            records += [point, make.needling(point, id=f"needle-{patient_id}-{number}-{site}")]
    return records


def opening(app: QApplication, runs: int) -> Figure:
    """The board of the two patients in turn, from the wish until it is painted."""
    with tempfile.TemporaryDirectory() as folder:
        chart = Path(folder) / "chart"
        fill(chart, 5)
        with reopened(chart) as store:
            for visits in EARLIER:
                store.put(*history(f"with-{visits}", visits))
        session, board = opened(app, chart)
        nav = session.window.nav

        def open_board(visits: int) -> float:
            wanted = f"visit-with-{visits}-{visits}"
            board.drop()

            def work() -> None:
                nav.open_visit(wanted)
                until(lambda: board.visit is not None and board.visit.visit.id == wanted)
                painted()

            return timed(work)

        many, few = EARLIER
        mine, floor = interleaved(lambda: open_board(many), lambda: open_board(few), runs, warm_up=3)
        session.window.lock()
        session.window.close()
        session.end()
    name, floor_name = f"open the board, {many} earlier visits", f"{few} earlier visits"
    return Figure(name, mine, floor, 1.3, floor_name).told()


def main(runs: int = RUNS) -> list[Figure]:
    """The map with all marks in one view, then the two histories."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setDoubleClickInterval(0)
    Theme.current()
    with tempfile.TemporaryDirectory() as folder:
        chart = Path(folder) / "chart"
        fill(chart, MARKS, views=(View.FRONT,))
        session, board = opened(app, chart)
        figures = map_figures(board, runs)
        session.window.lock()
        session.window.close()
        session.end()
    return [*figures, opening(app, max(runs // 3, 5))]


if __name__ == "__main__":
    main()
