"""What stands against a needle or a current at a site, and the reasons given for going on."""

from needlechart.catalogue import knowledge, muscles
from needlechart.domain.needling import Needling
from needlechart.domain.rules.alerts import (
    Concern,
    blocks_needling,
    came_about_entry,
    concerns_of,
    reason_entry,
    told_of,
)
from needlechart.domain.rules.consent import stopped_by_consent
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import AlertLevel, View
from needlechart.editing.open_visit import OpenVisit

PELVIC_FLOOR = "pelvic_floor"
"""The muscle group of every mark in the view of the pelvic floor."""


class Against:
    """Consent, alerts, screening answers and muscles that are not needled, of one open visit."""

    def __init__(self, visit: OpenVisit) -> None:
        self._visit = visit

    def _group(self, point: TriggerPoint) -> str:
        """The muscle group alerts are asked for; a mark beside a muscle lies in that muscle's region."""
        muscle = muscles().get(point.muscle)
        if muscle is not None:
            return muscle.group
        if point.view is View.PELVIC_FLOOR:
            return PELVIC_FLOOR
        near = point.muscle_name.casefold().removeprefix("near ")
        return next((one.group for one in muscles().values() if one.name.casefold() == near), "")

    def concerns(self, point: TriggerPoint) -> tuple[Concern, ...]:
        """Alerts and answers that keep a needle out of this site until a reason is given."""
        return blocks_needling(self._visit.chart, self._group(point), knowledge())

    def told_at(self, point: TriggerPoint) -> tuple[str, ...]:
        """Alerts to be seen beside this mark: of its region, absolute, or not in the banner."""
        chart = self._visit.chart
        found = concerns_of(chart, self._group(point), knowledge())
        in_banner = {one.screening_item or one.id for one in chart.open_alerts}
        return tuple(
            one.text
            for one in found
            if "any" not in one.region or one.level is AlertLevel.ABSOLUTE or one.key not in in_banner
        )

    def against_current(self, point: TriggerPoint) -> tuple[Concern, ...]:
        """What keeps electrical stimulation away from this site until a reason is given."""
        found = concerns_of(self._visit.chart, self._group(point), knowledge())
        return tuple(one for one in found if one.blocks and one.concerns == "stimulation")

    def owed(self, point: TriggerPoint) -> tuple[Concern, ...]:
        """What still asks its words of a needle or a current that is there: it was answered, or the muscle
        was named, only afterwards."""
        chart = self._visit.chart
        found = self.concerns(point) if any(one.was_in for one in chart.needlings_of(point)) else ()
        if any(point.id in (one.first_point_id, one.second_point_id) for one in chart.currents_given):
            found += self.against_current(point)
        return tuple(one for one in found if one.unsaid)

    def needs_reason(self, point: TriggerPoint, needle: Needling) -> bool:
        """Whether the muscle is one that is charted but usually not needled, and no reason stands yet."""
        muscle = muscles().get(point.muscle)
        return muscle is not None and not muscle.needled and not needle.reason.strip()

    def stopped_by_consent(self) -> str:
        """Why consent lets no needle in now; empty while it stands."""
        return stopped_by_consent(self._visit.chart)

    def may_go_in(self, needle: Needling) -> bool:
        """Nothing stands against this needle, or it is in already."""
        point = self._visit.get(TriggerPoint, needle.trigger_point_id)
        if needle.was_in or point is None:
            return True
        return not (self.stopped_by_consent() or self.concerns(point) or self.needs_reason(point, needle))

    def give_reason(self, concern: Concern, reason: str) -> None:
        """One reason for an alert and visit; where none counts, how a needle went in all the same."""
        before = self._visit.visit.alert_reasons
        kept = tuple(entry for entry in before if told_of(entry).key != concern.key)
        entry = (reason_entry if concern.can_go_on else came_about_entry)(concern.key, reason.strip())
        what = "Reason for going on" if concern.can_go_on else "How a needle went in"
        self._visit.edit_visit(what, alert_reasons=(*kept, entry))
