"""Colours, sizes and fonts of the window.

``Theme.current()`` belongs to the running QApplication (made on first use, light, 100 %)::

    theme = Theme.current()
    theme.set_choice(ThemeChoice.SYSTEM)      # or LIGHT, DARK, HIGH_CONTRAST
    theme.set_text_size(112)                  # 100, 112, 125, 150
    theme.px(44)                              # logical pixels after the text size
    theme.colour("accent")                    # QColor of a token
    theme.font("section")                     # counter, title, name, section, strong, body,
                                              # secondary_strong, secondary, label_strong, label
    theme.changed.connect(self.update)
"""

from needlechart.ui.theme.theme import Theme, ThemeChoice
from needlechart.ui.theme.tokens import Metrics, ThemeName, Tokens, contrast, load_metrics, load_tokens

__all__ = [
    "Metrics",
    "Theme",
    "ThemeChoice",
    "ThemeName",
    "Tokens",
    "contrast",
    "load_metrics",
    "load_tokens",
]
