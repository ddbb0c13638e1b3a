"""Colours a painter of the atlas needs, as #RRGGBB; the program's theme or the print style hands them in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BodyColours:
    """Colours of the quiet style.

    `shade` darkens skin and bones band by band (`shade_alpha` each), `light` lightens the belly of a muscle.
    """

    background: str
    skin: str
    skin_line: str
    muscle: str
    muscle_line: str
    tint: str
    tint_line: str
    context: str
    bone: str
    bone_line: str
    tendon: str
    fibre: str
    nerve: str
    landmark: str
    opening: str
    shade: str
    light: str
    shade_alpha: float = 0.07
    light_alpha: float = 0.09
    fibre_alpha: float = 0.25


LIGHT = BodyColours(
    background="#F3F1EC",
    skin="#F1ECE4",
    skin_line="#8B8377",
    muscle="#DDCFC0",
    muscle_line="#A3947F",
    tint="#B5D8D6",
    tint_line="#0B5A61",
    context="#EDE6DB",
    bone="#FBF8F0",
    bone_line="#A79B86",
    tendon="#F4EFE4",
    fibre="#8A7560",
    nerve="#D9B84A",
    landmark="#776E62",
    opening="#C4AFA6",
    shade="#8B8377",
    light="#FFFFFF",
)

DARK = BodyColours(
    background="#11181A",
    skin="#273335",
    skin_line="#8C9896",
    muscle="#37474A",
    muscle_line="#6A7D7F",
    tint="#2B6B6C",
    tint_line="#7CCBC8",
    context="#2B383A",
    bone="#6B7977",
    bone_line="#93A09E",
    tendon="#536263",
    fibre="#1E292B",
    nerve="#B9A35A",
    landmark="#93A09E",
    opening="#1B2628",
    shade="#0B1112",
    light="#8FA5A6",
    shade_alpha=0.09,
    light_alpha=0.018,
    fibre_alpha=0.5,
)

HIGH_CONTRAST = BodyColours(
    background="#000000",
    skin="#000000",
    skin_line="#FFFFFF",
    muscle="#1C1C1C",
    muscle_line="#BDBDBD",
    tint="#4A4600",
    tint_line="#FFE95C",
    context="#0E0E0E",
    bone="#000000",
    bone_line="#8A8A8A",
    tendon="#2E2E2E",
    fibre="#6E6E6E",
    nerve="#FFE95C",
    landmark="#FFFFFF",
    opening="#3A3A3A",
    shade="#000000",
    light="#FFFFFF",
    shade_alpha=0.0,
    light_alpha=0.0,
    fibre_alpha=0.2,
)

PRINT = BodyColours(
    background="#FFFFFF",
    skin="#FFFFFF",
    skin_line="#4A4A4A",
    muscle="#EFEDE8",
    muscle_line="#9A958B",
    tint="#D9D9D9",
    tint_line="#000000",
    context="#F8F7F4",
    bone="#FFFFFF",
    bone_line="#B4AFA6",
    tendon="#F8F7F4",
    fibre="#BDB8AE",
    nerve="#8A8A8A",
    landmark="#7A7A7A",
    opening="#C9C6C0",
    shade="#000000",
    light="#FFFFFF",
    shade_alpha=0.0,
    light_alpha=0.0,
)
