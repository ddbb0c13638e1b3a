"""What a file that is not taken in has wrong: every fault with its place, never the person's words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (``records/12 (TriggerPoint)/x``; empty for the whole file) and why."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}" if self.path else self.why


class Refused(ValueError):  # noqa: N818 - read as a word: "this file is refused"
    """Nothing of a file was taken in; ``faults`` names everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults[:3]))


def printable(name: str) -> str:
    """A name out of a file as it can be shown in one line of any terminal."""
    return "".join(one if one.isprintable() else "?" for one in name[:64])
