"""The needles of one site, where there are several: 4a, 4b."""

from PySide6.QtWidgets import QWidget

from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.widgets import ChipRow, Choice


class WhichNeedle(ChipRow):
    """A tap enters another needle of the selected site; hidden as long as it has one."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__((), parent, label="Needle of this site")
        self._session = session
        self._labels: list[str] = []
        self.chosen.connect(self._on_chosen)

    def refresh(self) -> None:
        """Show the selected site."""
        needles = self._session.point_needles()
        self.setVisible(len(needles) > 1)
        if len(needles) < 2:
            return
        labels = [self._session.needles.label(one) for one in needles]
        if self._labels != labels:
            self._labels = labels
            self.set_choices([Choice(one.id, label) for one, label in zip(needles, labels, strict=True)])
            for one, label in zip(needles, labels, strict=True):
                self.chip(one.id).setObjectName(f"needle_{label}")
        current = self._session.needle
        self.set_value(current.id if current else None)

    def _on_chosen(self, needle_id: str) -> None:
        if (point := self._session.point) is not None:
            self._session.select(point.id, needle_id)
