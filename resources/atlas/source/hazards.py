"""Structures to avoid, by landmark, in the frame of the female figure (pelvic floor: the schematic's frame).

Courses: own estimate over the bony landmarks after general anatomical knowledge. Widths hold a margin.
The muscles follow the column nearby_hazards of the muscle catalogue. No clinician has reviewed any of it.
"""

from __future__ import annotations

from typing import Any

DRAWN = "drawn with the muscles of the atlas; width own estimate"
BY_LANDMARK = "own estimate over bony landmarks, general anatomical knowledge"

SCIATIC = [
    "gluteus_maximus",
    "gluteus_medius",
    "gluteus_minimus",
    "piriformis",
    "superior_gemellus",
    "obturator_internus",
    "inferior_gemellus",
    "quadratus_femoris",
    "adductor_magnus_adductor_part",
    "adductor_magnus_hamstring_part",
    "biceps_femoris",
    "semitendinosus",
    "semimembranosus",
]
FEMORAL = [
    "pectineus",
    "adductor_longus",
    "adductor_magnus_adductor_part",
    "gracilis",
    "rectus_femoris",
    "sartorius",
    "vastus_medialis",
    "iliacus",
    "psoas_major",
    "obturator_externus",
]
PUDENDAL_BACK = [
    "obturator_internus",
    "superior_gemellus",
    "inferior_gemellus",
    "piriformis",
    "coccygeus",
    "iliococcygeus",
    "gluteus_maximus",
]
PUDENDAL_BELOW = [
    "obturator_internus",
    "coccygeus",
    "iliococcygeus",
    "pubococcygeus",
    "puborectalis",
    "ischiocavernosus",
    "superficial_transverse_perineal",
    "deep_transverse_perineal",
    "gluteus_maximus",
]
KIDNEY = ["quadratus_lumborum", "lumbar_multifidus", "iliocostalis_lumborum", "longissimus_thoracis_lumbar"]

STRUCTURES: list[dict[str, Any]] = [
    {
        "id": "sciatic_nerve",
        "name": "Sciatic nerve",
        "kind": "nerve",
        "view": "back",
        "side": "right",
        "muscles": SCIATIC,
        "source": DRAWN,
        "line": [
            (45.4, 471.4, 4),
            (51.5, 485, 5),
            (57.0, 499.5, 5),
            (59, 511, 5),
            (61.5, 530, 5),
            (65, 566, 5),
            (68, 606, 4.5),
            (69.8, 646, 4.5),
            (72, 690, 6),
            (77, 725, 8),
        ],
    },
    {
        "id": "femoral_bundle",
        "name": "Femoral nerve, artery, vein",
        "kind": "vessel",
        "view": "front",
        "side": "left",
        "muscles": FEMORAL,
        "source": BY_LANDMARK,
        "line": [
            (39, 470, 7),
            (42, 486, 8),
            (45, 505, 8),
            (48, 530, 7),
            (50, 556, 5.5),
            (48, 590, 4.5),
            (45.5, 625, 4),
            (44, 660, 4),
        ],
    },
    {
        "id": "pudendal_bundle",
        "name": "Pudendal nerve and vessels",
        "kind": "nerve",
        "view": "back",
        "side": "right",
        "muscles": PUDENDAL_BACK,
        "source": BY_LANDMARK,
        "line": [(38.5, 481, 3), (39.8, 491, 3.2), (37, 500, 3.2), (33, 512, 3), (29, 525, 2.5)],
    },
    {
        "id": "pudendal_bundle",
        "name": "Pudendal nerve and vessels",
        "kind": "nerve",
        "view": "pelvic_floor",
        "side": "left",
        "muscles": PUDENDAL_BELOW,
        "source": BY_LANDMARK,
        "line": [(45, 45, 2.5), (43, 30, 3), (39, 12, 3), (32, -8, 2.5), (22, -30, 2), (10, -49, 1.5)],
    },
    {
        "id": "kidney",
        "name": "Kidney",
        "kind": "organ",
        "view": "back",
        "side": "right",
        "muscles": KIDNEY,
        "source": BY_LANDMARK,
        "points": [(26, 318), (36, 314), (45, 324), (48, 344), (44, 364), (36, 374), (30, 366), (27, 344)],
    },
    {
        "id": "pleura",
        "name": "Pleura and lung",
        "kind": "organ",
        "view": "back",
        "side": "right",
        "muscles": ["quadratus_lumborum", "iliocostalis_lumborum", "longissimus_thoracis_lumbar"],
        "source": BY_LANDMARK,
        "points": [
            (4, 272),
            (4, 300),
            (5, 331),
            (26, 328),
            (48, 321),
            (66, 306),
            (74, 290),
            (76, 272),
            (40, 270),
        ],
    },
]
