"""Texts that somebody typed, or slipped in, to make a program do something; every payload is a harmless mark.

Each payload that runs would open, connect to or start something named `MARK`; `watching` hears of that.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st

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
