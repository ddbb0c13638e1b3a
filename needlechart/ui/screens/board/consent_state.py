"""What banners say of consent, of a visit or of a patient, and what the card of Check-in says."""

from collections.abc import Sequence

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.rules.consent import form_at_treatment, newest_form, stands, stopped_by_consent
from needlechart.domain.words import Agreement, ConsentKind
from needlechart.ui.screens.wording import clock, short_day


def consent_words(chart: VisitChart) -> tuple[str, str]:
    """What the banner says of consent, and of the written form."""
    written = form_at_treatment(chart)
    form = f"written {short_day(written.given_at.date())}" if written else "no written consent"
    today = chart.consent_today
    gone = newest_form(chart)
    if gone is not None and gone.withdrawn_at is not None:
        return "Consent withdrawn", f"form withdrawn {short_day(gone.withdrawn_at.date())}"
    if today is None:
        return "Consent not asked", form
    if today.withdrawn_at is not None:
        return "Consent withdrawn", f"at {clock(today.withdrawn_at)}"
    if today.agreement is Agreement.DECLINED:
        return "Consent declined", form
    if today.agreement is Agreement.NOT_PELVIC_FLOOR:
        return "Not pelvic floor", form
    pelvic = chart.pelvic_floor_consent
    agreed = pelvic is not None and pelvic.agreement is Agreement.AGREED
    return ("Consent: pelvic floor" if agreed else "Consent today"), form


def form_in_banner(consents: Sequence[Consent]) -> tuple[str, str, bool]:
    """What a patient's banner says of the newest written form: two lines, and whether it shows a tick."""
    written = [one for one in consents if one.kind is ConsentKind.WRITTEN and not one.visit_id]
    newest = max(written, key=lambda one: one.given_at, default=None)
    if newest is None:
        return "No written consent", "record it in Details", False
    if newest.withdrawn_at is not None:
        return "Consent withdrawn", f"form withdrawn {short_day(newest.withdrawn_at.date())}", False
    day = short_day(newest.given_at.date())
    if newest.agreement is Agreement.DECLINED:
        return "Consent declined", f"form declined {day}", False
    return "Consent valid", f"written {day}", True


def form_words(chart: VisitChart) -> str:
    """What the card says of the written form."""
    last, form = newest_form(chart), form_at_treatment(chart)
    if last is not None and last.agreement is Agreement.DECLINED:
        return f"form declined {short_day(last.given_at.date())}"
    if last is not None and last.withdrawn_at is not None:
        return f"form withdrawn {short_day(last.withdrawn_at.date())}"
    if form is None:
        return "no written consent is recorded"
    version = f", form {form.form_version}" if form.form_version else ""
    return f"written consent {short_day(form.given_at.date())}{version}"


def consent_fine(chart: VisitChart) -> bool:
    """Whether the banner shows a tick."""
    today = chart.consent_today
    return form_at_treatment(chart) is not None and stands(today) and not stopped_by_consent(chart)
