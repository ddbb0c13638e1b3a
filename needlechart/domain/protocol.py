"""A clinic's reusable sets of marks."""

from dataclasses import dataclass

from needlechart.domain.clinic import check_needle_size
from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import IntensityUnit, Layer, Side, Technique, View, Waveform


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol(Record):
    """A named set, e.g. "right deep hip rotators"."""

    clinic_id: str
    name: str
    note: str = ""
    archived: bool = False

    def check(self) -> None:
        """A protocol has a name."""
        if not self.name.strip():
            raise Invalid("name", "the protocol needs a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolPoint(Record):
    """One needle of a protocol at its mark, in atlas units of the reference frame (needles in mm, s).

    Points of one protocol that share a number are the needles of one mark, in the order of their ids;
    one without needle values is a mark alone.
    """

    protocol_id: str
    number: int
    view: View
    layer: Layer
    x: float
    y: float
    muscle: str
    muscle_name: str
    side: Side
    atlas_version: int = 1
    spinal_level: str = ""
    diameter_mm: float | None = None
    length_mm: float | None = None
    depth_mm: float | None = None
    technique: Technique | None = None
    retention_planned_s: int | None = None

    def check(self) -> None:
        """On the sheet of the atlas; sizes on the market, a depth within the needle, up to a day."""
        in_range("x", self.x, -1000, 1000)
        in_range("y", self.y, -200, 1200)
        check_needle_size(self.diameter_mm, self.length_mm)
        in_range("depth_mm", self.depth_mm, 0, 150, "mm")
        if self.depth_mm is not None and self.length_mm is not None and self.depth_mm > self.length_mm:
            raise Invalid("depth_mm", "the depth is more than the needle's length")
        in_range("retention_planned_s", self.retention_planned_s, 0, 86_400, "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolCurrent(Record):
    """A current of a protocol between two of its marks, named by their numbers, or a mark and a pad.

    Limits as `needling.Stimulation` has them. How strong it was, what was felt and which end was negative
    are of the day and the patient and not kept.
    """

    protocol_id: str
    first_number: int
    second_number: int | None = None
    pad: bool = False
    waveform: Waveform | None = None
    hz: float | None = None
    second_hz: float | None = None
    microseconds: int | None = None
    intensity_unit: IntensityUnit = IntensityUnit.MILLIAMPERE
    minutes: float | None = None

    def check(self) -> None:
        """Field limits of the documentation standard, section 6; two different marks, or one and a pad."""
        in_range("hz", self.hz, 0.5, 300, "Hz")
        in_range("second_hz", self.second_hz, 0.5, 300, "Hz")
        in_range("microseconds", self.microseconds, 50, 1000, "microseconds")
        in_range("minutes", self.minutes, 0, 60, "minutes")
        if self.second_number == self.first_number:
            raise Invalid("second_number", "current flows between two different marks")
        if self.second_number is not None and self.pad:
            raise Invalid("pad", "current flows to a needle or to a pad, not to both")

    @property
    def ends(self) -> tuple[int, ...]:
        """The numbers of its marks, the first one first."""
        first = (self.first_number,)
        return first if self.second_number is None else (*first, self.second_number)
