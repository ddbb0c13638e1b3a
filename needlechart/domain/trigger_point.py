"""A mark on the body map."""

from dataclasses import dataclass

from needlechart.domain.record import Record, in_range
from needlechart.domain.words import Layer, PointKind, Presence, Side, View


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPoint(Record):
    """A trigger point.

    ``x`` and ``y`` are in atlas units of the reference frame: the female figure of ``atlas_version``,
    x 0 at the midline and growing to the viewer's right, y down from the vertex, body height 1000.
    ``side`` is the patient's and is written with the mark. ``muscle`` is a catalogue id, empty where
    none was named; ``muscle_name`` is the name that was shown. ``carried_from`` is the id of the
    earlier point this one repeats.
    """

    patient_id: str
    visit_id: str
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
    kind: PointKind | None = None
    taut_band: Presence | None = None
    tenderness: float | None = None
    referral: str = ""
    jump_sign: Presence | None = None
    not_needled: str = ""
    carried_from: str = ""
    note: str = ""

    def check(self) -> None:
        """On the sheet of the atlas, numbered from 1; tenderness 0 to 10."""
        in_range("number", self.number, 1, 10_000)
        in_range("x", self.x, -1000, 1000)
        in_range("y", self.y, -200, 1200)
        in_range("atlas_version", self.atlas_version, 1, 1000)
        in_range("tenderness", self.tenderness, 0, 10)

    @property
    def label(self) -> str:
        """What the note calls it."""
        return f"Site {self.number}"

    def moved_to(self, x: float, y: float, side: Side) -> "TriggerPoint":
        """The same mark at another place of the same view."""
        return self.but(x=x, y=y, side=side)
