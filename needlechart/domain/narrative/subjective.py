"""S: what the patient says, what was asked, and what was agreed."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative.words import (
    POSITION_WORDS,
    clause,
    joined,
    listed,
    paragraph,
    quoted,
    sentence,
    upper_first,
)
from needlechart.domain.rules.alerts import told_against
from needlechart.domain.rules.consent import form_at_treatment
from needlechart.domain.rules.finding import pain_now
from needlechart.domain.rules.measure_text import measurement_text, number_text
from needlechart.domain.rules.symptom_areas import area_words, free_words, lettered
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import clock, date_words, plural
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import (
    Agreement,
    Answer,
    Chaperone,
    EventOutcome,
    MeasureState,
    Phase,
    SinceLast,
)


def subjective(chart: VisitChart) -> str:
    """The whole section; goals and comfort plan are a paragraph of their own."""
    first = paragraph(
        (
            late_entry(chart),
            since_last(chart),
            soreness(chart),
            earlier_events(chart),
            reason(chart),
            patient_words(chart),
            worse_with(chart),
            pain(chart),
            symptoms(chart),
            screening(chart),
            gone_on(chart),
            consent(chart),
            pelvic_floor_consent(chart),
        )
    )
    return joined((first, paragraph((goals(chart), comfort(chart)))), "\n")


def late_entry(chart: VisitChart) -> str:
    """Says that the note was written on a later day than the treatment."""
    visit = chart.visit
    if visit.entered.date() <= visit.started.date():
        return ""
    written = f"{date_words(visit.entered.date())} at {clock(visit.entered)}"
    return f"Late entry: treated {date_words(visit.started.date())}, written {written}."


def since_last(chart: VisitChart) -> str:
    """Better, the same or worse since the last visit; or that this is the first one."""
    word = chart.visit.since_last
    if word is None:
        return "First visit." if chart.previous is None and chart.visit_count == 1 else ""
    said = {SinceLast.BETTER: "Better", SinceLast.SAME: "No change", SinceLast.WORSE: "Worse"}[word]
    day = f" ({date_words(chart.previous.started.date())})" if chart.previous else ""
    return f"{said} since the last visit{day}."


def soreness(chart: VisitChart) -> str:
    """How long soreness after the last needling lasted."""
    lasted = clause(chart.visit.soreness_lasted)
    if not lasted:
        return ""
    if lasted.casefold() in ("none", "no", "no soreness"):
        return "No soreness after the last needling."
    if lasted.casefold() == "longer":
        return "Soreness after the last needling lasted longer than 2 days."
    return f"Soreness after the last needling lasted {lower_first(lasted)}."


def earlier_events(chart: VisitChart) -> str:
    """How events after earlier visits went on, or that none was reported."""
    words = {
        EventOutcome.RESOLVED: "resolved",
        EventOutcome.BETTER: "better",
        EventOutcome.SAME: "the same",
        EventOutcome.WORSE: "worse",
        EventOutcome.NOTHING_NEW: "nothing new",
    }
    told = []
    for one in chart.event_reviews:
        more = f" ({clause(one.note)})" if one.note.strip() else ""
        event = upper_first(clause(one.event_text))
        if event:
            told.append(f"{event} after an earlier visit: {words[one.outcome]}{more}.")
        else:
            told.append(f"No adverse event reported since the last visit{more}.")
    return paragraph(told)


def reason(chart: VisitChart) -> str:
    """Why needling was chosen today, and the diagnoses of the episode."""
    said = (
        sentence(f"Reason for needling: {clause(chart.visit.reason)}") if chart.visit.reason.strip() else ""
    )
    named = [lower_first(one.title) + (f" ({one.code})" if one.code else "") for one in chart.indications]
    label = "Indication" if len(named) == 1 else "Indications"
    return paragraph((said, f"{label}: {'; '.join(named)}." if named else ""))


def patient_words(chart: VisitChart) -> str:
    """The patient's own words, as typed."""
    words = chart.visit.patient_words
    return sentence(f"In the patient’s words: {quoted(words)}") if words.strip() else ""


def worse_with(chart: VisitChart) -> str:
    """What makes it worse."""
    named = [lower_first(clause(one)) for one in chart.visit.worse_with if one.strip()]
    return f"Worse with {listed(named)}." if named else ""


def pain(chart: VisitChart) -> str:
    """Pain now, before needling."""
    now = pain_now(chart, Phase.BEFORE)
    return f"Pain now {pain_words(now)}." if now is not None else ""


def symptoms(chart: VisitChart) -> str:
    """Where the patient feels it, as it was drawn before needling; or that there is nothing to draw."""
    drawn = lettered(chart.areas, Phase.BEFORE)
    told = "; ".join(f"area {letter}, {area_words(one)}" for letter, one in drawn)
    return f"Symptoms drawn on the body map: {told}." if told else free_words(chart.visit, Phase.BEFORE)


def pain_words(one: Measurement) -> str:
    """``6 of 10``, ``45 mm of 100 mm``, ``12 of 10 (judged implausible)``, ``not stated``."""
    said = measurement_text(one)
    if one.state is not MeasureState.MEASURED or one.value is None:
        return said
    scale = f"{said} of 100\u00a0mm" if one.unit == "mm" else f"{said} of 10"
    return f"{scale} (judged implausible)" if one.doubt.strip() else scale


def screening(chart: VisitChart) -> str:
    """That the list was gone through, and what was found."""
    found = [_finding(one) for one in chart.screening if one.answer is Answer.YES]
    if found:
        reviewed = "Screening reviewed" if chart.visit.screening_reviewed else "Screening"
        return f"{reviewed}: {'; '.join(found)}."
    if not chart.visit.screening_reviewed:
        return ""
    if any(one.answer is Answer.NO for one in chart.screening):
        return "Screening reviewed: " + ("nothing new." if chart.previous else "none of the items present.")
    return "Screening reviewed today."


def _finding(one: ScreeningAnswer) -> str:
    lab = f"{clause(one.lab_name)} not stated" if one.lab_name.strip() else ""
    if one.lab_value is not None:
        lab = f"{clause(one.lab_name) or 'last value'} {number_text(one.lab_value)}"
    weeks = "weeks not stated" if one.weeks_not_stated else ""
    day = "date not stated" if one.day_not_stated else ""
    more = joined(
        (
            plural(one.weeks, "week") if one.weeks is not None else weeks,
            date_words(one.day) if one.day is not None else day,
            clause(one.detail),
            lab,
            clause(one.comment),
            "known before" if one.unchanged else "",
        )
    )
    action = f", action: {clause(one.action)}" if one.action.strip() else ""
    return lower_first(clause(one.item_text)) + (f" ({more})" if more else "") + action


def gone_on(chart: VisitChart) -> str:
    """Why needling went on in spite of an absolute contraindication, or how a needle went in where none may.

    Not of an answer that was corrected since to no.
    """
    said = []
    for told in told_against(chart):
        name = quoted(clause(told.name or "a contraindication"))
        if told.came_about:
            said.append(f"A needle went in although {name} rules it out: {clause(told.words)}.")
        else:
            said.append(f"Needling went on in spite of {name}: {clause(told.words)}.")
    return paragraph(said)


def consent(chart: VisitChart) -> str:
    """Written consent and what was said today."""
    today, written = chart.consent_today, form_at_treatment(chart)
    if today is not None and today.agreement is Agreement.DECLINED:
        return paragraph(("Needling declined today.", _scope(today)))
    parts = []
    if written is not None:
        parts.append(f"written {date_words(written.given_at.date())}")
    if today is not None:
        limited = today.agreement is Agreement.NOT_PELVIC_FLOOR
        what = "needling, not of the pelvic floor" if limited else "needling as planned"
        at = "" if chart.visit.late_entry else f", {clock(today.given_at)}"
        parts.append(f"agreed to {what} today{at}")
    told = sentence(f"Consent: {'; '.join(parts)}") if parts else ""
    return paragraph((told, _scope(today) if today else ""))


def _scope(one: Consent) -> str:
    withdrawn = ""
    if one.withdrawn_at is not None:
        why = f": {clause(one.withdrawn_why)}" if one.withdrawn_why.strip() else ""
        withdrawn = f"Consent withdrawn at {clock(one.withdrawn_at)}{why}."
    return paragraph((sentence(one.scope), sentence(one.note), withdrawn))


def pelvic_floor_consent(chart: VisitChart) -> str:
    """The separate consent for perineal or internal work, and the chaperone."""
    one = chart.pelvic_floor_consent
    if one is None:
        return ""
    agreed = "agreed to separately" if one.agreement is Agreement.AGREED else "declined"
    chaperone = {
        None: "",
        Chaperone.NOT_OFFERED: "chaperone not offered",
        Chaperone.DECLINED: "chaperone offered and declined",
        Chaperone.PRESENT: joined(("chaperone present", one.chaperone_name.strip()), ": "),
    }[one.chaperone]
    said = joined((f"Pelvic floor needling {agreed}", chaperone), "; ") + "."
    return paragraph((said, _scope(one)))


def goals(chart: VisitChart) -> str:
    """The patient's goals."""
    day = chart.visit.started.date()
    named = [clause(one.text) for one in chart.goals if one.dropped is None or one.dropped > day]
    return f"{'Goal' if len(named) == 1 else 'Goals'}: {'; '.join(named)}." if named else ""


def comfort(chart: VisitChart) -> str:
    """What keeps the patient comfortable, and the stop word."""
    patient = chart.patient
    lies = POSITION_WORDS[patient.comfort_position] if patient.comfort_position is not None else ""
    told = {True: "told before each needle", False: "does not want to be told before each needle", None: ""}
    companion = f"with {clause(patient.companion)}" if patient.companion.strip() else ""
    stop = f"stop word {quoted(patient.stop_word)}" if patient.stop_word.strip() else ""
    agreed = (lies, told[patient.told_before_needle], companion, clause(patient.comfort_plan), stop)
    said = joined(agreed, "; ")
    return sentence(f"Comfort: {said}") if said else ""
