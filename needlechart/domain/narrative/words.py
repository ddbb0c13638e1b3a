"""Putting words together: lists, sentences, names inside a sentence. What a person typed is never changed."""

from collections.abc import Iterable

from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import NBSP
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Position, Side

POSITION_WORDS = {
    Position.PRONE: "prone",
    Position.SUPINE: "supine",
    Position.RIGHT_SIDE_LYING: "lying on the right side",
    Position.LEFT_SIDE_LYING: "lying on the left side",
    Position.HOOK_LYING: "hook-lying",
    Position.SITTING: "sitting",
}
_ENDS = (".", "!", "?", "…", ":", ".”", "!”", "?”", ".)")


def sentence(text: str) -> str:
    """The text with an end to it; empty for empty text."""
    bare = text.strip()
    if not bare:
        return ""
    return bare if bare.endswith(_ENDS) else bare + "."


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one after the other; empty ones leave no trace."""
    return " ".join(one for one in sentences if one)


def listed(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; with semicolons when a part has a comma of its own."""
    kept = [part for part in parts if part]
    if len(kept) < 2:
        return "".join(kept)
    comma = "; " if any("," in part for part in kept) else ", "
    joint = "; " if comma == "; " else " and "
    return comma.join(kept[:-1]) + joint + kept[-1]


def joined(parts: Iterable[str], separator: str = ", ") -> str:
    """The parts that say something."""
    return separator.join(part for part in parts if part)


def clause(text: str) -> str:
    """A typed text inside a longer sentence: without space around it and without its full stop."""
    return text.strip().removesuffix(".")


def upper_first(text: str) -> str:
    """The beginning of a sentence."""
    return text[:1].upper() + text[1:]


def site_name(point: TriggerPoint) -> str:
    """``right lumbar multifidus L3``; the site's number where no muscle was named."""
    name = lower_first(point.muscle_name.strip())
    if not name:
        return f"site {point.number}, {place_name(point)}"
    level = f"{NBSP}{point.spinal_level}" if point.spinal_level else ""
    return sided(point.side, name + level)


def place_name(point: TriggerPoint) -> str:
    """The site's name beside its number: side and muscle, or where it is when no muscle was named."""
    if point.muscle_name.strip():
        return site_name(point)
    where = {Side.MIDLINE: "on the midline", Side.UNSTATED: "", Side.BOTH: "on both sides"}
    return joined((where.get(point.side, f"on the {point.side.value}"), "no muscle named"))


def quoted(text: str) -> str:
    """A person's own words."""
    return f"“{text.strip()}”"
