"""One encounter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import (
    Layer,
    NextNeedling,
    Position,
    SinceLast,
    Step,
    Strengthening,
    Tolerance,
    View,
    VisitStatus,
)

LATE_ENTRY = timedelta(hours=1)
"""A visit entered later than this after its treatment is a late entry, and the note says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A visit: a draft until sealed.

    ``started`` is the time of treatment, ``entered`` the time of entry: a late entry differs.
    A section text (``subjective`` ...) is only kept when a person edited it; while its ``*_edited``
    is false the note composes the section from the data. ``needles_out`` is the independent count
    of needles taken out, ``needles_reason`` why it differs from those put in. ``taken_over`` holds one
    sentence for each time another clinician went on with the draft; ``clinician_id`` is who treats now.
    ``copied`` holds the sections whose text was copied from an earlier visit and not touched since, with
    that visit's day (see `rules.copied`). ``cosigner_id`` is the clinician who answers for the visit of
    a student or an assistant. ``units`` are billed units. ``symptom_free`` holds the phases (``before``,
    ``after``) in which the patient was asked and has no symptoms anywhere.
    """

    patient_id: str
    episode_id: str
    clinician_id: str
    clinician_name: str
    number: int
    started: datetime
    entered: datetime
    ended: datetime | None = None
    status: VisitStatus = VisitStatus.DRAFT
    cosigner_id: str = ""
    taken_over: tuple[str, ...] = ()
    cosigner_name: str = ""

    reason: str = ""
    since_last: SinceLast | None = None
    soreness_lasted: str = ""
    patient_words: str = ""
    worse_with: tuple[str, ...] = ()
    symptom_free: tuple[str, ...] = ()
    screening_reviewed: bool = False
    position: Position | None = None
    skin_preparation: str = ""
    gloves: bool | None = None

    needles_out: int | None = None
    needles_out_at: datetime | None = None
    needles_reason: str = ""
    packs_opened: int | None = None
    sharps_disposed: bool | None = None
    tolerance: Tolerance | None = None
    no_adverse_event: bool = False
    no_needling_reason: str = ""
    stopped_at: datetime | None = None
    stopped_reason: str = ""
    alert_reasons: tuple[str, ...] = ()

    plan_note: str = ""
    next_visit: date | None = None
    next_visit_words: str = ""
    next_needling: NextNeedling | None = None
    strengthening: Strengthening | None = None
    strengthening_of: tuple[str, ...] = ()
    home_programme: str = ""
    home_frequency: str = ""
    minutes: int | None = None
    billing_code: str = ""
    units: int | None = None

    subjective: str = ""
    subjective_edited: bool = False
    objective: str = ""
    objective_edited: bool = False
    assessment: str = ""
    assessment_edited: bool = False
    plan: str = ""
    plan_edited: bool = False
    copied: tuple[str, ...] = ()

    def check(self) -> None:
        """Counts are not negative, and a visit does not end before it starts."""
        if self.ended is not None and self.ended < self.started:
            raise Invalid("ended", "the visit ends before it starts")
        in_range("number", self.number, 1, 100_000)
        in_range("needles_out", self.needles_out, 0, 1000)
        in_range("packs_opened", self.packs_opened, 0, 1000)
        in_range("minutes", self.minutes, 0, 1440, "minutes")
        in_range("units", self.units, 0, 100)

    @property
    def signed(self) -> bool:
        """Whether the visit is locked for good."""
        return self.status is VisitStatus.SIGNED

    @property
    def late_entry(self) -> bool:
        """Whether treatment and entry lie so far apart that times of entry say nothing of the treatment."""
        return abs(self.entered - self.started) > LATE_ENTRY

    @property
    def stopped_time(self) -> datetime | None:
        """When the treatment stopped, where that is known: a tap in a late entry says when it was entered."""
        at = self.stopped_at
        return None if at is not None and self.late_entry and at >= self.entered else at


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """Where an open visit stands, so that it reopens there after a crash; not part of the record of care.

    ``last_change`` holds the newest steps of undo (JSON, see `editing.history`). ``clock`` is where the
    steady clock of the treatment stood at the last write (see `editing.clock`), empty before the first.
    Its id is the visit's id: a visit stands in one place.
    """

    audited = False
    sealable = False

    patient_id: str
    visit_id: str
    step: Step = Step.CHECK_IN
    view: View = View.FRONT
    layer: Layer = Layer.SUPERFICIAL
    site_id: str = ""
    last_change: str = ""
    clock: str = ""
