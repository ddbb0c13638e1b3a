"""What a new needle begins with: proposals, soft until the twitch is tapped."""

from needlechart.domain.clinic import NeedleType
from needlechart.domain.needling import Needling
from needlechart.domain.rules.defaults import needling_defaults
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.last_uses import LastUses

_REPEATED = (
    "diameter_mm",
    "length_mm",
    "maker",
    "product",
    "depth_mm",
    "technique",
    "insertions",
    "retention_planned_s",
    "guidance",
    "response_sought",
    "direction",
    "order",
)
"""What of a needle is taken over; twitch, pain and everything measured never."""


def proposed_needle(visit: OpenVisit, last_uses: LastUses, point: TriggerPoint, order: int = 0) -> Needling:
    """From the last use of the muscle, else the previous site of this visit, else the clinic's needle."""
    last_use = last_uses.of(point.muscle) if point.muscle else None
    values = needling_defaults(last_use, _previous_needle(visit, point), _clinic_needle(visit))
    made = Needling(
        patient_id=point.patient_id,
        visit_id=point.visit_id,
        trigger_point_id=point.id,
        order=order,
        **values,
    )
    return from_stock(visit, made)


def packs_of(visit: OpenVisit, size: str) -> list[NeedleType]:
    """The clinic's packs of a size: those that are not past their date first, then in its order."""
    day = visit.visit.started.date()
    found = [one for one in visit.of_kind(NeedleType) if one.in_stock and one.size == size]
    return sorted(found, key=lambda one: (one.expired(day), one.order, one.id))


def from_stock(visit: OpenVisit, needle: Needling) -> Needling:
    """A proposal without a lot takes the clinic's pack of that size, if it is not past its date.

    A maker or type that is proposed stays: another maker's pack is another needle.
    """
    if needle.lot or not needle.size:
        return needle
    day = visit.visit.started.date()
    for pack in packs_of(visit, needle.size):
        same = all(
            not own or own == other
            for own, other in ((needle.maker, pack.maker), (needle.product, pack.product))
        )
        if same and not pack.expired(day):
            return needle.but(maker=pack.maker, product=pack.product, lot=pack.lot, expiry=pack.expiry)
    return needle


def repeated_needle(needle: Needling, point: TriggerPoint) -> Needling:
    """The needle as a proposal at a point: neither in nor out, nothing measured."""
    return Needling(
        patient_id=point.patient_id,
        visit_id=point.visit_id,
        trigger_point_id=point.id,
        carried=True,
        **{name: getattr(needle, name) for name in _REPEATED},
    )


def _previous_needle(visit: OpenVisit, point: TriggerPoint) -> Needling | None:
    """The needle of the site placed last before this one."""
    sites = [one for one in visit.chart.points if one.id != point.id]
    for site in sorted(sites, key=lambda one: one.id, reverse=True):
        needles = [one for one in visit.chart.needlings_of(site) if one.state is not NeedleState.DISCARDED]
        if needles:
            return needles[-1]
    return None


def _clinic_needle(visit: OpenVisit) -> NeedleType | None:
    clinic = visit.chart.clinic
    chosen = visit.get(NeedleType, clinic.default_needle) if clinic.default_needle else None
    if chosen is not None:
        return chosen
    stock = [needle for needle in visit.of_kind(NeedleType) if needle.in_stock]
    return min(stock, key=lambda needle: needle.order, default=None)
