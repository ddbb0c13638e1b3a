"""The colours of the body, by the theme that is shown."""

from needlechart.atlas.style import DARK, HIGH_CONTRAST, LIGHT, BodyColours
from needlechart.ui.theme import Theme, ThemeName


def body_colours(theme: Theme) -> BodyColours:
    """Those of light, dark or high contrast."""
    return {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.HIGH_CONTRAST: HIGH_CONTRAST}[theme.name]
