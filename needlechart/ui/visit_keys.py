"""What the keys and the menu do inside a visit: its steps, undo, signing and paper, the touch lock."""

from PySide6.QtWidgets import QStackedWidget

from needlechart.domain.words import Step
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.patient.screen import PatientScreen


class VisitKeys:
    """A part of `Navigation`; outside a visit nothing happens."""

    stack: QStackedWidget
    board: VisitBoard | None
    patient: PatientScreen | None

    def step(self, index: int) -> None:
        """The nth step of the visit that is shown."""
        board = self._shown_board()
        if board is not None:
            board.show_step(tuple(Step)[index])

    def step_by(self, by: int) -> None:
        """The next or previous step."""
        board = self._shown_board()
        if board is not None:
            board.step_by(by)

    def in_review(self, act: str) -> None:
        """Sign, print or save, in Review; elsewhere in a visit it turns there first."""
        board = self._shown_board()
        if board is not None:
            at_review = board.current is Step.REVIEW
            board.show_step(Step.REVIEW)
            if at_review or act != "sign_now":
                getattr(board.stack.currentWidget(), act)()
        elif self.stack.currentWidget() is self.patient and self.patient is not None:
            self.patient.in_note(act)

    def toggle_touch(self) -> None:
        """Lock touch in the visit, or release it."""
        board = self._shown_board()
        if board is not None:
            board.toggle_touch()

    def undo(self) -> None:
        """Undo in the visit."""
        board = self._shown_board()
        if board is not None:
            board.undo()

    def redo(self) -> None:
        """Redo in the visit."""
        board = self._shown_board()
        if board is not None:
            board.redo()

    def _shown_board(self) -> VisitBoard | None:
        return self.board if self.stack.currentWidget() is self.board else None
