"""What one tap on today's consent makes of the record: values in, the pairs of one step out.

Consent that was withdrawn keeps what was agreed to until then; saying it anew takes the withdrawal back.
"""

from datetime import datetime
from typing import Any

from needlechart.catalogue import consent_forms
from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.record import now
from needlechart.domain.rules.consent import stands
from needlechart.domain.words import Agreement, ConsentKind
from needlechart.editing.change import Pair


def given(chart: VisitChart, kind: ConsentKind) -> Consent | None:
    """What was said today, of needling or of the pelvic floor."""
    return chart.consent_today if kind is ConsentKind.VERBAL else chart.pelvic_floor_consent


def of_today(chart: VisitChart) -> list[Consent]:
    """All that was said today, needling first."""
    return [one for one in (chart.consent_today, chart.pelvic_floor_consent) if one is not None]


def chaperone_of(chart: VisitChart) -> Consent | None:
    """The consent that carries the chaperone's answer: the pelvic floor's, else today's."""
    carriers = of_today(chart)[::-1]
    answered = [one for one in carriers if one.chaperone is not None]
    return next(iter(answered or carriers), None)


def with_chaperone(chart: VisitChart, **values: Any) -> list[Pair]:
    """An answer about the chaperone, on everything that was said today; empty before anything was."""
    return [(one, one.but(**values)) for one in of_today(chart)[::-1]]


def said(chart: VisitChart, kind: ConsentKind, agreement: Agreement) -> list[Pair]:
    """What the patient agrees to; anything less than needling as planned closes the pelvic floor too."""
    before = given(chart, kind)
    if before is not None:
        after = before.but(agreement=agreement, given_at=now(), withdrawn_at=None, withdrawn_why="")
    else:
        after = _new(chart, kind, agreement)
    pairs: list[Pair] = [(before, after)]
    pelvic = chart.pelvic_floor_consent
    closes = kind is ConsentKind.VERBAL and agreement is not Agreement.AGREED
    if closes and pelvic is not None and pelvic.agreement is Agreement.AGREED:
        pairs.append((pelvic, pelvic.but(agreement=Agreement.DECLINED, given_at=now())))
    return pairs


def _new(chart: VisitChart, kind: ConsentKind, agreement: Agreement) -> Consent:
    made = Consent(
        patient_id=chart.patient.id,
        visit_id=chart.visit.id,
        kind=kind,
        agreement=agreement,
        given_at=now(),
    )
    held = chaperone_of(chart)
    if kind is not ConsentKind.PELVIC_FLOOR or held is None:
        return made
    return made.but(chaperone=held.chaperone, chaperone_name=held.chaperone_name)


def withdrawn(chart: VisitChart, moment: datetime) -> list[Pair]:
    """From that moment no needle goes in; what was agreed to until then stays recorded."""
    return [(one, one.but(withdrawn_at=moment)) for one in of_today(chart) if stands(one)]


def standing_again(chart: VisitChart) -> list[Pair]:
    """The withdrawal taken back."""
    return _of_withdrawn(chart, withdrawn_at=None, withdrawn_why="")


def why_withdrawn(chart: VisitChart, words: str) -> list[Pair]:
    """In the patient's words."""
    return _of_withdrawn(chart, withdrawn_why=words)


def _of_withdrawn(chart: VisitChart, **values: Any) -> list[Pair]:
    return [(one, one.but(**values)) for one in of_today(chart) if one.withdrawn_at is not None]


def signed_on_paper(chart: VisitChart) -> list[Pair]:
    """Today's written consent, signed by the patient on the form that is in use."""
    consent = Consent(
        patient_id=chart.patient.id,
        kind=ConsentKind.WRITTEN,
        agreement=Agreement.AGREED,
        given_at=now(),
        form_version=consent_forms()[ConsentKind.WRITTEN].version,
        signer=chart.patient.full_name,
        note="Signed on paper.",
    )
    return [(None, consent)]
