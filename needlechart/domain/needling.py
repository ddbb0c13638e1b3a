"""What a needle did at a trigger point, and the current between two of them."""

from dataclasses import dataclass
from datetime import date, datetime

from needlechart.domain.clinic import check_needle_size, needle_size
from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import (
    Guidance,
    IntensityUnit,
    NeedleState,
    PainReproduced,
    Perceived,
    Technique,
    Tissue,
    Tolerance,
    Twitch,
    Waveform,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needling(Record):
    """One needle at a trigger point.

    Lengths in mm, times in seconds. ``carried``: needle, depth and technique are proposals from an
    earlier visit and no fact yet; the twitch makes them one. ``insertions`` are skin entries,
    ``passes`` strokes within one entry. ``response_obtained`` says what came beside twitch and pain
    (an ache, a grasp of the needle). ``clock_started`` is when the retention clock was last
    started, ``retention_s`` what it came to.
    """

    patient_id: str
    visit_id: str
    trigger_point_id: str
    order: int = 0
    state: NeedleState = NeedleState.PLANNED
    carried: bool = False
    diameter_mm: float | None = None
    length_mm: float | None = None
    maker: str = ""
    product: str = ""
    lot: str = ""
    expiry: date | None = None
    insertions: int | None = None
    passes: int | None = None
    depth_mm: float | None = None
    tissue: Tissue | None = None
    direction: str = ""
    technique: Technique | None = None
    response_sought: str = ""
    twitch: Twitch | None = None
    twitch_count: int | None = None
    response_obtained: str = ""
    pain: PainReproduced | None = None
    referred_to: str = ""
    familiar: bool | None = None
    retention_planned_s: int | None = None
    retention_s: int | None = None
    clock_started: datetime | None = None
    in_at: datetime | None = None
    out_at: datetime | None = None
    guidance: Guidance | None = None
    tolerance: Tolerance | None = None
    bleeding: bool | None = None
    pressure_s: int | None = None
    fate: str = ""
    reason: str = ""
    note: str = ""

    def check(self) -> None:
        """Sizes on the market, a depth within the needle, retention up to a day."""
        check_needle_size(self.diameter_mm, self.length_mm)
        in_range("depth_mm", self.depth_mm, 0, 150, "mm")
        if self.depth_mm is not None and self.length_mm is not None and self.depth_mm > self.length_mm:
            raise Invalid("depth_mm", "the depth is more than the needle's length")
        for name in ("insertions", "passes", "twitch_count"):
            in_range(name, getattr(self, name), 0, 1000)
        for name in ("retention_planned_s", "retention_s", "pressure_s"):
            in_range(name, getattr(self, name), 0, 86_400, "seconds")

    @property
    def size(self) -> str:
        """Needle size as on the pack, empty when not chosen."""
        return needle_size(self.diameter_mm, self.length_mm)

    def expired(self, day: date) -> bool:
        """Whether the pack was past its date on a day."""
        return self.expiry is not None and self.expiry < day

    @property
    def was_in(self) -> bool:
        """Whether this needle went into the body; only these are counted."""
        return self.state in (NeedleState.IN, NeedleState.OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stimulation(Record):
    """Current between two needles, or a needle and a pad.

    ``carried``: planned by a protocol or by repeated marks and no fact yet; switching it on makes it one.
    The limits (0.5-300 Hz, 50-1000 µs, 0-60 min) are wide and no advice. ``polarity`` says which end is
    negative where the waveform is not balanced; ``device`` may name its last safety check.
    """

    patient_id: str
    visit_id: str
    first_point_id: str
    second_point_id: str = ""
    pad: bool = False
    carried: bool = False
    polarity: str = ""
    waveform: Waveform | None = None
    hz: float | None = None
    second_hz: float | None = None
    microseconds: int | None = None
    intensity: float | None = None
    intensity_unit: IntensityUnit = IntensityUnit.MILLIAMPERE
    perceived: Perceived | None = None
    minutes: float | None = None
    device: str = ""
    note: str = ""

    def check(self) -> None:
        """Field limits of the documentation standard, section 6; two different points."""
        in_range("hz", self.hz, 0.5, 300, "Hz")
        in_range("second_hz", self.second_hz, 0.5, 300, "Hz")
        in_range("microseconds", self.microseconds, 50, 1000, "microseconds")
        in_range("intensity", self.intensity, 0, 100)
        in_range("minutes", self.minutes, 0, 60, "minutes")
        if self.second_point_id and self.second_point_id == self.first_point_id:
            raise Invalid("second_point_id", "current flows between two different points")
        if self.second_point_id and self.pad:
            raise Invalid("pad", "current flows to a needle or to a pad, not to both")
