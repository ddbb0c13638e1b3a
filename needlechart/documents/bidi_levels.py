"""Which direction each character of a paragraph runs (Unicode bidirectional algorithm, by python-bidi)."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def has_right_to_left(text: str) -> bool:
    """Whether any character runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def levels_of(text: str) -> tuple[int, list[int]]:
    """Base level (0 left to right, 1 right to left) and the level of every character.

    The base follows the first strong character. Embedding and override controls must already be
    replaced (`text.prepare` does), since they could show a text in an order that misleads.
    """
    from bidi import algorithm

    base = algorithm.get_base_level(text)
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels: list[int | None] = [None] * len(text)
    for entry in storage["chars"]:
        levels[entry["index"]] = entry["level"]
    return base, _filled(levels, base)


def _filled(levels: list[int | None], base: int) -> list[int]:
    """Characters that the algorithm leaves out (joiners, soft hyphens) go with the one before them."""
    before = base
    filled = []
    for level in levels:
        before = before if level is None else level
        filled.append(before)
    return filled


def visual_order(items: Sequence[T], levels: Sequence[int]) -> list[T]:
    """Items of a line in the order in which they are seen from left to right (rule L2)."""
    ordered = list(zip(levels, items, strict=True))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(ordered):
            end = start
            while end < len(ordered) and ordered[end][0] >= level:
                end += 1
            if end > start:
                ordered[start:end] = ordered[start:end][::-1]
            start = max(end, start + 1)
    return [item for _, item in ordered]
