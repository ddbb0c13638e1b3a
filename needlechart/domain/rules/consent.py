"""What consent allows now: declined, withdrawn, or standing."""

from datetime import datetime

from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Clinic
from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import Agreement, ConsentKind


def with_head(consent: Consent, clinic: Clinic, patient: Patient) -> Consent:
    """The form with its head as it stands now: this is what is signed, and what a copy says for good."""
    address = ", ".join(line.strip() for line in clinic.address.splitlines() if line.strip())
    reach = " · ".join(part for part in (address, clinic.phone, clinic.email) if part.strip())
    names = (patient.given_name, patient.family_name)
    return consent.but(
        letterhead=(clinic.name, reach) if reach else (clinic.name,),
        patient_name=" ".join(part for part in names if part.strip()),
        patient_born=patient.birth_date,
        patient_number=patient.record_number,
    )


def stands(consent: Consent | None) -> bool:
    """Whether something was agreed to and not taken back."""
    return (
        consent is not None and consent.agreement is not Agreement.DECLINED and consent.withdrawn_at is None
    )


def newest_form(chart: VisitChart) -> Consent | None:
    """The newest written consent, withdrawn or declined ones included."""
    forms = [one for one in chart.consents if one.kind is ConsentKind.WRITTEN and not one.visit_id]
    return max(forms, key=lambda one: one.given_at, default=None)


def form_at_treatment(chart: VisitChart) -> Consent | None:
    """The written consent that stood when treatment began, or was signed in this visit.

    One that is withdrawn in the middle of a visit stood until then.
    """
    began = chart.visit.started
    forms = [
        one
        for one in chart.consents
        if one.kind is ConsentKind.WRITTEN
        and not one.visit_id
        and one.agreement is not Agreement.DECLINED
        and (one.withdrawn_at is None or one.withdrawn_at > began)
    ]
    newest = max(forms, key=lambda one: one.given_at, default=None)
    last = newest_form(chart)
    if last is not None and last.agreement is Agreement.DECLINED and newest is not None:
        return newest if last.given_at > began else None
    return newest


def agreed_today(chart: VisitChart, moment: datetime) -> Consent:
    """The verbal consent of this visit: agrees to the needling as it is planned."""
    return Consent(
        patient_id=chart.patient.id,
        visit_id=chart.visit.id,
        kind=ConsentKind.VERBAL,
        agreement=Agreement.AGREED,
        given_at=moment,
    )


def unasked(chart: VisitChart) -> tuple[str, ...]:
    """What is to be answered before a needle goes in and is not yet, as words; the most weighty first."""
    missing = []
    if form_at_treatment(chart) is None:
        missing.append("written consent")
    if chart.consent_today is None:
        missing.append("consent today")
    if not chart.visit.screening_reviewed:
        missing.append("screening")
    return tuple(missing)


def stopped_by_consent(chart: VisitChart) -> str:
    """Why no needle may go in now, as a sentence; empty while consent stands or was not asked yet."""
    today = chart.consent_today
    if today is not None and today.agreement is Agreement.DECLINED:
        return "Consent was declined today."
    if today is not None and today.withdrawn_at is not None:
        return f"Consent was withdrawn at {clock(today.withdrawn_at)}."
    form = newest_form(chart)
    if form is not None and form.withdrawn_at is not None:
        return f"Written consent was withdrawn on {date_words(form.withdrawn_at.date())}."
    if form is not None and form.agreement is Agreement.DECLINED:
        return f"The consent form was declined on {date_words(form.given_at.date())}."
    return ""
