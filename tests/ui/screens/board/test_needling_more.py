"""Counter, hint, tiles, list and the folded findings; nothing scrolls and nothing loops at any size."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.catalogue import muscles
from needlechart.domain.record import now
from needlechart.domain.words import (
    Figure,
    Guidance,
    Layer,
    NeedleState,
    PainReproduced,
    Perceived,
    PointKind,
    Presence,
    Side,
    Twitch,
    View,
    Waveform,
)
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.muscle_rows import fitting_names, short_name
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit, point_at
from tests.ui.looks.seen import listening

DONE = {"state": NeedleState.IN, "twitch": Twitch.ONE, "pain": PainReproduced.LOCAL}


def staged(qtbot: QtBot, visit: OpenVisit, size: tuple[int, int] = (1366, 698)) -> Stage:
    stage = Stage(visit, size=size)
    qtbot.addWidget(stage.window)
    return stage


def three_done() -> OpenVisit:
    sites = [
        point_at("adductor_longus", Side.RIGHT, number=1, carried_from="earlier"),
        point_at("tensor_fasciae_latae", Side.LEFT, number=2),
        point_at("gluteus_medius", Side.RIGHT, number=3),
    ]
    start = now() - timedelta(minutes=10)
    needles = [
        make.needling(site, **DONE, in_at=start + timedelta(minutes=minute))
        for minute, site in enumerate(sites)
    ]
    return open_visit(*sites, *needles)


# The counter


def test_once_one_needle_is_out_the_counter_goes_on_one_by_one(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, three_done())
    counter = stage.step.panel.counter
    assert counter.question.text() == "3 in. How many came out?"

    stage.tap("count_one_by_one")
    assert counter.put_in.number.text() == "3"
    stage.tap("needle_out")
    assert (counter.put_in.number.text(), counter.taken_out.number.text()) == ("3", "1")
    assert counter.who.text() == "2 still in"
    assert counter.where.text().startswith("first out: 2 · ")
    assert counter.button.text() == "Needle 2 out"
    stage.tap("needle_out")
    stage.tap("needle_out")
    assert counter.who.text() == "Balanced"
    assert stage.visit.visit.needles_out is None
    assert stage.visit.history.count == 3


def test_one_needle_taken_out_by_key_never_asks_for_a_count_of_all(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, three_done())
    stage.step.select(stage.points[1].id)
    stage.step.focus_first()
    stage.key(Qt.Key.Key_O)
    counter = stage.step.panel.counter
    assert counter.where.text().startswith("first out: 1 · ")
    stage.visit.undo()
    assert counter.question.isVisible()


def test_a_count_smaller_than_put_in_is_a_danger_with_record(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, three_done())
    stage.tap("count_2")
    counter = stage.step.panel.counter
    assert (counter.who.text(), counter.button.text()) == ("1 missing", "Record")
    assert counter.taken_out.number.text() == "2"


# What scrolls, what is cut, what loops


@pytest.mark.parametrize("size", [(960, 530), (1366, 698), (1920, 1010)])
@pytest.mark.parametrize(
    ("muscle", "view", "x", "y"),
    [
        ("external_oblique", View.FRONT, -54, 402),
        ("gluteus_maximus", View.BACK, 42, 546),
        ("biceps_femoris", View.BACK, 48, 570),
    ],
)
def test_long_names_under_the_finger_push_nothing_out_of_the_panel(
    qtbot: QtBot, theme: Theme, size: tuple[int, int], muscle: str, view: View, x: int, y: int
) -> None:
    site = point_at(muscle, Side.RIGHT, number=1).but(
        view=view, layer=Layer.SUPERFICIAL, x=float(x), y=float(y)
    )
    stage = staged(qtbot, open_visit(site, make.needling(site, length_mm=50.0)), size)
    stage.step.select(site.id)
    QApplication.processEvents()
    panel = stage.step.panel
    editor = panel.editor
    assert editor is not None
    shown = editor.finger.chips.ids()
    assert shown, "the muscles under the finger are offered"
    last = editor.finger.search
    edge = last.mapTo(panel, last.rect().topRight()).x()
    assert edge < panel.width()
    assert editor.width() <= panel.width()
    chips = [editor.finger.chips.chip(one) for one in shown]
    assert all(chip.width() >= chip.minimumSizeHint().width() for chip in chips), "no name is cut"


@pytest.mark.parametrize("size", [(960, 530), (1366, 698)])
def test_the_technique_is_asked_for_once_the_response_is_charted(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    site = point_at("adductor_longus", Side.RIGHT, number=1)
    needle = make.needling(
        site,
        state=NeedleState.PLANNED,
        technique=None,
        twitch=None,
        pain=None,
        in_at=None,
        out_at=None,
        retention_s=None,
    )
    stage = staged(qtbot, open_visit(site, needle), size)
    stage.step.select(site.id)
    panel = stage.step.panel
    editor = panel.editor
    assert editor is not None
    chips = editor.technique.chips
    stage.tap("chip_twitch_one")
    assert not chips.chip("pistoning").needs_value, "the pain comes first"
    stage.tap("chip_pain_local")
    stage.step.select(site.id)
    QApplication.processEvents()
    assert chips.chip("pistoning").needs_value
    assert editor.width() <= panel.width()
    editor.needle.setVisible(True)
    editor.technique.setVisible(True)
    stage.tap("chip_technique_pistoning")
    assert not chips.chip("pistoning").needs_value


three_muscles = st.lists(st.sampled_from(sorted(muscles())), min_size=1, max_size=3, unique=True)


@given(three_muscles, st.integers(60, 600))
def test_names_under_the_finger_fit_or_are_one(ids: list[str], room: int) -> None:
    found = [muscles()[one] for one in ids]
    named = fitting_names(found, room, 6, lambda words: 7 * len(words) + 12)
    assert [muscle for muscle, _ in named] == found[: len(named)], "the likeliest stay"
    taken = sum(7 * len(name) + 12 for _, name in named) + 6 * (len(named) - 1)
    assert len(named) == 1 or taken <= room


@pytest.mark.parametrize("muscle", sorted(muscles()))
def test_nothing_scrolls_at_1366_for_any_muscle(qtbot: QtBot, theme: Theme, muscle: str) -> None:
    place = ATLAS.usual_point(muscle, Side.RIGHT)
    if place is None:
        place = ATLAS.usual_point("gluteus_medius", Side.RIGHT)
    assert place is not None
    spot = {"view": place.view, "layer": place.layer, "x": place.x, "y": place.y}
    site = point_at("gluteus_medius", Side.RIGHT, number=1)
    site = site.but(muscle=muscle, muscle_name=muscles()[muscle].name, **spot)
    stage = staged(qtbot, open_visit(site, make.needling(site, length_mm=50.0)))
    stage.step.select(site.id)
    QApplication.processEvents()
    panel = stage.step.panel
    assert panel._scroll.verticalScrollBar().maximum() == 0, panel.editor.sizeHint()  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [(960, 530), (1199, 700), (1366, 698), (1366, 600), (1920, 1010)])
def test_selecting_each_muscle_settles_at_every_size(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    """A hint whose words follow its own width would chase the scroll bar for ever."""
    sites = [
        point_at(name, Side.RIGHT, number=number)
        for number, name in enumerate(("gluteus_maximus", "piriformis", "adductor_longus", "gracilis"), 1)
    ]
    stage = staged(qtbot, open_visit(*sites, *(make.needling(site, **DONE) for site in sites)), size)
    for site in sites:
        stage.step.select(site.id)
        QApplication.processEvents()
        for part in range(12):
            stage.window.resize(size[0] - part, size[1] - 3 * part)
            QApplication.processEvents()
    assert stage.step.panel.isVisible()


SENTENCE_ENDS = (".", "!", "?")


def plain(shown: str) -> str:
    """Rich text as it is read."""
    document = QTextDocument()
    document.setHtml(shown)
    return document.toPlainText()


@pytest.mark.parametrize("size", [(1920, 1010), (1366, 698), (960, 530)])
@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_no_hint_of_any_muscle_is_cut_within_a_sentence(
    qtbot: QtBot, theme: Theme, size: tuple[int, int], lines: int
) -> None:
    stage = staged(qtbot, open_visit(point_at("gluteus_maximus", Side.LEFT, number=1)), size)
    stage.step.select(stage.points[0].id)
    hint = stage.step.panel.editor.hint  # type: ignore[union-attr]
    hint.set_lines(lines)
    for muscle, figure in product(muscles().values(), Figure):
        hint.show_muscle(muscle, ("Mesh repair",), figure)
        hazard, caution = muscle.hint_for(figure)
        shown = plain(hint.shown).removeprefix("Alert: Mesh repair. ")
        assert shown in (f"{hazard} {caution}", f"{hazard} More"), (muscle.id, figure)
        assert hint.is_cut == shown.endswith("More")


def test_the_hint_speaks_of_the_figure_that_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    one = point_at("obturator_internus", Side.LEFT, number=1)
    stage = staged(qtbot, open_visit(one, figure=Figure.MALE))
    stage.step.select(one.id)
    hint = stage.step.panel.editor.hint  # type: ignore[union-attr]
    assert "prostate" in plain(hint.shown)
    assert "vagina" not in hint.toolTip() + hint.accessibleName() + hint.shown
    patient = stage.visit.chart.patient
    stage.visit.put(patient.but(figure=Figure.FEMALE), "Figure")
    QApplication.processEvents()
    assert "vagina" in plain(hint.shown)
    assert "prostate" not in hint.toolTip() + hint.accessibleName() + hint.shown


def test_a_sentence_without_room_is_a_tap_away(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(point_at("gluteus_maximus", Side.LEFT, number=1)))
    stage.step.select(stage.points[0].id)
    hint = stage.step.panel.editor.hint  # type: ignore[union-attr]
    hint.set_lines(2)
    hazard, caution = muscles()["gluteus_maximus"].hint
    assert hint.is_cut
    assert plain(hint.shown) == f"{hazard} More"
    stage.tap("hint_unfold")
    assert plain(hint.shown) == f"{hazard} {caution}"
    assert caution.split()[-1] in hint.toolTip()
    stage.tap("hint_unfold")
    assert hint.is_cut


@pytest.mark.parametrize("length", [20.0, 50.0, 150.0])
def test_in_normal_every_hint_stands_whole_once_screening_is_answered(
    qtbot: QtBot, theme: Theme, length: float
) -> None:
    one = point_at("gluteus_maximus", Side.LEFT, id="one", number=1)
    stage = staged(qtbot, open_visit(one, make.needling(one, length_mm=length, depth_mm=10.0)))
    stage.step.select("one")
    session, editor = stage.step._session, stage.step.panel.editor
    assert session is not None
    assert editor is not None
    figure = stage.visit.chart.patient.figure
    for muscle in muscles().values():
        session.marking.set_muscle("one", muscle)
        hazard, caution = muscle.hint_for(figure)
        for answered in (False, True):
            QApplication.processEvents()
            shown = plain(editor.hint.shown)
            assert shown in (f"{hazard} {caution}", f"{hazard} More"), muscle.id
            assert stage.step.panel._scroll.verticalScrollBar().maximum() == 0, muscle.id
            if answered and not muscle.segmental and not editor.needle.unusual:
                assert not editor.hint.is_cut, muscle.id
            editor.site_ask._say_no()


# Tiles and list


def test_a_new_site_takes_no_ghosts_tile(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.step.hand.place_by_name(muscles()["piriformis"], Side.RIGHT, "")
    QApplication.processEvents()
    places = [stage.chip(name).geometry() for name in ("tile_1", "ghost_1", "ghost_2", "ghost_3")]
    assert len({place.x() for place in places}) == 4


@pytest.mark.parametrize("done", [False, True])
def test_the_list_of_a_wide_window_cuts_no_muscle_s_name(qtbot: QtBot, theme: Theme, *, done: bool) -> None:
    muscle = muscles()["adductor_magnus_adductor_part"]
    one = point_at(muscle.id, Side.RIGHT, id="one", number=1)
    needle = make.needling(one, **(DONE if done else {"state": NeedleState.PLANNED, "twitch": None}))
    stage = staged(qtbot, open_visit(one, needle), (1920, 1010))
    with listening() as seen:
        stage.window.grab()
    row = [word.text for word in seen.words if type(word.widget).__name__ == "SiteRow"]
    assert muscle.name in " ".join(row)
    assert not any("…" in word for word in row)
    assert row[-1] == ("In" if done else "to do")
    if not done:
        stage.step._session.marking.leave_out("one", reason="Enough for one visit")  # type: ignore[union-attr]
        QApplication.processEvents()
        with listening() as seen:
            stage.window.grab()
        assert "found" in [word.text for word in seen.words if type(word.widget).__name__ == "SiteRow"]


@pytest.mark.parametrize("size", [(1366, 698), (960, 530)])
def test_what_is_asked_comes_into_sight_wherever_the_entry_is_scrolled(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    one = point_at("gluteus_maximus", Side.LEFT, id="one", number=1)
    stage = staged(qtbot, open_visit(one, make.needling(one, state=NeedleState.PLANNED)), size)
    stage.step.select("one")
    editor, scroll = stage.step.panel.editor, stage.step.panel._scroll
    assert editor is not None
    editor.open_more()
    QApplication.processEvents()
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    assert scroll.verticalScrollBar().value() > 0
    editor._ask_why_not()
    QApplication.processEvents()
    first = stage.chip("reason_0")
    assert scroll.viewport().rect().contains(first.mapTo(scroll.viewport(), first.rect().center()))


@pytest.mark.parametrize("size", [(1366, 698), (960, 530)])
def test_more_sites_than_a_row_holds_have_a_list(qtbot: QtBot, theme: Theme, size: tuple[int, int]) -> None:
    sites = [point_at("adductor_longus", Side.RIGHT, number=n, x=20.0 + n) for n in range(1, 9)]
    stage = staged(qtbot, open_visit(*sites), size)
    stage.tap("all_sites")
    row = stage.chip("tile_7")
    assert row.height() >= 44
    assert not stage.step.panel._scroll.horizontalScrollBar().isVisible()
    stage.tap("tile_3")
    assert stage.step.panel.sites.is_list is False
    assert stage.view.body_scene.selected == sites[2].id


def test_six_sites_need_no_list_button(qtbot: QtBot, theme: Theme) -> None:
    sites = [point_at("adductor_longus", Side.RIGHT, number=n, x=20.0 + n) for n in range(1, 7)]
    stage = staged(qtbot, open_visit(*sites))
    assert not stage.step.panel.list_button.isVisible()
    assert not stage.step.panel.sites.has_two_rows


def test_compact_names_the_site_on_the_button(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, three_done(), (960, 530))
    stage.tap("count_one_by_one")
    QApplication.processEvents()
    button = stage.step.panel.counter.button
    assert button.width() >= button.sizeHint().width()
    assert stage.step.panel.sites.verticalScrollBar().maximum() == 0


# Findings


def test_more_findings_are_folded_and_one_tap_away(qtbot: QtBot, theme: Theme) -> None:
    site = point_at("adductor_longus", Side.RIGHT, number=1)
    stage = staged(qtbot, open_visit(site, make.needling(site, **DONE)))
    stage.step.select(site.id)
    editor = stage.step.panel.editor
    assert editor is not None
    assert not editor.findings.isVisible()

    stage.tap("more_findings")
    for name in ("kind_latent", "band_absent", "tender_7", "jump_absent", "guidance_ultrasound"):
        stage.tap(f"chip_{name}")
    stage.tap("chip_bleeding_no")
    stage.tap("insertions_more")
    stage.tap("insertions_more")
    for field, words in (("referral", "groin"), ("direction", "medial")):
        QTest.keyClicks(stage.chip(f"finding_{field}"), words)
        QTest.keyClick(stage.chip(f"finding_{field}"), Qt.Key.Key_Return)

    (point,), (needle,) = stage.points, stage.needles
    assert (point.kind, point.taut_band) == (PointKind.LATENT, Presence.ABSENT)
    assert (point.tenderness, point.jump_sign, point.referral) == (7, Presence.ABSENT, "groin")
    assert (needle.guidance, needle.bleeding, needle.direction) == (Guidance.ULTRASOUND, False, "medial")
    assert needle.insertions == 3  # one from before
    stage.tap("chip_tender_7")
    assert stage.points[0].tenderness is None
    stage.tap("more_findings")
    assert not editor.findings.isVisible()
    assert editor.twitch.more.text() == "… 8"


def test_opened_findings_come_into_sight_in_compact(qtbot: QtBot, theme: Theme) -> None:
    site = point_at("gluteus_maximus", Side.RIGHT, number=1)
    stage = staged(qtbot, open_visit(site, make.needling(site, **DONE)), (960, 530))
    stage.step.select(site.id)
    stage.tap("more_findings")
    QApplication.processEvents()
    chip = stage.chip("chip_kind_active")
    viewport = stage.step.panel._scroll.viewport()
    assert viewport.rect().contains(chip.mapTo(viewport, chip.rect().center()))


def test_referred_pain_asks_where_to(qtbot: QtBot, theme: Theme) -> None:
    site = point_at("adductor_longus", Side.RIGHT, number=1)
    stage = staged(qtbot, open_visit(site, make.needling(site, **DONE)))
    stage.step.select(site.id)
    stage.step.focus_first()
    stage.key(Qt.Key.Key_M)
    findings = stage.step.panel.editor.findings  # type: ignore[union-attr]
    assert not findings.referred_row.isVisible()
    stage.tap("chip_pain_referred")
    QTest.keyClicks(stage.chip("finding_referred_to"), "perineum")
    QTest.keyClick(stage.chip("finding_referred_to"), Qt.Key.Key_Return)
    assert stage.needles[0].referred_to == "perineum"


def test_the_current_has_waveform_width_and_what_is_felt_under_more(qtbot: QtBot, theme: Theme) -> None:
    site = point_at("adductor_longus", Side.RIGHT, number=1)
    stage = staged(qtbot, open_visit(site, make.needling(site, **DONE)))
    stage.step.select(site.id)
    stage.tap("chip_estim_on")
    assert not stage.step.panel.editor.stim_more.isVisible()  # type: ignore[union-attr]
    stage.tap("more_findings")
    for name in ("waveform_asymmetric_biphasic", "microseconds_200", "perceived_visible_twitch"):
        stage.tap(f"chip_{name}")
    (current,) = stage.visit.chart.stimulations
    assert (current.waveform, current.microseconds) == (Waveform.ASYMMETRIC_BIPHASIC, 200)
    assert current.perceived is Perceived.VISIBLE_TWITCH


def test_all_out_is_in_the_menu_while_several_are_in(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, three_done(), (960, 530))
    stage.step.select(stage.points[0].id)
    stage.tap("site_menu")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    action = next(one for one in menu.actions() if one.objectName() == "menu_all_out")
    action.trigger()
    menu.close()
    assert {needle.state for needle in stage.needles} == {NeedleState.OUT}


def test_a_long_name_loses_its_part_before_its_letters_where_that_leaves_no_doubt() -> None:
    known = muscles()
    assert short_name(known["longissimus_thoracis_lumbar"], 1) == "Longissimus thoracis"
    both = [one for one in known.values() if one.name.startswith("Adductor magnus, ")]
    assert len({short_name(one, 1) for one in both}) == len(both) == 2
