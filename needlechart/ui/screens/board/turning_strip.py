"""The position is changed while needles are in: said before it is recorded, never modal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import positions
from needlechart.domain.rules.needle_count import needle_label
from needlechart.domain.words import Position
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.wording import count
from needlechart.ui.widgets import Action, ButtonKind, MessageKind, StripMessage


class TurningStrip(StripMessage):
    """Needles bend when the patient turns; ``turned(position)`` if it is changed all the same."""

    turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MessageKind.NEEDLE, "", parent=parent)
        self.setObjectName("turning_strip")
        self._wanted: Position | None = None
        self.acted.connect(self._on_act)
        self.hide()

    def ask(self, visit: OpenVisit, wanted: Position) -> None:
        """``wanted`` is chosen while needles are in."""
        names = {one.position: one.label for one in positions().values()}
        still = visit.chart.needles_still_in
        sites = ", ".join(sorted({needle_label(visit.chart, one) for one in still}))
        now = visit.visit.position
        stay = names.get(now, "as it is") if now is not None else "as it is"
        self._wanted = wanted
        self.set_message(
            MessageKind.NEEDLE,
            f"{count(len(still), 'needle')} still in: {sites}",
            f"Take them out before the patient turns. The position stays {stay.lower()} until you say so.",
            (
                Action("keep", f"Keep {stay.lower()}", ButtonKind.PRIMARY),
                Action("turn", f"{names.get(wanted, wanted.value)}, with needles in"),
            ),
        )
        self.show()

    def follow(self, visit: OpenVisit) -> None:
        """The warning goes with the last needle."""
        if not visit.chart.needles_still_in:
            self.hide()

    def _on_act(self, act: str) -> None:
        wanted, self._wanted = self._wanted, None
        self.hide()
        if act == "turn" and wanted is not None:
            self.turned.emit(wanted)
