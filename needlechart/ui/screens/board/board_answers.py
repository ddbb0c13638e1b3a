"""What the board asks and tells in its strips as the visit goes on, and what an answer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import awaits_count, needle_count, needle_label
from needlechart.domain.words import Step
from needlechart.ui.screens.board.board_notices import CAME_OUT, say_alerts, say_count, say_time_up
from needlechart.ui.screens.board.needling_panel.needles import Needles
from needlechart.ui.screens.board.steps import ORDER

if TYPE_CHECKING:
    from needlechart.editing.open_visit import OpenVisit
    from needlechart.ui.screens.board.board import VisitBoard


class BoardAnswers:
    """Nothing is asked while no visit is open."""

    def __init__(self, board: VisitBoard) -> None:
        self._board = board
        self._notices = board.notices
        board.notices.acted.connect(self._acted)
        board.banner.alerts_clicked.connect(self._show_alerts)

    def follow(self, visit: OpenVisit) -> None:
        """The visit has changed, or another step is shown: what does not hold any more goes."""
        if not needle_count(visit.chart).still_in:
            for key in ("needles_in", "time_up"):
                self._notices.take(key)
        self.ask_count(visit)
        if not visit.colleague:
            self._notices.take("colleague")

    def ask_count(self, visit: OpenVisit) -> None:
        """Past Needling with every needle still in: how many came out; elsewhere the counter is in sight."""
        past = ORDER.index(self._board.current) > ORDER.index(Step.NEEDLING)
        if past and awaits_count(visit.chart) and not visit.closed:
            say_count(self._notices, visit.chart.needles_in)
        else:
            self._notices.take("count")

    def tell_time_up(self, visit: OpenVisit, needles: tuple[Needling, ...]) -> None:
        """The system's beep if the clinic wants it; the words stand in Needling, elsewhere in a strip."""
        if visit.chart.clinic.sound_when_time_is_up:
            QApplication.beep()
        if self._board.current is not Step.NEEDLING:
            say_time_up(self._notices, [needle_label(visit.chart, one) for one in needles])

    def _show_alerts(self) -> None:
        visit = self._board.visit
        if visit is None or self._notices.shown("alerts") is not None:
            self._notices.take("alerts")
        else:
            say_alerts(self._notices, visit.chart.open_alerts)

    def _acted(self, key: str, action: str) -> None:
        board, visit = self._board, self._board.visit
        if visit is None:
            return
        if action == "count":
            self._notices.take(key)
            board.go_to(Step.NEEDLING, "needles_count")
        elif action == "leave":
            board.left.emit()
        elif action.startswith(CAME_OUT):
            self._counted(visit, int(action.removeprefix(CAME_OUT)))
        elif action == "count_in_place":
            board.go_to(Step.NEEDLING, "needles_count")
        elif action == "to_needles":
            self._notices.take(key)
            board.show_step(Step.NEEDLING)
        elif action == "take_over":
            visit.take_over()

    def _counted(self, visit: OpenVisit, number: int) -> None:
        """The count of all; where it differs, what happened is asked at the counter."""
        Needles(visit).count_out(number)
        if not needle_count(visit.chart).balanced:
            self._board.go_to(Step.NEEDLING, "needles_count")
