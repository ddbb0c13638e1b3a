"""Colour tokens and metrics as plain data, and the WCAG contrast of two of them; no Qt."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from needlechart.resources import resource

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class ThemeName(Enum):
    """A set of colours that can be shown; the value names its file in resources/theme/."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, each ``#RRGGBB``; what each is for is told beside its group."""

    # Page, cards, rail, wells.
    bg: str
    surface: str
    surface_2: str
    sunken: str
    # Dividers; control outlines.
    line: str
    edge: str
    # Text.
    ink: str
    muted: str
    # Chosen and primary; carried and current step.
    accent: str
    on_accent: str
    accent_soft: str
    # A needle in the body, and nothing else.
    needle: str
    on_needle: str
    needle_soft: str
    # Alerts and hints; errors and the hazard hatch; balanced and better.
    caution: str
    caution_soft: str
    caution_line: str
    danger: str
    danger_soft: str
    ok: str
    ok_soft: str
    # The body map.
    figure_skin: str
    figure_line: str
    muscle: str
    muscle_line: str
    muscle_tint: str
    ghost: str
    landmark: str
    # Symptom areas by quality, in the order of its catalogue; each has a pattern of its own too.
    area_1: str
    area_2: str
    area_3: str
    area_4: str
    area_5: str
    area_6: str
    area_7: str
    area_8: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Tokens":
        """Raises ValueError if a colour is missing, unknown or not ``#RRGGBB``."""
        names = {field.name for field in fields(cls)}
        if names != set(data):
            raise ValueError(f"theme colours missing or unknown: {', '.join(sorted(names ^ set(data)))}")
        for name, value in data.items():
            if not isinstance(value, str) or not _HEX.fullmatch(value):
                raise ValueError(f"theme colour {name} is not #RRGGBB")
        return cls(**data)


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size in logical pixels at text size 100 %, and weight."""

    size: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Metrics:
    """Spacing, radii (logical pixels at 100 %), type scale and the text sizes offered (percent)."""

    text_sizes: tuple[int, ...]
    spacing: tuple[int, ...]
    radii: Mapping[str, int]
    type: Mapping[str, TypeStyle]


def load_tokens(name: ThemeName) -> Tokens:
    """Colours of a theme from resources/theme/; raises ValueError if the file is not whole."""
    return Tokens.from_data(json.loads(resource("theme", f"{name.value}.json").read_text("utf-8")))


def load_metrics() -> Metrics:
    """Sizes from resources/theme/metrics.json."""
    data = json.loads(resource("theme", "metrics.json").read_text("utf-8"))
    return Metrics(
        text_sizes=tuple(data["text_sizes"]),
        spacing=tuple(data["spacing"]),
        radii=dict(data["radii"]),
        type={role: TypeStyle(**style) for role, style in data["type"].items()},
    )


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio (1 to 21) of two ``#RRGGBB`` colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
