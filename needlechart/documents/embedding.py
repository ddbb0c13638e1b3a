"""How a PDF gets just the glyphs it shows.

A glyph is kept once for each text it stands for, so that searching and copying give back what was typed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from needlechart.documents.fonts import Face


@dataclass(eq=False)
class Embedding:
    """The glyphs of one face that one PDF shows.

    A code stands for a glyph, the text it shows and the width that text takes; code 0 is never used.
    In faces with PostScript outlines the code is the glyph, so there the first text of a glyph stands.
    """

    face: Face
    internal_name: str
    codes: dict[tuple[int, str, int], int] = field(default_factory=dict)

    def code(self, glyph: int, text: str, width: int) -> int:
        """The two-byte code of a glyph that stands for this text, ``width`` thousandths wide."""
        found = self.codes.get((glyph, text, width))
        if found is None:
            found = len(self.codes) + 1 if self.face.truetype else glyph
            self.codes[glyph, text, width] = found
        return found

    # what reportlab calls when the file is closed

    def addObjects(self, document: Any) -> None:
        """Write font, widths, glyph map and the way back to text."""
        from reportlab.pdfbase import pdfdoc

        glyphs = [0, *(glyph for glyph, _, _ in self.codes)]
        name = f"{_subset_tag(glyphs)}+{self.face.name}"
        entries = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2" if self.face.truetype else "/CIDFontType0",
            "BaseFont": f"/{name}",
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
            ),
            "FontDescriptor": document.Reference(self._descriptor(document, name, glyphs)),
            "DW": 0,
            "W": f"[{' '.join(f'{code} [{width}]' for (_, _, width), code in self.codes.items())}]",
        }
        if self.face.truetype:
            entries["CIDToGIDMap"] = _stream(document, b"".join(one.to_bytes(2, "big") for one in glyphs))
        descendant = pdfdoc.PDFDictionary(entries)
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": _stream(document, _to_unicode(self.codes)),
            }
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.internal_name] = document.Reference(font, self.internal_name)

    def _descriptor(self, document: Any, name: str, glyphs: list[int]) -> Any:
        from reportlab.pdfbase import pdfdoc

        program = _subset(self.face, set(glyphs))
        kind = {"Length1": len(program)} if self.face.truetype else {"Subtype": "/OpenType"}
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": 4,
                "FontBBox": f"[-1000 {self.face.descent:.0f} 3000 {self.face.ascent:.0f}]",
                "ItalicAngle": 0,
                "Ascent": round(self.face.ascent),
                "Descent": round(self.face.descent),
                "CapHeight": 689,
                "StemV": 140 if self.face.name.endswith("Bold") else 84,
                "FontFile2" if self.face.truetype else "FontFile3": _stream(document, program, kind),
            }
        )


_embeddings: WeakKeyDictionary[Any, dict[str, Embedding]] = WeakKeyDictionary()


def embedding(document: Any, of: Face) -> Embedding:
    """The face as this PDF (reportlab's document) holds it; made at its first use."""
    held = _embeddings.setdefault(document, {})
    found = held.get(of.name)
    if found is None:
        found = held[of.name] = Embedding(of, f"NC{len(held) + 1}")
        document.delayedFonts.append(found)
    return found


def _subset(of: Face, glyphs: set[int]) -> bytes:
    """The font program with these glyphs only, under their old numbers."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE | flags.NO_HINTING
    wanted.flags |= (
        flags.CFF_IDENTITY_CHARSET
    )  # a code is the glyph's number also where it is named otherwise
    dropped = ("GSUB", "GPOS", "GDEF", "DSIG", "name", "post", "cmap", "OS/2", "kern", "gasp", "MATH", "BASE")
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in dropped)
    made = uharfbuzz.subset(of.shaper.face, wanted)
    return bytes(made.blob.data)


def _subset_tag(glyphs: Iterable[int]) -> str:
    """Six capitals that name the subset, the same for the same glyphs."""
    digest = hashlib.sha256(repr(sorted(set(glyphs))).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _stream(document: Any, content: bytes, entries: dict[str, Any] | None = None) -> Any:
    from reportlab.pdfbase import pdfdoc

    stream = pdfdoc.PDFStream()
    stream.content = content
    for name, value in (entries or {}).items():
        stream.dictionary[name] = value
    stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream)


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def _to_unicode(codes: dict[tuple[int, str, int], int]) -> bytes:
    """The map from code to text."""
    texts: dict[int, str] = {}
    for (_, text, _), code in codes.items():
        texts.setdefault(code, text)
    rows = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items()]
    parts = [_CMAP_HEAD]
    for start in range(0, len(rows), 100):
        some = rows[start : start + 100]
        parts.append(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n")
    return "".join([*parts, _CMAP_FOOT]).encode("ascii")
