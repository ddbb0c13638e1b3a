"""What stands between a tap and a needle or a current: declined consent, alerts, unusual muscles."""

from collections.abc import Callable

from needlechart.catalogue import Offer, offered
from needlechart.domain.needling import Needling
from needlechart.domain.rules.alerts import Concern
from needlechart.domain.rules.stimulation import ends_of
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.ui.screens.board.needling_panel.alert_strip import GIVE, STOP
from needlechart.ui.screens.board.needling_panel.reason_strip import ReasonStrip
from needlechart.ui.screens.board.needling_panel.session import Session


class Gate:
    """Does what was tapped now, or after the one reason that is still missing; never modal."""

    def __init__(self, session: Session, strip: ReasonStrip) -> None:
        self._session = session
        self._strip = strip

    def needle(self, needle: Needling, act: Callable[[Needling], None]) -> None:
        """``act`` puts the needle in."""
        session, point = self._session, self._session.point
        if point is None or session.against.may_go_in(needle):
            act(needle)
        elif stopped := session.against.stopped_by_consent():
            self._strip.tell(stopped, "Needling is off; the other steps stay open.")
        elif against := session.against.concerns(point):
            self._ask(
                against[0],
                "No needle here today. The mark stays as a finding.",
                "The needle stays planned until you say why you go on.",
                lambda: self._again(needle.id, act),
            )
        else:
            self._strip.ask(
                f"{point.muscle_name} is usually charted, not needled.",
                "Say why a needle goes in here.",
                offered(Offer.UNUSUAL_MUSCLE),
                lambda reason: self._because(needle.id, reason, act),
            )

    def owed(self, point: TriggerPoint) -> bool:
        """Ask the reason that a needle or current in place still owes; False if it owes none."""
        against = self._session.against.owed(point)
        if against and not against[0].can_go_on:
            self._strip.ask(
                f"{against[0].text}.",
                STOP,
                offered(Offer.CAME_ABOUT),
                lambda words: self._session.against.give_reason(against[0], words),
                verb="Record it",
                example="How it came about",
            )
        elif against:
            self._ask(against[0], STOP, GIVE, lambda: None)
        return bool(against)

    def current(self, point: TriggerPoint) -> None:
        """Switch the current on."""
        against = self._session.against.against_current(point)
        planned = self._session.current.at(point.id)
        if planned is not None:  # the other end was not chosen by hand, where it would have been refused
            for end in ends_of(self._session.visit.chart, planned):
                against = against or self._session.against.against_current(end)
        if not against:
            self._session.current.switch_on(point)
            return
        self._ask(
            against[0],
            "No electrical stimulation here today.",
            "The current stays off until you say why you go on.",
            lambda: self.current(point),
        )

    def _ask(self, concern: Concern, never: str, until: str, then: Callable[[], None]) -> None:
        """One reason for each alert and visit; consent, capacity and law cannot be overridden."""
        if not concern.can_go_on:
            self._strip.tell(f"{concern.text}.", never)
            return

        def go_on(reason: str) -> None:
            self._session.against.give_reason(concern, reason)
            then()

        self._strip.ask(f"{concern.text}.", until, offered(Offer.GO_ON), go_on)

    def _because(self, needle_id: str, reason: str, act: Callable[[Needling], None]) -> None:
        needle = self._session.visit.get(Needling, needle_id)
        if needle is not None:
            self._session.needles.set_reason(needle, reason)
        self._again(needle_id, act)

    def _again(self, needle_id: str, act: Callable[[Needling], None]) -> None:
        """Look once more: there may be another reason to give."""
        needle = self._session.visit.get(Needling, needle_id)
        if needle is not None:
            self.needle(needle, act)
