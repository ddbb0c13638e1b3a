"""P: what was given after the needles, what the patient was told, and what comes next."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.words import clause, joined, listed, paragraph, sentence
from needlechart.domain.rules.discharge import discharges
from needlechart.domain.rules.laterality import side_words
from needlechart.domain.rules.muscle_count import muscle_count
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import NBSP, date_words, plural
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import CheckWay, FollowOnKind, Handout, NextNeedling, Progression, Strengthening

_KINDS = {
    FollowOnKind.GUIDED_MOVEMENT: "guided movement",
    FollowOnKind.RETRAINING: "gentle retraining",
    FollowOnKind.MANUAL_THERAPY: "manual therapy",
    FollowOnKind.STRENGTHENING: "strengthening",
    FollowOnKind.HOME_PROGRAMME: "home programme",
}
_PROGRESSIONS = {
    Progression.EASIER: "easier than last time",
    Progression.SAME: "as last time",
    Progression.HARDER: "harder than last time",
}
KIND_WORDS = {**_KINDS, FollowOnKind.NONE_GIVEN: "none given"}
"""Kinds of follow-on as they are written in a note."""


def plan(chart: VisitChart) -> str:
    """The whole section."""
    visit = chart.visit
    return joined(
        (
            follow_on(chart),
            paragraph((aftercare(chart), handout(chart), soreness_check(chart))),
            paragraph((strengthening(chart), home_programme(chart))),
            paragraph((next_visit(chart), next_needling(chart), sentence(visit.plan_note))),
            plan_of_care(chart),
            paragraph((minutes(chart), muscles(chart))),
        ),
        "\n",
    )


def follow_on(chart: VisitChart) -> str:
    """What was given after the needles came out, by kind; or why nothing was."""
    told = []
    for kind, words in _KINDS.items():
        given = [_given(one) for one in chart.follow_ons if one.kind is kind]
        if given:
            told.append(f"{words} ({'; '.join(given)})")
    why = [clause(one.what) for one in chart.follow_ons if one.kind is FollowOnKind.NONE_GIVEN]
    none = f"No follow-on treatment: {'; '.join(why)}." if why else ""
    return paragraph((f"Follow-on treatment: {'; '.join(told)}." if told else "", none))


def _given(one: FollowOn) -> str:
    return joined(
        (
            clause(one.what),
            side_words(one.side),
            clause(one.dose),
            _PROGRESSIONS[one.progression] if one.progression else "",
            clause(one.note),
        ),
    )


def aftercare(chart: VisitChart) -> str:
    """The advice told, in the words it was told in."""
    given = chart.aftercare
    if given is None:
        return ""
    texts = [lower_first(clause(one)) for one in given.texts if one.strip()]
    told = "; ".join(texts)
    how = f" ({clause(given.how)})" if given.how.strip() else ""
    return paragraph((f"Aftercare told{how}: {told}." if told else "", sentence(given.note)))


def handout(chart: VisitChart) -> str:
    """How the patient got the handout."""
    given = chart.aftercare.handout if chart.aftercare else None
    return {
        None: "",
        Handout.PRINTED: "Handout printed.",
        Handout.SAVED: "Handout given as a file.",
        Handout.NOT_WANTED: "Handout not wanted.",
    }[given]


def soreness_check(chart: VisitChart) -> str:
    """How the soreness check is made."""
    way = chart.aftercare.soreness_check if chart.aftercare else None
    return {
        None: "",
        CheckWay.CALL: "Soreness check by phone 24 to 48 h after needling.",
        CheckWay.NEXT_VISIT: "Soreness asked at the next visit.",
        CheckWay.NONE: "No soreness check planned.",
    }[way]


def strengthening(chart: VisitChart) -> str:
    """Where strengthening stands, and of what."""
    stands = chart.visit.strengthening
    of = listed(lower_first(clause(one)) for one in chart.visit.strengthening_of)
    if stands is None:
        return f"Strengthening of {of}." if of else ""
    word = {
        Strengthening.NOT_YET: "not yet",
        Strengthening.START: "start",
        Strengthening.PROGRESS: "progress",
        Strengthening.HOLD: "hold",
    }[stands]
    return f"Strengthening: {word}" + (f"; {of}." if of else ".")


def home_programme(chart: VisitChart) -> str:
    """The home programme, as typed, and how often."""
    typed, often = clause(chart.visit.home_programme), clause(chart.visit.home_frequency)
    said = joined((typed, lower_first(often) if typed else often))
    return sentence(f"Home programme: {said}") if said else ""


def next_visit(chart: VisitChart) -> str:
    """When the patient comes again."""
    visit = chart.visit
    day = date_words(visit.next_visit) if visit.next_visit else ""
    words = clause(visit.next_visit_words)
    if discharges(visit):
        outcome = clause(chart.episode.outcome)
        told = sentence(f"Outcome: {lower_first(outcome)}") if outcome else ""
        return paragraph(("Discharged; no further visit planned.", told))
    return sentence(f"Next visit: {joined((words, day))}") if day or words else ""


def next_needling(chart: VisitChart) -> str:
    """What is meant for the next needling."""
    meant = chart.visit.next_needling
    return {
        None: "",
        NextNeedling.SAME_SITES: "Needling next time: same sites.",
        NextNeedling.FEWER: "Needling next time: fewer sites.",
        NextNeedling.DECIDE_THEN: "Needling next time: decide then.",
        NextNeedling.STOP: "Needling stops.",
    }[meant]


def plan_of_care(chart: VisitChart) -> str:
    """How many sessions are planned, how often and for how long."""
    planned = clause(chart.episode.plan_of_care)
    return sentence(f"Plan of care: {planned}") if planned else ""


def minutes(chart: VisitChart) -> str:
    """Treatment time."""
    time = chart.visit.minutes
    return f"Treatment time {time}{NBSP}min." if time is not None else ""


def muscles(chart: VisitChart) -> str:
    """The muscle-count hint where the clinic turned it on, or the code a person entered."""
    count = muscle_count(chart)
    code = chart.visit.billing_code.strip() or (count.code if count else "")
    told = f"Muscles needled: {count.count}" if count is not None and count.count else ""
    coded = f"Code {code}" if code and not told else f"code {code}" if code else ""
    units = chart.visit.units
    billed = plural(units, "unit") if code and units is not None else ""
    return sentence(joined((told, joined((coded, billed))), "; "))
