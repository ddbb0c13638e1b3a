"""A painted area of pain."""

from dataclasses import dataclass

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import Phase, Side, View


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomArea(Record):
    """``outline`` is a closed polygon x0 y0 x1 y1 ... in atlas units of the reference frame.

    A hole is joined to the outer edge by a bridge that is walked both ways, so that the polygon's area
    and its filling by any rule are those of the painted surface. ``region`` holds the words that were
    shown for the place, ``percent`` the share of the body's surface as the map draws it (both sides of the
    body are 100; empty where the view is a schematic). ``intensity_not_stated``: it was asked for and is
    not known, unlike an intensity that nobody asked for.
    """

    patient_id: str
    visit_id: str
    phase: Phase
    view: View
    outline: tuple[float, ...]
    side: Side = Side.UNSTATED
    region: str = ""
    percent: float | None = None
    quality: str = ""
    intensity: float | None = None
    intensity_not_stated: bool = False
    atlas_version: int = 1
    note: str = ""

    def check(self) -> None:
        """At least three corners; intensity 0 to 10, a share 0 to 100."""
        if len(self.outline) < 6 or len(self.outline) % 2:
            raise Invalid("outline", "an area needs at least three points")
        in_range("intensity", self.intensity, 0, 10)
        in_range("percent", self.percent, 0, 100, "%")
