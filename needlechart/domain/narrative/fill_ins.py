"""What a phrase can take from the visit: the name of a fill-in and the words for it."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.subjective import pain_words
from needlechart.domain.narrative.words import listed, site_name
from needlechart.domain.rules.finding import pain_now
from needlechart.domain.rules.muscle_count import needled_points
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.words import Phase

FILL_INS = (
    "first name",
    "today",
    "last visit",
    "pain before",
    "pain after",
    "sites",
    "needles",
    "goal",
    "next visit",
    "therapist",
    "initials",
)
"""Names that are filled by themselves, in the order in which Settings lists them."""


def fill_ins(chart: VisitChart) -> dict[str, str]:
    """Name to words; a name is missing (or empty) where the visit does not know it yet."""
    visit, patient = chart.visit, chart.patient
    before, after = pain_now(chart, Phase.BEFORE), pain_now(chart, Phase.AFTER)
    needles = needle_count(chart)
    named = list(dict.fromkeys(site_name(one) for one in needled_points(chart)))
    goal = next((one.text for one in chart.goals if one.met is None and one.dropped is None), "")
    return {
        "first name": patient.preferred_name or patient.given_name,
        "today": date_words(visit.started.date()),
        "last visit": date_words(chart.previous.started.date()) if chart.previous else "",
        "pain before": pain_words(before) if before is not None else "",
        "pain after": pain_words(after) if after is not None else "",
        "sites": listed(named),
        "needles": str(needles.put_in) if needles.put_in else "",
        "goal": goal,
        "next visit": date_words(visit.next_visit) if visit.next_visit else visit.next_visit_words,
        "therapist": visit.clinician_name,
        "initials": initials(visit.clinician_name),
    }


def initials(name: str) -> str:
    """``RS`` of "Robin Sample, PT": the first letters of the name, credentials left out."""
    words = name.partition(",")[0].replace("-", " ").split()
    return "".join(word[0].upper() for word in words if word[0].isalpha())
