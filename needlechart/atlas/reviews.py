"""Who has reviewed which plate of the atlas, from `resources/atlas/reviews.csv`.

A plate is named figure_view_layer, e.g. `female_back_deep`; the sheets of structures to avoid and of usual
points are `structures_back` and `points_back_deep`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from needlechart.atlas.reading import AtlasError
from needlechart.domain.words import Figure, Layer, View
from needlechart.resources import resource

COLUMNS = ("plate", "reviewed_by", "reviewed_on")


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a plate; `by` and `on` (a date, ISO) are empty until somebody has reviewed it."""

    plate: str
    by: str = ""
    on: str = ""

    @property
    def reviewed(self) -> bool:
        return bool(self.by and self.on)


def plate_name(figure: Figure, view: View, layer: Layer) -> str:
    """The name of a plate."""
    return f"{figure}_{view}_{layer}"


def plate_names() -> tuple[str, ...]:
    """Everything a clinician has to review, in the order of the sheet."""
    plates = [plate_name(f, v, layer) for f in Figure for v in View for layer in Layer]
    points = [f"points_{v}_{layer}" for v in View for layer in Layer if layer is not Layer.SURFACE]
    return (*plates, *(f"structures_{view}" for view in View), *points)


@cache
def reviews() -> Mapping[str, Review]:
    """The review of every plate by its name. Raises AtlasError."""
    return read_reviews(resource("atlas", "reviews.csv"))


def read_reviews(path: Path) -> Mapping[str, Review]:
    """Raises AtlasError where the file is missing or is not such a table."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise AtlasError(f"atlas file {path.name} has other columns")
            return {row["plate"]: Review(*(row[name] or "" for name in COLUMNS)) for row in rows}
    except (OSError, ValueError, csv.Error) as error:
        raise AtlasError(f"atlas file {path.name} cannot be read") from error
