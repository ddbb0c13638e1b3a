"""Strips become pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from needlechart.documents.strips import Strip


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and its top, counted down from the top of the text block; ``letter`` if it is drawn here."""

    strip: Strip
    top: float
    letter: str = ""


@dataclass
class _Sheet:
    top: float
    at_top: bool = True
    placed: list[Placed] = field(default_factory=list)
    letter: str = ""


def paginate(strips: Sequence[Strip], first_top: float, next_top: float, bottom: float) -> list[list[Placed]]:
    """Pages of strips.

    What is kept together moves to the next page as one, unless it is higher than a whole page.
    """
    sheets = [_Sheet(first_top)]
    begun: set[str] = set()
    for group in _groups(strips):
        room = bottom - sheets[-1].top
        if not sheets[-1].at_top and _height(group) > room:
            sheets.append(_Sheet(next_top))
            group = _opening(group, begun)
        for strip in group:
            sheet = sheets[-1]
            if not sheet.at_top and sheet.top + strip.gap + strip.height > bottom:
                sheet = _Sheet(next_top)
                sheets.append(sheet)
                for one in _opening([strip], begun):
                    _place(sheet, one, begun)
            else:
                _place(sheet, strip, begun)
    return [sheet.placed for sheet in sheets]


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: Sequence[Strip]) -> float:
    return sum(strip.gap + strip.height for strip in group)


def _opening(group: list[Strip], begun: set[str]) -> list[Strip]:
    """The group as it stands at the top of a page: its table head again, its heading as continued."""
    first = group[0]
    if first.continued is not None and first.letter in begun:
        first = replace(first.continued, letter=first.letter)
    opened = [replace(first, gap=0.0), *group[1:]]
    if first.head is not None:
        return [replace(first.head, letter=first.letter, gap=0.0), *opened]
    return opened


def _place(sheet: _Sheet, strip: Strip, begun: set[str]) -> None:
    top = sheet.top + (0.0 if sheet.at_top else strip.gap)
    letter = strip.letter if strip.letter != sheet.letter else ""
    sheet.placed.append(Placed(strip, top, letter))
    sheet.letter = strip.letter
    begun.add(strip.letter)
    sheet.top = top + strip.height
    sheet.at_top = False
