"""Which muscle under a point is meant most likely: by position, depth, and what this clinician uses."""

from collections.abc import Callable, Sequence

USED = 1.5
"""How many places further up a muscle stands that this clinician has needled before."""
OUT_OF_REACH = 1.5
"""How many places further down one stands for which the needle is not of a usual length."""


def ranked(
    candidates: Sequence[str],
    *,
    used: Callable[[str], bool],
    suits: Callable[[str], bool] = lambda muscle: True,
) -> list[str]:
    """Muscle ids, the likeliest first.

    ``candidates`` come by position: what the layer shown has on top, then what lies beneath. ``used``:
    this clinician has needled it; ``suits``: the length of the needle is usual for it.
    """

    def place(found: tuple[int, str]) -> float:
        index, muscle = found
        return index - USED * used(muscle) + OUT_OF_REACH * (not suits(muscle))

    return [muscle for _, muscle in sorted(enumerate(candidates), key=place)]
