"""Symptom areas at the table: painted, erased, described, copied, by mouse, finger, pen and keyboard."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from needlechart.atlas.outlines import edges_of
from needlechart.catalogue import symptom_qualities
from needlechart.documents.note import render_note
from needlechart.domain.record import now
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.visit import Visit
from needlechart.domain.words import Phase, Side, Step, View
from needlechart.ui.bodymap.area_item import look_of
from needlechart.ui.bodymap.paint_view import PaintView
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.areas.panel import AreaPanel
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.theme.tokens import ThemeName, contrast, load_tokens
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

DISC = tuple(value for x, y in ((30, 480), (70, 480), (70, 510), (30, 510)) for value in (float(x), float(y)))


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A second visit; at the first one an aching right buttock was painted."""
    day = now() - timedelta(days=14)
    first = make.visit(id="first", started=day, entered=day)
    area = make.symptom_area(id="old", visit_id="first", outline=DISC, quality="aching", intensity=7.0)
    desk.keep(make.patient(), make.episode(), first, area)
    desk.ask(lambda store: store.sign_visit("first"))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


@pytest.fixture(scope="module")
def glass() -> QPointingDevice:
    """A touch screen."""
    return QTest.createTouchDevice()


class Painter:
    """The panel with what a person does on the body."""

    def __init__(self, desk: TestDesk, board: VisitBoard, person: Person) -> None:
        self._desk, self._board, self._person = desk, board, person

    @property
    def panel(self) -> AreaPanel:
        found = [one for one in self._board.findChildren(AreaPanel) if one.isVisible()]
        return found[-1]

    @property
    def pane(self) -> PaintView:
        return self.panel.map.pane

    def open(self) -> None:
        self._person.tap("mark_areas")
        self._person.wait_for("area_panel")
        self._person.until(lambda: self.pane.viewport().width() > 200)

    def pixels(self, *places: tuple[float, float]) -> list[QPointF]:
        return [self.pane.pixel_of(*place) for place in places]

    def mouse(self, *places: tuple[float, float], release: bool = True) -> None:
        """Press, move, release with the left button."""
        pixels = self.pixels(*places)
        self._send(QEvent.Type.MouseButtonPress, pixels[0])
        for pixel in pixels[1:]:
            self._send(QEvent.Type.MouseMove, pixel)
        if release:
            self._send(QEvent.Type.MouseButtonRelease, pixels[-1])

    def _send(self, kind: QEvent.Type, pos: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        button = none if kind is QEvent.Type.MouseMove else left
        viewport = self.pane.viewport()
        globally = QPointF(viewport.mapToGlobal(pos.toPoint()))
        event = QMouseEvent(kind, pos, globally, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)

    def touch(self, device: QPointingDevice, **fingers: tuple[str, QPoint]) -> None:
        """One touch event; ``f0=("press", place)`` in pixels of the viewport."""
        viewport = self.pane.viewport()
        event = QTest.touchEvent(viewport, device)
        for name, (what, place) in fingers.items():
            getattr(event, what)(int(name[1:]), place, viewport)
        event.commit()

    def finger(self, device: QPointingDevice, *places: tuple[float, float]) -> None:
        pixels = [one.toPoint() for one in self.pixels(*places)]
        self.touch(device, f0=("press", pixels[0]))
        for pixel in pixels[1:]:
            self.touch(device, f0=("move", pixel))
        self.touch(device, f0=("release", pixels[-1]))

    def pen(self, *places: tuple[float, float], eraser: bool = False) -> None:
        kind = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
        device = QPointingDevice(
            "pen", 7, QInputDevice.DeviceType.Stylus, kind, QInputDevice.Capability.Position, 1, 3
        )
        pixels = self.pixels(*places)
        acts = [(QEvent.Type.TabletPress, pixels[0])]
        acts += [(QEvent.Type.TabletMove, pixel) for pixel in pixels[1:]]
        acts += [(QEvent.Type.TabletRelease, pixels[-1])]
        left = Qt.MouseButton.LeftButton
        for kind_, pos in acts:
            held = Qt.MouseButton.NoButton if kind_ is QEvent.Type.TabletRelease else left
            viewport = self.pane.viewport()
            event = QTabletEvent(
                kind_,
                device,
                pos,
                QPointF(viewport.mapToGlobal(pos.toPoint())),
                1.0,
                0.0,
                0.0,
                0.0,
                0.0,
                0.0,
                Qt.KeyboardModifier.NoModifier,
                left,
                held,
            )
            QApplication.sendEvent(viewport, event)

    def settle(self) -> None:
        assert self._board.visit is not None
        queue = self._board.visit.queue
        self._person.until(lambda: queue.waiting == 0)

    def kept(self) -> list[SymptomArea]:
        """What the database holds of this visit."""
        self.settle()
        return [one for one in self._desk.stored(SymptomArea) if one.visit_id != "first"]


@pytest.fixture
def painter(desk: TestDesk, board: VisitBoard, person: Person) -> Painter:
    """Somebody who paints."""
    return Painter(desk, board, person)


@pytest.mark.parametrize("name", list(ThemeName))
def test_every_quality_has_a_pattern_of_its_own_and_a_colour_that_is_seen_on_the_body(
    name: ThemeName,
) -> None:
    tokens = load_tokens(name)
    looks = [look_of(key) for key in symptom_qualities()]

    assert len({look.pattern for look in looks}) == len(looks)
    assert len({getattr(tokens, look.colour) for look in looks}) == len(looks)
    for look in looks:
        assert contrast(getattr(tokens, look.colour), tokens.figure_skin) >= 3
        assert contrast(getattr(tokens, look.colour), tokens.surface) >= 3
        assert getattr(tokens, look.colour) != tokens.needle


def test_an_area_is_painted_described_and_kept(painter: Painter, person: Person) -> None:
    painter.open()
    person.tap("area_view_front")
    painter.mouse((-50, 480), (-50, 500))
    person.tap("area_quality", "burning")
    person.tap("area_intensity", "6")

    [area] = painter.kept()
    assert (area.phase, area.view, area.side) == (Phase.BEFORE, View.FRONT, Side.RIGHT)
    assert (area.quality, area.intensity, area.region) == ("burning", 6.0, "right groin")
    assert area.percent is not None
    assert 0.05 < area.percent < 1
    assert "right groin (front), burning, 6 of 10" in person.wait_for("area_A").accessibleName()


def test_an_intensity_asked_for_and_not_known_differs_from_one_not_asked(
    painter: Painter, person: Person
) -> None:
    painter.open()
    person.tap("area_view_front")
    painter.mouse((-50, 480), (-50, 500))
    [area] = painter.kept()
    assert (area.intensity, area.intensity_not_stated) == (None, False)
    assert "intensity not recorded" in person.wait_for("area_A").accessibleName()

    person.tap("area_intensity", "not_stated")
    [area] = painter.kept()
    assert (area.intensity, area.intensity_not_stated) == (None, True)
    person.until(lambda: "intensity not stated" in person.find("area_A").accessibleName())

    person.tap("area_intensity", "3")
    [area] = painter.kept()
    assert (area.intensity, area.intensity_not_stated) == (3.0, False)
    person.tap("area_intensity", "not_stated")
    person.tap("area_intensity", "not_stated")
    [area] = painter.kept()
    assert (area.intensity, area.intensity_not_stated) == (None, False)


def test_each_stroke_is_one_step_and_undo_takes_it_back(painter: Painter, person: Person) -> None:
    painter.open()
    painter.mouse((40, 480))
    painter.mouse((40, 600))
    assert len(painter.kept()) == 2

    person.tap("undo")
    assert len(painter.kept()) == 1
    person.tap("undo")
    assert painter.kept() == []
    person.tap("redo")
    assert len(painter.kept()) == 1


def test_erasing_inside_an_area_leaves_a_hole_that_is_no_pain(painter: Painter, person: Person) -> None:
    painter.open()
    person.tap("segment-broad")
    painter.mouse((50, 480))
    [whole] = painter.kept()
    person.tap("segment-fine")
    person.tap("segment-erase")
    painter.mouse((50, 480))

    [area] = painter.kept()
    assert area.id == whole.id
    assert len(edges_of(area.outline)) == 2
    assert area.percent is not None
    assert whole.percent is not None
    assert area.percent < whole.percent


def test_erasing_across_parts_it_and_erasing_all_removes_it(painter: Painter, person: Person) -> None:
    painter.open()
    painter.mouse((30, 480), (80, 480))
    person.tap("segment-erase")
    painter.mouse((55, 450), (55, 510))
    assert len(painter.kept()) == 2
    person.tap("segment-broad")
    painter.mouse((20, 480), (90, 480))
    assert painter.kept() == []


def test_a_finger_paints_and_two_fingers_move_the_body(painter: Painter, glass: QPointingDevice) -> None:
    painter.open()
    painter.finger(glass, (50, 480), (60, 490))
    assert len(painter.kept()) == 1

    before = painter.pane.scale_now
    near, far = QPoint(250, 300), QPoint(450, 300)
    painter.touch(glass, f0=("press", QPoint(300, 300)))
    painter.touch(glass, f0=("move", QPoint(300, 300)), f1=("press", QPoint(400, 300)))
    painter.touch(glass, f0=("move", near), f1=("move", far))
    painter.touch(glass, f0=("release", near), f1=("move", far))
    painter.touch(glass, f1=("release", far))

    assert painter.pane.scale_now == pytest.approx(2 * before, rel=0.02)
    assert len(painter.kept()) == 1


def test_a_pen_paints_its_other_end_erases_and_the_palm_does_nothing(
    painter: Painter, glass: QPointingDevice
) -> None:
    painter.open()
    painter.pen((50, 480), (60, 490))
    [area] = painter.kept()
    painter.finger(glass, (-50, 600), (-60, 610))
    assert painter.kept() == [area]

    painter.pen((40, 470), (70, 500), eraser=True)
    assert painter.kept() == []


def test_everything_by_keyboard(painter: Painter, person: Person) -> None:
    painter.open()
    pane = painter.pane
    assert pane.hasFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(pane, key)
    QTest.keyClick(pane, Qt.Key.Key_Return)
    [dab] = painter.kept()
    QTest.keyClick(pane, Qt.Key.Key_Delete)
    assert painter.kept() == []

    person.type("add_area", "groin r", leave=False)
    QTest.keyClick(person.find("add_area"), Qt.Key.Key_Return)
    [area] = painter.kept()
    assert (area.region, area.side, area.view) == ("right groin", Side.RIGHT, View.FRONT)
    assert area.id != dab.id
    QTest.keyClick(painter.panel, Qt.Key.Key_Escape)
    person.until(lambda: not person.sees("area_panel"))
    assert person.find("mark_areas").hasFocus()


def test_last_visits_areas_are_copied_in_two_taps_without_their_strength(
    painter: Painter, person: Person
) -> None:
    person.tap("mark_areas")
    person.tap("copy_last")

    [area] = painter.kept()
    assert (area.outline, area.quality, area.view) == (DISC, "aching", View.BACK)
    assert area.intensity is None
    assert not person.sees("copy_last")


def test_after_needling_the_areas_before_are_seen_and_can_be_taken_over(
    painter: Painter, board: VisitBoard, person: Person
) -> None:
    painter.open()
    painter.mouse((50, 480))
    person.tap("areas_done")
    person.until(lambda: "1 area marked" in person.find("mark_areas").text())  # type: ignore[attr-defined]
    QTest.keyClick(board, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    person.wait_for("step_after")
    person.tap("mark_areas_beside")
    person.wait_for("area_panel")
    [ghost] = painter.pane.items_by_id().values()
    assert ghost.earlier

    person.tap("copy_before")
    assert sorted(one.phase for one in painter.kept()) == [Phase.AFTER, Phase.BEFORE]
    person.tap("segment-erase")
    person.tap("segment-broad")
    painter.mouse((50, 480))
    [left] = painter.kept()
    assert left.phase is Phase.BEFORE


def test_the_pelvic_floor_is_covered_until_it_is_asked_for_and_has_no_share(
    painter: Painter, person: Person
) -> None:
    painter.open()
    person.tap("area_view_pelvic_floor")
    assert not person.sees("area_pane")
    person.tap("areas_show_pelvic")
    person.wait_for("area_pane")
    painter.mouse((0, 36))

    [area] = painter.kept()
    assert (area.view, area.region, area.percent) == (View.PELVIC_FLOOR, "around the anus", None)
    person.tap("area_view_front")
    person.tap("area_view_pelvic_floor")
    assert not person.sees("area_pane")


def test_paint_off_the_body_and_a_stroke_cut_short_leave_nothing(painter: Painter) -> None:
    painter.open()
    painter.mouse((160, 560))
    painter.mouse((50, 480), (60, 490), release=False)
    QTest.keyClick(painter.pane, Qt.Key.Key_Escape)
    assert painter.kept() == []
    assert painter.panel.isVisible()


def test_the_areas_are_there_after_the_visit_is_left_and_opened_again(
    painter: Painter, desk: TestDesk, window: MainWindow, board: VisitBoard, person: Person
) -> None:
    painter.open()
    painter.mouse((50, 480))
    [area] = painter.kept()
    assert board.visit is not None
    visit_id = board.visit.visit.id
    person.tap("back")
    person.until(lambda: not person.sees("area_panel"))
    window.nav.open_visit(visit_id)
    person.wait_for("board")
    person.until(lambda: board.visit is not None and person.sees("mark_areas"))
    assert "1 area marked" in person.find("mark_areas").text()  # type: ignore[attr-defined]
    painter.open()
    assert list(painter.pane.items_by_id()) == [area.id]


def test_the_note_prints_map_and_sentence(
    painter: Painter, desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    painter.open()
    person.tap("area_view_back")
    painter.mouse((50, 480), (60, 500))
    person.tap("area_quality", "stabbing")
    person.tap("area_intensity", "8")
    painter.settle()
    draft = next(one for one in desk.stored(Visit) if one.id != "first")

    def printed() -> tuple[str, bytes]:
        from needlechart.documents.note import render_note
        from needlechart.store.queries.visit_document import visit_chart

        chart = desk.ask(lambda store: visit_chart(store, draft.id))
        pdf = render_note(chart).pdf
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        text = " ".join(page.get_textpage().get_text_range() for page in document)
        return " ".join(text.split()), pdf

    text, with_area = printed()
    assert "Symptoms drawn on the body map: area A, right buttock (back), stabbing, 8 of 10" in text
    assert "Symptoms on the body" in text
    assert "Before: back" in text
    person.tap("undo")
    person.tap("undo")
    person.tap("undo")
    painter.settle()
    text, without = printed()
    assert "Symptoms" not in text
    assert len(without) < len(with_area)


def test_no_symptoms_left_is_recorded_printed_and_is_not_the_same_as_not_asked(
    painter: Painter, desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.AFTER)
    painter.open()
    assert painter.panel._phase is Phase.AFTER

    def draft() -> Visit:
        painter.settle()
        return next(one for one in desk.stored(Visit) if one.id != "first")

    assert draft().symptom_free == ()
    assert board.visit is not None
    assert "No symptoms left" not in note_text(render_note(board.visit.chart).pdf)
    person.tap("no_symptoms")
    assert draft().symptom_free == ("after",)
    said = "No symptoms left anywhere on the body after needling."
    assert said in note_text(render_note(board.visit.chart).pdf)
    board.visit.edit_visit("by hand", objective="In my own words.", objective_edited=True)
    assert said in note_text(render_note(board.visit.chart).pdf)

    painter.mouse((50, 480))
    assert draft().symptom_free == ()
    assert not person.sees("no_symptoms")
    person.tap("undo")
    assert draft().symptom_free == ("after",)
    person.until(lambda: person.sees("no_symptoms"))
    person.tap("no_symptoms")
    assert draft().symptom_free == ()


def test_ten_strokes_at_once_and_a_resize_in_a_stroke_keep_what_was_painted(
    painter: Painter, window: MainWindow, person: Person
) -> None:
    painter.open()
    for step in range(10):
        painter.mouse((30 + step * 4, 480))
    assert len(painter.kept()) == 1
    painter.mouse((40, 600), (40, 620), release=False)
    window.resize(1500, 760)
    QApplication.processEvents()
    painter._send(QEvent.Type.MouseButtonRelease, painter.pixels((40, 620))[0])
    assert len(painter.kept()) == 2


@pytest.mark.parametrize("size", [(960, 530), (1366, 698), (1920, 1010)])
def test_every_control_of_the_panel_can_be_hit_at_every_size(
    painter: Painter, window: MainWindow, person: Person, size: tuple[int, int]
) -> None:
    window.resize(*size)
    painter.open()
    painter.mouse((50, 480))
    person.until(lambda: person.sees("area_A"))
    for name in ("area_act", "area_brush", "areas_done", "remove_area_A", "area_A"):
        control = person.find(name)
        assert control.height() >= 44, name
        assert control.width() >= 44, name
        assert control.accessibleName(), name
    done = person.find("areas_done")
    assert window.rect().contains(done.mapTo(window, done.rect().bottomRight()))
