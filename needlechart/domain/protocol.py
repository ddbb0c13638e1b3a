"""A clinic's reusable sets of marks."""

from dataclasses import dataclass

from needlechart.domain.clinic import check_needle_size
from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import Layer, Side, Technique, View


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
