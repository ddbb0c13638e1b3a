"""What stands against needling here: alerts of the patient and today's answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.knowledge import NOTHING, Knowledge
from needlechart.domain.rules.text import lower_first
from needlechart.domain.words import Agreement, AlertLevel, Answer

_ORDER = {AlertLevel.ABSOLUTE: 0, AlertLevel.RELATIVE: 1, AlertLevel.NOTE: 2}
_SEPARATOR = ": "
CONSENT = "consent_today"
"""The key of needling that consent ruled out: declined today, though a needle is or was in."""

_CAME_ABOUT = "/came about"
"""After the key of what cannot be overridden: the words say how a needle went in all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """An alert or a screening answer; ``key`` names it in `Visit.alert_reasons`.

    ``can_go_on``: needling may go on with a reason; without, it may not at all. ``reason`` is what was
    recorded at this visit: why it went on, or how a needle went in where none may. ``concerns`` is
    ``needling`` or ``stimulation``.
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

    @property
    def unsaid(self) -> bool:
        """Whether a needle that went in all the same still owes its words."""
        return self.level is AlertLevel.ABSOLUTE and not self.reason

    def reaches(self, group: str) -> bool:
        """Whether it concerns a muscle group; an unknown group is met by those for all regions only."""
        return "any" in self.region or group in self.region


def reason_entry(key: str, reason: str) -> str:
    """How a reason for going on is kept in `Visit.alert_reasons`."""
    return f"{key}{_SEPARATOR}{reason}"


def came_about_entry(key: str, words: str) -> str:
    """How it is kept there that a needle went in although nothing lets it: the record states the truth."""
    return f"{key}{_CAME_ABOUT}{_SEPARATOR}{words}"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of `Visit.alert_reasons`; ``came_about``: it gives no reason, none counts.

    ``name`` is what it stands against in the words that were shown, empty where that is not known.
    """

    key: str
    words: str
    came_about: bool
    name: str = ""


def told_of(entry: str) -> Told:
    """What an entry says; one that names no alert is all words."""
    key, _, words = entry.partition(_SEPARATOR)
    if not words.strip():
        return Told("", entry.strip(), came_about=False)
    return Told(key.removesuffix(_CAME_ABOUT), words.strip(), came_about=key.endswith(_CAME_ABOUT))


def told_against(chart: VisitChart) -> tuple[Told, ...]:
    """What was said of each alert at this visit, named; not of an answer that was corrected since to no."""
    names = {one.item: lower_first(one.item_text) for one in chart.screening if one.answer is Answer.YES}
    names.update({one.screening_item or one.id: one.text for one in chart.alerts})
    if _needled_though_declined(chart):
        names[CONSENT] = "consent declined today"
    corrected = {CONSENT, *(one.item for one in chart.screening)} - names.keys()
    told = (told_of(entry) for entry in chart.visit.alert_reasons)
    return tuple(replace(one, name=names.get(one.key, "")) for one in told if one.key not in corrected)


def concerns(chart: VisitChart, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Every open alert and every screening item answered with yes today, most severe first.

    So is consent that was declined today once a needle went in; one that was withdrawn stood until then.
    """
    told = [told_of(entry) for entry in chart.visit.alert_reasons]
    found: dict[str, Concern] = {}
    if _needled_though_declined(chart):
        found[CONSENT] = Concern(
            key=CONSENT,
            text="Consent declined today",
            level=AlertLevel.ABSOLUTE,
            can_go_on=False,
            reason=_said(told, CONSENT, can_go_on=False),
        )
    found.update((one.key, one) for one in _of_alerts(chart, told, knowledge))
    for one in _of_screening(chart, told, knowledge):
        found.setdefault(one.key, one)
    return tuple(
        sorted(found.values(), key=lambda one: (_ORDER[one.level], one.concerns != "needling", one.text))
    )


def _of_alerts(chart: VisitChart, told: Iterable[Told], knowledge: Knowledge) -> Iterator[Concern]:
    for alert in chart.open_alerts:
        item = knowledge.screening.get(alert.screening_item)
        key = alert.screening_item or alert.id
        yield Concern(
            key=key,
            text=alert.text,
            level=alert.level,
            region=alert.region or ("any",),
            concerns=str(item.concerns) if item else "needling",
            can_go_on=item.can_go_on if item else True,
            reason=_said(told, key, can_go_on=item.can_go_on if item else True),
        )


def _of_screening(chart: VisitChart, told: Iterable[Told], knowledge: Knowledge) -> Iterator[Concern]:
    for answer in chart.screening:
        item = knowledge.screening.get(answer.item)
        if answer.answer is Answer.YES and item is not None:
            yield Concern(
                key=answer.item,
                text=item.short_name,
                level=item.level,
                region=item.region,
                concerns=str(item.concerns),
                can_go_on=item.can_go_on,
                reason=_said(told, answer.item, can_go_on=item.can_go_on),
            )


def concerns_of(chart: VisitChart, group: str, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Those that concern a muscle group, most severe first."""
    return tuple(one for one in concerns(chart, knowledge) if one.reaches(group))


def blocks_needling(chart: VisitChart, group: str, knowledge: Knowledge = NOTHING) -> tuple[Concern, ...]:
    """Those that keep a needle from going into a muscle of this group now."""
    return tuple(
        one for one in concerns_of(chart, group, knowledge) if one.blocks and one.concerns == "needling"
    )


def _needled_though_declined(chart: VisitChart) -> bool:
    today = chart.consent_today
    return today is not None and today.agreement is Agreement.DECLINED and chart.needles_in > 0


def _said(told: Iterable[Told], key: str, *, can_go_on: bool) -> str:
    """The words on an alert: a reason where one counts, how it came about where none does."""
    found = [one.words for one in told if one.key == key and one.came_about is not can_go_on]
    return found[-1] if found else ""
