"""Structures to avoid, by landmark, in the frame of the female figure (pelvic floor: the schematic's frame).

A row names in `landmark` how it was placed, in words, and in `checks` what must hold of the drawn outline:
(landmark, relation, millimetres). A landmark is a name, or two names and a share of the way between them.
`within`: the outline comes as near as that. `medial`, `lateral`, `front`, `behind`: the middle of the outline
at the landmark's height (or at its end nearest to that) lies on that side, by at most that much. `above`,
`below`: the whole outline's middle does. Courses between the landmarks: own drawing between the muscles of
the atlas. Half widths hold a margin. The muscles follow the column nearby_hazards of the muscle catalogue.
All of it is textbook anatomy from general knowledge, to be checked; no clinician has reviewed any of it.
"""

from __future__ import annotations

from typing import Any

from hazards_front import FRONT
from hazards_side import SIDE
from landmark_places import at, between

TEXTBOOK = "textbook landmark, general knowledge, to be checked"

SCIATIC = [
    "gluteus_maximus", "gluteus_medius", "gluteus_minimus", "piriformis", "superior_gemellus",
    "obturator_internus", "inferior_gemellus", "quadratus_femoris", "adductor_magnus_adductor_part",
    "adductor_magnus_hamstring_part", "biceps_femoris", "semitendinosus", "semimembranosus",
]  # fmt: skip
PUDENDAL = [
    "obturator_internus", "superior_gemellus", "inferior_gemellus", "piriformis", "coccygeus",
    "iliococcygeus", "gluteus_maximus", "adductor_magnus_adductor_part",
]  # fmt: skip
FLANK = ["quadratus_lumborum", "iliocostalis_lumborum"]
BACK_OF_TRUNK = [*FLANK, "longissimus_thoracis_lumbar", "lumbar_multifidus"]


def _wide(point: tuple[float, float], width: float) -> tuple[float, float, float]:
    return (*point, width)


BACK: list[dict[str, Any]] = [
    {
        "id": "sciatic_nerve", "name": "Sciatic nerve", "kind": "nerve", "muscles": SCIATIC,
        "landmark": "Leaves the pelvis below piriformis, lateral to the midpoint of posterior superior "
        "iliac spine and ischial tuberosity; then midway between greater trochanter and ischial "
        "tuberosity; then down the middle of the thigh.",
        "checks": [
            (["PSIS", "ischial_tuberosity", 0.5], "within", 20),
            (["greater_trochanter_tip", "ischial_tuberosity", 0.5], "within", 5),
            (["ischial_tuberosity"], "lateral", 60),
            (["greater_trochanter_lateral"], "medial", 80),
        ],
        "line": [
            (45.4, 471.4, 4), (51.5, 485, 5), (56, 496.5, 5),
            _wide(between("back", "greater_trochanter_tip", "ischial_tuberosity"), 5),
            (61.5, 530, 5), (65, 566, 5), (68, 606, 4.5), (69.8, 646, 4.5), (71, 684, 4.5),
        ],
    },
    {
        "id": "popliteal_vessels", "name": "Tibial nerve and popliteal vessels", "kind": "vessel",
        "muscles": ["semimembranosus", "semitendinosus", "biceps_femoris", "adductor_magnus_hamstring_part"],
        "landmark": "From the adductor hiatus to the middle of the hollow of the knee.",
        "checks": [(["knee_joint_centre"], "within", 8)],
        "line": [(60, 668, 3.5), (66, 686, 5), (69, 710, 5.5), _wide(at("back",
            "knee_joint_centre", lateral=5), 5.5),
                 (69, 752, 5)],
    },
    {
        "id": "common_fibular_nerve", "name": "Common fibular nerve", "kind": "nerve",
            "muscles": ["biceps_femoris"],
        "landmark": "Along the medial edge of biceps femoris, round the neck of the fibula below its head.",
        "checks": [(["fibular_head"], "within", 8), (["femur_lateral_epicondyle"], "medial", 30)],
        "line": [(72, 692, 3), (78, 712, 3), (83, 730, 3), _wide(at("back", "fibular_head", down=8), 3.5)],
    },
    {
        "id": "pudendal_bundle", "name": "Pudendal nerve and vessels", "kind": "nerve", "muscles": PUDENDAL,
        "landmark": "Below piriformis, behind the ischial spine at its medial edge, through the lesser "
        "sciatic foramen, then in the canal on the inner face of the ischium, medial to the ischial "
        "tuberosity.",
        "checks": [
            (["ischial_spine"], "within", 4),
            (["ischial_spine"], "medial", 12),
            (["ischial_tuberosity"], "medial", 25),
        ],
        "line": [(40, 479, 3), _wide(at("back", "ischial_spine", medial=4), 3.2), (36, 501, 3.2),
            (32.5, 513, 3),
                 _wide(at("back", "ischial_tuberosity", medial=15, up=10), 2.6)],
    },
    {
        "id": "superior_gluteal_bundle", "name": "Superior gluteal nerve and vessels", "kind": "vessel",
        "muscles": ["gluteus_medius", "gluteus_minimus", "gluteus_maximus", "piriformis"],
        "landmark": "Leaves above piriformis at the junction of upper and middle thirds of the line "
        "from the posterior superior iliac spine to the tip of the greater trochanter; then forward "
        "between gluteus medius and minimus.",
        "checks": [(["PSIS", "greater_trochanter_tip", 0.333], "within", 2), (["PSIS"], "below", 40)],
        "line": [(46.5, 454, 3.5), _wide(between("back", "PSIS", "greater_trochanter_tip", 0.333), 4.5),
                 (60, 446.5, 4.5), (73, 446, 4), (85, 451, 3)],
    },
    {
        "id": "inferior_gluteal_bundle", "name": "Inferior gluteal nerve and vessels", "kind": "vessel",
        "muscles": ["gluteus_maximus", "piriformis"],
        "landmark": "Leaves below piriformis, medial to the sciatic nerve, about the midpoint of "
        "posterior superior iliac spine and ischial tuberosity; then into the deep face of gluteus maximus.",
        "checks": [(["PSIS", "ischial_tuberosity", 0.5], "within", 10), (["greater_trochanter_tip"],
            "medial", 80)],
        "line": [(41, 475, 3.5), (42.5, 487, 4.5), (43.5, 500, 5), (43.5, 510, 4)],
    },
    {
        "id": "kidney", "name": "Kidney", "kind": "organ", "muscles": BACK_OF_TRUNK,
        "landmark": "From the twelfth thoracic to the third lumbar spine, hilum at the first, 5 cm from "
        "the midline; the right one lies one to two centimetres lower (one outline is drawn for both).",
        "checks": [
            (["L1_spinous_process"], "lateral", 80),
            (["L3_spinous_process"], "above", 70),
            (["rib12_tip"], "within", 5),
        ],
        "points": [(26, 318), (36, 314), (45, 324), (48, 344), (45, 366), (37, 379), (30, 370), (27, 344)],
    },
    {
        "id": "pleura", "name": "Pleura and lung", "kind": "organ", "muscles": [*BACK_OF_TRUNK,
            "external_oblique"],
        "landmark": "Lower limit: first lumbar transverse process beside the spine, rib 12 at the edge "
        "of the erector spinae, rib 10 at the side.",
        "checks": [(["rib12_tip"], "within", 4), (["L1_spinous_process"], "above", 90)],
        "points": [
            (4, 272), (4, 300), (4.5, 336), (26, 332), (44, 324), (66, 306),
            (74, 290), (76, 272), (40, 270),
        ],
    },
    {
        "id": "peritoneum", "name": "Peritoneum and bowel, in front and lateral of this line", "kind":
        "limit",
        "muscles": [*FLANK, "external_oblique"],
        "landmark": "Along the lateral edge of quadratus lumborum, from the tip of rib 12 to the top of "
        "the iliac crest.",
        "checks": [(["rib12_tip"], "lateral", 20), (["iliac_crest_top"], "within", 8)],
        "line": [_wide(at("back", "rib12_tip", lateral=6, down=8), 1.3), (54, 362, 1.3),
                 _wide(at("back", "iliac_crest_top", lateral=3), 1.3)],
    },
]  # fmt: skip

PELVIC_FLOOR: list[dict[str, Any]] = [
    {
        "id": "pudendal_bundle", "name": "Pudendal nerve and vessels", "kind": "nerve",
        "muscles": [
            "obturator_internus", "coccygeus", "iliococcygeus", "pubococcygeus", "puborectalis",
            "ischiocavernosus",
            "superficial_transverse_perineal", "deep_transverse_perineal", "bulbospongiosus",
            "gluteus_maximus",
        ],
        "landmark": "In the canal on the inner face of ischial tuberosity and ramus.",
        "checks": [],
        "line": [(45, 45, 2.5), (43, 30, 3), (39, 12, 3), (33, -6, 2.5)],
    },
    {
        "id": "dorsal_nerve", "name": "Dorsal nerve and artery", "kind": "nerve",
        "muscles": ["ischiocavernosus", "bulbospongiosus", "deep_transverse_perineal"],
        "landmark": "Along the ischiopubic ramus to the lower edge of the symphysis.",
        "checks": [],
        "line": [(31, -11, 2), (22, -30, 2), (12, -46, 1.8)],
    },
    {
        "id": "perineal_bundle", "name": "Perineal nerve and vessels", "kind": "nerve",
        "muscles": [
            "superficial_transverse_perineal", "bulbospongiosus", "ischiocavernosus",
            "deep_transverse_perineal",
            "pubococcygeus",
        ],
        "landmark": "From the front end of the canal forward over the superficial transverse perineal "
        "muscle.",
        "checks": [],
        "line": [(39, 20, 2), (31, 8, 2.2), (23, -5, 2.2), (18, -22, 1.8)],
    },
    {
        "id": "inferior_rectal_bundle", "name": "Inferior rectal nerve and vessels", "kind": "nerve",
        "muscles": ["puborectalis", "iliococcygeus", "external_anal_sphincter"],
        "landmark": "From the canal across the ischioanal fossa to the outer edge of the anal sphincter.",
        "checks": [],
        "line": [(41, 36, 2), (30, 39, 2.2), (19, 37, 2.2), (13, 34, 1.6)],
    },
    {
        "id": "bladder", "name": "Bladder, above the pelvic floor", "kind": "organ", "midline": True,
        "muscles": ["pubococcygeus", "obturator_internus"],
        "landmark": "Behind the pubic symphysis, above the levator ani.",
        "checks": [],
        "points": [(0, -52), (9, -49), (13, -40), (9, -31), (0, -28), (-9, -31), (-13, -40), (-9, -49)],
    },
]  # fmt: skip
"""The schematic has no measured landmarks: its structures are placed by its own bones and muscles."""


def _rows() -> list[dict[str, Any]]:
    drawn = {"front": (FRONT, "left"), "back": (BACK, "right"), "left": (SIDE, "left"),
             "pelvic_floor": (PELVIC_FLOOR, "left")}  # fmt: skip
    out = []
    for view, (rows, side) in drawn.items():
        for row in rows:
            middle = row.get("midline", False)
            body = {k: v for k, v in row.items() if k != "midline"}
            out.append({**body, "view": view, "side": "midline" if middle else side, "source": TEXTBOOK})
    return out


STRUCTURES = _rows()
