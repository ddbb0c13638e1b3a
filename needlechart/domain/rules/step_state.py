"""How far each step of a visit is, with the line of words under it in the rail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.change import Change, Verdict, changes
from needlechart.domain.rules.completeness import Todo, missing
from needlechart.domain.rules.finding import Subject, pain_now
from needlechart.domain.rules.home_programme import follow_on_settled, given_today
from needlechart.domain.rules.knowledge import NOTHING, PAIN_MEASURES, Knowledge
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.requirement import Requirement
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import clock, interval_words, plural
from needlechart.domain.words import Agreement, Phase, Side, Step

Planned = Sequence[tuple[str, Side]]
_DOT = " · "
_NOT_STARTED = "Not started"


class Progress(StrEnum):
    """State of a step in the rail; `ATTENTION` means a needle or a contradiction."""

    UNTOUCHED = "untouched"
    PART = "part"
    DONE = "done"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class StepState:
    """A step's progress and its status line."""

    progress: Progress
    line: str


def step_states(
    chart: VisitChart,
    requirements: Iterable[Requirement],
    knowledge: Knowledge = NOTHING,
    *,
    planned: Planned = (),
    ghosts: int = 0,
    todos: tuple[Todo, ...] | None = None,
) -> dict[Step, StepState]:
    """The state of every step, `Step.REVIEW` included; ``todos``: what is missing, where it is known already.

    ``planned`` are the measures of the patient's set (pain included), ``ghosts`` the number of sites
    of the last visit that are offered.
    """
    if todos is None:
        todos = missing(chart, requirements, knowledge)
    return {
        Step.CHECK_IN: _check_in(chart, todos),
        Step.BEFORE: _measured(chart, Phase.BEFORE, planned),
        Step.NEEDLING: _needling(chart, todos, ghosts),
        Step.AFTER: _after(chart, todos, knowledge, planned),
        Step.FOLLOW_ON: _follow_on(chart),
        Step.PLAN: _plan(chart),
        Step.REVIEW: _review(chart, todos),
    }


def _part(done: int, of: int, words: str, complete: str = "") -> StepState:
    if done >= of:
        return StepState(Progress.DONE, complete or f"{done} of {of} {words}")
    return StepState(Progress.PART if done else Progress.UNTOUCHED, f"{done} of {of} {words}")


def _check_in(chart: VisitChart, todos: tuple[Todo, ...]) -> StepState:
    visit, today = chart.visit, chart.consent_today
    pain = pain_now(chart, Phase.BEFORE)
    answers = [visit.screening_reviewed, today is not None, pain is not None]
    if chart.previous is not None:
        answers += [visit.since_last is not None, bool(visit.soreness_lasted)]
    told = {
        Agreement.AGREED: "agreed",
        Agreement.DECLINED: "declined",
        Agreement.NOT_PELVIC_FLOOR: "agreed, not pelvic floor",
    }
    said = f"Pain {measurement_text(pain)}" if pain else ""
    line = _DOT.join(part for part in (said, told[today.agreement] if today else "") if part)
    required = [one for one in todos if one.required and one.step is Step.CHECK_IN]
    if not required and pain is not None:
        return StepState(Progress.DONE, line)
    state = _part(sum(answers), len(answers), "answered")
    if required and state.progress is Progress.DONE:
        return StepState(Progress.PART, f"{required[0].title} missing")
    return _not_done(state)


def _not_done(state: StepState) -> StepState:
    """A step with something required missing is never shown as done."""
    return StepState(Progress.PART, state.line) if state.progress is Progress.DONE else state


def _asked(chart: VisitChart, phase: Phase, planned: Planned) -> tuple[int, int]:
    """How many measures have an answer in a phase, of how many that are asked."""
    before = {(one.measure, one.side) for one in chart.measurements if one.phase is Phase.BEFORE}
    mine = {(one.measure, one.side) for one in chart.measurements if one.phase is phase}
    wanted = set(planned) | before | mine
    return len(mine & wanted), len(wanted)


def _measured(chart: VisitChart, phase: Phase, planned: Planned) -> StepState:
    done, of = _asked(chart, phase, planned)
    if of == 0:
        return StepState(Progress.UNTOUCHED, _NOT_STARTED)
    return _part(done, of, "measured")


def _needling(chart: VisitChart, todos: tuple[Todo, ...], ghosts: int) -> StepState:
    visit, count = chart.visit, needle_count(chart)
    if count.put_in == 0 and not chart.points:
        today = chart.consent_today
        if today is not None and today.agreement is Agreement.DECLINED:
            return StepState(Progress.DONE, "Declined")
        if visit.no_needling_reason.strip():
            return StepState(Progress.DONE, "No needling")
        return StepState(Progress.UNTOUCHED, plural(ghosts, "ghost") if ghosts else _NOT_STARTED)
    sites, complete = len(chart.points), _complete_sites(chart, todos)
    words = plural(sites, "site") if complete == sites else f"{complete} of {plural(sites, 'site')}"
    if any(one.needle for one in todos):
        still = len(count.still_in)
        out = f"{still} in" if still else count.words
        shown = Progress.ATTENTION if not still or complete == sites else Progress.PART
        return StepState(shown, out if not still and complete < sites else words + _DOT + out)
    if count.put_in == 0:
        return StepState(Progress.PART, words)
    if complete < sites:  # the rail holds some twenty characters, and how many are out comes first
        short = f"{words}{_DOT}{count.taken_out} out"
        return StepState(Progress.PART, short if count.balanced else count.words)
    return StepState(Progress.DONE, words + _DOT + count.words)


def _complete_sites(chart: VisitChart, todos: tuple[Todo, ...]) -> int:
    """Sites that lack nothing required; a planned needle is not complete."""
    lacking = {
        one.record_id
        for one in todos
        if one.id.startswith("site_") and (one.required or one.id.startswith("site_planned"))
    }
    return sum(
        point.id not in lacking and not any(one.id in lacking for one in needles)
        for point, needles in Subject(chart, NOTHING).sites
    )


def _after(chart: VisitChart, todos: tuple[Todo, ...], knowledge: Knowledge, planned: Planned) -> StepState:
    done, of = _asked(chart, Phase.AFTER, planned)
    if of == 0:
        return StepState(Progress.UNTOUCHED, _NOT_STARTED)
    state = _part(done, of, "measured")
    if any(one.required and one.step is Step.AFTER for one in todos):
        return _not_done(state)
    if state.progress is not Progress.DONE:
        return state
    pain = pain_now(chart, Phase.AFTER)
    best = _best(changes(chart, knowledge.measures))
    parts = [f"Pain {measurement_text(pain)}" if pain else "", best]
    return StepState(Progress.DONE, _DOT.join(part for part in parts if part) or state.line)


def _best(found: tuple[Change, ...]) -> str:
    """The first clear change that is not pain, short: ``IR +10°``."""
    for one in found:
        if one.verdict in (Verdict.BETTER, Verdict.WORSE) and one.measure not in PAIN_MEASURES:
            steps = one.difference_text.endswith(("step", "steps"))
            change = lower_first(one.after_text) if steps else one.difference_text
            return f"{one.short_name.removeprefix('Hip ')} {change}".strip()
    return ""


def _follow_on(chart: VisitChart) -> StepState:
    given = given_today(chart)
    told = chart.aftercare is not None and bool(chart.aftercare.told or chart.aftercare.texts)
    settled = follow_on_settled(chart)
    words = f"{len(given)} given" if given else "None given, reason" if settled else "None given"
    if not settled and chart.aftercare is None:
        return StepState(Progress.UNTOUCHED, _NOT_STARTED)
    done = settled and (told or chart.needles_in == 0)
    line = words + _DOT + "told" if told else words
    return StepState(Progress.DONE if done else Progress.PART, line)


def _plan(chart: VisitChart) -> StepState:
    visit = chart.visit
    answers = [
        visit.next_visit is not None or bool(visit.next_visit_words.strip()),
        visit.next_needling is not None,
        visit.strengthening is not None,
        bool(visit.home_programme.strip()),
    ]
    if answers[0]:
        return StepState(Progress.DONE, _next(chart))
    if any(answers) or visit.plan_note.strip():
        return StepState(Progress.PART, f"{sum(answers)} of {len(answers)} done")
    return StepState(Progress.UNTOUCHED, _NOT_STARTED)


def _next(chart: VisitChart) -> str:
    visit = chart.visit
    if visit.next_visit_words.strip():
        return visit.next_visit_words.strip()
    assert visit.next_visit is not None  # noqa: S101 - one of the two is set here
    return interval_words(visit.started.date(), visit.next_visit)


def _review(chart: VisitChart, todos: tuple[Todo, ...]) -> StepState:
    if chart.visit.signed:
        return StepState(Progress.DONE, "Signed")
    required = [one for one in todos if one.required]
    if any(one.needle for one in required):
        return StepState(Progress.ATTENTION, f"{len(required)} must be fixed")
    if required:
        return StepState(Progress.PART, f"{len(required)} to do")
    return StepState(Progress.PART, "Ready to sign")


def done_list(
    chart: VisitChart,
    requirements: Iterable[Requirement],
    knowledge: Knowledge = NOTHING,
    *,
    planned: Planned = (),
) -> tuple[tuple[str, str], ...]:
    """What is done, for the review: pairs of what and how."""
    lacks = {one.id.partition("/")[0] for one in missing(chart, requirements, knowledge) if one.required}
    visit, today, count = chart.visit, chart.consent_today, needle_count(chart)
    sites = sum(1 for _ in Subject(chart, knowledge).needled_points())
    after, asked = _asked(chart, Phase.AFTER, planned)
    given = given_today(chart)
    rows = (
        ("Screening", "reviewed", visit.screening_reviewed),
        ("Consent", clock(today.given_at) if today else "", not lacks & {"consent_today", "pelvic_consent"}),
        ("Sites", f"{sites} complete", sites > 0 and not any(one.startswith("site_") for one in lacks)),
        ("Needles", count.words, count.put_in > 0 and not lacks & {"needles_in", "needles_count"}),
        ("Measures", f"{after} of {asked}", after > 0 and "pain_after" not in lacks),
        ("Adverse events", _events(chart), visit.no_adverse_event or bool(chart.adverse_events)),
        ("Follow-on", f"{len(given)} given" if given else "none, reason said", follow_on_settled(chart)),
        ("Aftercare", "told", chart.aftercare is not None and "aftercare" not in lacks),
        ("Plan", _plan(chart).line, _plan(chart).progress is Progress.DONE),
    )
    return tuple((what, how) for what, how, done in rows if done)


def _events(chart: VisitChart) -> str:
    return f"{len(chart.adverse_events)} recorded" if chart.adverse_events else "none"
