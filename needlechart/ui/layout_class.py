"""Which of the three arrangements a window of a given size gets."""

from enum import Enum


class LayoutClass(Enum):
    """Compact, Normal and Wide; widths are logical pixels at text size 100 %."""

    COMPACT = "compact"
    NORMAL = "normal"
    WIDE = "wide"

    @property
    def rail_width(self) -> int:
        return {"compact": 70, "normal": 176, "wide": 204}[self.value]

    @property
    def side_panel_width(self) -> int:
        return {"compact": 340, "normal": 412, "wide": 484}[self.value]

    @property
    def banner_height(self) -> int:
        return 52 if self is LayoutClass.COMPACT else 60


def layout_class(width: int, height: int, scale: float = 1.0) -> LayoutClass:
    """The arrangement for the inside of a window in logical px; ``scale`` 1.0 is text size 100 %."""
    wide, high = width / scale, height / scale
    if wide < 1200 or high < 640:
        return LayoutClass.COMPACT
    return LayoutClass.WIDE if wide >= 1700 else LayoutClass.NORMAL


def proposed_text_size(pixels_per_inch: float) -> int:
    """112 % where 44 logical pixels are shorter than 9 mm, else 100 %; 0 means not known."""
    if pixels_per_inch <= 0:
        return 100
    return 112 if 44 * 25.4 / pixels_per_inch < 9 else 100
