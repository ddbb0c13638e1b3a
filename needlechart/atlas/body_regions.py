"""Regions of the body's surface by name, from `resources/atlas/body_regions.csv`.

Each is an ellipse in reference units: its middle, half its width and half its height; a sided one is given
on the side of x > 0 (in the side views for the patient's left) and has a mirror image. Own drawing, not
reviewed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, pi, sin
from pathlib import Path

from needlechart.atlas.reading import AtlasError
from needlechart.atlas.types import Point
from needlechart.domain.words import View
from needlechart.resources import resource

CORNERS = 48


@dataclass(frozen=True, slots=True)
class BodyRegion:
    """A region as it is drawn; ``sided``: there is one on each side of the body."""

    id: str
    name: str
    other_names: tuple[str, ...]
    view: View
    sided: bool
    x: float
    y: float
    across: float
    down: float
    source: str
    reviewed_by: str = ""
    reviewed_on: str = ""

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has put their name to it."""
        return bool(self.reviewed_by and self.reviewed_on)

    def outline(self) -> tuple[Point, ...]:
        """The region as a closed polygon on the side it is given for."""
        turns = [2 * pi * step / CORNERS for step in range(CORNERS)]
        return tuple((self.x + self.across * cos(turn), self.y + self.down * sin(turn)) for turn in turns)

    def away(self, x: float, y: float) -> float:
        """How far a place is: below 1 inside the ellipse."""
        return hypot((x - self.x) / self.across, (y - self.y) / self.down)


@cache
def body_regions() -> tuple[BodyRegion, ...]:
    """Every region, from the head down, view by view. Raises AtlasError."""
    return read_body_regions(resource("atlas", "body_regions.csv"))


def read_body_regions(path: Path) -> tuple[BodyRegion, ...]:
    """Raises AtlasError where the file is missing or a row does not fit."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = tuple(_region(row) for row in csv.DictReader(file))
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise AtlasError(f"atlas file {path.name} cannot be read") from error
    if len({one.id for one in found}) != len(found):
        raise AtlasError(f"atlas file {path.name} has an id twice")
    return found


def _region(row: dict[str, str]) -> BodyRegion:
    return BodyRegion(
        id=row["id"],
        name=row["name"],
        other_names=tuple(part for part in row["other_names"].split(";") if part),
        view=View(row["view"]),
        sided={"yes": True, "no": False}[row["sided"]],
        x=float(row["x"]),
        y=float(row["y"]),
        across=float(row["across"]),
        down=float(row["down"]),
        source=row["source"],
        reviewed_by=row["reviewed_by"],
        reviewed_on=row["reviewed_on"],
    )
