"""Structures to avoid in the left view (the right one is its mirror image); see `hazards` for the keys.

The depth of the bones is compressed in this view: what lies behind what is right, distances are not.
"""

from __future__ import annotations

from typing import Any

from landmark_places import at, between

SIDE: list[dict[str, Any]] = [
    {
        "id": "sciatic_nerve", "name": "Sciatic nerve", "kind": "nerve",
        "muscles": [
            "gluteus_maximus", "gluteus_medius", "gluteus_minimus", "biceps_femoris", "piriformis",
            "obturator_internus", "quadratus_femoris", "semitendinosus", "semimembranosus",
            "adductor_magnus_adductor_part",
        ],
        "landmark": "Below piriformis, behind the hip joint midway between greater trochanter and "
        "ischial tuberosity, then down the back of the femur.",
        "checks": [
            (["greater_trochanter_tip", "ischial_tuberosity", 0.5], "within", 8),
            (["greater_trochanter_lateral"], "behind", 40),
        ],
        "line": [(12, 476, 3.5), (5, 490, 4), (-1, 506, 4), (-3.5, 530, 4), (-4, 566, 4), (-5, 606, 3.5),
            (-6, 646, 3.5),
                 (-6, 684, 3.5)],
    },
    {
        "id": "common_fibular_nerve", "name": "Common fibular nerve", "kind": "nerve",
            "muscles": ["biceps_femoris"],
        "landmark": "Behind biceps femoris to the neck of the fibula, below its head.",
        "checks": [(["fibular_head"], "within", 8)],
        "line": [(-4.5, 692, 2.2), (-2, 715, 2.2), (*at("left", "fibular_head", down=6), 3)],
    },
    {
        "id": "superior_gluteal_bundle", "name": "Superior gluteal nerve and vessels", "kind": "vessel",
        "muscles": ["gluteus_medius", "gluteus_minimus", "gluteus_maximus", "tensor_fasciae_latae"],
        "landmark": "Leaves at the junction of upper and middle thirds of the line from the posterior "
        "superior iliac spine to the tip of the greater trochanter; forward between gluteus medius and "
        "minimus to tensor fasciae latae.",
        "checks": [(["PSIS", "greater_trochanter_tip", 0.333], "within", 2), (["ASIS"], "behind", 100)],
        "line": [(20, 452, 3), (*between("left", "PSIS", "greater_trochanter_tip", 0.333), 3.5),
            (5, 446, 3.5),
                 (-10, 447, 3), (-24, 453, 2.5), (-31, 460, 2)],
    },
    {
        "id": "inferior_gluteal_bundle", "name": "Inferior gluteal nerve and vessels", "kind": "vessel",
        "muscles": ["gluteus_maximus"],
        "landmark": "Below piriformis, behind the sciatic nerve, into the deep face of gluteus maximus.",
        "checks": [(["PSIS"], "below", 130), (["greater_trochanter_tip"], "behind", 60)],
        "line": [(17, 475, 3), (18, 487, 4), (19, 500, 4.5)],
    },
    {
        "id": "lateral_femoral_cutaneous_nerve", "name": "Lateral femoral cutaneous nerve", "kind": "nerve",
        "muscles": ["tensor_fasciae_latae", "sartorius"],
        "landmark": "In front of and below the anterior superior iliac spine, over sartorius to the "
        "outer thigh.",
        "checks": [(["ASIS"], "within", 8), (["greater_trochanter_lateral"], "front", 80)],
        "line": [(*at("left", "ASIS", front=4, down=8), 2.5), (-50, 475, 3), (-47, 510, 3), (-41, 550, 3),
            (-37, 590, 2.5)],
    },
    {
        "id": "ilioinguinal_nerves", "name": "Iliohypogastric and ilioinguinal nerves", "kind": "nerve",
        "muscles": ["external_oblique", "internal_oblique", "transversus_abdominis"],
        "landmark": "Around the flank between internal oblique and transversus, just above the iliac "
        "crest, to two centimetres above and in front of the anterior superior iliac spine.",
        "checks": [(["ASIS"], "within", 22), (["iliac_crest_top"], "within", 25)],
        "line": [(2, 390, 3), (-18, 398, 3.5), (-38, 416, 4), (*at("left", "ASIS", front=12, up=20), 4)],
    },
    {
        "id": "kidney", "name": "Kidney", "kind": "organ", "muscles": ["quadratus_lumborum",
            "iliocostalis_lumborum"],
        "landmark": "In front of quadratus lumborum from the twelfth thoracic to the third lumbar vertebra.",
        "checks": [(["L3_spinous_process"], "front", 60), (["L3_spinous_process"], "above", 70)],
        "points": [(-14, 318), (-6, 318), (-2, 332), (-3, 352), (-7, 372), (-16, 377), (-23, 362),
            (-23, 336)],
    },
    {
        "id": "pleura", "name": "Pleura and lung", "kind": "organ",
        "muscles": ["external_oblique", "iliocostalis_lumborum", "quadratus_lumborum"],
        "landmark": "Lower limit: rib 8 in front, rib 10 at the side, rib 12 behind.",
        "checks": [(["rib12_tip"], "within", 10), (["costal_margin_lowest"], "above", 90)],
        "points": [(8, 276), (8, 300), (6, 326), (-4, 322), (-20, 312), (-40, 298), (-56, 282), (-60, 274),
            (-26, 271)],
    },
    {
        "id": "peritoneum", "name": "Peritoneum and bowel, in front of this line", "kind": "limit",
        "muscles": ["external_oblique", "internal_oblique", "transversus_abdominis", "quadratus_lumborum",
                    "iliocostalis_lumborum", "iliacus"],
        "landmark": "Along the front edge of quadratus lumborum from rib 12 to the iliac crest, then "
        "inside the crest to the anterior superior iliac spine.",
        "checks": [(["rib12_tip"], "within", 25), (["iliac_crest_top"], "within", 8), (["ASIS"],
            "within", 5)],
        "line": [(-4, 336, 1.2), (-3.5, 370, 1.2), (*at("left", "iliac_crest_top", front=4, up=2), 1.2),
            (-18, 411, 1.2),
                 (-33, 425, 1.2), (*at("left", "ASIS", front=1), 1.2)],
    },
]  # fmt: skip
