"""The clinic's own counts of adverse events, line by line, beside the published rates of the same event."""

from collections.abc import Sequence
from dataclasses import dataclass

from needlechart.catalogue.treatment_tables import adverse_events, event_rates
from needlechart.catalogue.types import EventRate
from needlechart.domain.overview import EventCounts, EventTally
from needlechart.domain.rules.rates import Counted, Rate

ANY, SIGNIFICANT = "any_mild", "significant"
HEADINGS = (
    "from",
    "to",
    "event",
    "sessions with event",
    "sessions with needles",
    "percent of sessions",
    "95 % interval low",
    "95 % interval high",
    "patients with event",
    "patients needled",
    "events",
    "needles inserted",
    "published",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event: what was counted here, and what studies found."""

    name: str
    tally: EventTally
    published: tuple[EventRate, ...] = ()

    def rate(self, counts: EventCounts, per: Counted) -> Rate:
        """How often, of sessions, patients or needles."""
        amount, total = {
            Counted.SESSION: (self.tally.visits, counts.visits),
            Counted.PATIENT: (self.tally.patients, counts.patients),
            Counted.NEEDLE: (self.tally.events, counts.needles),
        }[per]
        return Rate(amount, total, per)

    def published_words(self, per: Counted) -> str:
        """Studies that count as ``per`` says; others are named as counting otherwise."""
        alike = [one.words for one in self.published if one.per is per]
        if alike:
            return "; ".join(alike)
        return "studies count sessions" if self.published else "no rate found"


def event_lines(counts: EventCounts) -> list[EventLine]:
    """Any mild event, significant ones, then each kind that was recorded or has a published rate."""
    published: dict[str, list[EventRate]] = {}
    for one in event_rates().values():
        if not one.hidden:
            published.setdefault(one.kind, []).append(one)
    here = {one.kind: one for one in counts.tallies}
    names = {key: one.text for key, one in adverse_events().items()}
    wanted = [(ANY, "Any mild event"), (SIGNIFICANT, "Significant or serious")]
    wanted += [(key, name) for key, name in names.items() if key in here or key in published]
    wanted += [(key, key) for key in here if key not in names and key not in (ANY, SIGNIFICANT)]
    return [
        EventLine(
            name=name,
            tally=here.get(key, EventTally(kind=key)),
            published=tuple(published.get(key, ())),
        )
        for key, name in wanted
    ]


def table_of(counts: EventCounts) -> list[Sequence[str]]:
    """The lines as cells under `HEADINGS`; a rate of nothing is empty."""
    days = [day.isoformat() if day else "" for day in (counts.start or counts.first, counts.end)]
    return [[*days, *_cells(counts, line)] for line in event_lines(counts)]


def _cells(counts: EventCounts, line: EventLine) -> list[str]:
    rate = line.rate(counts, Counted.SESSION)
    low, high = rate.interval or (None, None)
    numbers = [f"{one:.2f}" if one is not None else "" for one in (rate.percent, low, high)]
    return [
        line.name,
        str(line.tally.visits),
        str(counts.visits),
        *numbers,
        str(line.tally.patients),
        str(counts.patients),
        str(line.tally.events),
        str(counts.needles),
        "; ".join(one.words for one in line.published).replace("\u00a0", " "),
    ]
