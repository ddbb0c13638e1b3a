"""A needling step in a real window over a visit that is fictional; what tests of map and panel share."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.atlas.atlas import load
from needlechart.catalogue import muscles
from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record, now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side, Technique
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.theme import Theme
from tests import factories as make

ATLAS = load()
BEFORE = "earlier"


def write_at_once(pairs: Sequence[Pair]) -> "Future[datetime]":
    """A writer for tests of what is on screen; the store has tests of its own."""
    done: Future[datetime] = Future()
    done.set_result(now())
    return done


class SmallDesk:
    """What the needling step asks of a desk."""

    clinic: Clinic = make.clinic()
    clinician: Clinician = make.clinician()

    def __init__(self, **last_uses: Needling) -> None:
        self._last_uses = last_uses

    def last_uses(self, then: Callable[[dict[str, Needling]], None], failed: Any = None) -> None:
        then(self._last_uses)

    def earlier_marks(self, visit_id: str, then: Callable[[Any], None], failed: Any = None) -> None:
        then(())

    def protocols(self, then: Callable[[Any], None], failed: Any = None) -> None:
        then(())


def people(**patient: Any) -> list[Record]:
    return [
        make.clinic(skin_preparation="alcohol wipe"),
        make.clinician(),
        make.patient(**patient),
        make.episode(),
    ]


def point_at(muscle: str, side: Side, **values: Any) -> TriggerPoint:
    """A point at the muscle's usual place."""
    place = ATLAS.usual_point(muscle, side)
    assert place is not None
    defaults = {
        "view": place.view,
        "layer": place.layer,
        "x": place.x,
        "y": place.y,
        "muscle": muscle,
        "muscle_name": muscles()[muscle].name,
        "side": side,
    }
    return make.point(**{**defaults, **values})


def last_visit() -> VisitChart:
    """Three sites two weeks ago: two in front, one behind."""
    then = now() - timedelta(days=14)
    visit = make.visit(id=BEFORE, number=1, started=then, entered=then)
    sites = [
        point_at("adductor_longus", Side.RIGHT, visit_id=BEFORE, number=1),
        point_at("tensor_fasciae_latae", Side.LEFT, visit_id=BEFORE, number=2),
        point_at("gluteus_medius", Side.RIGHT, visit_id=BEFORE, number=3),
    ]
    needles = [
        make.needling(
            site, length_mm=50.0, depth_mm=25.0, technique=Technique.IN_SITU, retention_planned_s=300
        )
        for site in sites
    ]
    return chart_of([*people(), visit, *sites, *needles], BEFORE)


def open_visit(*records: Record, previous: VisitChart | None = None, **patient: Any) -> OpenVisit:
    visit = make.visit(number=2 if previous else 1, started=now(), entered=now())
    return OpenVisit([*people(**patient), visit, *records], visit.id, write_at_once, previous=previous)


class Stage:
    """A step in its window."""

    def __init__(self, visit: OpenVisit, desk: Any = None, *, size: tuple[int, int] = (1366, 698)) -> None:
        self.visit = visit
        self.window = QWidget()
        self.window.resize(*size)
        self.step = NeedlingStep(desk or SmallDesk(), Theme.current(), self.window)
        self.step.setGeometry(0, 60, size[0] - 176, size[1] - 60)
        self.window.show()
        self.step.show_visit(visit)
        QApplication.processEvents()

    @property
    def view(self) -> BodyMapView:
        return self.step.body_map.panes[0]

    @property
    def points(self) -> list[TriggerPoint]:
        return list(self.visit.chart.points)

    @property
    def needles(self) -> list[Needling]:
        return list(self.visit.chart.needlings)

    def pixel(self, x: float, y: float) -> QPointF:
        """Where a reference point is on the viewport."""
        view = self.view
        return view.viewportTransform().map(view.body_scene.frame.to_scene(x, y))

    def tap_at(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """Click a reference point, apart in time from other clicks."""
        self.view.router._since_tap.invalidate()
        QTest.mouseClick(self.view.viewport(), button, pos=self.pixel(x, y).toPoint())

    def drag(self, start: QPointF, end: QPointF, *, release: bool = True) -> None:
        """Press, move in steps, release."""
        send(self.view, QEvent.Type.MouseButtonPress, start)
        for part in range(1, 6):
            send(self.view, QEvent.Type.MouseMove, start + (end - start) * part / 5)
        if release:
            send(self.view, QEvent.Type.MouseButtonRelease, end)

    def chip(self, name: str) -> QWidget:
        QApplication.processEvents()  # Qt shows a part that was just made with the next event
        found = self.step.findChildren(QWidget, name)
        shown = [one for one in found if one.isVisible()]
        assert shown, f"{name} is not on screen"
        return shown[-1]

    def tap(self, name: str) -> None:
        """Tap a control by its object name."""
        QTest.mouseClick(self.chip(name), Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on what has the keyboard, else on the map."""
        QTest.keyClick(QApplication.focusWidget() or self.view, key, held)


def send(view: BodyMapView, kind: QEvent.Type, pos: QPointF) -> None:
    """A mouse event with its button held (QTest.mouseMove carries none)."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = none if kind is QEvent.Type.MouseButtonRelease else left
    button = none if kind is QEvent.Type.MouseMove else left
    viewport = view.viewport()
    globally = QPointF(viewport.mapToGlobal(pos.toPoint()))
    event = QMouseEvent(kind, pos, globally, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def wheel(view: BodyMapView, pos: QPointF, clicks: int) -> None:
    """Turn the wheel over a pixel."""
    event = QWheelEvent(
        pos,
        QPointF(view.viewport().mapToGlobal(pos.toPoint())),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
