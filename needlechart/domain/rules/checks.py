"""The checks behind the table of what a signature needs: one function per row, named by its id."""

from collections.abc import Iterator

from needlechart.domain.consent import Consent
from needlechart.domain.needling import Needling
from needlechart.domain.record import field_types
from needlechart.domain.rules.alerts import concerns
from needlechart.domain.rules.change import Verdict, changes
from needlechart.domain.rules.consent import form_at_treatment
from needlechart.domain.rules.copied import copied_from
from needlechart.domain.rules.discharge import discharges
from needlechart.domain.rules.finding import Finding, Subject, pain_now, perineal, perineal_needles
from needlechart.domain.rules.home_programme import follow_on_settled
from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.needling_checks import NEEDLING_CHECKS, Check
from needlechart.domain.rules.phrases import gaps
from needlechart.domain.rules.site_screening import open_at
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.words import (
    COSIGNED_ROLES,
    Agreement,
    ConsentKind,
    FollowOnKind,
    Phase,
    Severity,
    Sex,
)


def _reason(on: Subject) -> Iterator[Finding]:
    chart = on.chart
    if not (chart.indications or chart.visit.reason.strip() or chart.episode.title.strip()):
        yield Finding("not said", chart.visit.id, "reason")


def _birth(on: Subject) -> Iterator[Finding]:
    born, visit = on.chart.patient.birth_date, on.chart.visit
    if born is not None and visit.started.date() < born:
        yield Finding("the visit lies before it", visit.id, "started")


def _diagnosis(on: Subject) -> Iterator[Finding]:
    if not on.chart.indications:
        yield Finding("none chosen for this episode", on.chart.episode.id, "indications")


def _goal(on: Subject) -> Iterator[Finding]:
    if not on.chart.goals:
        yield Finding("none set for this episode", on.chart.episode.id, "goals")


def _screening(on: Subject) -> Iterator[Finding]:
    if not on.chart.visit.screening_reviewed:
        yield Finding("not asked yet", on.chart.visit.id, "screening_reviewed")


def _site_screening(on: Subject) -> Iterator[Finding]:
    points = [point for point, _ in on.needled_points()]
    items = open_at(on.chart, on.knowledge, points)
    if items:
        names = ", ".join(on.knowledge.screening[one].short_name.lower() for one in items)
        first = next(one for one in points if open_at(on.chart, on.knowledge, [one]))
        yield Finding(names, first.id, "site_screening")


def _pregnancy(on: Subject) -> Iterator[Finding]:
    patient, visit = on.chart.patient, on.chart.visit
    age = patient.age_on(visit.started.date())
    if patient.sex is Sex.MALE or not on.needled or (age is not None and not 12 <= age <= 55):
        return
    if not any("pregnan" in one.item for one in on.chart.screening):
        yield Finding("no answer recorded", visit.id, "screening")


def _written_consent(on: Subject) -> Iterator[Finding]:
    meant = on.needled or not (on.declined or on.chart.visit.no_needling_reason.strip())
    if meant and form_at_treatment(on.chart) is None:
        yield Finding("no signed form", on.chart.patient.id, ConsentKind.WRITTEN.value)


def _consent_later(on: Subject) -> Iterator[Finding]:
    """A form of another, later day cannot have stood at the treatment: one of the two days is wrong."""
    form, visit = form_at_treatment(on.chart), on.chart.visit
    if form is not None and form.given_at.date() > visit.started.date():
        signed, treated = date_words(form.given_at.date()), date_words(visit.started.date())
        yield Finding(f"signed {signed}, treated {treated}", visit.id, "started")


def _consent_today(on: Subject) -> Iterator[Finding]:
    today = on.chart.consent_today
    if today is None:
        yield Finding("not asked yet", on.chart.visit.id, ConsentKind.VERBAL.value)
    elif _later(today, [needle for _, needle in on.needles()]):
        yield Finding("withdrawn, but a needle went in afterwards", today.id, "agreement")
    elif today.agreement is Agreement.NOT_PELVIC_FLOOR and perineal(on):
        yield Finding("not for the pelvic floor, but it was needled", today.id, "agreement")


def _pelvic_consent(on: Subject) -> Iterator[Finding]:
    if not perineal(on):
        return
    visit, consent = on.chart.visit, on.chart.pelvic_floor_consent
    if consent is None or consent.agreement is not Agreement.AGREED or _later(consent, perineal_needles(on)):
        yield Finding("not agreed to", visit.id, ConsentKind.PELVIC_FLOOR.value)
    elif consent.chaperone is None:
        yield Finding("chaperone answer missing", consent.id, "chaperone")


def _later(consent: Consent, needles: list[Needling]) -> bool:
    """Whether one of these needles went in after the consent was withdrawn."""
    gone = consent.withdrawn_at
    return gone is not None and any(one.in_at is not None and one.in_at > gone for one in needles)


def _alert_reason(on: Subject) -> Iterator[Finding]:
    groups = {on.group(point) for point, _ in on.needled_points()}
    for one in concerns(on.chart, on.knowledge):
        applies = on.chart.currents_given if one.concerns == "stimulation" else on.needled
        if not (one.unsaid and applies):
            continue
        if "any" in one.region or groups & set(one.region):
            detail = one.text if one.can_go_on else f"{one.text}: say how a needle went in all the same"
            yield Finding(detail, on.chart.visit.id, "alert_reasons")


def _pain_before(on: Subject) -> Iterator[Finding]:
    if pain_now(on.chart, Phase.BEFORE) is None:
        yield Finding("not asked yet", on.chart.visit.id, "pain_before")


def _pain_after(on: Subject) -> Iterator[Finding]:
    before = pain_now(on.chart, Phase.BEFORE)
    if on.needled and pain_now(on.chart, Phase.AFTER) is None:
        was = f", was {before.value:g}" if before is not None and before.value is not None else ""
        yield Finding(f"not asked yet{was}", on.chart.visit.id, "pain_after")


def _measures_after(on: Subject) -> Iterator[Finding]:
    pain = pain_now(on.chart, Phase.BEFORE)
    if not on.needled:
        return
    for one in changes(on.chart, on.knowledge.measures):
        if one.verdict is not Verdict.NOT_AGAIN or one.after is not None or one.before in (None, pain):
            continue
        title = sided(one.side, one.phrase)
        where = one.before.id if one.before else ""
        was = f"not measured, was {one.before_text}"
        yield Finding(was, where, "after", title=title[:1].upper() + title[1:])


def _tolerance(on: Subject) -> Iterator[Finding]:
    if on.needled and on.chart.visit.tolerance is None:
        yield Finding("not recorded", on.chart.visit.id, "tolerance")


def _adverse_event(on: Subject) -> Iterator[Finding]:
    if on.needled and not (on.chart.visit.no_adverse_event or on.chart.adverse_events):
        yield Finding("not answered yet, none included", on.chart.visit.id, "no_adverse_event")


def _incident_report(on: Subject) -> Iterator[Finding]:
    for one in on.chart.adverse_events:
        if one.visit_id and one.severity is not Severity.MILD and one.report_made_at is None:
            yield Finding(f"{one.kind_text} ({one.severity.value}), no report yet", one.id, "report_made_at")


def _grave_event(on: Subject) -> Iterator[Finding]:
    return _event_told(on, grave=True)


def _mild_event(on: Subject) -> Iterator[Finding]:
    return _event_told(on, grave=False)


def _event_told(on: Subject, *, grave: bool) -> Iterator[Finding]:
    """Onset and action of each event of this visit, of one severity or the other."""
    for one in on.chart.adverse_events:
        if not one.visit_id or (one.severity is not Severity.MILD) is not grave:
            continue
        began = one.onset is not None or bool(one.onset_words.strip())
        lacking = [("onset_words", "when it began")] if not began else []
        lacking += [("action", "what was done")] if not one.action.strip() else []
        if lacking:
            said = " and ".join(words for _, words in lacking)
            yield Finding(f"{one.kind_text} ({one.severity.value}): {said}", one.id, lacking[0][0])


def _follow_on(on: Subject) -> Iterator[Finding]:
    if not follow_on_settled(on.chart):
        yield Finding("none given yet, no reason yet", on.chart.visit.id, FollowOnKind.NONE_GIVEN.value)


def _aftercare(on: Subject) -> Iterator[Finding]:
    told = on.chart.aftercare is not None and bool(on.chart.aftercare.told or on.chart.aftercare.texts)
    if on.needled and not told:
        yield Finding("not told yet", on.chart.visit.id, "told")


def _handout(on: Subject) -> Iterator[Finding]:
    aftercare = on.chart.aftercare
    if on.needled and aftercare is not None and aftercare.handout is None:
        yield Finding("told, not given", aftercare.id, "handout")


def _next_visit(on: Subject) -> Iterator[Finding]:
    visit = on.chart.visit
    if visit.next_visit is None and not visit.next_visit_words.strip():
        yield Finding("not planned", visit.id, "next_visit")


def _outcome(on: Subject) -> Iterator[Finding]:
    if discharges(on.chart.visit) and not on.chart.episode.outcome.strip():
        yield Finding("not said, and care ends with this visit", on.chart.visit.id, "outcome")


def _copied(on: Subject) -> Iterator[Finding]:
    for name in ("subjective", "objective", "assessment", "plan"):
        day = copied_from(on.chart.visit, name)
        if day is not None:
            title = f"{name.capitalize()} copied"
            yield Finding(f"from {date_words(day)}, not touched yet", name, name, title=title)


def _fill_in(on: Subject) -> Iterator[Finding]:
    """The first gap of a phrase that was left open, in any text of the visit."""
    chart = on.chart
    below = (*chart.points, *chart.needlings, *chart.measurements, *chart.follow_ons, *chart.screening)
    for record in (chart.visit, *below, *chart.adverse_events):
        for name, hint in field_types(type(record)).items():
            text = getattr(record, name) if hint is str else ""
            found = gaps(text) if "{" in text else ()
            if found:
                where = name if name in ("subjective", "objective", "assessment", "plan") else "plan_note"
                yield Finding(f"{name.replace('_', ' ')}: a gap in braces is open", "", where)
                return


def _minutes(on: Subject) -> Iterator[Finding]:
    if on.chart.visit.billing_code.strip() and on.chart.visit.minutes is None:
        yield Finding("not entered, but a code is", on.chart.visit.id, "minutes")


def _cosigner(on: Subject) -> Iterator[Finding]:
    visit = on.chart.visit
    if on.chart.clinician.role in COSIGNED_ROLES and not visit.cosigner_id:
        yield Finding("say who co-signs", visit.id, "cosigner")


CHECKS: dict[str, Check] = {
    **NEEDLING_CHECKS,
    "reason": _reason,
    "birth": _birth,
    "diagnosis": _diagnosis,
    "goal": _goal,
    "screening": _screening,
    "pregnancy": _pregnancy,
    "at_sites": _site_screening,
    "written_consent": _written_consent,
    "consent_later": _consent_later,
    "consent_today": _consent_today,
    "pelvic_consent": _pelvic_consent,
    "alert_reason": _alert_reason,
    "pain_before": _pain_before,
    "pain_after": _pain_after,
    "measures_after": _measures_after,
    "tolerance": _tolerance,
    "adverse_event": _adverse_event,
    "grave_event": _grave_event,
    "mild_event": _mild_event,
    "incident_report": _incident_report,
    "follow_on": _follow_on,
    "aftercare": _aftercare,
    "handout": _handout,
    "next_visit": _next_visit,
    "outcome": _outcome,
    "copied": _copied,
    "fill_in": _fill_in,
    "minutes": _minutes,
    "cosigner": _cosigner,
}
"""One check per id of the table."""
