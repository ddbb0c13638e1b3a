"""Texts that somebody typed, or slipped in, to make a program do something; every payload is a harmless mark.

Each payload that runs would open, connect to or start something named `MARK`; `watching` hears of that.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st

from needlechart.documents.text import prepare
from tests.documents.reading import pdfium_text, pypdf_text

MARK = "needlechart-was-here"

PAYLOADS = (
    "'; DROP TABLE patient; --",
    '" OR ""="',
    "1' UNION SELECT wrapped FROM keys --",
    "x'); DELETE FROM audit_entry; ('",
    "%",
    "_",
    "NEAR(a b) AND *",
    '"unclosed',
    "<b>bold</b>",
    "</para><para>",
    "R <b side tender",
    "<needle> 40mm",
    "Dose <5> units & more &lt; &amp;",
    f'<img src="{MARK}.png"/>',
    f'<img src="http://127.0.0.1:9/{MARK}"/>',
    f"<unichar code=\"open('{MARK}','w')\"/>",
    f"<font color=\"[[[open('{MARK}','w') for x in [1]] for y in [1]] and 'red'\">x</font>",
    f"<para bgcolor=\"__import__('os').system('touch {MARK}')\">x",
    f'<a href="file:///{MARK}">here</a>',
    f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///{MARK}">]><x>&e;</x>',
    f"=cmd|'/C touch {MARK}'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "＝1+1",
    "../../../etc/passwd",
    "C:\\con\\nul",
    "a/b:c*d?e",
    "~/.ssh",
    "%s%n%d",
    "{0.__class__.__mro__}",
    "${HOME} `id` $(id)",
    "{{7*7}}",
    "left\u202eright",
    "\u2066isolate",
    "bell\x07 escape\x1b[31m",
    "e\u0301\u0302\u0303\u0304",
    "\ufeffmark",
    "zero\u200bwidth",
    "😀👩🏽‍⚕️",
    "שלום ألم",
    "line\r\nline\u2028line",
    "\\u0000 \\x00",
    "null",
    "NaN",
)

BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
CONTROLS = [*range(0x01, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
FORMULAS = [
    f"{sign}{rest}" for sign in "=+-@＝＋－＠" for rest in ("1+1", "SUM(A1:A9)", '"x"', "cmd|' /C calc'!A0")
]

_GIVEN = (
    *PAYLOADS,
    *(f"left{chr(code)}right" for code in BIDI),
    *(f"before{chr(code)}after" for code in CONTROLS),
    *FORMULAS,
    *(f"{blank}=1+1" for blank in (" ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff", "\u200b", "'", "''")),
    *("\x00", "a\x00b", "\x00=1", "\ud800", "x\udfff", "\ud83d \ude00"),
    "e" + "\u0301" * 4000,
    "\u0301" * 200,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "a" * 1_000_000,
    "😀" * 250_000,
    "a" * 1_000_001,
    "x" * 3_000_000,
    " ",
    "\n\n\n",
    "\u3000\u00a0",
    "👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍⚕️ 🇨🇭",
    "مَرْحَبًا ألم في الورك",
    "שָׁלוֹם עולם",
    "疼痛 통증 痛み",
    "हिन्दी दर्द ภาษาไทย",
    "İıŞßſﬁ ǅ",
    "\U0010ffff\ufdd0\uffff\ue000",
    "\U000e0041\U000e007f",
    "{{constructor.constructor('x')()}}",
    "<script>alert(1)</script>",
    "<![CDATA[x]]>",
    "&#0; &#x202e; &nbsp;",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "\\\\host\\share",
    "CON",
    "a\\",
    '"',
    "'",
    "`",
    "\\",
    "%00",
    "1e999",
    "-0",
    "Infinity",
    "true",
    "[]",
    "1,5",
    "0x10",
    "SELECT * FROM patient WHERE 1=1",
    "x' AND randomblob(1000000000)",
    "MATCH 'a' OR *",
)
STRINGS = tuple(dict.fromkeys(_GIVEN))
"""What every field for text is given: kept as it is, or refused where it is no text or too long."""

MARKUP = re.compile("[<&[{]")


def storable(text: str) -> bool:
    """Whether it is text at all: no null character, no half of a character."""
    return re.search("[\0\ud800-\udfff]", text) is None


def literal(count: int) -> tuple[str, ...]:
    """So many of the strings that can be kept and are short, those that look like markup first."""
    short = [one for one in STRINGS if len(one) < 500 and one.strip() and storable(one)]
    return tuple(sorted(short, key=lambda one: not MARKUP.search(one))[:count])


letters = st.characters(codec="utf-8", exclude_characters="\x00")
pieces = st.sampled_from(PAYLOADS) | st.text(letters, max_size=12)
texts = st.lists(pieces, min_size=1, max_size=4).map(" ".join)
"""Any text that can be kept."""

refused = st.tuples(pieces, st.sampled_from(("\ud800", "\udfff", "\x00")), pieces).map("".join)
"""Text that no field takes: half a character, or a null character."""

leaves = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
"""Whatever JSON can hold."""

_heard: list[str] | None = None
_installed = False
ALWAYS = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "socket.connect",
    "socket.getaddrinfo",
)


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _heard is not None and (event in ALWAYS or (event == "open" and MARK in str(arguments[0]))):
        _heard.append(event)


@contextmanager
def watching() -> Iterator[list[str]]:
    """The list of what was run, connected to or opened because of a payload meanwhile."""
    global _heard, _installed
    if not _installed:
        sys.addaudithook(_listen)  # stays until the process ends, and is deaf outside of this block
        _installed = True
    _heard = []
    try:
        yield _heard
    finally:
        _heard = None


def squeezed(text: str) -> str:
    """Without white space and direction marks, ligatures taken apart: readers differ in those."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub("[\\s\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\u202a-\u202e]", "", folded)


def assert_on_paper(pdf: bytes, typed: list[str]) -> None:
    """Every text stands in the PDF as it was typed, by one reader of PDFs or another."""
    read = [squeezed(pdfium_text(pdf)), squeezed(pypdf_text(pdf))]
    for text in typed:
        shown, missing = prepare(text)
        if re.fullmatch("[ -~]*", text):
            assert shown == text
        wanted = squeezed(shown)
        if missing or not all(one.isascii() for one in wanted):
            # Marks may be composed, and turned text is read in pieces: every character, as often as typed.
            assert any(not Counter(wanted) - Counter(one) for one in read), ascii(text)
        else:
            assert any(wanted in one for one in read), text
