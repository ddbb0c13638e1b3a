"""Between the reference frame, in which marks are kept, and the figure that is drawn."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from needlechart.atlas.atlas import MM_PER_UNIT, Atlas
from needlechart.atlas.types import Curve
from needlechart.domain.words import Figure, View

UNITS_PER_MM = 1 / MM_PER_UNIT


@dataclass(frozen=True, slots=True)
class Frame:
    """One view of one figure; scene units are units of that figure."""

    atlas: Atlas
    figure: Figure
    view: View

    def to_scene(self, x: float, y: float) -> QPointF:
        """Where a reference point is drawn."""
        return QPointF(*self.atlas.to_figure(self.view, self.figure, x, y))

    def to_reference(self, place: QPointF) -> tuple[float, float]:
        """The reference point that is drawn at ``place``."""
        return self.atlas.from_figure(self.view, self.figure, place.x(), place.y())

    def curve_to_scene(self, curve: Curve) -> Curve:
        """A chain of the reference frame as it is drawn."""
        out: list[float] = []
        for x, y in zip(curve[0::2], curve[1::2], strict=True):
            out.extend(self.atlas.to_figure(self.view, self.figure, x, y))
        return tuple(out)
