"""Colours a painter of the atlas needs, as #RRGGBB, by style and ground.

    colours(PlateStyle.QUIET, Ground.DARK) -> BodyColours

The quiet style takes skin, muscles and lines from the tokens of the themes (a test holds them equal); the
plate style is full colour, as in an anatomy book. `PRINT` is read in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from needlechart.atlas.tones import Tones, groups_of


class PlateStyle(StrEnum):
    """How the body is drawn on screen."""

    QUIET = "quiet"
    COLOUR = "colour"


class Ground(StrEnum):
    """What the body is drawn on: the names of the themes."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class BodyColours:
    """What the body is drawn with.

    `shade` darkens skin and bones band by band (`shade_alpha` each), `light` lightens the belly of a muscle
    level by level. With `groups` a muscle takes the tones of its group instead, and casts a shadow.
    `fibres` is the share of the fibres that is drawn.
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
    fibre_light_alpha: float = 0.0
    fibres: float = 1.0
    bone_shade: str = ""
    tendon_line: str = "#B0967E"
    nerve_line: str = ""
    shadow: str = "#000000"
    shadow_alpha: float = 0.0
    groups: tuple[tuple[str, Tones], ...] = ()

    def tones(self, group: str, *, markable: bool) -> Tones | None:
        """The tones of a group, None in a style that has none."""
        found = dict(self.groups)
        return found.get(group) or found.get("abd" if markable else "context")


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
    fibre_alpha=1.0,
    fibres=0.4,
)

COLOUR_LIGHT = BodyColours(
    background="#F3F1EC",
    skin="#F7E7DB",
    skin_line="#765446",
    muscle="#C96A5C",
    muscle_line="#5C241E",
    tint="#B5D8D6",
    tint_line="#0B5A61",
    context="#CEA08E",
    bone="#F5EDD6",
    bone_line="#8A6B44",
    tendon="#EFE5D1",
    fibre="#501814",
    nerve="#EECD5C",
    landmark="#4A3A32",
    opening="#84504C",
    shade="#C49680",
    light="#FFE2CE",
    shade_alpha=0.15,
    fibre_alpha=0.30,
    fibre_light_alpha=0.34,
    bone_shade="#967042",
    nerve_line="#785C14",
    shadow="#3A140E",
    shadow_alpha=1.0,
    groups=groups_of(0.0),
)

COLOUR_DARK = replace(
    COLOUR_LIGHT,
    background="#11181A",
    skin="#4A3B36",
    skin_line="#B79C8E",
    muscle="#9A4E44",
    muscle_line="#2C100D",
    tint="#2B6B6C",
    tint_line="#7CCBC8",
    context="#7A5A50",
    bone="#C9BD9F",
    bone_line="#5E4A30",
    tendon="#B9AD98",
    nerve="#E0BE52",
    landmark="#E7DCD2",
    opening="#3A2220",
    shade="#17100E",
    shade_alpha=0.06,
    bone_shade="#4A3418",
    nerve_line="#4A380C",
    shadow="#0A0403",
    groups=groups_of(0.24),
)

COLOUR_HIGH_CONTRAST = replace(
    COLOUR_DARK,
    background="#000000",
    skin="#000000",
    skin_line="#FFFFFF",
    muscle_line="#FFFFFF",
    bone="#4A463C",
    bone_line="#FFFFFF",
    nerve="#FFE95C",
    landmark="#FFFFFF",
    shade_alpha=0.0,
    shadow_alpha=0.0,
    fibre_light_alpha=0.0,
    groups=tuple((name, replace(tones, line="#FFFFFF")) for name, tones in groups_of(0.4)),
)

_SETS = {
    (PlateStyle.QUIET, Ground.LIGHT): LIGHT,
    (PlateStyle.QUIET, Ground.DARK): DARK,
    (PlateStyle.QUIET, Ground.HIGH_CONTRAST): HIGH_CONTRAST,
    (PlateStyle.COLOUR, Ground.LIGHT): COLOUR_LIGHT,
    (PlateStyle.COLOUR, Ground.DARK): COLOUR_DARK,
    (PlateStyle.COLOUR, Ground.HIGH_CONTRAST): COLOUR_HIGH_CONTRAST,
}


def colours(style: PlateStyle, ground: Ground) -> BodyColours:
    """The colours of a style on a ground."""
    return _SETS[style, ground]
