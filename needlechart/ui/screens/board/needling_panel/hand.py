"""What a person does with marks: on the map, by key, or by name in the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from needlechart.catalogue import Muscle
from needlechart.domain.words import Layer, Side, View
from needlechart.ui.screens.board.needling_panel.session import Session

if TYPE_CHECKING:
    from needlechart.ui.screens.board.needling import NeedlingStep


class Hand:
    """Nothing happens where the visit can only be read; what is made is selected."""

    def __init__(self, step: NeedlingStep) -> None:
        self._step = step
        self._placed = ("", 0)

    # Marks that are there

    def act(self, act: Callable[[Session], None]) -> None:
        """Something with the session, where anything may be changed."""
        if (session := self._step.charting) is not None:
            act(session)

    def set_side(self, side: Side) -> None:
        """Right or left of the selected site."""
        editor = self._step.panel.editor
        if self._step.charting is None or editor is None:
            return
        if editor.set_side(side):
            editor.taken.take_focus()
        self._step.selection.show(turn=True)

    def both_sides(self) -> None:
        """The same site on the other side as well, unless it is marked there already."""
        session = self._step.charting
        point = session.point if session is not None else None
        if session is not None and point is not None and not session.marking.has_twin(point.id):
            session.marking.mirrored(point.id)

    def delete_selected(self) -> None:
        """The selected site, undoable."""
        session = self._step.charting
        if session is not None and session.point is not None:
            session.marking.delete(session.point.id)

    def open_menu(self, point_id: str, place: QPoint) -> None:
        """What else can be done with a site."""
        self._step.selection.select(point_id)
        if self._step.panel.editor is not None and self._step.charting is not None:
            self._step.panel.editor.open_menu(place)

    # New ones

    def place(self, view: View, layer: Layer, x: float, y: float) -> None:
        """A tap on the body."""
        session, body_map = self._step.charting, self._step.body_map
        if session is None:
            return
        if not session.marking.allowed(view):
            body_map.refused()
            return
        with self._step.one_refresh(), body_map.marks_first():
            made = session.marking.place(view, layer, x, y)
            self._placed = (made, session.visit.history.index)
            if made:
                self._step.selection.select(made, turn=False)
                body_map.paint_now(made)

    def unplace(self, point_id: str) -> None:
        """The first tap of a double tap made this mark; take that step back, unless another came since."""
        session = self._step.charting
        if session is not None and self._placed == (point_id, session.visit.history.index):
            session.visit.undo()

    def place_by_name(self, muscle: Muscle, side: Side, level: str) -> None:
        """A muscle that was typed, at its usual point."""
        session = self._step.charting
        if session is None:
            return
        made = session.marking.place_by_name(muscle, side, level)
        if made:
            self._step.selection.select(made)
            self._step.focus_first()
        elif muscle.separate_consent:
            self._show_closed_view()

    def apply_ghost(self, ghost_id: str) -> None:
        """One mark of those that can be repeated."""
        session = self._step.charting
        if session is None:
            return
        if session.ghosts.in_closed_view(ghost_id):
            self._show_closed_view()
            return
        with self._step.one_refresh():
            made = session.ghosts.apply(ghost_id)
            if made:
                self._step.selection.select(made)
        self._step.keep_focus()

    def apply_next_ghost(self) -> None:
        """The ghost with the lowest number."""
        session = self._step.charting
        rest = session.ghosts.waiting() if session is not None else []
        if rest:
            self.apply_ghost(rest[0].id)

    def apply_all(self) -> None:
        """Every ghost, in one step; the first is selected."""
        session = self._step.charting
        if session is not None:
            with self._step.one_refresh():
                made = session.ghosts.apply_all()
                if made:
                    self._step.selection.select(made[0], turn=False, say=True)
            self._step.keep_focus()

    def _show_closed_view(self) -> None:
        """The pelvic floor, which says what it still needs."""
        body_map = self._step.body_map
        body_map.show_place(View.PELVIC_FLOOR.value, body_map.layer)
        body_map.refused()
