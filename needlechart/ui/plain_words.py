"""What a person typed, as every label shows it: the same characters in the same order as on paper."""

import re

_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def shown(text: str) -> str:
    """The text with each control that could turn its neighbours around, or cannot be seen, as its code.

    One such character in a name would else reverse the record number behind it. Line ends become one kind.
    """
    if text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", _LINE_ENDS.sub("\n", text))


def menu_words(text: str) -> str:
    """The text as an entry of a menu, where a lone & would mark a key and not be seen."""
    return shown(text).replace("&", "&&")
