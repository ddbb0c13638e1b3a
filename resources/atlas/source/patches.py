"""Regions drawn here, in the frame of the female figure: each is a few rails from origin to insertion."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from anchors import unpacked
from curves import Point, mapped, pack, pack_all, smooth

Json = dict[str, Any]
Rails = list[list[Point]]

ADDED: dict[tuple[str, str], list[tuple[str, str, str, str, Rails]]] = {
    ("front", "deep"): [
        (
            "transversus_abdominis",
            "Transversus abdominis, cut at the flank",
            "abd",
            "before quadratus_lumborum",
            [
                [(44, 334), (57, 331), (68, 327)],
                [(46, 350), (58, 350), (67, 349)],
                [(49, 367), (60, 368), (70, 369)],
                [(52, 385), (64, 387), (76, 390)],
                [(56, 402), (68, 405), (80, 412)],
            ],
        ),
    ],
    ("back", "deep"): [
        (
            "obturator_externus",
            "Obturator externus",
            "rotator",
            "before quadratus_femoris",
            [
                [(49, 515), (59, 512), (71, 505), (83, 493)],
                [(49, 522), (60, 518), (73, 510), (84.5, 496)],
                [(50, 529), (61, 525), (75, 515), (86, 499)],
            ],
        ),
        (
            "iliococcygeus",
            "Iliococcygeus",
            "pelvic",
            "before multifidus",
            [
                [(38, 498.5), (22, 505), (4, 502.5)],
                [(36, 505), (21, 511.5), (3.2, 506)],
                [(32, 512), (18, 516.5), (2, 510)],
            ],
        ),
        (
            "coccygeus",
            "Coccygeus",
            "pelvic",
            "before multifidus",
            [
                [(40, 490.5), (27, 488), (13, 485)],
                [(40.5, 494), (26, 495), (8.5, 493.5)],
                [(39.5, 497), (24, 502), (5, 501.5)],
            ],
        ),
    ],
    ("left", "intermediate"): [
        (
            "iliocostalis_lumborum",
            "Iliocostalis lumborum",
            "lumbar",
            "last",
            [
                [(9, 408), (3, 372), (3, 340), (8, 300), (12, 276)],
                [(22, 420), (10, 385), (9.5, 345), (14, 300), (19, 276)],
            ],
        ),
        (
            "internal_oblique",
            "Internal oblique",
            "abd",
            "last",
            [
                [(2, 404), (0, 372), (-4, 338)],
                [(-9, 406), (-24, 374), (-40, 346)],
                [(-26, 420), (-47, 395), (-64, 374)],
                [(-40, 435), (-55, 424), (-67, 414)],
                [(-45, 448), (-53, 452), (-58, 460)],
            ],
        ),
    ],
    ("left", "deep"): [
        (
            "psoas_major",
            "Psoas major",
            "hipflex",
            "under",
            [
                [
                    (-12, 338),
                    (-17, 375),
                    (-27, 415),
                    (-40, 446),
                    (-47, 470),
                    (-43, 491),
                    (-32, 503),
                    (-14, 513),
                ],
                [
                    (-5, 340),
                    (-8, 380),
                    (-18, 418),
                    (-33, 447),
                    (-41, 470),
                    (-39, 488),
                    (-29, 501),
                    (-12, 513),
                ],
                [(2, 342), (1, 385), (-9, 420), (-26, 448), (-36, 470), (-34, 486), (-26, 499), (-11, 511)],
            ],
        ),
        (
            "iliacus",
            "Iliacus",
            "hipflex",
            "under",
            [
                [(-45, 443), (-51, 459), (-53.5, 475), (-50, 490), (-38, 504), (-14, 514)],
                [(-33, 424), (-42, 450), (-47.5, 470), (-45, 488), (-34, 502), (-13, 513)],
                [(-14, 411), (-28, 440), (-39, 465), (-39, 486), (-30, 501), (-12, 512)],
                [(3, 410), (-14, 438), (-30, 463), (-33, 484), (-26, 499), (-11, 511)],
            ],
        ),
        (
            "transversus_abdominis",
            "Transversus abdominis",
            "abd",
            "first",
            [
                [(-4, 338), (-26, 333), (-50, 324)],
                [(1, 358), (-30, 358), (-65, 356)],
                [(0, 380), (-32, 384), (-67, 384)],
                [(-6, 403), (-36, 411), (-66, 412)],
                [(-40, 436), (-52, 442), (-62, 447)],
            ],
        ),
    ],
    ("pelvic_floor", "intermediate"): [
        (
            "deep_transverse_perineal",
            "Deep transverse perineal muscle",
            "pelvic",
            "last",
            [[(41.5, 8), (24, -1), (2, 1)], [(43.5, 13), (25, 4), (2.5, 5)], [(45, 18), (26, 10), (3, 9)]],
        )
    ],
}
"""Part, name, group, place in the order of drawing, rails: what the archives lack in a view.

Transversus abdominis is cut in the deep front layer: what shows is its part at the flank, beside quadratus
lumborum, between the lowest ribs and the iliac crest.
"""


COCCYX_HALF: list[Point] = [
    (0, 491),
    (6.2, 492.5),
    (5.4, 498),
    (4.2, 499.5),
    (3.6, 504),
    (2.4, 506),
    (1.6, 509.5),
]
COCCYX: list[Point] = [*COCCYX_HALF, (0, 510.5), *((-x, y) for x, y in COCCYX_HALF[:0:-1])]
"""The meshes of the bones end at the sacrum's apex."""


def coccyx(move: Callable[..., Point]) -> Json:
    outline = pack(mapped(smooth(COCCYX, closed=True), move))
    return {"detail": "coccyx", "name": "Coccyx", "tone": "bone", "outline": outline, "whole": True}


def _between(one: list[Point], two: list[Point], t: float) -> list[Point]:
    return [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in zip(one, two, strict=True)]


def _inset(rail: list[Point], share: float) -> list[Point]:
    """A rail without a little of its ends."""
    (a, b), (c, d) = rail[0], rail[1]
    (e, f), (g, h) = rail[-2], rail[-1]
    start = (a + (c - a) * share, b + (d - b) * share)
    return [start, *rail[1:-1], (g + (e - g) * share, h + (f - h) * share)]


def _levels(outline: list[float]) -> list[list[float]]:
    """The outline shrunk towards its middle: light on the belly."""
    xs, ys = outline[0::2], outline[1::2]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    shrunk = (1.0, 0.97, 0.9, 0.8, 0.65, 0.45)
    return [
        [v for a, b in zip(xs, ys, strict=True) for v in (x + (a - x) * k, y + (b - y) * k)] for k in shrunk
    ]


def patch(part: str, name: str, group: str, side: str, rails: Rails, move: Callable[..., Point]) -> Json:
    """A region with fibres, every point of it through `move`."""
    first, last = rails[0], rails[-1]
    ends = [rail[-1] for rail in rails[1:-1]]
    starts = [rail[0] for rail in rails[1:-1]]
    outline = smooth(first, closed=False)
    for chain in ([first[-1], *ends, last[-1]], last[::-1], [last[0], *starts[::-1], first[0]]):
        outline += smooth(chain, closed=False)[2:]
    fibres = []
    for one, two in pairwise(rails):
        fibres += [_inset(_between(one, two, t), 0.06) for t in (0.2, 0.4, 0.6, 0.8)]
    return {
        "part": part,
        "muscle": part,
        "also": [],
        "name": name,
        "group": group,
        "side": side,
        "outline": pack(mapped(outline, move)),
        "levels": pack_all(mapped(level, move) for level in _levels(outline)),
        "fibres": pack_all(mapped(smooth(f, closed=False), move) for f in fibres),
    }


_PLACES: dict[str, Callable[[list[Json]], int]] = {
    "under": lambda steps: next(i for i, s in enumerate(steps) if "bones" in s),
    "first": lambda steps: 1 + next(i for i, s in enumerate(steps) if "bones" in s),
}
"""Under all bones (what lies inside the pelvis, seen from the side), or just above the first of them."""

_CURVES = ("levels", "fibres", "fibres_light", "tendons", "inscriptions")


def carried(step: Json, move: Callable[..., Point]) -> Json:
    """A region with every point through `move`."""
    moved = {key: pack_all(mapped(unpacked(c), move) for c in step[key]) for key in _CURVES if key in step}
    return {**step, **moved, "outline": pack(mapped(unpacked(step["outline"]), move))}


def cut_muscle_on_top(steps: list[Json]) -> None:
    """Deep layer: the cut origin of gluteus medius lies over gluteus minimus, as the muscle does."""
    parts = [s.get("part") for s in steps]
    if "gluteus_medius_cut" in parts and "gluteus_minimus" in parts:
        cut = steps.pop(parts.index("gluteus_medius_cut"))
        steps.insert([s.get("part") for s in steps].index("gluteus_minimus") + 1, cut)


def add(view: str, layer: str, side: str, steps: list[Json], move: Callable[..., Point]) -> None:
    """Put the added regions of a plate where they belong in its order of drawing."""
    if view == "back" and layer != "superficial":
        bones = max(i for i, s in enumerate(steps) if "bones" in s)
        steps.insert(bones + 1, coccyx(move))
    cut_muscle_on_top(steps)
    for part, name, group, where, rails in ADDED.get((view, layer), []):
        new = patch(part, name, group, side, rails, move)
        target = where.removeprefix("before ")
        if where in _PLACES:
            index = _PLACES[where](steps)
        else:
            index = next((i for i, s in enumerate(steps) if s.get("part") == target), len(steps))
        steps.insert(index, new)
