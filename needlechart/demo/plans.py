"""What a fictional patient's course is made from, before chance and dates fill it in."""

from dataclasses import dataclass, field
from enum import Enum

from needlechart.domain.words import Figure, Position, Sex, Side


class Course(Enum):
    """How a patient does: pain and movement from the first visit to the last, 1 the start, 0 no trouble."""

    WELL = (1.0, 0.82, 0.86, 0.6, 0.5, 0.38, 0.4, 0.22, 0.12)
    SLOWLY = (1.0, 0.95, 0.97, 0.84, 0.88, 0.74, 0.7, 0.72, 0.62)
    UNEVENLY = (1.0, 0.7, 0.9, 0.55, 0.75, 0.5, 0.42, 0.3, 0.35)
    NOT_HELPED = (1.0, 0.95, 1.05, 1.0, 0.98, 1.02, 1.0, 1.0, 1.0)

    def share(self, visit: int) -> float:
        """Share of the first trouble that is left before this visit (0 is the first visit)."""
        return self.value[min(visit, len(self.value) - 1)]


class Start(Enum):
    """Where a patient's visits stand today."""

    SIGNED = "signed"
    NEEDLES_IN = "needles_in"
    READY_TO_SIGN = "ready_to_sign"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A muscle to mark, on a side, at a spinal level where the muscle has them."""

    muscle: str
    side: Side
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A goal with its ladder: how able (0 to 10) the patient is at first."""

    text: str
    baseline: str
    target: str
    ability: float = 3
    may_print: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """An alert: a screening item of the catalogue and the words beside it."""

    item: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One fictional patient.

    ``indication`` is an id of the catalogue (``heading/code``). The last signed visit is ``last_days``
    days before today, visits are ``every`` days apart, ``clinician`` counts from 0, ``cosigner`` answers for
    a student. ``trouble`` names what happened at which visit (1 is the first): faint, bruising, stopped, or
    later_ache, which was told by phone. ``next_days`` is the day of
    the next visit from today on, None for none.
    """

    given: str
    family: str
    preferred: str = ""
    born: tuple[int, int, int]
    sex: Sex
    pronouns: str
    figure: Figure
    address: str = "1 Placeholder Lane, Nowhere"
    referrer: str = ""
    comfort: str = ""
    told_before: bool | None = None
    companion: str = ""
    stop_word: str = ""
    note: str = ""
    indication: str
    title: str
    side: Side
    reason: str
    words: tuple[str, ...]
    worse_with: tuple[str, ...]
    spots: tuple[Spot, ...]
    position: Position = Position.PRONE
    measure_set: str = "hip_and_groin"
    extra: tuple[tuple[str, float, float], ...] = ()
    pain: int = 6
    rotation: tuple[int, int] = (24, 36)
    course: Course = Course.WELL
    visits: int = 5
    last_days: int = 9
    every: int = 14
    next_days: int | None = 7
    clinician: int = 0
    cosigner: int | None = None
    aims: tuple[Aim, ...] = ()
    warnings: tuple[Caution, ...] = ()
    trouble: dict[int, str] = field(default_factory=dict)
    electrical: bool = False
    pelvic_floor: bool = False
    start: Start = Start.SIGNED
    discharged: bool = False


R, L = Side.RIGHT, Side.LEFT


def spots(*texts: str) -> tuple[Spot, ...]:
    """Spots from short texts: ``piriformis r``, ``lumbar_multifidus b L4`` (b makes both sides)."""
    found: list[Spot] = []
    for text in texts:
        muscle, side, *level = text.split()
        sides = {"r": (R,), "l": (L,), "b": (R, L)}[side]
        found.extend(Spot(muscle=muscle, side=one, level="".join(level)) for one in sides)
    return tuple(found)
