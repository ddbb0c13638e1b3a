"""What the banner of a visit says of consent."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Agreement
from needlechart.ui.screens.wording import short_day


def consent_words(chart: VisitChart) -> tuple[str, str]:
    """What the banner says of consent, and of the written form."""
    written = chart.written_consent
    form = f"written {short_day(written.given_at.date())}" if written else "no written consent"
    today = chart.consent_today
    if today is None:
        return "Consent not asked", form
    if today.agreement is Agreement.DECLINED:
        return "Consent declined", form
    if today.agreement is Agreement.NOT_PELVIC_FLOOR:
        return "Not pelvic floor", form
    pelvic = chart.pelvic_floor_consent
    agreed = pelvic is not None and pelvic.agreement is Agreement.AGREED
    return ("Consent: pelvic floor" if agreed else "Consent today"), form


def consent_fine(chart: VisitChart) -> bool:
    """Whether the banner shows a tick."""
    today = chart.consent_today
    return (
        chart.written_consent is not None and today is not None and today.agreement is not Agreement.DECLINED
    )
