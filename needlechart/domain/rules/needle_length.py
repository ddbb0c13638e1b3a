"""Whether a needle is of a length that is usual for a muscle, and which other one would be."""

from collections.abc import Iterable

Size = tuple[float, float]
"""Diameter and length in mm."""


def unusual(length_mm: float, usual: Size) -> str:
    """``longer`` or ``shorter`` than the usual lengths (shortest, longest) in mm; empty within them."""
    shortest, longest = usual
    if length_mm < shortest:
        return "shorter"
    return "longer" if length_mm > longest else ""


def suiting(size: Size, usual: Size, sizes: Iterable[Size]) -> Size | None:
    """Of the sizes at hand the one within the usual lengths that differs least; None where none is.

    The length counts first, then the diameter; of equal ones the first that is given.
    """
    diameter, length = size
    fit = [one for one in sizes if not unusual(one[1], usual)]
    return min(fit, key=lambda one: (abs(one[1] - length), abs(one[0] - diameter)), default=None)
