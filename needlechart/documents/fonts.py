"""The typefaces of every document.

FiraGO (SIL OFL) first; what it lacks comes from the Noto fonts of the same package (symbols, mathematics,
music, rarer Latin) and, where the package cvttf-notosanscjk-regular is installed (Noto Sans CJK, SIL OFL),
Chinese, Japanese and Korean from there. A character that none has is not in `coverage` and is printed as a
code by `text`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

REGULAR = "FiraGO"
BOLD = "FiraGO-Bold"

_SOURCES = {
    REGULAR: "figo",
    BOLD: "figbo",
    "NotoSans": "notos",
    "NotoSans-Bold": "notosbo",
    "NotoSansSymbols": "symbol1",
    "NotoSansSymbols2": "symbol2",
    "NotoSansMath": "math",
    "NotoMusic": "music",
}
_IDEOGRAPHS = "NotoSansCJK"
_IDEOGRAPHS_PACKAGE = "cvttf_NotoSansCJK_Regular"
_SHARED = ("NotoSansSymbols", "NotoSansSymbols2", "NotoSansMath", "NotoMusic", _IDEOGRAPHS)
_CHAIN = {False: (REGULAR, "NotoSans", *_SHARED), True: (BOLD, "NotoSans-Bold", *_SHARED)}


@dataclass(frozen=True, eq=False)
class Face:
    """One font file. Widths and heights are in thousandths of the type size."""

    name: str
    data: bytes
    shaper: Any
    coverage: frozenset[int]
    scale: float
    ascent: float
    descent: float
    truetype: bool

    def width(self, glyph: int) -> float:
        """Advance of a glyph in thousandths of the type size."""
        return float(self.shaper.get_glyph_h_advance(glyph)) * self.scale


@cache
def face(name: str) -> Face:
    """A face by its name, read once; raises KeyError for an unknown name."""
    import uharfbuzz

    data = _font_data(name)
    shaper = uharfbuzz.Font(uharfbuzz.Face(data))
    extents = shaper.get_font_extents("ltr")
    scale = 1000 / shaper.face.upem
    return Face(
        name=name,
        data=data,
        shaper=shaper,
        coverage=frozenset(shaper.face.unicodes),
        scale=scale,
        ascent=extents.ascender * scale,
        descent=extents.descender * scale,
        truetype="glyf" in shaper.face.table_tags,
    )


def _font_data(name: str) -> bytes:
    from pymupdf_fonts import myfont

    if name != _IDEOGRAPHS:
        return bytes(myfont(_SOURCES[name]))
    package = find_spec(_IDEOGRAPHS_PACKAGE)
    folders = package.submodule_search_locations if package is not None else None
    return next(Path((folders or [])[0]).glob("*.otf")).read_bytes()


_IDEOGRAPH_BLOCKS = (
    (0x1100, 0x11FF),
    (0x2E80, 0xA4CF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)


def _may_have(name: str, code: int) -> bool:
    """Whether to look into a face: the large one with ideographs is read for its own blocks only."""
    if name != _IDEOGRAPHS:
        return True
    return any(low <= code <= high for low, high in _IDEOGRAPH_BLOCKS) and _ideographs_installed()


@cache
def _ideographs_installed() -> bool:
    return find_spec(_IDEOGRAPHS_PACKAGE) is not None


@cache
def face_for(code: int, *, bold: bool) -> Face | None:
    """The first face of the chain that has a character; None where no face has it."""
    for name in _CHAIN[bold]:
        if _may_have(name, code) and code in face(name).coverage:
            return face(name)
    return None


@cache
def outline(of: Face, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """The outline of a glyph as PDF path operators with coordinates in thousandths of the type size."""
    pen = _Pen(of.scale)
    of.shaper.draw_glyph_with_pen(glyph, pen)
    return tuple(pen.steps)


class _Pen:
    """Collects an outline; quadratic curves become cubic ones, as PDF has no others."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._at = (0.0, 0.0)
        self.steps: list[tuple[str, tuple[float, ...]]] = []

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.steps.append((operator, tuple(value * self._scale for point in points for value in point)))
        self._at = points[-1]

    def moveTo(self, point: tuple[float, float]) -> None:
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1), (x2, y2) = self._at, control, end
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        self._add("c", first, (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2)), end)

    def closePath(self) -> None:
        self.steps.append(("h", ()))
