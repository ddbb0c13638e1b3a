"""What stands against needling here: alerts of the patient and today's answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.knowledge import NOTHING, Knowledge
from needlechart.domain.words import AlertLevel, Answer

_ORDER = {AlertLevel.ABSOLUTE: 0, AlertLevel.RELATIVE: 1, AlertLevel.NOTE: 2}
_SEPARATOR = ": "


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """An alert or a screening answer; ``key`` names it in `Visit.alert_reasons`.

    ``can_go_on``: needling may go on with a reason; without, it may not at all. ``reason`` is the
    reason recorded at this visit. ``concerns`` is ``needling`` or ``stimulation``.
    """

    key: str
    text: str
    level: AlertLevel
    region: tuple[str, ...] = ("any",)
    concerns: str = "needling"
    can_go_on: bool = True
    reason: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps a needle from going in now."""
        return self.level is AlertLevel.ABSOLUTE and (not self.can_go_on or not self.reason)

    def reaches(self, group: str) -> bool:
        """Whether it concerns a muscle group; an unknown group is met by those for all regions only."""
        return "any" in self.region or group in self.region


def reason_entry(key: str, reason: str) -> str:
    """How a reason for going on is kept in `Visit.alert_reasons`."""
    return f"{key}{_SEPARATOR}{reason}"


def concerns(chart: VisitChart, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Every open alert and every screening item answered with yes today, most severe first."""
    reasons = _reasons(chart.visit.alert_reasons)
    found: dict[str, Concern] = {}
    for alert in chart.open_alerts:
        item = knowledge.screening.get(alert.screening_item)
        key = alert.screening_item or alert.id
        found[key] = Concern(
            key=key,
            text=alert.text,
            level=alert.level,
            region=alert.region or ("any",),
            concerns=str(item.concerns) if item else "needling",
            can_go_on=item.can_go_on if item else True,
            reason=reasons.get(key, ""),
        )
    for answer in chart.screening:
        item = knowledge.screening.get(answer.item)
        if answer.answer is not Answer.YES or answer.item in found or item is None:
            continue
        found[answer.item] = Concern(
            key=answer.item,
            text=item.short_name,
            level=item.level,
            region=item.region,
            concerns=str(item.concerns),
            can_go_on=item.can_go_on,
            reason=reasons.get(answer.item, ""),
        )
    return tuple(
        sorted(found.values(), key=lambda one: (_ORDER[one.level], one.concerns != "needling", one.text))
    )


def concerns_of(chart: VisitChart, group: str, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Those that concern a muscle group, most severe first."""
    return tuple(one for one in concerns(chart, knowledge) if one.reaches(group))


def blocks_needling(chart: VisitChart, group: str, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Those that keep a needle from going into a muscle of this group now."""
    return tuple(
        one for one in concerns_of(chart, group, knowledge) if one.blocks and one.concerns == "needling"
    )


def _reasons(entries: Iterable[str]) -> dict[str, str]:
    parts = (entry.partition(_SEPARATOR) for entry in entries)
    return {key: reason.strip() for key, _, reason in parts if reason.strip()}
