"""A visit and a patient as a whole: records grouped for reading; screens, note and rules take these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, GoalReview, Indication
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import R, Record
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.treatment import Aftercare, FollowOn, FollowUp
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import Agreement, ConsentKind, NeedleState, Phase, SealedKind, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitChart:
    """Everything a note of one visit is made from, in the order in which it is shown.

    ``patient`` is the record that was kept where records were merged, ``aliases`` are the others.
    ``content`` are the clinic's own measures as they stood when the visit was signed.
    ``previous`` is the visit before this one of the same patient, if any; ``visit_count`` counts the
    patient's visits up to and with this one.
    """

    clinic: Clinic
    clinician: Clinician
    patient: Patient
    episode: Episode
    visit: Visit
    alerts: tuple[Alert, ...] = ()
    indications: tuple[Indication, ...] = ()
    goals: tuple[Goal, ...] = ()
    screening: tuple[ScreeningAnswer, ...] = ()
    consents: tuple[Consent, ...] = ()
    points: tuple[TriggerPoint, ...] = ()
    needlings: tuple[Needling, ...] = ()
    stimulations: tuple[Stimulation, ...] = ()
    areas: tuple[SymptomArea, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    follow_ons: tuple[FollowOn, ...] = ()
    aftercare: Aftercare | None = None
    goal_reviews: tuple[GoalReview, ...] = ()
    adverse_events: tuple[AdverseEvent, ...] = ()
    event_reviews: tuple[EventReview, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    seals: tuple[Seal, ...] = ()
    content: tuple[CatalogueRow, ...] = ()
    aliases: tuple[Patient, ...] = ()
    previous: Visit | None = None
    visit_count: int = 1

    @property
    def seal(self) -> Seal | None:
        """The seal of the visit itself."""
        return next((seal for seal in self.seals if seal.kind is SealedKind.VISIT), None)

    @property
    def cosignature(self) -> Addendum | None:
        """The signature of whoever answers for the visit, if it is there."""
        return next((one for one in self.addenda if one.cosignature), None)

    @property
    def awaits_cosignature(self) -> bool:
        """Whether it is signed and somebody else has yet to sign as well."""
        return self.visit.signed and bool(self.visit.cosigner_id) and self.cosignature is None

    @property
    def written_consent(self) -> Consent | None:
        """The newest written consent that was not withdrawn; None after a form was declined."""
        valid = [one for one in self.consents if one.kind is ConsentKind.WRITTEN and one.withdrawn_at is None]
        newest = max(valid, key=lambda one: one.given_at, default=None)
        declined = newest is not None and newest.agreement is Agreement.DECLINED
        return None if declined else newest

    @property
    def consent_today(self) -> Consent | None:
        """The verbal consent of this visit."""
        return self._consent(ConsentKind.VERBAL)

    @property
    def pelvic_floor_consent(self) -> Consent | None:
        """This visit's separate consent for perineal or internal work."""
        return self._consent(ConsentKind.PELVIC_FLOOR)

    def _consent(self, kind: ConsentKind) -> Consent | None:
        found = [one for one in self.consents if one.kind is kind and one.visit_id == self.visit.id]
        return max(found, key=lambda one: one.given_at, default=None)

    @property
    def open_alerts(self) -> tuple[Alert, ...]:
        """Alerts not resolved on the day of treatment."""
        day = self.visit.started.date()
        return tuple(one for one in self.alerts if one.resolved is None or one.resolved > day)

    def needlings_of(self, point: TriggerPoint) -> tuple[Needling, ...]:
        """The needles of one point in their order: 4a, 4b."""
        return tuple(one for one in self.needlings if one.trigger_point_id == point.id)

    def measured(self, measure: str, side: Side, phase: Phase) -> Measurement | None:
        """The value of a measure on a side in a phase, if there is one."""
        for one in self.measurements:
            if (one.measure, one.side, one.phase) == (measure, side, phase):
                return one
        return None

    @property
    def currents_given(self) -> tuple[Stimulation, ...]:
        """Currents that were charted; what is only planned is none."""
        return tuple(one for one in self.stimulations if not one.carried)

    @property
    def needles_in(self) -> int:
        """Needles that went into the body."""
        return sum(one.was_in for one in self.needlings)

    @property
    def needles_still_in(self) -> tuple[Needling, ...]:
        """Needles in the body now, by their own state (the independent count is the visit's)."""
        return tuple(one for one in self.needlings if one.state is NeedleState.IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientChart:
    """One patient with every visit, newest first; ``aliases`` are the records merged into this one."""

    clinic: Clinic
    patient: Patient
    aliases: tuple[Patient, ...] = ()
    alerts: tuple[Alert, ...] = ()
    consents: tuple[Consent, ...] = ()
    episodes: tuple[Episode, ...] = ()
    indications: tuple[Indication, ...] = ()
    goals: tuple[Goal, ...] = ()
    visits: tuple[VisitChart, ...] = ()

    def open_alerts(self, day: date) -> tuple[Alert, ...]:
        """Alerts that stand on that day."""
        return tuple(one for one in self.alerts if one.resolved is None or one.resolved > day)


def chart_of(records: Iterable[Record], visit_id: str, *, previous: Visit | None = None) -> VisitChart:
    """The chart of a visit from any set of records that holds its clinic, people, episode and children.

    Raises KeyError (with the kind's name) when a record the visit needs is not among them.
    """
    pile = _by_kind(records)
    visit = _one(pile, Visit, visit_id)
    patient, aliases = person_of(pile.get(Patient, ()), visit.patient_id)
    ids = frozenset({visit.patient_id, patient.id, *(one.id for one in aliases)})
    return VisitChart(
        clinic=_first(pile, Clinic),
        clinician=_one(pile, Clinician, visit.clinician_id),
        patient=patient,
        aliases=aliases,
        episode=_one(pile, Episode, visit.episode_id),
        visit=visit,
        alerts=_sorted(pile, Alert, patient_id=ids),
        indications=_sorted(pile, Indication, episode_id=visit.episode_id),
        goals=_sorted(pile, Goal, episode_id=visit.episode_id),
        screening=_sorted(pile, ScreeningAnswer, visit_id=visit_id),
        consents=tuple(
            one for one in _sorted(pile, Consent, patient_id=ids) if one.visit_id in ("", visit_id)
        ),
        points=tuple(sorted(_sorted(pile, TriggerPoint, visit_id=visit_id), key=lambda one: one.number)),
        needlings=_sorted(pile, Needling, visit_id=visit_id),
        stimulations=_sorted(pile, Stimulation, visit_id=visit_id),
        areas=_sorted(pile, SymptomArea, visit_id=visit_id),
        measurements=_sorted(pile, Measurement, visit_id=visit_id),
        follow_ons=_sorted(pile, FollowOn, visit_id=visit_id),
        aftercare=next(iter(_sorted(pile, Aftercare, visit_id=visit_id)), None),
        goal_reviews=_sorted(pile, GoalReview, visit_id=visit_id),
        adverse_events=_sorted(pile, AdverseEvent, about_visit_id=visit_id),
        event_reviews=_sorted(pile, EventReview, visit_id=visit_id),
        follow_ups=_sorted(pile, FollowUp, about_visit_id=visit_id),
        addenda=_sorted(pile, Addendum, about_visit_id=visit_id),
        seals=_sorted(pile, Seal, about_visit_id=visit_id),
        content=_sorted(pile, CatalogueRow),
        previous=previous,
        visit_count=visit.number,
    )


def person_of(pile: Iterable[Record], patient_id: str) -> tuple[Patient, tuple[Patient, ...]]:
    """The record a patient id stands for after merging, and the other records of that person, by id.

    Only records among the pile count. Raises KeyError when the id is of none of them.
    """
    people = {one.id: one for one in pile if isinstance(one, Patient)}
    if patient_id not in people:
        raise KeyError(Patient.__name__)
    kept = _end(people, patient_id)
    others = [one for one in people.values() if one.id != kept and _end(people, one.id) == kept]
    return people[kept], tuple(sorted(others, key=lambda one: one.id))


def _end(people: dict[str, Patient], patient_id: str) -> str:
    for _ in people:
        above = people[patient_id].merged_into
        if above not in people:
            break
        patient_id = above
    return patient_id


_Pile = Mapping[type[Record], Sequence[Record]]
"""Records by what they are: a chart is made after every tap, and asks for twenty kinds."""


def _by_kind(records: Iterable[Record]) -> _Pile:
    pile: dict[type[Record], list[Record]] = {}
    for record in records:
        pile.setdefault(type(record), []).append(record)
    return pile


def _of_kind(pile: _Pile, kind: type[R]) -> Iterator[R]:
    return (record for record in pile.get(kind, ()) if isinstance(record, kind))


def _one(pile: _Pile, kind: type[R], record_id: str) -> R:
    for record in _of_kind(pile, kind):
        if record.id == record_id:
            return record
    raise KeyError(kind.__name__)


def _first(pile: _Pile, kind: type[R]) -> R:
    for record in _of_kind(pile, kind):
        return record
    raise KeyError(kind.__name__)


def _sorted(pile: _Pile, kind: type[R], **equal: str | frozenset[str]) -> tuple[R, ...]:
    """Records of a kind by their own order where they have one, then by id (which is by time)."""
    wanted = {name: {value} if isinstance(value, str) else value for name, value in equal.items()}
    found = [
        record
        for record in _of_kind(pile, kind)
        if all(getattr(record, name) in one for name, one in wanted.items())
    ]
    return tuple(sorted(found, key=lambda one: (getattr(one, "order", 0), one.id)))


def records_of(chart: VisitChart) -> list[Record]:
    """Every record a chart holds, `chart_of` in reverse; ``previous`` is left out."""
    single: list[Record | None] = [
        chart.clinic,
        chart.clinician,
        chart.patient,
        chart.episode,
        chart.visit,
        chart.aftercare,
    ]
    several: tuple[tuple[Record, ...], ...] = (
        chart.aliases,
        chart.alerts,
        chart.indications,
        chart.goals,
        chart.screening,
        chart.consents,
        chart.points,
        chart.needlings,
        chart.stimulations,
        chart.areas,
        chart.measurements,
        chart.follow_ons,
        chart.goal_reviews,
        chart.adverse_events,
        chart.event_reviews,
        chart.follow_ups,
        chart.addenda,
        chart.seals,
    )
    return [one for one in single if one is not None] + [one for group in several for one in group]
