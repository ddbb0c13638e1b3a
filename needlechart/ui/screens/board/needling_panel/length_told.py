"""What is said of a needle whose length is not the usual one for the muscle: a hint, it stops nothing."""

from dataclasses import dataclass
from html import escape

from needlechart.catalogue import muscles
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_length import unusual
from needlechart.domain.trigger_point import TriggerPoint


@dataclass(frozen=True, slots=True)
class LengthTold:
    """``short`` stands beside the mark, ``words`` in the panel; ``tip`` is rich text with the source.

    ``than``: longer or shorter. ``usual``: the shortest and the longest of the usual lengths, in mm.
    """

    than: str
    short: str
    words: str
    tip: str
    trust: str
    usual: tuple[float, float]

    @property
    def adjective(self) -> str:
        """``long`` or ``short``."""
        return self.than.removesuffix("er")

    @property
    def spoken(self) -> str:
        """The words with how far they can be trusted."""
        return f"{self.words}. {self.trust}"


def length_told(point: TriggerPoint | None, needle: Needling | None) -> LengthTold | None:
    """What to say of the needle of a site; None where it is usual, or nothing is known of it."""
    muscle = muscles().get(point.muscle) if point is not None else None
    if muscle is None or needle is None or needle.length_mm is None:
        return None
    than = unusual(needle.length_mm, muscle.needle_lengths_mm)
    if not than:
        return None
    short = f"{needle.length_mm:g} mm is {than} than usual"
    shortest, longest = muscle.needle_lengths_mm
    usual = f"{shortest:g} mm" if shortest == longest else f"{shortest:g} to {longest:g} mm"
    words = f"{short} for this muscle ({usual})"
    trust = f"Reviewed by {muscle.reviewed_by}." if muscle.reviewed else "Not reviewed by a clinician yet."
    tip = f"<p>{words}.</p><p>Memory aid. {escape(trust)} Source: {escape(muscle.source)}</p>"
    return LengthTold(than, short, words, tip, trust, muscle.needle_lengths_mm)
