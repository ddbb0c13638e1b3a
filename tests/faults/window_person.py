"""Somebody in front of the real window, for a process that is killed and for the window opened after it."""

import random
from collections.abc import Callable
from hashlib import sha256

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from needlechart.app.session import Session
from needlechart.domain.record import Record, canonical_record
from needlechart.store.rows import settled
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.widgets import ButtonKind
from tests import factories
from tests.driving import find, shown, tap, type_into

Until = Callable[[Callable[[], bool]], None]
"""Turns the event loop until something is so."""

ANSWERS = ("chip_twitch_", "chip_pain_", "chip_technique_", "chip_familiar", "depth_", "side_", "tile_")
"""How the names of the buttons begin that a person taps at a site; those with a menu are left out."""


def digest(record: Record) -> str:
    """The value of a record as it reads after having been kept."""
    return sha256(canonical_record(settled(record))).hexdigest()


def unlock(session: Session, until: Until) -> None:
    """Type the passphrase and tap Unlock."""
    window = session.window
    until(lambda: any(one.isVisible() for one in window.findChildren(UnlockScreen)))
    screen = next(one for one in window.findChildren(UnlockScreen) if one.isVisible())
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)


def open_draft(session: Session, until: Until) -> VisitBoard:
    """Unlock, and tap Start visit (or Continue) beside the one patient, unless the visit is there already."""
    window = session.window
    unlock(session, until)
    button = f"start_visit_{factories.PATIENT}"
    # With needles in, unlocking leads straight back to them.
    until(lambda: shown(window, button) or shown(window, "board"))
    if not shown(window, "board"):
        tap(find(window, button))
        # Where another patient's name is alike it asks who this is.
        until(lambda: shown(window, "board") or shown(window, "action-yes"))
        if shown(window, "action-yes"):
            tap(find(window, "action-yes"))
    until(lambda: shown(window, "board"))
    return find(window, "board", VisitBoard)


class Hand:
    """Random but real events on the needling step: marks, drags, answers, undo, turning the body."""

    def __init__(self, board: VisitBoard, chance: random.Random) -> None:
        self._board = board
        self._chance = chance
        self._map = find(board, "map_front", BodyMapView)

    def act(self) -> None:
        """One thing that a hand does; placing a mark is the most frequent."""
        acts = [self.mark] * 5 + [self._drag] * 2 + [self._answer] * 6 + [self._select, self._turn, self._key]
        self._chance.choice(acts)()

    def _somewhere(self) -> QPointF:
        """A pixel of the map; about half of them lie on the body."""
        size = self._map.viewport().size()
        x = size.width() * self._chance.uniform(0.2, 0.8)
        return QPointF(x, size.height() * self._chance.uniform(0.05, 0.95))

    def _on_mark(self) -> QPointF | None:
        items = list(self._map.body_scene.items_by_id().values())
        place = self._map.viewport_place(self._chance.choice(items)) if items else None
        inside = place is not None and self._map.viewport().rect().contains(place.toPoint())
        return place if inside else None

    def mark(self) -> None:
        """A tap somewhere on the map; half of them fall beside the body and make no mark."""
        QTest.mouseClick(self._map.viewport(), Qt.MouseButton.LeftButton, pos=self._somewhere().toPoint())

    def _select(self) -> None:
        place = self._on_mark()
        if place is not None:
            QTest.mouseClick(self._map.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())

    def _drag(self) -> None:
        start = self._on_mark()
        if start is None:
            return
        end = self._somewhere()
        self._send(QEvent.Type.MouseButtonPress, start)
        for part in range(1, 5):
            self._send(QEvent.Type.MouseMove, start + (end - start) * part / 4)
        self._send(QEvent.Type.MouseButtonRelease, end)

    def _send(self, kind: QEvent.Type, place: QPointF) -> None:
        """A mouse event with its button held (QTest.mouseMove carries none)."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        button = none if kind is QEvent.Type.MouseMove else left
        viewport = self._map.viewport()
        globally = QPointF(viewport.mapToGlobal(place.toPoint()))
        event = QMouseEvent(kind, place, globally, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)

    def _answer(self) -> None:
        found = [one for one in self._board.findChildren(QAbstractButton) if _is_answer(one)]
        if found:
            tap(self._chance.choice(found))

    def _turn(self) -> None:
        tap(find(self._board, self._chance.choice(("view_front", "view_back"))))

    def _key(self) -> None:
        if self._chance.random() < 0.3:
            QTest.keyClick(self._map, Qt.Key.Key_Delete)
        else:
            QTest.keyClick(self._map.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def _is_answer(button: QWidget) -> bool:
    name = button.objectName()
    if not (button.isVisible() and button.isEnabled()):
        return False
    if name in ("needle_out", "all_out"):
        return getattr(button, "kind", None) is not ButtonKind.PRIMARY  # then it turns to the next step
    return name.startswith(ANSWERS) and not name.endswith(("_more", "_ruler"))
