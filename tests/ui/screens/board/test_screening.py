"""Screening: the whole list at a first visit, what is new later, and what a yes asks further."""

from datetime import date, timedelta
from html import escape

import pytest
from PySide6.QtCore import QPoint

from needlechart import catalogue
from needlechart.catalogue import Addressee, Further
from needlechart.domain.narrative import compose
from needlechart.domain.patient import Alert
from needlechart.domain.record import now
from needlechart.domain.rules.alerts import concerns, concerns_of
from needlechart.domain.rules.completeness import missing
from needlechart.domain.rules.finding_words import further_words
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.visit import Visit
from needlechart.domain.words import AlertLevel, Answer, Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.screening_group import ScreeningGroup
from tests import factories as make
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft
from tests.ui.screens.conftest import Person


def start(desk: TestDesk, window: MainWindow, person: Person) -> OpenVisit:
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    assert window.nav.board.visit is not None
    return window.nav.board.visit


@pytest.fixture
def first(desk: TestDesk, window: MainWindow, person: Person) -> OpenVisit:
    desk.keep(make.patient(), make.episode())
    return start(desk, window, person)


@pytest.fixture
def later(desk: TestDesk, window: MainWindow, person: Person) -> OpenVisit:
    """A second visit of somebody who takes apixaban, which an alert says."""
    day = now() - timedelta(days=14)
    desk.keep(
        make.patient(),
        make.episode(),
        make.alert(
            id="alert",
            text="Blood thinner",
            screening_item="anticoagulant",
            comment="apixaban 5 mg",
            since=day.date(),
        ),
        make.visit(id="first", started=day, entered=day),
    )
    desk.ask(lambda store: store.sign_visit("first"))
    return start(desk, window, person)


def settle(visit: OpenVisit, person: Person) -> None:
    person.until(lambda: visit.queue.waiting == 0)


def tick(person: Person, item: str) -> None:
    """Tap the chip of an item: in the short list, or in its group of the whole list, opened first."""
    groups = [one for one in person.root.findChildren(ScreeningGroup) if one.isVisible()]
    group = next((one for one in groups if item in one.chips.ids()), None)
    if group is None:
        person.tap("screening", item)
        return
    if not group.chips.isVisible():
        person.tap(group.line.objectName())
    person.tap(group.chips.objectName(), item)


def answers(desk: TestDesk, visit: OpenVisit) -> dict[str, ScreeningAnswer]:
    return {one.item: one for one in desk.stored(ScreeningAnswer, visit_id=visit.visit.id)}


def reviewed(desk: TestDesk, visit: OpenVisit) -> bool:
    return next(one for one in desk.stored(Visit) if one.id == visit.visit.id).screening_reviewed


def before_a_site() -> set[str]:
    """What can be asked before a site is marked."""
    items = catalogue.screening().values()
    return {one.id for one in items if one.addressee is not Addressee.SITE}


def test_none_of_these_writes_an_explicit_no_for_every_item_that_was_asked(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    person.tap("screening", "none")
    settle(first, person)

    found = answers(desk, first)
    assert set(found) == before_a_site(), "what is about a site is not answered before there is one"
    assert {one.answer for one in found.values()} == {Answer.NO}
    assert reviewed(desk, first)
    person.tap("undo")
    settle(first, person)
    assert answers(desk, first) == {}


def test_every_item_is_read_under_its_heading_before_none_of_these_and_can_be_ticked_there(
    first: OpenVisit, person: Person
) -> None:
    groups = [one for one in person.root.findChildren(ScreeningGroup) if one.isVisible()]
    assert not person.sees("open_screening_site"), "no site is marked"
    asked = [item for group in groups for item in group.items]
    wanted = [one for one in catalogue.screening().values() if one.addressee is not Addressee.SITE]
    assert sorted(one.id for one in asked) == sorted(one.id for one in wanted)
    for group in groups:
        told = group.line.names.text().replace("\u00a0", " ")
        assert all(escape(one.short_name) in told for one in group.items), group.line.objectName()
        levels = [one.level is not AlertLevel.ABSOLUTE for one in group.items]
        assert levels == sorted(levels), "what is absolute comes first"
        assert len({one.topic for one in group.items}) == 1
    none = person.find("screening").chip("none")  # type: ignore[attr-defined]
    assert none.mapToGlobal(QPoint()).y() > max(one.mapToGlobal(QPoint()).y() for one in groups)
    window = person.root.window()
    assert none.mapTo(window, QPoint(0, none.height())).y() <= window.height(), (
        "read and answered in one view"
    )
    for group in groups:
        person.tap(group.line.objectName())
        person.until(group.chips.isVisible)
        assert all(group.chips.chip(one.id).isVisible() for one in group.items)


def test_the_keyboard_begins_where_the_whole_list_begins(
    first: OpenVisit, person: Person, window: MainWindow
) -> None:
    begin = person.find("open_screening_needling_before")
    window.step_2()
    window.step_1()
    person.until(begin.hasFocus)


def test_none_of_these_is_not_offered_beside_a_finding(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "thin_patient")
    settle(first, person)
    assert person.find("screening").ids() == ("whole_list",)  # type: ignore[attr-defined]
    tick(person, "thin_patient")
    settle(first, person)
    assert person.find("screening").ids() == ("none", "whole_list")  # type: ignore[attr-defined]


def test_a_finding_leaves_a_first_visit_unreviewed_until_the_rest_is_answered(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    settle(first, person)
    assert not reviewed(desk, first)
    todo = missing(first.chart, catalogue.requirements(), catalogue.knowledge())
    assert "screening" in {one.id.partition("/")[0] for one in todo if one.required}

    tick(person, "thin_patient")
    person.tap("screening_rest")
    settle(first, person)

    found = answers(desk, first)
    assert set(found) == before_a_site()
    assert {item for item, one in found.items() if one.answer is Answer.YES} == {
        "anticoagulant",
        "thin_patient",
    }
    assert reviewed(desk, first)
    todo = missing(first.chart, catalogue.requirements(), catalogue.knowledge())
    assert "screening" not in {one.id.partition("/")[0] for one in todo}


def test_a_yes_asks_drug_and_value_comment_and_action(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    person.type("detail_anticoagulant", "warfarin 5 mg")
    person.type("lab_anticoagulant", "2,5")
    person.type("finding_anticoagulant", "since the operation")
    person.type("action_anticoagulant", "thin needles, 60 s pressure")
    settle(first, person)

    kept = answers(desk, first)["anticoagulant"]
    assert (kept.detail, kept.lab_name, kept.lab_value) == ("warfarin 5 mg", "INR", 2.5)
    assert (kept.comment, kept.action) == ("since the operation", "thin needles, 60 s pressure")

    [alert] = desk.stored(Alert)
    assert alert.screening_item == "anticoagulant"
    assert alert.comment == "warfarin 5 mg, INR 2.5, since the operation"


def test_a_value_that_is_not_known_differs_from_one_that_was_not_asked(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    settle(first, person)
    assert (answers(desk, first)["anticoagulant"].lab_name, further(desk, first)) == ("", [])
    person.type("lab_anticoagulant", "soon")
    assert "not stated" in person.find("lab_anticoagulant").error  # type: ignore[attr-defined]
    person.type("lab_anticoagulant", "Not  stated")
    settle(first, person)
    assert further(desk, first) == ["INR not stated"]
    assert person.find("lab_anticoagulant").text() == "not stated"  # type: ignore[attr-defined]
    assert "INR not stated" in compose(first.chart, catalogue.measures()).subjective
    person.type("lab_anticoagulant", "")
    settle(first, person)
    assert further(desk, first) == []


@pytest.mark.parametrize(
    ("item", "kind", "typed", "said"),
    [
        ("possible_pregnancy", "weeks", "12", "weeks not stated"),
        ("early_postpartum", "day", "3 March 2026", "date not stated"),
        ("anticoagulant", "lab", "2.5", "INR not stated"),
    ],
)
def test_one_tap_says_that_a_value_was_asked_for_and_is_not_known(
    desk: TestDesk, first: OpenVisit, person: Person, item: str, kind: str, typed: str, said: str
) -> None:
    tick(person, item)
    settle(first, person)
    assert further_words(answers(desk, first)[item]) == []

    person.tap(f"{kind}_not_stated_{item}", "not_stated")
    settle(first, person)
    assert further_words(answers(desk, first)[item]) == [said]
    assert said in compose(first.chart, catalogue.measures()).subjective
    [alert] = desk.stored(Alert)
    assert alert.comment == said

    person.type(f"{kind}_{item}", typed)
    settle(first, person)
    [now_said] = further_words(answers(desk, first)[item])
    assert "not stated" not in now_said
    person.type(f"{kind}_{item}", " Not stated ")
    settle(first, person)
    assert further_words(answers(desk, first)[item]) == [said]

    person.tap(f"{kind}_not_stated_{item}", "not_stated")
    settle(first, person)
    assert further_words(answers(desk, first)[item]) == []


def further(desk: TestDesk, visit: OpenVisit) -> list[str]:
    return further_words(answers(desk, visit)["anticoagulant"])


def test_a_yes_raises_its_alert_with_level_region_and_words_of_the_catalogue(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "early_postpartum")
    settle(first, person)

    item = catalogue.screening()["early_postpartum"]
    [alert] = desk.stored(Alert)
    assert (alert.text, alert.level, alert.region) == (item.short_name, item.level, item.region)
    assert (alert.screening_item, alert.from_visit) == ("early_postpartum", first.visit.id)
    assert (alert.since, alert.resolved) == (first.visit.started.date(), None)
    assert item.short_name in person.wait_for("alerts").accessibleName()

    person.tap("undo")
    settle(first, person)
    assert desk.stored(Alert) == []
    assert answers(desk, first) == {}


def test_an_alert_goes_with_its_answer_as_long_as_the_visit_is_a_draft(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    tick(person, "iud")
    settle(first, person)
    assert {one.screening_item for one in desk.stored(Alert)} == {"anticoagulant", "iud"}
    tick(person, "anticoagulant")
    settle(first, person)
    assert {one.screening_item for one in desk.stored(Alert)} == {"iud"}

    person.tap("screening", "whole_list")  # the short list
    person.tap("screening", "none")
    settle(first, person)
    assert desk.stored(Alert) == []
    assert answers(desk, first)["iud"].answer is Answer.NO
    person.tap("undo")
    settle(first, person)
    assert [one.screening_item for one in desk.stored(Alert)] == ["iud"]


def test_an_alert_is_taken_away_by_hand_and_raised_again_and_the_answer_stays(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    person.wait_for("no_alert_anticoagulant")
    person.tap("no_alert_anticoagulant")
    settle(first, person)
    assert desk.stored(Alert) == []
    assert answers(desk, first)["anticoagulant"].answer is Answer.YES

    person.wait_for("alert_anticoagulant")
    person.tap("alert_anticoagulant")
    settle(first, person)
    assert [one.screening_item for one in desk.stored(Alert)] == ["anticoagulant"]


def test_what_is_about_this_day_alone_raises_an_alert_for_this_day(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "systemic_infection_fever")
    settle(first, person)

    [alert] = desk.stored(Alert)
    day = first.visit.started.date()
    assert (alert.since, alert.resolved) == (day, day + timedelta(days=1))
    assert first.chart.open_alerts == (alert,)


def test_a_known_alert_is_neither_raised_twice_nor_taken_away(
    desk: TestDesk, later: OpenVisit, person: Person
) -> None:
    tick(person, "anticoagulant")
    settle(later, person)
    [alert] = desk.stored(Alert)
    assert (alert.id, alert.from_visit) == ("alert", "")
    tick(person, "anticoagulant")
    settle(later, person)
    assert desk.stored(Alert) == [alert]


def test_a_visit_that_is_discarded_takes_the_alerts_it_raised_along(
    desk: TestDesk, later: OpenVisit, person: Person
) -> None:
    tick(person, "local_infection")
    settle(later, person)
    assert len(desk.stored(Alert)) == 2
    done: list[object] = []
    desk.discard_draft(later, done.append)
    person.until(lambda: bool(done))
    assert [one.id for one in desk.stored(Alert)] == ["alert"]


def test_weeks_of_pregnancy_and_the_day_of_a_birth_are_data(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    tick(person, "pregnancy_later")
    person.type("weeks_pregnancy_later", "60")
    assert person.find("weeks_pregnancy_later").error  # type: ignore[attr-defined]
    person.type("weeks_pregnancy_later", "23")
    tick(person, "early_postpartum")
    tomorrow = (now() + timedelta(days=1)).date().isoformat()
    person.type("day_early_postpartum", tomorrow)
    assert "future" in person.find("day_early_postpartum").error  # type: ignore[attr-defined]
    person.type("day_early_postpartum", "3 Mar 2026")
    settle(first, person)

    found = answers(desk, first)
    assert found["pregnancy_later"].weeks == 23
    assert found["early_postpartum"].day == date(2026, 3, 3)
    groups = {one.key for one in concerns_of(first.chart, "pelvic_floor", catalogue.knowledge())}
    assert "early_postpartum" in groups
    assert "early_postpartum" not in {
        one.key for one in concerns_of(first.chart, "hip_rotators", catalogue.knowledge())
    }


def test_nothing_new_keeps_what_is_known_as_a_yes_unchanged(
    desk: TestDesk, later: OpenVisit, person: Person
) -> None:
    person.tap("screening", "none")
    settle(later, person)

    found = answers(desk, later)
    known = found["anticoagulant"]
    assert (known.answer, known.unchanged, known.comment) == (Answer.YES, True, "apixaban 5 mg")
    assert {one.answer for item, one in found.items() if item != "anticoagulant"} == {Answer.NO}
    assert set(found) == {one.id for one in catalogue.check_in_findings()} | {"anticoagulant"}
    assert reviewed(desk, later)
    row = person.find("screening")
    assert row.values() == {"none"}  # type: ignore[attr-defined]


def test_what_is_no_longer_so_is_a_no_and_resolves_its_alert(
    desk: TestDesk, later: OpenVisit, person: Person
) -> None:
    person.tap("screening", "none")
    person.tap("no_longer_anticoagulant")
    settle(later, person)

    assert answers(desk, later)["anticoagulant"].answer is Answer.NO
    [alert] = desk.stored(Alert)
    assert alert.resolved == later.visit.started.date()
    assert not concerns(later.chart, catalogue.knowledge())
    person.tap("undo")
    settle(later, person)
    assert desk.stored(Alert)[0].resolved is None


def test_a_later_visit_asks_the_whole_list_on_wish(desk: TestDesk, later: OpenVisit, person: Person) -> None:
    assert not person.sees("open_screening_clinician")
    person.tap("screening", "whole_list")
    person.wait_for("open_screening_clinician")
    person.tap("screening", "none")
    settle(later, person)

    assert set(answers(desk, later)) == before_a_site()


def test_a_comment_of_ten_thousand_characters_in_any_script_is_kept_whole(
    desk: TestDesk, first: OpenVisit, person: Person
) -> None:
    text = ("Zażółć gęślą jaźń, Ελληνικά, עברית, 中文, <b>& markup</b>; " * 200)[:10_000].rstrip()
    tick(person, "other_new")
    field = person.wait_for("finding_other_new")
    field.setFocus()
    field.insert(text)  # type: ignore[attr-defined] - pasted
    field.textEdited.emit(text)  # type: ignore[attr-defined]
    tick(person, "possible_pregnancy")
    settle(first, person)

    assert answers(desk, first)["other_new"].comment == text


def test_everything_a_yes_asks_further_has_a_label_and_a_place() -> None:
    asked = [(one.id, kind) for one in catalogue.screening().values() for kind, _ in one.asks]
    assert len(asked) == len(set(asked))
    kinds = {kind for _, kind in asked}
    assert kinds == set(Further)
    assert ("anticoagulant", Further.LAB) in asked
    assert all(
        ("weeks" in {kind.value for kind, _ in one.asks}) == ("pregnan" in one.id)
        for one in catalogue.screening().values()
    )


ADDUCTOR = {"unprotected_organ_zone", "sensory_loss_site", "femoral_zone"}
"""What a site in the adductors brings up."""


def test_a_marked_site_brings_up_what_only_a_site_can_and_one_tap_says_no(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    assert board.visit is not None
    ask = person.wait_for("site_ask")
    assert set(ask.asked) == ADDUCTOR  # type: ignore[attr-defined]
    for item in ADDUCTOR:
        name = catalogue.screening()[item].short_name.lower()
        assert name in ask.words.text().lower(), "every item is named"  # type: ignore[attr-defined]
    person.tap("chip_twitch_one")  # it keeps nobody from needling
    person.tap("site_ask_no")
    settle(board.visit, person)
    found = answers(desk, board.visit)
    assert {item: one.answer for item, one in found.items()} == dict.fromkeys(ADDUCTOR, Answer.NO)
    person.until(lambda: not person.sees("site_ask"))
    person.tap("tile_2")
    assert not person.sees("site_ask"), "the other site brings up nothing else"
    person.tap("undo")
    settle(board.visit, person)
    assert answers(desk, board.visit) == {}


def test_a_yes_at_the_site_is_an_alert_beside_the_mark_and_the_rest_stays_asked(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    assert board.visit is not None
    ask = person.wait_for("site_ask")
    ask._say_yes("femoral_zone")  # type: ignore[attr-defined] - an entry of the menu
    settle(board.visit, person)
    assert answers(desk, board.visit)["femoral_zone"].answer is Answer.YES
    hint = person.find("hint")
    person.until(lambda: "Path near the femoral triangle" in hint.shown)  # type: ignore[attr-defined]
    assert set(ask.asked) == ADDUCTOR - {"femoral_zone"}  # type: ignore[attr-defined]


def test_review_names_what_was_not_asked_at_the_needled_sites_and_leads_there(
    draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_twitch_one")
    board.rail.review.click()
    person.tap("fix_at_sites_one")
    reached = person.wait_for("site_ask_no")
    person.until(reached.hasFocus)


def test_a_later_visit_with_the_short_list_is_not_asked_at_its_sites(
    later: OpenVisit, person: Person, window: MainWindow
) -> None:
    window.step_3()
    chart = window.nav.board.stack.currentWidget().body_map  # type: ignore[union-attr,attr-defined]
    point = point_at("adductor_longus", Side.RIGHT)
    chart.place_wanted.emit(point.view, point.layer, point.x, point.y)
    person.wait_for("tile_1")
    assert not person.sees("site_ask")
