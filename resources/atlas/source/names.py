"""How the parts of the art map to the muscles of the catalogue (resources/clinical/muscles.csv)."""

MUSCLES = {
    "multifidus": "lumbar_multifidus",
    "longissimus": "longissimus_thoracis_lumbar",
    "iliocostalis": "iliocostalis_lumborum",
    "gemellus_superior": "superior_gemellus",
    "gemellus_inferior": "inferior_gemellus",
    "biceps_femoris_lh": "biceps_femoris",
    "biceps_femoris_sh": "biceps_femoris",
    "transverse_perineal": "superficial_transverse_perineal",
    "external_oblique_ap": "external_oblique",
    "gluteus_medius_cut": "gluteus_medius",
    "iliopsoas": "iliacus",
    "adductor_magnus": "adductor_magnus_adductor_part",
}
"""Parts named otherwise than their muscle; every other markable part has the muscle's own name."""

ALSO = {"iliopsoas": ["psoas_major"]}
"""Further muscles a part stands for, after its first."""

IN_PLATE = {("back", "superficial", "adductor_magnus"): "adductor_magnus_hamstring_part"}
"""Where one part means another muscle in one plate: what shows behind gracilis is the hamstring part."""

NOT_MUSCLES = frozenset(
    {
        "itb",
        "inguinal_ligament",
        "thoracolumbar_fascia",
        "sacrotuberous_lig",
        "perineal_membrane",
        "vastus_intermedius",
    }
)
"""Drawn, but no muscle of the catalogue: a tap passes through to what lies under them."""

NAMES = {
    "biceps_femoris_lh": "Biceps femoris, long head",
    "biceps_femoris_sh": "Biceps femoris, short head",
    "external_oblique_ap": "External oblique, aponeurosis",
    "gluteus_medius_cut": "Gluteus medius, origin",
    "gemellus_superior": "Superior gemellus",
    "gemellus_inferior": "Inferior gemellus",
    "coccygeus": "Coccygeus",
    "puborectalis": "Puborectalis",
    "pubococcygeus": "Pubococcygeus",
    "iliococcygeus": "Iliococcygeus",
    "transverse_perineal": "Superficial transverse perineal muscle",
    "adductor_magnus_hamstring_part": "Adductor magnus, hamstring part",
}


def muscle_of(view: str, layer: str, part: str, *, markable: bool) -> str:
    """Catalogue id of a part, empty for what is no muscle of the catalogue."""
    if not markable or part in NOT_MUSCLES:
        return ""
    return IN_PLATE.get((view, layer, part), MUSCLES.get(part, part))
