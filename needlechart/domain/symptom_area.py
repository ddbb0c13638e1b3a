"""A painted area of pain."""

from dataclasses import dataclass

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import Phase, Side, View


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomArea(Record):
    """``outline`` is a closed polygon x0 y0 x1 y1 ... in atlas units of the reference frame."""

    patient_id: str
    visit_id: str
    phase: Phase
    view: View
    outline: tuple[float, ...]
    side: Side = Side.UNSTATED
    quality: str = ""
    intensity: float | None = None
    atlas_version: int = 1
    note: str = ""

    def check(self) -> None:
        """At least three corners; intensity 0 to 10."""
        if len(self.outline) < 6 or len(self.outline) % 2:
            raise Invalid("outline", "an area needs at least three points")
        in_range("intensity", self.intensity, 0, 10)
