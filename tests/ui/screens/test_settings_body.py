"""Settings: how the body is drawn, and how much of the clinical content is reviewed."""

import csv

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from needlechart.atlas.reviews import plate_names
from needlechart.atlas.style import PlateStyle
from needlechart.domain.words import Layer, View
from needlechart.resources import resource
from needlechart.settings import Look
from needlechart.ui.bodymap.body_map import BodyMap
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.settings_content import MEMORY_AIDS, review_counts
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture
def body_map(desk: TestDesk, window: MainWindow, person: Person) -> BodyMap:
    """The map of a visit, in the window."""
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    window.nav.start_visit(make.PATIENT)
    person.wait_for("board")
    window.step_3()
    return person.wait_for("step_needling").body_map  # type: ignore[attr-defined,no-any-return]


def redness(body_map: BodyMap) -> int:
    """How much redder than green the body is, over all pixels of a grid."""
    image = body_map.grab().toImage()
    colours = [
        QColor(image.pixel(x, y)) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
    ]
    return sum(max(0, colour.red() - colour.green()) for colour in colours)


def test_full_colour_is_chosen_in_settings_and_the_place_stays(
    body_map: BodyMap, window: MainWindow, person: Person
) -> None:
    told: list[Look] = []
    window.look_changed.connect(told.append)
    body_map.show_place(View.BACK.value, Layer.DEEP)
    body_map.pane.zoom_in()
    before, place = redness(body_map), body_map.pane.visible()
    visit = window.nav.board.visit  # type: ignore[union-attr]

    window.nav.show_settings()
    person.tap("plate_style", "colour")
    window.nav.show_visit(visit)  # type: ignore[arg-type]
    person.wait_for("map_front")

    assert told[-1].plate_style == "colour"
    assert (body_map.shown, body_map.layer) == (View.BACK.value, Layer.DEEP)
    assert body_map.pane.visible() == place
    person.until(lambda: redness(body_map) > 2 * before)

    window.nav.show_settings()
    person.tap("plate_style", "quiet")
    window.nav.show_visit(visit)  # type: ignore[arg-type]
    person.until(lambda: redness(body_map) == before)
    assert told[-1].plate_style == "quiet"


def test_a_board_made_later_has_the_choice_that_was_kept(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.set_look(Look(plate_style="colour"))
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    window.nav.show_settings()
    assert person.wait_for("plate_style").value() == "colour"  # type: ignore[attr-defined]
    window.nav.start_visit(make.PATIENT)
    person.wait_for("board")
    window.step_3()
    assert person.wait_for("step_needling").body_map.art.style is PlateStyle.COLOUR  # type: ignore[attr-defined]

    window.set_look(Look(plate_style="colour", text_size=125))  # all screens are made again
    window.nav.start_visit(make.PATIENT)
    person.wait_for("board")
    window.step_3()
    assert person.wait_for("step_needling").body_map.art.style is PlateStyle.COLOUR  # type: ignore[attr-defined]


def test_settings_say_how_much_is_reviewed(desk: TestDesk, window: MainWindow, person: Person) -> None:
    window.show_home(desk)
    window.nav.show_settings()
    card: QWidget = person.wait_for("clinical_content")
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    for count in review_counts():
        assert count.words in said
    assert MEMORY_AIDS in said


def test_the_counts_are_those_of_the_tables() -> None:
    counts = {count.name: count for count in review_counts()}
    for name, file in (("Muscles", "muscles"), ("Screening", "screening"), ("Measures", "measures")):
        with resource("clinical", f"{file}.csv").open(encoding="utf-8", newline="") as table:
            rows = list(csv.DictReader(table))
        reviewed = sum(bool(row["reviewed_by"] and row["reviewed_on"]) for row in rows)
        assert (counts[name].reviewed, counts[name].rows) == (reviewed, len(rows))
    assert counts["Body map plates"].rows == len(plate_names())
    assert (
        counts["Muscles"].words
        == f"Muscles: {counts['Muscles'].reviewed} of {counts['Muscles'].rows} reviewed"
    )


def test_every_table_that_can_be_reviewed_is_counted() -> None:
    tables = 0
    for path in resource("clinical").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as table:
            tables += "reviewed_by" in (csv.DictReader(table).fieldnames or ())
    assert len(review_counts()) == tables + 2  # regions and plates of the body map
