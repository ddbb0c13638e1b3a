"""The pelvic floor schematic: lithotomy position, pubis at the top, its own frame (x > 0: patient's left)."""

from __future__ import annotations

import math
from typing import Any

from curves import Point, pack, smooth
from patches import ADDED, patch
from plates import region

Json = dict[str, Any]

CLOSE_UP = [-128, -96, 128, 144]
FIELD: list[Point] = [(0, -88), (40, -84), (84, -62), (118, -30), (124, 40), (113, 100), (70, 132), (0, 137)]
FAT: list[Point] = [(0, -60), (20, -44), (38, -16), (48, 14), (50, 40), (34, 66), (10, 90), (0, 94)]
RAMUS: list[Point] = [
    (2.5, -66), (14, -60), (30, -44), (46, -20), (58, 6), (66, 26), (66, 42), (58, 50), (48, 46), (46, 34),
    (46, 18), (38, -4), (24, -30), (10, -48), (2.5, -52),
]  # fmt: skip
COCCYX: list[Point] = [(-7, 92), (-8, 80), (-5, 70), (0, 66), (5, 70), (8, 80), (7, 92), (0, 98)]
LIGAMENT: list[Point] = [(50, 42), (34, 62), (12, 88), (16, 100), (44, 74), (60, 48)]
SYMPHYSIS: list[Point] = [(-2.5, -66), (2.5, -66), (2.5, -52), (-2.5, -52)]
LEVATOR = ("coccygeus", "iliococcygeus", "pubococcygeus", "puborectalis")
OUTER = ("transverse_perineal", "ischiocavernosus", "bulbospongiosus", "external_anal_sphincter")


def _closed(half: list[Point]) -> list[Point]:
    """A half from top to bottom of the midline, and its mirror image."""
    return half + [(-x, y) for x, y in half[-2:0:-1]]


def _ellipse(x: float, y: float, a: float, b: float) -> list[Point]:
    turns = [k * math.tau / 12 for k in range(12)]
    return [(x + a * math.cos(t), y + b * math.sin(t)) for t in turns]


def _detail(
    id: str, name: str, tone: str, points: list[Point], *, whole: bool = True, female: bool = False
) -> Json:
    body = {
        "detail": id,
        "name": name,
        "tone": tone,
        "outline": pack(smooth(points, closed=True)),
        "whole": whole,
    }
    return body | ({"figures": ["female"]} if female else {})


def _openings() -> list[Json]:
    return [
        _detail("clitoris", "Clitoris", "opening", _ellipse(0, -44, 3.4, 4.2), female=True),
        _detail("urethra", "Urethra", "opening", _ellipse(0, -29, 1.3, 1.6), female=True),
        _detail("vagina", "Vagina", "opening", _ellipse(0, -12, 3.4, 6.6), female=True),
        _detail("perineal_body", "Perineal body", "ligament", _ellipse(0, 12, 5.5, 4.2)),
        _detail("anus", "Anus", "opening", _ellipse(0, 30.5, 4.4, 6.8)),
    ]


def skin() -> Json:
    return {"outline": [pack(smooth(_closed(FIELD), closed=True))], "shading": [], "lines": []}


def steps(drawing: Json, layer: str) -> list[Json]:
    """What a layer shows; deeper layers lie under it."""
    if layer == "surface":
        return [_vestibule(), *_openings()]
    regions = {
        s["muscle"]["id"]: region("pelvic_floor", layer, s["muscle"])
        for s in drawing["steps"]
        if s["muscle"]["side"] == "left"
    }
    out = [_detail("fat", "Ischioanal fat", "soft", _closed(FAT)), regions["obturator_internus"]]
    out.append(_detail("ramus", "Ischiopubic ramus", "bone", RAMUS, whole=False))
    out.append(_detail("symphysis", "Pubic symphysis", "bone", SYMPHYSIS))
    out += [regions[part] for part in LEVATOR]
    out.append(_detail("sacrotuberous_ligament", "Sacrotuberous ligament", "ligament", LIGAMENT, whole=False))
    out.append(_detail("coccyx", "Coccyx", "bone", COCCYX))
    if layer == "deep":
        return [*out, _openings()[-1]]
    out.append(regions["perineal_membrane"])
    added = ADDED["pelvic_floor", "intermediate"][0]
    out.append(patch(*added[:3], "left", added[4], lambda x, y: (x, y)))
    out.append(_vestibule())
    if layer == "superficial":
        out += [regions["gluteus_maximus"], *(regions[part] for part in OUTER)]
    return out + _openings()


def _vestibule() -> Json:
    return _detail("vestibule", "Vestibule", "soft", _ellipse(0, -20, 7.5, 29), female=True)
