"""What stands against needling today, over map and panel, until it is no longer true."""

from PySide6.QtWidgets import QWidget

from needlechart.catalogue import knowledge
from needlechart.domain.rules.alerts import concerns
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.widgets import MessageKind, StripMessage


class AlertStrip(StripMessage):
    """Declined consent, or absolute alerts that concern every muscle and have no reason yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MessageKind.DANGER, "", parent=parent)
        self.setObjectName("needling_alert")
        self.hide()

    def show_session(self, session: Session) -> None:
        """Mirror the visit."""
        chart = session.visit.chart
        blocking = [
            one
            for one in concerns(chart, knowledge())
            if one.blocks and one.concerns == "needling" and "any" in one.region
        ]
        words = "; ".join(one.text for one in blocking)
        if stopped := session.needles.stopped_by_consent():
            self._say(stopped, "Needling is off; the other steps stay open.")
        elif any(not one.can_go_on for one in blocking):
            self._say(words, "No needle today. Marks stay as findings.")
        elif blocking:
            self._say(words, "Marks stay planned. Tap the twitch to say why you go on.")
        else:
            self.hide()

    def _say(self, cause: str, safe: str) -> None:
        self.set_message(MessageKind.DANGER, cause, safe)
        self.show()
