"""Structures to avoid in the front view; see `hazards` for what the keys mean."""

from __future__ import annotations

from typing import Any

from landmark_places import at, between

MID_INGUINAL = between("front", "ASIS", "pubic_symphysis_top")
LIGAMENT_MIDDLE = between("front", "ASIS", "pubic_tubercle")
NAVEL_HEIGHT = (at("front", "L3_spinous_process")[1] + at("front", "L4_spinous_process")[1]) / 2
FEMORAL = [
    "pectineus", "adductor_longus", "adductor_magnus_adductor_part", "gracilis", "rectus_femoris",
    "sartorius",
    "vastus_medialis", "iliacus", "psoas_major", "obturator_externus",
]  # fmt: skip
WALL = ["rectus_abdominis", "external_oblique", "internal_oblique", "transversus_abdominis"]

FRONT: list[dict[str, Any]] = [
    {
        "id": "femoral_nerve", "name": "Femoral nerve", "kind": "nerve",
        "muscles": ["iliacus", "psoas_major", "rectus_femoris", "sartorius", "pectineus",
            "obturator_externus"],
        "landmark": "In the groove between psoas and iliacus, under the midpoint of the inguinal "
        "ligament (anterior superior iliac spine to pubic tubercle), about a finger's breadth lateral "
        "to the artery; it branches within four centimetres.",
        "checks": [
            (["ASIS", "pubic_tubercle", 0.5], "within", 2),
            (["ASIS", "pubic_symphysis_top", 0.5], "lateral", 25),
            (["ASIS"], "medial", 70),
        ],
        "line": [(33, 428, 2.5), (38, 452, 3), (*LIGAMENT_MIDDLE, 3.5), (46, 488, 3.5), (49.5, 501, 3.5)],
    },
    {
        "id": "femoral_vessels", "name": "Femoral artery and vein", "kind": "vessel", "muscles": FEMORAL,
        "landmark": "Artery at the mid-inguinal point (midway between anterior superior iliac spine and "
        "symphysis), vein medial to it; down the femoral triangle between sartorius and adductor "
        "longus, then under sartorius in the adductor canal to the hiatus, two thirds of the way to the "
        "medial epicondyle or lower.",
        "checks": [
            (["ASIS", "pubic_symphysis_top", 0.5], "within", 2),
            (["pubic_tubercle"], "lateral", 60),
            (["ASIS"], "medial", 90),
            (["hip_joint_centre"], "medial", 45),
        ],
        "line": [
            (MID_INGUINAL[0] - 2, MID_INGUINAL[1], 5), (37.2, 489, 6), (41.5, 505, 6), (44, 525, 6),
            (45, 548, 5.5),
            (43.5, 575, 5), (42.5, 605, 4.5), (42.5, 640, 4), (43, 664, 4),
        ],
    },
    {
        "id": "iliac_vessels", "name": "Aorta, iliac artery and vein", "kind": "vessel",
        "muscles": ["psoas_major", "iliacus"],
        "landmark": "The aorta divides in front of the fourth lumbar vertebra; from there along the "
        "medial edge of psoas to the mid-inguinal point.",
        "checks": [(["ASIS", "pubic_symphysis_top", 0.5], "within", 6), (["L4_spinous_process"],
            "within", 15)],
        "line": [(3, 330, 3), (4, 372, 3.5), (7, 396, 4), (17, 424, 4), (27, 450, 4),
            (MID_INGUINAL[0] - 2, 470, 4)],
    },
    {
        "id": "deep_femoral_vessels", "name": "Deep femoral vessels and perforators", "kind": "vessel",
        "muscles": ["adductor_longus", "adductor_brevis", "adductor_magnus_adductor_part"],
        "landmark": "From the femoral artery about four centimetres below the inguinal ligament, behind "
        "adductor longus, close to the medial side of the femur.",
        "checks": [(["lesser_trochanter"], "medial", 40), (["hip_joint_centre"], "below", 200)],
        "line": [(46, 502, 3), (51, 524, 3.5), (56, 552, 3.5), (59, 580, 3.5), (60, 615, 3)],
    },
    {
        "id": "lateral_circumflex_vessels", "name": "Lateral circumflex femoral vessels", "kind": "vessel",
        "muscles": ["rectus_femoris", "vastus_lateralis", "tensor_fasciae_latae"],
        "landmark": "From the deep femoral artery laterally under sartorius and rectus femoris, then "
        "down under rectus femoris along the front edge of vastus lateralis.",
        "checks": [(["lesser_trochanter"], "within", 15), (["greater_trochanter_lateral"], "medial", 80)],
        "line": [(52, 508, 2.5), (66, 510, 3), (78, 520, 3), (83, 548, 3), (84, 590, 2.5)],
    },
    {
        "id": "obturator_nerve", "name": "Obturator nerve and vessels", "kind": "nerve",
        "muscles": [
            "obturator_externus", "pectineus", "adductor_longus", "adductor_brevis",
            "adductor_magnus_adductor_part",
            "gracilis",
        ],
        "landmark": "Leaves the obturator canal two to three centimetres lateral to and one to two "
        "below the pubic tubercle; then on both faces of adductor brevis.",
        "checks": [
            (["pubic_tubercle"], "within", 35),
            (["pubic_tubercle"], "below", 120),
            (["pubic_tubercle"], "lateral", 45),
            (["hip_joint_centre"], "medial", 60),
        ],
        "line": [(*at("front", "pubic_tubercle", lateral=28, down=12), 3), (32, 528, 4), (36, 552, 4.5),
            (38, 578, 3.5)],
    },
    {
        "id": "lateral_femoral_cutaneous_nerve", "name": "Lateral femoral cutaneous nerve", "kind": "nerve",
        "muscles": ["tensor_fasciae_latae", "iliacus", "sartorius"],
        "landmark": "One to two centimetres medial to the anterior superior iliac spine along the "
        "inguinal ligament, then over sartorius to the outer thigh.",
        "checks": [(["ASIS"], "within", 15), (["ASIS"], "medial", 25), (["greater_trochanter_lateral"],
            "medial", 60)],
        "line": [(57, 430, 2.5), (*between("front", "ASIS", "pubic_tubercle", 0.107), 3.5), (67, 474, 4),
            (74, 505, 4),
                 (79, 545, 4), (82, 590, 3.5)],
    },
    {
        "id": "ilioinguinal_nerves", "name": "Iliohypogastric and ilioinguinal nerves", "kind": "nerve",
        "muscles": ["external_oblique", "internal_oblique", "transversus_abdominis"],
        "landmark": "Between internal oblique and transversus above the iliac crest, two centimetres "
        "medial to and two above the anterior superior iliac spine, then above and along the inguinal "
        "ligament to the superficial ring.",
        "checks": [(["ASIS"], "medial", 40), (["ASIS"], "within", 25), (["pubic_tubercle"], "within", 10)],
        "line": [(76, 415, 3.5), (*at("front", "ASIS", medial=20, up=14), 5.5), (42, 458, 5), (25, 481, 4),
            (14, 496, 3.5)],
    },
    {
        "id": "inferior_epigastric_vessels", "name": "Inferior epigastric vessels", "kind": "vessel",
        "muscles": ["rectus_abdominis", "transversus_abdominis", "internal_oblique", "external_oblique"],
        "landmark": "From the mid-inguinal point towards the navel: lateral to the edge of rectus "
        "abdominis below, behind the muscle from about the height of the anterior superior iliac spine up.",
        "checks": [(["ASIS", "pubic_symphysis_top", 0.5], "within", 6), (["ASIS"], "medial", 90)],
        "line": [(MID_INGUINAL[0] - 1.5, MID_INGUINAL[1] - 1, 3.5), (31, 458, 4), (27.5, 438, 4),
            (25.5, 414, 4),
                 (24.5, NAVEL_HEIGHT, 4), (24.5, 352, 3.5)],
    },
    {
        "id": "great_saphenous_vein", "name": "Great saphenous vein", "kind": "vessel",
        "muscles": ["gracilis", "adductor_longus", "pectineus", "sartorius"],
        "landmark": "From behind the medial epicondyle up the inner thigh to its opening three to four "
        "centimetres below and lateral to the pubic tubercle.",
        "checks": [
            (["pubic_tubercle"], "within", 45),
            (["pubic_tubercle"], "below", 250),
            (["femur_medial_epicondyle"], "medial", 20),
        ],
        "line": [(38.2, 716, 1.8), (36.6, 700, 2), (31.2, 660, 2), (25, 622, 2.3), (21.2, 590, 2.6),
            (21, 558, 3),
                 (*at("front", "pubic_tubercle", lateral=30, down=34), 3.2)],
    },
    {
        "id": "peritoneum", "name": "Peritoneum and bowel, behind the wall above this line", "kind": "limit",
        "muscles": [*WALL, "pyramidalis", "iliacus", "psoas_major"],
        "landmark": "Lower limit with the bladder empty: top of the symphysis, inguinal ligament, "
        "anterior superior iliac spine, iliac crest.",
        "checks": [(["ASIS"], "within", 8), (["pubic_symphysis_top"], "within", 12),
                   (["ASIS", "pubic_tubercle", 0.5], "within", 6)],
        "line": [(3, 496.5, 1.2), (14, 494, 1.2), (27, 482.5, 1.2), (*at("front",
            "ASIS", medial=53, down=42), 1.2),
                 (55, 457, 1.2), (*at("front", "ASIS", medial=3, up=4), 1.2), (79, 421, 1.2)],
    },
    {
        "id": "bladder", "name": "Bladder; filled, it rises above the symphysis", "kind": "organ",
            "midline": True,
        "muscles": ["rectus_abdominis", "pyramidalis", "transversus_abdominis"],
        "landmark": "Emptied, wholly behind the pubic symphysis; filled, up to a hand's breadth above it.",
        "checks": [(["pubic_symphysis_top"], "within", 0), (["pubic_symphysis_top"], "below", 30)],
        "points": [(0, 494.5), (11, 496.5), (19, 504), (15, 514), (0, 518), (-15, 514), (-19, 504),
            (-11, 496.5)],
    },
    {
        "id": "kidney", "name": "Kidney", "kind": "organ", "muscles": ["psoas_major", "quadratus_lumborum"],
        "landmark": "From the twelfth thoracic to the third lumbar vertebra, hilum at the first, 5 cm "
        "from the midline; the right one lies one to two centimetres lower (one outline is drawn for both).",
        "checks": [(["L1_spinous_process"], "lateral", 80), (["L3_spinous_process"], "above", 70)],
        "points": [(26, 318), (36, 314), (45, 324), (48, 344), (45, 366), (37, 379), (30, 370), (27, 344)],
    },
    {
        "id": "pleura", "name": "Pleura and lung", "kind": "organ", "muscles": ["external_oblique"],
        "landmark": "Lower limit: rib 8 in the line of the nipple, rib 10 at the side.",
        "checks": [(["costal_margin_lowest"], "above", 110)],
        "points": [(46, 268), (56, 280), (66, 296), (71, 305), (74, 296), (75, 282), (75, 268), (60, 264)],
    },
]  # fmt: skip
