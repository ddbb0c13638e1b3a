"""Places by name: usual points, spinal levels, landmarks, structures to avoid; and the index of the atlas."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

from anchors import deepest, polygon
from curves import Point, flat, pack, smooth
from hazards import STRUCTURES
from pelvic_floor import CLOSE_UP
from warps import VIEW_NAMES, landmarks

HERE = Path(__file__).resolve().parent
Json = dict[str, Any]
ESTIMATE, REVIEW = "own estimate", "not reviewed"

INDEX: Json = {
    "units": "body height = 1000 (1 unit = 1.7 mm); x to the viewer's right from the midline, in side views "
    "from the coronal plane; y down from the vertex. Reference frame: the female figure.",
    "close_ups": {
        "front": [-128, 272, 128, 786],
        "back": [-128, 272, 128, 786],
        "left": [-145, 272, 111, 786],
        "pelvic_floor": CLOSE_UP,
    },
    "midline_muscles": ["external_anal_sphincter"],
    "absences": [],
}

LANDMARK_NAMES = {
    "ASIS": "Anterior superior iliac spine",
    "AIIS": "Anterior inferior iliac spine",
    "PSIS": "Posterior superior iliac spine",
    "iliac_crest_top": "Iliac crest",
    "iliac_tubercle": "Iliac tubercle",
    "ischial_tuberosity": "Ischial tuberosity",
    "ischial_spine": "Ischial spine",
    "pubic_tubercle": "Pubic tubercle",
    "pubic_symphysis_top": "Pubic symphysis",
    "greater_trochanter_lateral": "Greater trochanter",
    "coccyx_tip": "Coccyx",
    "sacrum_base_S1": "Sacrum, base",
    "rib12_tip": "Rib 12, tip",
    "femur_lateral_epicondyle": "Lateral epicondyle of femur",
    "femur_medial_epicondyle": "Medial epicondyle of femur",
    "patella_centre": "Patella",
    "fibular_head": "Head of fibula",
}
SHOWN = {
    "front": (
        "ASIS",
        "AIIS",
        "iliac_crest_top",
        "iliac_tubercle",
        "pubic_tubercle",
        "pubic_symphysis_top",
        "greater_trochanter_lateral",
        "patella_centre",
        "femur_lateral_epicondyle",
        "femur_medial_epicondyle",
    ),
    "back": (
        "PSIS",
        "iliac_crest_top",
        "ischial_tuberosity",
        "ischial_spine",
        "greater_trochanter_lateral",
        "coccyx_tip",
        "sacrum_base_S1",
        "rib12_tip",
        "fibular_head",
    ),
    "left": (
        "ASIS",
        "PSIS",
        "iliac_crest_top",
        "greater_trochanter_lateral",
        "fibular_head",
        "patella_centre",
    ),
}
SIDES = {"L": "left", "R": "right"}
LEVEL_MUSCLES = {
    "lumbar_multifidus": ("back", "deep", ("L1", "L2", "L3", "L4", "L5", "S1"), 9.0),
    "longissimus_thoracis_lumbar": ("back", "intermediate", ("L1", "L2", "L3", "L4", "L5", "S1"), math.inf),
    "iliocostalis_lumborum": ("back", "intermediate", ("L1", "L2", "L3", "L4", "L5"), math.inf),
    "quadratus_lumborum": ("back", "deep", ("L1", "L2", "L3", "L4"), math.inf),
    "psoas_major": ("front", "deep", ("L1", "L2", "L3", "L4", "L5"), math.inf),
}
"""View, layer, levels, and how far from the midline a point may lie at most (multifidus: 1 to 2 cm)."""


def _landmarks(view: str) -> list[Json]:
    out = []
    for name, (x, y) in landmarks()[f"{VIEW_NAMES[view]}_female"].items():
        stem, _, tail = name.rpartition("_")
        base, side = (stem, SIDES[tail]) if tail in SIDES else (name, "midline")
        if base in SHOWN[view]:
            side = "left" if view == "left" else side
            out.append(
                {"id": base, "name": LANDMARK_NAMES[base], "side": side, "x": round(x, 1), "y": round(y, 1)}
            )
    return out


def levels() -> list[Json]:
    marks = landmarks()["posterior_female"]
    rows = [(f"L{n}", marks[f"L{n}_spinous_process"][1]) for n in range(1, 6)]
    rows.append(("S1", marks["sacrum_base_S1"][1]))
    return [{"level": level, "y": round(y, 1), "source": "landmarks of the bones"} for level, y in rows]


def _places() -> list[tuple[str, str, list[str]]]:
    with (HERE / "muscle_views.csv").open(encoding="utf-8") as file:
        return [(r["muscle"], r["layer"], r["views"].split(";")) for r in csv.DictReader(file)]


def _regions(made: Any, view: str, layer: str) -> list[Json]:
    figure = "all" if view == "pelvic_floor" else "female"
    return [
        s for s in made[figure, view, layer] if s.get("muscle") and "female" in s.get("figures", ["female"])
    ]


BELLIES = {
    "piriformis": ("back", "deep", 46.0, 465.0),
    "longissimus_thoracis_lumbar": ("back", "intermediate", 17.0, 375.0),
    "external_oblique": ("front", "superficial", 62.0, 368.0),
    "internal_oblique": ("front", "intermediate", 60.0, 388.0),
    "transversus_abdominis": ("front", "deep", 61.0, 376.0),
    "adductor_longus": ("front", "superficial", 28.5, 552.0),
    "biceps_femoris": ("back", "superficial", 81.5, 630.0),
    "semitendinosus": ("back", "superficial", 43.0, 585.0),
    "adductor_magnus_adductor_part": ("front", "deep", 52.0, 600.0),
}
"""Where the widest visible place is not the belly: set by hand (own estimate)."""


def _hazards(view: str, muscle: str) -> list[list[Point]]:
    rows = [row for row in STRUCTURES if row["view"] == view and muscle in row["muscles"]]
    return [flat(_outline(row), 4) for row in rows]


def _belly(made: Any, view: str, layer: str, muscle: str) -> Point | None:
    """The widest visible place of a muscle outside the structures it endangers."""
    shown = _regions(made, view, layer)
    hazards = _hazards(view, muscle)
    best: tuple[float, Point] | None = None
    for i, step in enumerate(shown):
        if step["muscle"] == muscle:
            found = deepest(polygon(step), [*(polygon(s) for s in shown[i + 1 :]), *hazards])
            if found and found[0] > 0.6 and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _place(made: Any, muscle: str, own: str, views: list[str]) -> tuple[str, str, float, float]:
    layers = [own, *(x for x in ("superficial", "intermediate", "deep") if x != own)]
    places = [(view, layer) for view in views for layer in layers]
    for view, layer in sorted(places, key=lambda p: (p[0] == "left", p[1] != own)):
        if point := _belly(made, view, layer, muscle):
            return view, layer, *point
    raise ValueError(f"no place for {muscle}")


def usual_points(made: Any) -> list[Json]:
    """One for each muscle: the middle of its visible belly, in its own layer where that shows it."""
    out = []
    for muscle, own, views in _places():
        view, layer, x, y = BELLIES.get(muscle) or _place(made, muscle, own, views)
        place = {"muscle": muscle, "view": view, "layer": layer, "x": x, "y": y}
        out.append(place | {"source": ESTIMATE, "review": REVIEW})
    return out


def _span(points: list[Point], y: float) -> tuple[float, float] | None:
    xs = [
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True)
        if (y0 > y) != (y1 > y)
    ]
    return (min(xs), max(xs)) if xs else None


def level_points(made: Any) -> list[Json]:
    heights = {row["level"]: row["y"] for row in levels()}
    out = []
    for muscle, (view, layer, wanted, most) in LEVEL_MUSCLES.items():
        shape = polygon(next(r for r in _regions(made, view, layer) if r["muscle"] == muscle))
        for level in wanted:
            if span := _span(shape, heights[level]):
                x = round(min(sum(span) / 2, most), 1)
                row = {
                    "muscle": muscle,
                    "level": level,
                    "view": view,
                    "layer": layer,
                    "x": x,
                    "y": heights[level],
                }
                out.append(row | {"source": ESTIMATE, "review": REVIEW})
    return out


def band(line: list[tuple[float, float, float]]) -> list[float]:
    """A closed outline around a line of (x, y, half width)."""
    sides: tuple[list[Point], list[Point]] = ([], [])
    for i, (x, y, w) in enumerate(line):
        a, b = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        nx, ny = (b[1] - a[1]) / length, (a[0] - b[0]) / length
        sides[0].append((x + nx * w, y + ny * w))
        sides[1].append((x - nx * w, y - ny * w))
    return smooth(sides[0] + sides[1][::-1], closed=True)


def _outline(row: Json) -> list[float]:
    return band(row["line"]) if "line" in row else smooth(row["points"], closed=True)


def structures() -> list[Json]:
    out = []
    for row in STRUCTURES:
        kept = {k: v for k, v in row.items() if k not in ("line", "points", "checks")}
        checks = [{"landmark": place, "relation": what, "mm": most} for place, what, most in row["checks"]]
        out.append(kept | {"checks": checks, "outline": pack(_outline(row)), "review": REVIEW})
    return out


def points(made: Any) -> Json:
    return {
        "usual_points": usual_points(made),
        "levels": levels(),
        "level_points": level_points(made),
        "landmarks": {view: _landmarks(view) for view in VIEW_NAMES},
        "structures": structures(),
    }
