"""Muscles in full colour: the tones of each group of the plates, as #RRGGBB."""

from __future__ import annotations

from dataclasses import dataclass


def mix(one: str, two: str, share: float) -> str:
    """From `one` towards `two`."""
    pairs = zip(rgb(one), rgb(two), strict=True)
    return "#" + "".join(f"{round((a + (b - a) * share) * 255):02X}" for a, b in pairs)


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1."""
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


@dataclass(frozen=True, slots=True)
class Tones:
    """A muscle in full colour: `levels` from the rim to the middle of the belly, fibres, outline."""

    rim: str
    levels: tuple[str, ...]
    """Two between each pair of levels in the data, then the level itself."""
    base: str
    fibre: str
    fibre_light: str
    line: str


GROUPS = {
    "gluteal": "#C66252",
    "rotator": "#BE5862",
    "ham": "#C0684E",
    "add": "#CB765C",
    "quad": "#C96A5C",
    "abd": "#CF7A68",
    "lumbar": "#B85E54",
    "hipflex": "#C46268",
    "pelvic": "#C05668",
    "context": "#CEA08E",
    "leg": "#CB9482",
    "fascia": "#E5D8C6",
    "tendon": "#EEE5D4",
    "bone": "#F0E6CD",
    "fat": "#EED6A0",
    "fold": "#C08E7C",
}
"""Groups of the plates and the colour of each in the plate style; neighbours differ in hue."""

_FLAT = frozenset({"fascia", "tendon", "bone", "fat", "fold"})
"""Not flesh: little shading, a lighter outline."""

_STEPS = 18
"""Tones from the rim to the middle: three for each of the six levels of a belly in the data."""


def _tones(group: str, colour: str, dim: float) -> Tones:
    flat = group in _FLAT
    base = mix(colour, "#120C0B", dim)
    rim = mix(base, "#461612", 0.14 if flat else 0.36)
    high = mix(base, "#FFE2CE", (0.12 if flat else 0.38) * (1 - dim))
    return Tones(
        rim=rim,
        levels=tuple(_ramp(rim, base, high, (i + 1) / _STEPS) for i in range(_STEPS)),
        base=mix(base, high, 0.2),
        fibre=mix(base, "#50342A" if flat else "#501814", 0.62),
        fibre_light=mix(base, "#FFECDE", 0.62 * (1 - dim)),
        line=mix("#967A64" if flat else "#5C241E", "#0A0606", dim),
    )


def _ramp(rim: str, base: str, high: str, at: float) -> str:
    middle = 0.45
    return mix(rim, base, at / middle) if at < middle else mix(base, high, (at - middle) / (1 - middle))


def groups_of(dim: float) -> tuple[tuple[str, Tones], ...]:
    """The tones of every group; `dim` (0 to 1) darkens them for a dark ground."""
    return tuple((group, _tones(group, colour, dim)) for group, colour in GROUPS.items())
