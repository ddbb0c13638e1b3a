"""The pelvic floor schematic: lithotomy position, pubis at the top, its own frame (x > 0: patient's left)."""

from __future__ import annotations

import math
from typing import Any

from curves import Point, pack, smooth
from patches import ADDED, Rails, patch
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
FEMALE, MALE, NOT_MALE = ("female",), ("male",), ("female", "neutral")
CRUS_MALE: list[Point] = [
    (49, 18),
    (43, 6),
    (34, -14),
    (22, -36),
    (12, -50),
    (6, -55),
    (9, -57.5),
    (17, -52),
    (29, -37),
    (41, -14),
    (49, 4),
    (52, 15),
]
CRUS_FEMALE: list[Point] = [
    (47, 13),
    (42, 4),
    (33, -15),
    (22, -35),
    (12, -48),
    (6, -50),
    (9, -53),
    (17, -48),
    (27, -35),
    (38, -14),
    (46, 2),
    (49, 10),
]
VESTIBULAR_BULB: list[Point] = [
    (4, -40),
    (8, -32),
    (13, -18),
    (13, -6),
    (9, -2),
    (8.5, -12),
    (7.5, -26),
    (3, -38),
]
BULB: list[Point] = [(0, 6), (6, 3), (10.5, -6), (10.5, -20), (7, -36), (4, -48), (0, -50)]
SCROTUM: list[Point] = [(0, -20), (14, -22), (25, -34), (30, -54), (27, -74), (14, -84), (0, -86)]
RAPHE: list[Point] = [(0, -20), (0.7, -19), (0.6, 0), (0.6, 20), (0, 22)]
BULBOSPONGIOSUS_MALE: Rails = [
    [(0.8, 9), (0.8, -6), (0.8, -22), (2.4, -40), (4.5, -49)],
    [(2.5, 10), (7, -6), (7.5, -22), (5.5, -40), (6.5, -50)],
    [(4.5, 10.5), (13, -4), (13.5, -22), (9.5, -39), (9, -50)],
]
"""Both halves meet at the raphe over the bulb; the front fibres go round the root of the penis."""
OUTER = ("transverse_perineal", "ischiocavernosus", "bulbospongiosus", "external_anal_sphincter")


def _closed(half: list[Point]) -> list[Point]:
    """A half from top to bottom of the midline, and its mirror image."""
    return half + [(-x, y) for x, y in half[-2:0:-1]]


def _ellipse(x: float, y: float, a: float, b: float) -> list[Point]:
    turns = [k * math.tau / 12 for k in range(12)]
    return [(x + a * math.cos(t), y + b * math.sin(t)) for t in turns]


def _detail(
    id: str, name: str, tone: str, points: list[Point], *, whole: bool = True, figures: tuple[str, ...] = ()
) -> Json:
    body = {
        "detail": id,
        "name": name,
        "tone": tone,
        "outline": pack(smooth(points, closed=True)),
        "whole": whole,
    }
    return body | ({"figures": list(figures)} if figures else {})


def _openings() -> list[Json]:
    return [
        _detail("clitoris", "Clitoris", "opening", _ellipse(0, -44, 3.4, 4.2), figures=FEMALE),
        _detail("urethra", "Urethra", "opening", _ellipse(0, -29, 1.3, 1.6), figures=FEMALE),
        _detail("vagina", "Vagina", "opening", _ellipse(0, -12, 3.4, 6.6), figures=FEMALE),
        _detail("perineal_body", "Perineal body", "ligament", _ellipse(0, 12, 5.5, 4.2)),
        _detail("anus", "Anus", "opening", _ellipse(0, 30.5, 4.4, 6.8)),
    ]


def _erectile() -> list[Json]:
    """What lies on the perineal membrane under the superficial muscles: bulb and crura of each figure."""
    return [
        _detail("crus", "Crus of clitoris", "soft", CRUS_FEMALE, whole=False, figures=FEMALE),
        _detail("crus", "Crus of penis", "soft", CRUS_MALE, whole=False, figures=MALE),
        _detail("vestibular_bulb", "Vestibular bulb", "soft", VESTIBULAR_BULB, whole=False, figures=FEMALE),
        _detail("bulb", "Bulb of penis", "soft", _closed(BULB), figures=MALE),
    ]


def _penis_root() -> list[Json]:
    """The penis is shown cut at its root, the scrotum taken away."""
    return [
        _detail("penis_root", "Penis, cut at its root", "soft", _ellipse(0, -54, 9, 8), figures=MALE),
        _detail(
            "corpora",
            "Corpora cavernosa, cut",
            "ligament",
            _ellipse(3.6, -56.5, 3.1, 3.6),
            whole=False,
            figures=MALE,
        ),
        _detail(
            "corpus_spongiosum",
            "Corpus spongiosum, cut",
            "ligament",
            _ellipse(0, -50, 2.9, 2.6),
            figures=MALE,
        ),
        _detail("urethra", "Urethra", "opening", _ellipse(0, -50, 1.1, 0.9), figures=MALE),
    ]


def _male_skin() -> list[Json]:
    """Seen from the feet with the scrotum lifted: its back wall and the raphe that runs down to the anus."""
    return [
        _detail("scrotum", "Scrotum, lifted", "soft", _closed(SCROTUM), figures=MALE),
        _detail("raphe", "Perineal raphe", "opening", _closed(RAPHE), figures=MALE),
    ]


def skin() -> Json:
    return {"outline": [pack(smooth(_closed(FIELD), closed=True))], "shading": [], "lines": []}


def steps(drawing: Json, layer: str) -> list[Json]:
    """What a layer shows; deeper layers lie under it."""
    if layer == "surface":
        return [_vestibule(), *_male_skin(), *_openings()[:3], _openings()[-1]]
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
    out += [_vestibule(), *_erectile()]
    if layer == "superficial":
        regions["bulbospongiosus"]["figures"] = list(NOT_MALE)
        out += [regions["gluteus_maximus"], *(regions[part] for part in OUTER), _male_bulbospongiosus()]
    return [*out, *_penis_root(), *_openings()]


def _male_bulbospongiosus() -> Json:
    rails = BULBOSPONGIOSUS_MALE
    new = patch("bulbospongiosus", "Bulbospongiosus", "pelvic", "left", rails, lambda x, y: (x, y))
    return new | {"figures": list(MALE)}


def _vestibule() -> Json:
    return _detail("vestibule", "Vestibule", "soft", _ellipse(0, -20, 7.5, 29), figures=FEMALE)
