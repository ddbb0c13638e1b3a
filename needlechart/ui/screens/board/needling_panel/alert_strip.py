"""What stands against needling today, over map and panel, until it is no longer true."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import knowledge
from needlechart.domain.rules.alerts import CONSENT, Concern, concerns
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.widgets import Action, MessageKind, StripMessage

WHY = "why"
GIVE = "Give one reason for the note. Take out a needle that must not stay."
STOP = "No further needle today. Take out a needle that is in, and say for the note how it came about."
OUT = "No further needle today. Take out a needle that is in."


class AlertStrip(StripMessage):
    """Declined consent, or absolute alerts without a reason yet that concern every muscle, or a site that
    is needled already. ``reason_wanted(site)`` asks for the reason of such a site."""

    reason_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MessageKind.DANGER, "", parent=parent, inline=True)
        self.setObjectName("needling_alert")
        self._site = ""
        self._said: object = None
        self.acted.connect(lambda act: self.reason_wanted.emit(self._site))
        self.hide()

    def show_session(self, session: Session) -> None:
        """Mirror the visit."""
        chart = session.visit.chart
        blocking = (
            [one for one in concerns(chart, knowledge()) if one.blocks] if not chart.visit.signed else []
        )
        everywhere = [one for one in blocking if one.concerns == "needling" and "any" in one.region]
        owing = [one for one in chart.points if session.against.owed(one)] if blocking else []
        words = "; ".join(one.text for one in everywhere)
        unsaid = any(one.key == CONSENT and one.unsaid for one in blocking)
        if (stopped := session.against.stopped_by_consent()) and not unsaid:
            self._say(stopped, "Needling is off; the other steps stay open.")
        elif owing:
            self._say_owed(owing, session.against.owed(owing[0])[0])
        elif any(not one.can_go_on for one in everywhere):
            still_in = bool(chart.needles_still_in)
            self._say(words, OUT if still_in else "No needle today. Marks stay as findings.")
        elif everywhere:
            self._say(words, "Marks stay planned. Tap the twitch to say why you go on.")
        else:
            self._said = None
            self.hide()

    def _say_owed(self, owing: list[TriggerPoint], concern: Concern) -> None:
        """Needles went in before this was known: one reason for the alert, given at the first such site, or
        how it came about where no reason counts."""
        self._site = owing[0].id
        sites = ", ".join(str(one.number) for one in owing)
        cause = f"{concern.text}: needled at site{'s' if len(owing) > 1 else ''} {sites}"
        if concern.can_go_on:
            self._say(cause, GIVE, Action(WHY, "Say why"))
        else:
            self._say(cause, STOP, Action(WHY, "Say how"))

    def _say(self, cause: str, safe: str, *actions: Action) -> None:
        if (cause, safe) != self._said:  # the same button stays under a finger
            self._said = (cause, safe)
            self.set_message(MessageKind.DANGER, cause, safe, actions)
        self.show()
