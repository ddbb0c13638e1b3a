"""Checks the drawn muscles against bony landmarks and one another, and writes the tables of the atlas README.

    python resources/atlas/source/check.py

`anatomy.csv` states what anatomy texts say (general knowledge, to be checked): where a muscle starts and
ends, between which neighbours it lies, what covers it. Each statement is measured on the regions and the
landmarks of the female and the male figure; nothing is taken from the catalogue but the words that must
stand there too (`word`). What cannot be measured says "unreviewed". A landmark: a name, or `one~two@share` of
the way between two, then `lateral 15` and the like in mm (1 unit = 1.7 mm).

- near: the muscle's outline comes as near to the landmark as `mm` (the landmarks are good to about 17 mm)
- reaches midline: its inner edge comes as near to the midline as `mm`
- above, below, medial, lateral: of the columns (rows) both share, it lies there in at least nine of ten;
  without a shared one, its middle does
- over, under: both overlap, and the layer order, or the drawing order in one layer, says so
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path

from needlechart.atlas import Region, load
from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.atlas.types import Point
from needlechart.domain.words import Figure, Layer, Side, View

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
MUSCLES = HERE.parent.parent / "clinical" / "muscles.csv"
MM = 1.7
FIGURES = (Figure.FEMALE, Figure.MALE)
LAYERS = (Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP)
DRAWN = {View.FRONT: (Side.LEFT, "anterior", "_L"), View.BACK: (Side.RIGHT, "posterior", "_R")}
CATALOGUE_VIEWS = {
    "anterior": View.FRONT,
    "posterior": View.BACK,
    "lateral": View.LEFT,
    "perineal": View.PELVIC_FLOOR,
}
ITEMS = ("origin", "insertion", "neighbours", "depth")
Rule = dict[str, str]
Answer = tuple[str, str]


def rows(path: Path) -> list[Rule]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def catalogue() -> dict[str, Rule]:
    return {row["id"]: row for row in rows(MUSCLES)}


@cache
def _landmarks() -> dict[tuple[str, str], Point]:
    return {
        (r["view"], r["landmark"]): (float(r["x"]) * 1000, float(r["y"]) * 1000)
        for r in rows(HERE / "landmarks.csv")
    }


def landmark(text: str, view: View, figure: Figure) -> Point:
    """A place in the figure's own units; see the module for how it is written."""
    _, plate, tail = DRAWN[view]
    marks, stem = _landmarks(), f"{plate}_{figure}"
    place, *moves = text.split()
    names, _, share = place.partition("@")
    points = [marks.get((stem, name)) or marks[stem, name + tail] for name in names.split("~")]
    t = float(share or 0)
    x, y = (a + (b - a) * t for a, b in zip(points[0], points[-1], strict=True))
    for way, far in zip(moves[0::2], moves[1::2], strict=True):
        step = float(far) / MM
        x += {"lateral": step, "medial": -step}.get(way, 0.0)
        y += {"down": step, "up": -step}.get(way, 0.0)
    return x, y


@cache
def shapes(muscle: str, view: View, figure: Figure) -> dict[Layer, list[tuple[int, tuple[Point, ...]]]]:
    """The outlines of a muscle by layer, each with its place in the order of drawing."""
    out: dict[Layer, list[tuple[int, tuple[Point, ...]]]] = {}
    for layer in LAYERS:
        regions = load().plate(figure, view, layer).regions
        for i, region in enumerate(regions):
            if _is(region, muscle) and region.side is DRAWN[view][0]:
                out.setdefault(layer, []).append((i, flatten(region.outline)))
    return out


def _is(region: Region, muscle: str) -> bool:
    return region.muscle == muscle or muscle in region.also


def _own(muscle: str, view: View, figure: Figure) -> list[tuple[Point, ...]]:
    """The outlines in the muscle's own layer, else in the first that has it."""
    found = shapes(muscle, view, figure)
    layer = Layer(catalogue()[muscle]["layer"])
    return [points for _, points in found.get(layer) or next(iter(found.values()))]


def near(rule: Rule, view: View, figure: Figure) -> float:
    x, y = landmark(rule["target"], view, figure)
    polygons = [Polygon(points) for points in _own(rule["muscle"], view, figure)]
    return min(0.0 if p.contains(x, y) else p.nearest(x, y)[0] * MM for p in polygons)


def reaches(rule: Rule, view: View, figure: Figure) -> float:
    return min(abs(x) for points in _own(rule["muscle"], view, figure) for x, _ in points) * MM


def _spans(outlines: list[tuple[Point, ...]], across: int) -> dict[int, float]:
    """Middle of the outline on every whole line: rows for medial and lateral, columns for above and below."""
    along = 1 - across
    found: dict[int, list[float]] = {}
    for points in outlines:
        for a, b in zip(points, [*points[1:], points[0]], strict=True):
            low, high = sorted((a[along], b[along]))
            for line in range(math.ceil(low), math.floor(high) + 1):
                if a[along] != b[along]:
                    t = (line - a[along]) / (b[along] - a[along])
                    found.setdefault(line, []).append(a[across] + (b[across] - a[across]) * t)
    return {line: (min(values) + max(values)) / 2 for line, values in found.items()}


def lies(rule: Rule, view: View, figure: Figure) -> bool:
    """Medial, lateral, above or below of the other muscle."""
    across = 0 if rule["relation"] in ("medial", "lateral") else 1
    sign = 1 if rule["relation"] in ("lateral", "below") else -1
    one, two = (_spans(_own(m, view, figure), across) for m in (rule["muscle"], rule["target"]))
    shared = one.keys() & two.keys()
    if not shared:
        return sign * (sum(one.values()) / len(one) - sum(two.values()) / len(two)) > 0
    return sum(sign * (one[line] - two[line]) > 0 for line in shared) >= 0.9 * len(shared)


def _overlap(one: tuple[Point, ...], two: tuple[Point, ...]) -> bool:
    """Whether some square millimetres lie in both."""
    a, b = Polygon(one), Polygon(two)
    left, top = max(a.bounds[0], b.bounds[0]), max(a.bounds[1], b.bounds[1])
    right, bottom = min(a.bounds[2], b.bounds[2]), min(a.bounds[3], b.bounds[3])
    points = (
        (left + i, top + j) for i in range(math.ceil(right - left)) for j in range(math.ceil(bottom - top))
    )
    return sum(a.contains(*p) and b.contains(*p) for p in points) >= 3


def covers(above: str, below: str, view: View, figure: Figure) -> bool:
    """Whether `above` lies over `below`: in a layer nearer the skin, or drawn after it in the same one."""
    over, under = shapes(above, view, figure), shapes(below, view, figure)
    depth = {layer: i for i, layer in enumerate(LAYERS)}
    first, last = min(over, key=depth.__getitem__), max(under, key=depth.__getitem__)
    pairs = [(a, b) for a in over[first] for b in under[last] if _overlap(a[1], b[1])]
    shared = [layer for layer in over if layer in under]
    swapped = any(a[0] < b[0] for n in shared for a in over[n] for b in under[n] if _overlap(a[1], b[1]))
    return bool(pairs) and not swapped and (depth[first] < depth[last] or bool(shared))


def answer(rule: Rule) -> Answer:
    """`agrees` or `differs` and a measure, or `unreviewed` and why."""
    relation, view = rule["relation"], View(rule["view"])
    if relation == "unreviewed":
        return "unreviewed", rule["target"]
    word = rule["word"]
    if word and word not in catalogue()[rule["muscle"]][rule["item"]].lower():
        return "differs", f"the catalogue does not say {word}"
    if relation in ("near", "reaches"):
        measure = near if relation == "near" else reaches
        far = max(measure(rule, view, figure) for figure in FIGURES)
        place = "midline" if relation == "reaches" else rule["target"]
        return "agrees" if far <= float(rule["mm"]) else "differs", f"{place.replace('_', ' ')}, {far:.0f} mm"
    one, two = rule["muscle"], rule["target"]
    if relation in ("over", "under"):
        pair = (one, two) if relation == "over" else (two, one)
        holds = all(covers(*pair, view, figure) for figure in FIGURES)
    else:
        holds = all(lies(rule, view, figure) for figure in FIGURES)
    return "agrees" if holds else "differs", f"{relation} {two.replace('_', ' ')}"


def answers() -> list[tuple[Rule, Answer]]:
    return [(rule, answer(rule)) for rule in rows(HERE / "anatomy.csv")]


def _cell(found: list[Answer]) -> str:
    return "; ".join(f"{verdict}: {why}" for verdict, why in found) or "unreviewed: no statement"


def anatomy_table() -> str:
    """Origin, insertion, neighbours and depth of every muscle of the four groups."""
    found = answers()
    lines = ["| muscle | origin | insertion | neighbours | depth |", "|---|---|---|---|---|"]
    for muscle in dict.fromkeys(rule["muscle"] for rule, _ in found):
        cells = [
            _cell([a for r, a in found if r["muscle"] == muscle and r["item"] == item]) for item in ITEMS
        ]
        lines.append(f"| {muscle} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def shown(muscle: str, view: View, layer: Layer) -> str:
    """`yes`, `covered` (drawn, but less than a millimetre of it shows) or `no`."""
    regions = [r for r in load().regions(view, layer) if _is(r, muscle)]
    if not regions:
        return "no"
    return "yes" if any(r.anchor for r in regions) else "covered"


def coverage_table() -> str:
    """Every muscle of the catalogue, in each of its views and layers; its own layer is marked."""
    lines = ["| muscle | view | superficial | middle | deep |", "|---|---|---|---|---|"]
    for muscle, row in catalogue().items():
        for view in (CATALOGUE_VIEWS[v] for v in row["views"].split(";") if v in CATALOGUE_VIEWS):
            cells = [
                f"**{shown(muscle, view, n)}**" if n == row["layer"] else shown(muscle, view, n)
                for n in LAYERS
            ]
            lines.append(f"| {muscle} | {view.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def with_tables(text: str) -> str:
    """The README with both tables as they are now."""
    for name, table in (("anatomy", anatomy_table()), ("coverage", coverage_table())):
        start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n\n{table}\n\n{end}{after}"
    return text


def main() -> None:
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
