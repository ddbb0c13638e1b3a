"""What a person does with a needle: what it is, what it did, in, out; each is one step of undo."""

from collections.abc import Sequence
from datetime import datetime

from needlechart.catalogue import adverse_events, positions, techniques
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import NeedleType
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import needle_count, needle_label
from needlechart.domain.rules.retention import elapsed, taken_out
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    NeedleState,
    PainReproduced,
    Position,
    Technique,
    Twitch,
)
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.proposals import packs_of

NEEDLE_FAULT = "needle_fault"
"""The kind of adverse event of a needle that is not found."""

NOT_STATED = "other needle details not stated"

_TWITCH_TEXT = {
    Twitch.NONE: "No twitch",
    Twitch.ONE: "Twitch 1",
    Twitch.SEVERAL: "Twitch 2+",
    Twitch.STRONG: "Strong twitch",
}


class Needles:
    """Needles of one open visit; every method is one `OpenVisit.do`."""

    def __init__(self, visit: OpenVisit) -> None:
        self._visit = visit

    # What it did

    def set_twitch(self, needle: Needling, twitch: Twitch) -> None:
        """The fact that makes a proposal one: needle in, in one step."""
        after = needle.but(twitch=twitch, carried=False)
        self._go(needle, self._in(after), f"{_TWITCH_TEXT[twitch]} on site {self.label(needle)}")

    def set_pain(self, needle: Needling, pain: PainReproduced) -> None:
        """Pain reproduced by the needle."""
        familiar = None if pain is PainReproduced.NONE else needle.familiar
        self._edit(needle, f"Pain {pain.value} on site", pain=pain, familiar=familiar)

    def set_familiar(self, needle: Needling, *, familiar: bool) -> None:
        """Whether it was the pain the patient knows."""
        self._edit(needle, "Familiar pain on site", familiar=familiar)

    def clear(self, needle: Needling, field: str, what: str) -> None:
        """Take a single value back."""
        self._edit(needle, f"No {what} on site", **{field: None})

    # What it is

    def set_size(self, needle: Needling, diameter_mm: float, length_mm: float, **pack: object) -> None:
        """Another needle; a depth it cannot reach goes. Raises `Invalid` for a size no needle has."""
        depth = needle.depth_mm if needle.depth_mm is not None and needle.depth_mm <= length_mm else None
        values = {"maker": "", "product": "", "lot": "", "expiry": None, **pack}
        self._edit(
            needle,
            "Needle of site",
            diameter_mm=diameter_mm,
            length_mm=length_mm,
            depth_mm=depth,
            **values,
        )

    def packs(self, size: str) -> list[NeedleType]:
        """The clinic's packs of a size, the one to take first."""
        return packs_of(self._visit, size)

    def set_pack(self, needle: Needling, **values: object) -> None:
        """Maker, type, lot or expiry: of this needle and of all of this visit that came from its pack."""
        pack = _pack_of(needle)
        same = [one for one in self._visit.chart.needlings if _pack_of(one) == pack]
        pairs: list[Pair] = [(one, one.but(**values)) for one in same]
        self._visit.do(pairs, f"Pack of site {self.label(needle)}")

    def set_depth(self, needle: Needling, depth_mm: float) -> None:
        """Depth reached."""
        self._edit(needle, f"Depth {depth_mm:g} mm on site", depth_mm=depth_mm)

    def set_technique(self, needle: Needling, technique: Technique) -> None:
        """How it was used."""
        after = needle.but(technique=technique)
        if needle.was_in:
            after = _sought(after)
        self._visit.put(after, f"Technique of site {self.label(needle)}")

    def set_reason(self, needle: Needling, reason: str) -> None:
        """Why a muscle that is usually not needled was."""
        self._edit(needle, "Reason for site", reason=reason.strip())

    def set_planned(self, needle: Needling, seconds: int) -> None:
        """How long it is meant to stay."""
        past = {"retention_s": seconds} if self._late else {}  # a late entry says how long it was
        self._edit(needle, "Dwell of site", retention_planned_s=seconds, **past)

    # In and out

    def put_in(self, needle: Needling) -> None:
        """In the body from now on; the proposal stays soft until the twitch is tapped."""
        if needle.state is NeedleState.PLANNED:
            self._go(needle, self._in(needle), f"Needle {self.label(needle)} in")

    def take_out(self, needle: Needling) -> None:
        """Out of the body; a running clock gives its time."""
        if needle.state is NeedleState.IN:
            self._visit.put(self._taken(needle, self._moment()), f"Needle {self.label(needle)} out")

    def all_out(self) -> None:
        """Every needle out, in one step."""
        moment = self._moment()
        pairs: list[Pair] = [(one, self._taken(one, moment)) for one in self._visit.chart.needles_still_in]
        self._visit.do(pairs, "All needles out")

    def count_out(self, counted: int) -> None:
        """The independent count: what was counted, and with it every needle is out."""
        visit, moment = self._visit.visit, self._moment()
        pairs: list[Pair] = [
            (visit, visit.but(needles_out=counted, needles_out_at=moment, needles_reason=""))
        ]
        pairs += [(one, self._taken(one, moment)) for one in self._visit.chart.needles_still_in]
        self._visit.do(pairs, f"{counted} counted out")

    def explain_count(self, reason: str) -> None:
        """Why the count differs from the needles put in."""
        self._visit.edit_visit("Reason for the count", needles_reason=reason.strip())

    def record_incident(self, noticed: str, action: str, told: str) -> None:
        """A needle that is not found: why the counts differ, and an event of its own, in one step."""
        visit, chart = self._visit.visit, self._visit.chart
        count = needle_count(chart)
        amount = abs(count.balance)
        fate = "not found" if count.balance > 0 else "too many"
        what = f"{amount} needle{'' if amount == 1 else 's'} {fate}"
        known = adverse_events()[NEEDLE_FAULT]
        event = AdverseEvent(
            patient_id=visit.patient_id,
            episode_id=visit.episode_id,
            about_visit_id=visit.id,
            visit_id=visit.id,
            kind=known.id,
            kind_text=known.text,
            severity=known.severity,
            onset=visit.needles_out_at,
            onset_words=f"noticed at {noticed}",
            action=action,
            reported_to=told,
            recorded_at=self._moment(),
            note=f"{count.words}; {what}",
        )
        reason = f"{what[:1].upper()}{what[1:]}; noticed at {noticed}; {action}; told: {told}"
        pairs: list[Pair] = [
            (None, event),
            (visit, visit.but(needles_reason=reason, no_adverse_event=False)),
        ]
        self._visit.do(pairs, "Incident: needle not accounted for")

    def discard(self, point: TriggerPoint, fate: str) -> None:
        """A needle that was dropped or bent before it went in: its own entry, never counted as in."""
        order = max((one.order for one in self._visit.chart.needlings_of(point)), default=-1) + 1
        needle = Needling(
            patient_id=point.patient_id,
            visit_id=point.visit_id,
            trigger_point_id=point.id,
            order=order,
            state=NeedleState.DISCARDED,
            fate=fate,
        )
        self._visit.do([(None, needle)], f"Needle discarded at {point.label.lower()}")

    def start_clock(self, needle: Needling) -> None:
        """Start, or start again."""
        self._edit(needle, "Dwell clock of site", clock_started=self._visit.moment(), retention_s=None)

    def clock_for_all(self, seconds: int) -> None:
        """One clock for every needle that is in, from now on; what was recorded by hand stays."""
        moment = self._moment()
        pairs: list[Pair] = [
            (one, one.but(clock_started=moment, retention_planned_s=seconds))
            for one in self._visit.chart.needles_still_in
            if one.retention_s is None
        ]
        self._visit.do(pairs, f"One clock for {len(pairs)} needles")

    def stop_clock(self, needle: Needling) -> None:
        """What it came to."""
        if needle.clock_started is not None:
            seconds = elapsed(needle, self._visit.moment())
            self._edit(needle, "Dwell of site", retention_s=seconds)

    # Parts

    @property
    def _late(self) -> bool:
        """Whether this visit is written down after the treatment: its needles went in at no time of now."""
        return self._visit.visit.late_entry

    def _moment(self) -> datetime | None:
        """The time of an act; None in a late entry, where only the day of treatment is known."""
        return None if self._late else self._visit.moment()

    def _taken(self, needle: Needling, moment: datetime | None) -> Needling:
        return taken_out(needle, moment, sure=self._visit.sure_of(needle))

    def label(self, needle: Needling) -> str:
        """``4`` or ``4b``."""
        return needle_label(self._visit.chart, needle)

    def say_not_stated(self, needle: Needling) -> None:
        """For a record taken from elsewhere: what is not filled in is not known, which signing accepts."""
        told = "; ".join(part for part in (needle.note.strip(), NOT_STATED) if part)
        self.note(needle, told)

    def note(self, needle: Needling, text: str) -> None:
        """Words for this needle."""
        self._edit(needle, "Note on site", note=text)

    def _edit(self, needle: Needling, text: str, **values: object) -> None:
        self._visit.put(needle.but(**values), f"{text} {self.label(needle)}")

    def _in(self, needle: Needling) -> Needling:
        if needle.state is not NeedleState.PLANNED:
            return needle
        moment = self._moment()
        clock = moment if _stays(needle) else needle.clock_started
        return _sought(needle).but(
            state=NeedleState.IN,
            in_at=moment,
            clock_started=clock,
            insertions=1 if needle.insertions is None else needle.insertions,
        )

    def _go(self, before: Needling, after: Needling, text: str) -> None:
        pairs: list[Pair] = [(before, after)]
        if after.state is NeedleState.IN and before.state is not NeedleState.IN:
            pairs += self._with_first_needle(after)
        self._visit.do(pairs, text)

    def _position_of_last_time(self, needle: Needling) -> Position | None:
        """Shown beside the map as carried; only where it leaves the needle's view free."""
        previous = self._visit.previous
        point = self._visit.get(TriggerPoint, needle.trigger_point_id)
        position = previous.visit.position if previous is not None else None
        if position is None or point is None or point.view not in positions()[position.value].views:
            return None
        return position

    def _with_first_needle(self, needle: Needling) -> Sequence[Pair]:
        """What the clinic does before every needle is confirmed by the first; a count made before is void."""
        visit, clinic = self._visit.visit, self._visit.chart.clinic
        after: Visit = visit.but(
            position=visit.position or self._position_of_last_time(needle),
            skin_preparation=visit.skin_preparation or clinic.skin_preparation,
            gloves=clinic.gloves if visit.gloves is None else visit.gloves,
            needles_out=None,
            needles_out_at=None,
            needles_reason="",
        )
        return [(visit, after)]


def _stays(needle: Needling) -> bool:
    """Whether the needle is left in: its clock starts when it goes in."""
    return any(one.technique is needle.technique and one.stays for one in techniques().values())


def _sought(needle: Needling) -> Needling:
    """With the response that the technique usually seeks, unless one was said; shown beside the twitch."""
    if needle.response_sought.strip() or needle.technique is None:
        return needle
    usual = techniques().get(needle.technique.value)
    return needle.but(response_sought=usual.sought) if usual is not None else needle


def _pack_of(needle: Needling) -> tuple[object, ...]:
    """Needles that agree in all of this came from the same pack."""
    return (
        needle.diameter_mm,
        needle.length_mm,
        needle.maker,
        needle.product,
        needle.lot,
        needle.expiry,
    )
