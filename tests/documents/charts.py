"""Charts for the tests of documents, made from the record builders."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import SealedKind, Side, View
from tests import factories as make

DIGEST = "7f3a91c20bde44a81e07c65b9d20f3ea" + "0" * 32


def seal(subject: str = make.VISIT, kind: SealedKind = SealedKind.VISIT, **values: Any) -> Seal:
    """A seal as a document shows it; its signature is not checked here."""
    defaults = {
        "id": f"seal-{subject}",
        "patient_id": make.PATIENT,
        "about_visit_id": make.VISIT,
        "kind": kind,
        "subject_id": subject,
        "canonical": "{}",
        "digest": DIGEST,
        "signature": "none",
        "certificate": "none",
        "signer_id": make.CLINICIAN,
        "signer_name": "Mara Velasquez",
        "signed_at": make.MORNING + timedelta(hours=1),
    }
    return Seal(**{**defaults, **values})


def chart(*records: Record, signed: bool = True, **visit: Any) -> VisitChart:
    """A visit with these records below it; a visit's own fields by name."""
    people = [
        record
        for record in (make.clinic(), make.clinician(), make.patient(), make.episode())
        if not any(type(one) is type(record) for one in records)
    ]
    pile = [*people, make.visit(**visit), *records, *([seal()] if signed else [])]
    return chart_of(pile, make.VISIT)


def site(
    number: int, view: View = View.BACK, x: float = 50.0, y: float = 500.0, **values: Any
) -> TriggerPoint:
    """A site whose side follows from its place."""
    side = Side(view.value) if view in (View.LEFT, View.RIGHT) else None
    if side is None:
        side = Side.RIGHT if (x > 0) == (view is View.BACK) else Side.LEFT
    return make.point(id=f"site-{number}", number=number, view=view, x=x, y=y, side=side, **values)


def needle(of: TriggerPoint, order: int = 0, **values: Any) -> Needling:
    """A needle of a site with an id that is the same in every run."""
    return make.needling(of, id=f"needle-{of.number}-{order}", order=order, **values)


def many_sites(count: int) -> list[Record]:
    """Sites spread over front and back, each with a needle."""
    records: list[Record] = []
    for number in range(1, count + 1):
        view = View.FRONT if number % 2 else View.BACK
        place = site(number, view, x=(-70 + 20 * (number % 8)) or 5, y=420.0 + 4 * number)
        records += [place, needle(place)]
    return records


def with_clinic(of: VisitChart, **values: Any) -> VisitChart:
    """The chart under another letterhead."""
    return replace(of, clinic=of.clinic.but(**values))


BORN = date(1984, 6, 2)
