"""What was not asked before a needle goes in: named over the map, answered or reached in one tap."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.record import now
from needlechart.domain.rules.consent import agreed_today, stopped_by_consent, unasked
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.wording import count
from needlechart.ui.widgets import Action, ButtonKind, MessageKind, StripMessage

AGREED = "agreed"
CHECK_IN = "check_in"
TARGETS = {
    "written consent": "written",
    "consent today": "consent_today",
    "screening": "screening_reviewed",
}
"""The field of Check-in where each is answered."""

SHORT = {"written consent": "form", "consent today": "consent", "screening": "screening"}
"""What Compact has room for."""


class UnaskedStrip(StripMessage):
    """A caution, never a question that stops: marks and needles can be charted all the same.

    ``go(target)`` asks for a field of Check-in. Screening is answered there alone, because only what
    was on screen may be answered.
    """

    go = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MessageKind.CAUTION, "", parent=parent, inline=True)
        self.setObjectName("unasked_strip")
        self._visit: OpenVisit | None = None
        self._state: object = None
        self._target = ""
        self._compact = False
        self.acted.connect(self._on_act)
        self.hide()

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Mirror the visit; nothing is shown of a signed one, or where consent says no anyway."""
        self._visit = visit
        if visit is None:
            self._state = None
            self.hide()
            return
        chart = visit.chart
        missing = () if chart.visit.signed or stopped_by_consent(chart) else unasked(chart)
        state = (visit, missing, chart.needles_in, self._compact)
        if state != self._state:
            self._state = state
            self._say(missing, chart.needles_in)
        self.setVisible(bool(missing))

    def set_compact(self, *, compact: bool) -> None:
        """Without room: the fewest words, and shorter ones on the buttons."""
        self._compact = compact
        self.show_visit(self._visit)

    def _say(self, missing: tuple[str, ...], went_in: int) -> None:
        if not missing:
            return
        safe = f"{count(went_in, 'needle')} went in." if went_in else "Ask before a needle goes in."
        others = [one for one in missing if one != "consent today"]
        self._target = TARGETS[(others or list(missing))[0]]
        actions = [Action(CHECK_IN, "Check-in" if self._compact else "To Check-in")]
        if "consent today" in missing:
            words = "Agrees" if self._compact else "Agrees as planned"
            actions.insert(0, Action(AGREED, words, ButtonKind.PRIMARY))
        told = f"Not asked: {', '.join(SHORT[one] if self._compact else one for one in missing)}"
        self.set_message(MessageKind.CAUTION, told, safe, actions)

    def _on_act(self, act: str) -> None:
        visit = self._visit
        if act == CHECK_IN:
            self.go.emit(self._target)
        elif visit is not None and visit.chart.consent_today is None:
            visit.do([(None, agreed_today(visit.chart, now()))], "Needling as planned")
