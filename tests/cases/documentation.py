"""Where each row of the documentation standard (section 1) and each STRICTA 2010 item has its place.

For every place: the field of the record, the screen and the widget in which it is entered, what a person
does there, and the words by which it is found again in the printed note. STRICTA items have an S before them.
"""

import re
from dataclasses import dataclass

from needlechart.resources import resource
from tests.cases.case import day

STANDARD = "documentation.md"
BIRTH, YESTERDAY = day(30), day(1)
"""Days that are never in the future, whatever time it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """One datum: ``rows`` of the standard, ``field`` as ``Record.field``, where it is entered and printed.

    ``value`` is typed, or is the id of a chip; empty for a tap on the widget itself. ``then`` names what
    is tapped before, to bring the widget into sight.
    """

    rows: str
    field: str
    screen: str
    widget: str
    value: str = ""
    printed: str = ""
    act: str = "chip"
    then: str = ""


def typed(rows: str, field: str, screen: str, widget: str, value: str, printed: str, then: str = "") -> Place:
    return Place(rows, field, screen, widget, value, printed, "type", then)


def entered(rows: str, field: str, screen: str, widget: str, value: str, printed: str) -> Place:
    return Place(rows, field, screen, widget, value, printed, "enter")


def tapped(rows: str, field: str, screen: str, widget: str, printed: str, then: str = "") -> Place:
    return Place(rows, field, screen, widget, "", printed, "tap", then)


PLACES: tuple[Place, ...] = (
    typed("1", "Patient.family_name", "new_patient", "family_name", "Zzyzxova", "Zzyzxova"),
    typed("1", "Patient.birth_date", "new_patient", "birth_date", "2 June 1984", "2 Jun 1984"),
    entered("2", "Indication.code", "new_patient", "indication", "M25.551", "M25.551 Pain in right hip"),
    typed("6", "Consent.form_version", "details", "consent_version", "7b", "version 7b", then="paper_form"),
    typed("6", "Consent.given_at", "details", "consent_day", "6 Jan 2026", "6 Jan 2026"),
    typed("6", "Consent.signer", "details", "consent_signer", "Q. Signer", "signed by Q. Signer"),
    Place("6", "Consent.copy_given", "details", "consent_copy", "yes", "copy given"),
    Place("3", "ScreeningAnswer.answer", "check_in", "screening", "anticoagulant", "reviewed: blood thinner"),
    typed("5", "ScreeningAnswer.detail", "check_in", "detail_anticoagulant", "apixaban-x", "apixaban-x"),
    typed("5", "ScreeningAnswer.lab_value", "check_in", "lab_anticoagulant", "2.7", "2.7"),
    typed("3", "ScreeningAnswer.action", "check_in", "action_anticoagulant", "thin needle", "thin needle"),
    Place(
        "4", "ScreeningAnswer.answer", "check_in", "screening", "possible_pregnancy", "; pregnant or may be ("
    ),
    typed("4", "ScreeningAnswer.weeks", "check_in", "weeks_possible_pregnancy", "7", "7 weeks"),
    tapped(
        "4",
        "ScreeningAnswer.answer",
        "check_in",
        "chip-early_postpartum",
        "; first 8 weeks after birth (",
        "chip-whole_list",
    ),
    typed("4", "ScreeningAnswer.day", "check_in", "day_early_postpartum", BIRTH, BIRTH),
    Place("6", "Consent.agreement", "check_in", "consent_today", "agreed", "agreed to needling as planned"),
    Place("7", "Consent.agreement", "check_in", "consent_pelvic_floor", "agreed", "agreed to separately"),
    Place("7", "Consent.chaperone", "check_in", "chaperone", "present", "chaperone present"),
    typed("7", "Consent.chaperone_name", "check_in", "chaperone_name", "P. Companion", "P. Companion"),
    Place("27", "Visit.since_last", "check_in", "since_last", "better", "Better since the last visit"),
    Place("27", "Visit.soreness_lasted", "check_in", "soreness_lasted", "2 days", "lasted 2 days"),
    Place("27", "EventReview.outcome", "check_in", "events_since", "nothing", "No adverse event reported"),
    Place("23", "Measurement.value", "check_in", "pain_now", "6", "Pain now 6 of 10"),
    Place("8", "Visit.position", "check_in", "position", "hook_lying", "hook-lying"),
    typed("9", "Visit.skin_preparation", "check_in", "skin_preparation", "chlorhexidine", "chlorhexidine"),
    Place("9", "Visit.gloves", "check_in", "gloves", "yes", "gloves worn"),
    typed("2 S1b S1c", "Visit.reason", "check_in", "reason", "groin on stairs", "groin on stairs"),
    typed("1", "Visit.started", "check_in", "treatment_day", YESTERDAY, f"treated {YESTERDAY}"),
    typed("1", "Visit.started", "check_in", "treatment_time", "06:41", "06:41"),
    Place("23", "Measurement.value", "before", "measure_hip_ir_90_right", "25°", "25°", act="words"),
    typed(
        "10 S2b",
        "TriggerPoint.muscle_name",
        "needling",
        "new_by_name",
        "multifidus L4 r",
        "R right Lumbar multifidus",
    ),
    tapped("10", "TriggerPoint.spinal_level", "needling", "level_L5", "Lumbar multifidus L5"),
    tapped("12 S2g", "Needling.diameter_mm", "needling", "chip_needle_0.25×40", "0.25 × 40"),
    tapped("16 S2e", "Needling.technique", "needling", "chip_technique_pistoning", "Pistoning"),
    tapped("14 S2c", "Needling.depth_mm", "needling", "depth_more", "0.25 × 40 1 Pistoning"),
    tapped("17 S2d", "Needling.twitch", "needling", "chip_twitch_several", "2+"),
    tapped("17", "Needling.familiar", "needling", "chip_familiar", "familiar"),
    tapped("17", "Needling.pain", "needling", "chip_pain_referred", "Referred"),
    tapped(
        "11", "TriggerPoint.kind", "needling", "chip_kind_active", "active trigger point", "more_findings"
    ),
    tapped("11", "TriggerPoint.taut_band", "needling", "chip_band_present", "taut band present"),
    tapped("11", "TriggerPoint.tenderness", "needling", "chip_tender_7", "tenderness 7 of 10"),
    typed(
        "11", "TriggerPoint.referral", "needling", "finding_referral", "the labium", "refers to the labium"
    ),
    typed("17", "Needling.referred_to", "needling", "finding_referred_to", "the knee", "to the knee"),
    typed("15", "Needling.direction", "needling", "finding_direction", "craniad", "direction craniad"),
    tapped("20", "Needling.guidance", "needling", "chip_guidance_ultrasound", "guided by ultrasound"),
    tapped("22", "Needling.bleeding", "needling", "chip_bleeding_yes", "bleeding"),
    tapped("13 S2a", "Needling.insertions", "needling", "insertions_more", "insertions 2"),
    tapped("13", "Needling.passes", "needling", "passes_more", "passes"),
    tapped("13", "Needling.passes", "needling", "passes_more", "passes 1"),
    tapped("14 S2c", "Needling.tissue", "needling", "chip_tissue_fascia", "reached fascia"),
    tapped("17 S2d", "Needling.response_sought", "needling", "chip_sought_1", "sought: Local twitch, Ache"),
    tapped("17", "Needling.twitch_count", "needling", "twitches_more", "2+ (2)"),
    typed(
        "17", "Needling.response_obtained", "needling", "obtained_words", "dull ache", "obtained: dull ache"
    ),
    typed("18 S2f", "Needling.retention_s", "needling", "stayed", "1:35", "1:35"),
    tapped("22", "Needling.pressure_s", "needling", "chip_pressure_30", "pressure 0:30"),
    typed("12 S2g", "Needling.maker", "needling", "pack_maker", "Hallow-Z", "Hallow-Z"),
    typed("12 S2g", "Needling.product", "needling", "pack_product", "type-K", "type-K"),
    typed("12", "Needling.lot", "needling", "pack_lot", "LOT-99", "LOT-99"),
    typed("12", "Needling.expiry", "needling", "pack_expiry", "3 March 2031", "3 Mar 2031"),
    tapped("19 S2e", "Stimulation.first_point_id", "needling", "chip_estim_on", "Electrical stimulation"),
    tapped("19", "Stimulation.hz", "needling", "chip_hz_10", "10 Hz"),
    tapped("19", "Stimulation.minutes", "needling", "chip_minutes_15", "15 min"),
    tapped("19", "Stimulation.intensity", "needling", "stim_more", "mA"),
    tapped("19", "Stimulation.waveform", "needling", "chip_waveform_burst", "burst"),
    tapped("19", "Stimulation.microseconds", "needling", "chip_microseconds_200", "200 µs"),
    tapped("19", "Stimulation.perceived", "needling", "chip_perceived_tingling", "tingling"),
    typed("19", "Stimulation.device", "needling", "stim_device", "PulseQ9", "PulseQ9"),
    tapped("21", "Visit.needles_out", "needling", "count_1", "counted, none missing"),
    Place("23", "Measurement.value", "after", "measure_nprs_now_unstated", "3", "−3"),
    Place("24", "AdverseEvent.kind_text", "after", "tolerance", "bruising", "bruising ("),
    Place("24", "AdverseEvent.severity", "after", "severity_bruising", "significant", "(significant)"),
    typed("24", "AdverseEvent.note", "after", "event_words_bruising", "size of a coin", "size of a coin"),
    Place(
        "24",
        "AdverseEvent.onset_words",
        "after",
        "event_onset_words_bruising_chips",
        "within 15 min",
        "within 15 min",
        then="event_more_bruising",
    ),
    Place("24", "AdverseEvent.duration", "after", "event_duration_bruising_chips", "hours", "lasted hours"),
    Place("24", "AdverseEvent.action", "after", "event_action_bruising_chips", "ice", "action: ice"),
    Place(
        "24", "AdverseEvent.outcome", "after", "event_outcome_bruising_chips", "going on", "outcome: going on"
    ),
    Place("24", "AdverseEvent.trigger_point_id", "after", "event_site_bruising", "1", "at site 1", "words"),
    typed("24", "AdverseEvent.referred_to", "after", "event_referred_to_bruising", "Dr Refer", "Dr Refer"),
    typed("24", "AdverseEvent.reported_to", "after", "event_reported_to_bruising", "the chief", "the chief"),
    typed("24", "AdverseEvent.cause", "after", "event_cause_bruising", "thin skin", "thin skin"),
    Place("24", "Visit.tolerance", "after", "tolerance_second", "fairly", "Tolerated fairly well"),
    tapped("21", "Visit.packs_opened", "after", "packs_more", "1 pack opened"),
    Place("21", "Visit.sharps_disposed", "after", "sharps_disposed", "yes", "sharps disposed"),
    tapped("25 S4a", "FollowOn.what", "follow_on", "given_knee_rocks", "Knee rocks"),
    Place("26 S4b", "Aftercare.texts", "follow_on", "aftercare_told", "all", "heat or ice; when to call"),
    Place("26 S4b", "Aftercare.how", "follow_on", "aftercare_how", "Shown", "Shown", then="more_aftercare"),
    Place("26", "Aftercare.handout", "follow_on", "handout", "not_wanted", "Handout not wanted"),
    entered("2", "Goal.text", "plan", "new_goal", "climb stairs", "climb stairs"),
    typed("28", "Visit.minutes", "plan", "minutes", "37", "37 min"),
    typed("28", "Visit.billing_code", "plan", "billing_code", "99X", "99X"),
    typed("28", "Visit.units", "plan", "units", "2", "2 units"),
    typed("S3a S3b", "Episode.plan_of_care", "plan", "plan_of_care", "12 visits", "Plan of care: 12 visits"),
    tapped("29", "Seal.signature", "review", "sign_now", "Signed by"),
    typed("29", "Addendum.text", "review", "addendum_text", "later remark", "later remark"),
    typed("1 S5", "Clinician.licence_number", "settings", "therapist_licence", "PT-4711", "Licence PT-4711"),
    typed("1 S5", "Clinician.credentials", "settings", "therapist_credentials", "PT, WCS", "PT, WCS"),
)

OF_ITSELF = {
    "S1a": "the title of the note: dry needling",
    "S6a": "not needed in a clinic; the standard says so",
    "S6b": "not needed in a clinic; the standard says so",
}
"""STRICTA items that nobody enters."""


def rows_of_the_standard() -> list[str]:
    """The numbers of the table in section 1."""
    section = _text().split("## 1. Entry fields")[1].split("### STRICTA")[0]
    return re.findall(r"^\| (\d+) \|", section, re.MULTILINE)


def stricta_items() -> list[str]:
    """The items that the standard maps, with an S before: S1a, S1b ... S6b."""
    mapping = _text().split("### STRICTA 2010 map")[1].split("## 2.")[0]
    found = re.findall(r"\b([1-6][a-g])\b", mapping)
    return sorted({f"S{one}" for one in (*found, "5")})


def covered() -> dict[str, list[Place]]:
    """Row or item to its places."""
    found: dict[str, list[Place]] = {}
    for place in PLACES:
        for row in place.rows.split():
            found.setdefault(row, []).append(place)
    return found


def _text() -> str:
    return resource("clinical", STANDARD).read_text(encoding="utf-8")
