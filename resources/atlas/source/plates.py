"""Skin, bones and muscles: from the drawings in the archives to the run-time plates."""

from __future__ import annotations

from typing import Any

from anchors import distance
from curves import flat, inside, joined, mirrored, pack, pack_all, segments, symmetric
from names import ALSO, IN_PLATE, NAMES, muscle_of

Json = dict[str, Any]

TOP_OF_BONES = 270.0
"""Nothing of the rib cage above this is good enough to be shown."""

FIBRES = {"fibres_dark": "fibres", "fibres_light": "fibres_light", "tendon": "tendons"}
KEPT = {"levels": "levels", "inscriptions": "inscriptions", **FIBRES}


def skin(drawing: Json) -> Json:
    """Outline (front and back made exactly symmetric), tonal bands and contour lines."""
    sided = drawing["view"] == "left"
    return {
        "outline": pack_all(o if sided else symmetric(o) for o in drawing["outline"]),
        "shading": [pack_all(band) for band in drawing["shading"]],
        "lines": pack_all(drawing["lines"]),
    }


def bones(drawing: Json) -> Json:
    """Every part without what lies wholly above `TOP_OF_BONES`; every second tonal band."""

    def shown(curves: list[list[float]]) -> list[list[int]]:
        return pack_all(c for c in curves if max(c[1::2]) > TOP_OF_BONES)

    return {
        name: {
            "outline": shown(part["outline"]),
            "shading": [shown(band) for band in part["shading"][::2]],
            "lines": shown(part["lines"]),
        }
        for name, part in drawing["parts"].items()
    }


def region(view: str, layer: str, drawing: Json) -> Json:
    """One region; `muscle` is empty for what is no muscle of the catalogue."""
    part = drawing["id"]
    muscle = muscle_of(view, layer, part, markable=drawing["markable"])
    out = {
        "part": part,
        "muscle": muscle,
        "also": ALSO.get(part, []) if muscle else [],
        "name": NAMES.get(muscle if (view, layer, part) in IN_PLATE else part, drawing["name"]),
        "group": drawing["group"],
        "side": drawing["side"],
        "outline": pack(drawing["outline"]),
    }
    for old, new in KEPT.items():
        if drawing.get(old):
            out[new] = pack_all(drawing[old])
    return out


def hamstring_part_apart(drawing: Json, upper: list[float], lower: list[float]) -> list[Json]:
    """Adductor magnus as its two parts, cut along a curve from `upper` (origin) to `lower` (insertion)."""
    parts = segments(drawing["outline"])

    def nearest(point: list[float]) -> int:
        return min(
            range(len(parts)), key=lambda i: (parts[i][0] - point[0]) ** 2 + (parts[i][1] - point[1]) ** 2
        )

    low, high = nearest(lower), nearest(upper)
    turned = parts[low:] + parts[:low]
    count = (high - low) % len(parts)
    a, b = turned[count][:2], turned[0][:2]
    bend = (a[0] * 0.5 + b[0] * 0.5 - 1.5, a[1] * 0.5 + b[1] * 0.5)
    cut = (*a, *_toward(a, bend), *_toward(b, bend), *b)
    back = (*cut[6:8], *cut[4:6], *cut[2:4], *cut[0:2])
    inner, outer = joined([*turned[:count], cut]), joined([*turned[count:], back])
    one, two = (outer, inner) if _reach(outer) > _reach(inner) else (inner, outer)
    return [
        _piece(drawing, one, "adductor_magnus", "Adductor magnus, adductor part"),
        _piece(drawing, two, "adductor_magnus_hamstring_part", "Adductor magnus, hamstring part"),
    ]


def _toward(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3


def _reach(curve: list[float]) -> float:
    return max(abs(x) for x in curve[0::2])


def _piece(drawing: Json, outline: list[float], part: str, name: str) -> Json:
    polygon = flat(outline)

    def lies_in(curve: list[float]) -> bool:
        middle = len(curve) // 4 * 2
        return inside(polygon, curve[middle], curve[middle + 1])

    piece = {**drawing, "id": part, "name": name, "outline": outline}
    for key in ("fibres_dark", "fibres_light"):
        piece[key] = [c for c in drawing[key] if lies_in(c)]
    return piece


def front_middle(superficial: list[Json], middle: list[Json]) -> list[Json]:
    """The middle layer of the front with the two vasti beside vastus intermedius."""
    vasti = [dict(s) for s in superficial if s.get("part") in ("vastus_lateralis", "vastus_medialis")]
    at = 1 + next(i for i, s in enumerate(middle) if s.get("part") == "vastus_intermedius")
    return middle[:at] + vasti + middle[at:]


def steps(drawing: Json) -> list[Json]:
    """The drawing steps in order; of a pair only the half that was drawn, the reader mirrors it."""
    view, layer = drawing["view"], drawing["layer"]
    paired = view != "left"
    out: list[Json] = []
    drawn = "right" if view == "back" else "left"
    for step in drawing["steps"]:
        if "bones" in step:
            out.append({"bones": step["bones"]} | ({"clip": step["clip"]} if "clip" in step else {}))
        elif step.get("side", step.get("muscle", {}).get("side")) != drawn and paired:
            continue
        elif "nerve" in step:
            out.append(
                {
                    "nerve": step["nerve"],
                    "side": step["side"],
                    "width": step["width"],
                    "line": pack(step["line"]),
                }
            )
        else:
            out += [region(view, layer, m) for m in _pieces(view, layer, drawing["figure"], step["muscle"])]
    return out


ADDUCTOR_CUT = {"female": ((31.5, 535.0), (56.0, 671.0)), "male": ((30.0, 520.0), (59.0, 659.0))}


def _pieces(view: str, layer: str, figure: str, muscle: Json) -> list[Json]:
    if view == "back" and layer != "superficial" and muscle["id"] == "adductor_magnus":
        upper, lower = ADDUCTOR_CUT[figure]
        return hamstring_part_apart(muscle, list(upper), list(lower))
    return [muscle]


def mirror_deviation(drawing: Json) -> float:
    """Greatest distance in units between a drawn half and the mirror image of the other one."""
    halves: dict[str, list[list[float]]] = {}
    for step in drawing["steps"]:
        if "muscle" in step:
            halves.setdefault(step["muscle"]["id"], []).append(step["muscle"]["outline"])
    worst = 0.0
    for one, two in (pair for pair in halves.values() if len(pair) == 2):
        other = flat(mirrored(two), 6)
        worst = max([worst, *(distance(other, x, y) for x, y in flat(one, 2))])
    return worst


SIDE_MIDDLE = (
    "gluteus_medius",
    "vastus_lateralis",
    "biceps_femoris_sh",
    "biceps_femoris_lh",
    "semitendinosus",
)


def side_middle(superficial: list[Json], deep: list[Json]) -> list[Json]:
    """The middle layer of the side view: the deep one with what gluteus maximus and fascia lata cover."""
    covered = ("gluteus_medius_cut", "biceps_femoris_sh")
    under = [dict(s) for s in deep if s.get("part") not in covered]
    over = {s["part"]: dict(s) for s in superficial if s.get("part") in SIDE_MIDDLE}
    return under + [over[part] for part in reversed(SIDE_MIDDLE) if part in over]
