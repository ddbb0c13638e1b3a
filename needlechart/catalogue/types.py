"""What the clinical tables hold, as typed values.

All texts are memory aids. `Reviewed.source` says where a row comes from; ``reviewed_by`` is empty
until a clinician has reviewed the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from needlechart.domain.rules.rates import Counted
from needlechart.domain.words import (
    AlertLevel,
    Figure,
    FollowOnKind,
    Layer,
    Position,
    Severity,
    Side,
    Technique,
    View,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Where a row comes from and who has reviewed it.

    ``own``: its words are the clinic's; ``hidden``: the clinic does not offer it, old charts keep it.
    """

    id: str
    source: str
    reviewed_by: str = ""
    reviewed_on: str = ""
    own: bool = False
    hidden: bool = False

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has put their name to this row."""
        return bool(self.reviewed_by)


class Access(StrEnum):
    """How a muscle can be reached; `NOT_NEEDLED` is charted as a finding."""

    COMMON = "external_common"
    ADVANCED = "external_advanced"
    NOT_NEEDLED = "not_needled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle(Reviewed):
    """A muscle that can be marked; ``needle_lengths_mm`` is the usual range (shortest, longest).

    A ``segmental`` muscle is charted with one of its spinal ``levels``; others that have levels may
    be. ``midline``: it has no side. ``separate_consent``: perineal or internal work, agreed to separately.
    ``figure_hints``: other words of the hint (hazard, caution) for a figure, where its structures differ.
    """

    name: str
    common_name: str
    other_names: tuple[str, ...]
    abbreviation: str
    group: str
    layer: Layer
    views: tuple[View, ...]
    segmental: bool
    levels: tuple[str, ...]
    midline: bool
    separate_consent: bool
    hint_hazard: str
    hint_caution: str
    hint_source: str
    figure_hints: Mapping[Figure, tuple[str, str]] = field(default_factory=dict)
    origin: str
    insertion: str
    innervation: str
    action: str
    referral: str
    relevance: str
    hazards: str
    caution: str
    needle_lengths_mm: tuple[float, float]
    access: Access

    @property
    def hint(self) -> tuple[str, str]:
        """Two short sentences: what lies near (shown bold), and how to keep away from it."""
        return self.hint_hazard, self.hint_caution

    def hint_for(self, figure: Figure) -> tuple[str, str]:
        """The hint in the words of a figure; in the general ones where the figure has none of its own."""
        hazard, caution = self.figure_hints.get(figure, ("", ""))
        return hazard or self.hint_hazard, caution or self.hint_caution

    @property
    def needled(self) -> bool:
        """Whether needling it needs no further reason."""
        return self.access is not Access.NOT_NEEDLED


class Addressee(StrEnum):
    """Whom a screening item asks."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    SITE = "site"


class Concerns(StrEnum):
    """What a screening item stands against."""

    NEEDLING = "needling"
    STIMULATION = "stimulation"


class Further(StrEnum):
    """What a yes asks further: words, whole weeks of pregnancy, a day, a laboratory value."""

    DETAIL = "detail"
    WEEKS = "weeks"
    DAY = "day"
    LAB = "lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningItem(Reviewed):
    """A contraindication (`AlertLevel.ABSOLUTE`) or precaution.

    ``region`` holds muscle groups, ``("any",)`` means all. ``can_go_on``: a clinician may go on with
    a reason; consent, capacity and law cannot be overridden. ``check_in_order`` is its place among
    the findings asked at every visit, 0 if it is not one of them. ``asks`` is what a yes asks further,
    each with its label. ``alert_stands``: the alert that a yes raises stands until it is resolved;
    else it is for the day of the visit. ``topic`` heads the group it is read in, empty for none.
    """

    level: AlertLevel
    short_name: str
    text: str
    why: str
    what_to_do: str
    region: tuple[str, ...]
    concerns: Concerns
    addressee: Addressee
    can_go_on: bool
    check_in_order: int
    topic: str = ""
    asks: tuple[tuple[Further, str], ...] = ()
    alert_stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDef(Reviewed):
    """A measure; ``name`` is printed, ``full_name`` names the instrument in full.

    ``higher_is_better`` None: neither direction is.
    ``change_value`` is the smallest change that counts, None where the source states no usable
    number; ``change_kind`` is ``important``, ``detectable`` (measuring error) or ``unspecified``;
    ``change_relative``: in percent of the value before; ``detectable_value`` is the measuring error where
    the source states both. ``change_population`` and ``change_source`` say for whom and by whom.
    ``words`` are the steps of a word scale or the grades of a graded one, worst (or lowest) first; the
    index is the value.
    """

    name: str
    full_name: str
    short_name: str
    caption: str
    phrase: str
    kind: str
    unit: str
    min: float
    max: float
    step: float
    sided: bool
    higher_is_better: bool | None
    words: tuple[str, ...]
    normal: str
    change_value: float | None
    change_kind: str
    change_relative: bool
    detectable_value: float | None
    change_population: str
    change_source: str
    change_text: str
    loinc: str
    licence_note: str

    @property
    def graded(self) -> bool:
        """Whether the words are grades like 4+ that a number cannot hold."""
        return self.unit.startswith("grade") and bool(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSet(Reviewed):
    """Measures asked together: pairs of measure id and side; ``headings`` of indications it begins with."""

    name: str
    measures: tuple[tuple[str, Side], ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicationDef(Reviewed):
    """A diagnosis; one code may stand under several headings, so the id is heading and code.

    ``valid_to`` is the last day (ISO) on which the code is billable, empty while it is.
    """

    heading: str
    code: str
    title: str
    side: Side
    valid_to: str
    description: str


class AdviceGroup(StrEnum):
    """Where an advice stands: told at every visit, a reason to call, an emergency, further, at the end."""

    TOLD = "told"
    CALL = "call"
    EMERGENCY = "emergency"
    EXTRA = "extra"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareFact(Reviewed):
    """An advice: ``heading``, ``text`` and ``pictogram`` for the handout, ``note_words`` for the note."""

    group: AdviceGroup
    short_name: str
    heading: str
    text: str
    note_words: str
    pictogram: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOnItem(Reviewed):
    """Something to give after the needles; ``first``: shown without asking for more.

    ``doses`` are usual doses, least first; ``easier`` and ``harder`` the ids of the steps before and
    after it, empty at the ends; ``progression`` says in words how it gets harder. ``plan_only``: a goal
    of strengthening, not an exercise.
    """

    kind: FollowOnKind
    name: str
    dose: str
    doses: tuple[str, ...]
    sided: bool
    easier: str
    harder: str
    progression: str
    pictogram: str
    handout_text: str
    order: int
    first: bool
    plan_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEventKind(Reviewed):
    """A kind of adverse event with its usual severity; ``chip_order`` 0: found under More."""

    short_name: str
    text: str
    severity: Severity
    severity_note: str
    rate: str
    chip_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedleSize(Reviewed):
    """A usual needle size in mm."""

    diameter_mm: float
    length_mm: float
    use: str
    first: bool
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueDef(Reviewed):
    """A technique with its short name for chips and its words for the note.

    ``stays``: the needle is left in, so that its clock starts when it goes in. ``sought``: the response
    it usually seeks, recorded when the needle goes in unless the person said another.
    """

    technique: Technique
    short_name: str
    text: str
    phrase: str
    note: str
    sought: str
    first: bool
    stays: bool
    order: int


class Offer(StrEnum):
    """Questions of the board that are answered with words of one's own, or with offered ones."""

    GO_ON = "go_on"
    CAME_ABOUT = "came_about"
    UNUSUAL_MUSCLE = "unusual_muscle"
    NOT_NEEDLED = "not_needled"
    RESPONSE_SOUGHT = "response_sought"
    RESPONSE_OBTAINED = "response_obtained"
    INCIDENT_ACTION = "incident_action"
    INCIDENT_TOLD = "incident_told"
    NEEDLE_FATE = "needle_fate"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedWords(Reviewed):
    """One answer that is a tap away."""

    offer: Offer
    text: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StimulationCaution(Reviewed):
    """What to think of before a current flows.

    ``screening`` are items that raise it, ``regions`` muscle groups it concerns (empty: all), ``above_y``
    the height in the reference figure above which it applies. Without screening and height it always stands.
    """

    text: str
    screening: tuple[str, ...]
    regions: tuple[str, ...]
    above_y: float | None
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionDef(Reviewed):
    """A position of the patient and the views it leaves free."""

    position: Position
    label: str
    phrase: str
    views: tuple[View, ...]
    order: int


class FirstVisitGroup(StrEnum):
    """What an offered answer of a first visit is about."""

    GOAL = "goal"
    COMFORT = "comfort"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVisitAnswer(Reviewed):
    """An answer offered at a first visit: a goal, or something of the comfort plan; ``text`` is kept."""

    group: FirstVisitGroup
    short_name: str
    text: str
    order: int


class Pattern(StrEnum):
    """How a symptom area is filled, so that colour is never the only carrier."""

    DOTS = "dots"
    CROSSES = "crosses"
    RISING = "rising"
    UPRIGHT = "upright"
    FALLING = "falling"
    LEVEL = "level"
    RINGS = "rings"
    ZIGZAG = "zigzag"


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomQuality(Reviewed):
    """What a painted area feels like; its id is what a record keeps, ``order`` chooses its colour."""

    name: str
    pattern: Pattern
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRate(Reviewed):
    """A published rate of an adverse event; ``kind`` is a kind, ``any_mild`` or ``significant``.

    ``percent`` of treatments, or ``upper`` as its upper bound, or ``events`` as a number; ``per`` says what
    a treatment of the study is.
    """

    kind: str
    percent: float | None
    upper: float | None
    events: int | None
    treatments: int
    per: Counted
    study: str
    population: str
    note: str

    @property
    def words(self) -> str:
        """``4.65 % of 7,629 (Brady 2014)``."""
        if self.percent is not None:
            said = f"{self.percent:g}\u00a0%"
        elif self.upper is not None:
            said = f"{self.events or 0}, under {self.upper:g}\u00a0%"
        else:
            said = f"{self.events or 0}"
        return f"{said} of {self.treatments:,} ({self.study})"
