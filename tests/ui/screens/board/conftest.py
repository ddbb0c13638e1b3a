"""A draft on the board of the real window: two sites whose needles are planned, over a real database."""

from collections.abc import Callable
from typing import Any

import pytest

from needlechart.documents.note import render_note
from needlechart.documents.pages import page_texts
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record, now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState, Side, Technique
from needlechart.store.queries.visit_document import visit_chart
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from tests import factories as make
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

Draft = Callable[..., VisitBoard]


def planned(point: TriggerPoint, **values: Any) -> Needling:
    """A needle that is to go in."""
    defaults: dict[str, Any] = {
        "id": f"needle-{point.id}",
        "state": NeedleState.PLANNED,
        "technique": Technique.PISTONING,
        "response_sought": "",
        "length_mm": 50.0,
        "depth_mm": 25.0,
        "twitch": None,
        "pain": None,
        "in_at": None,
        "out_at": None,
    }
    return make.needling(point, **{**defaults, **values})


def two_sites() -> list[Record]:
    first = point_at("adductor_longus", Side.RIGHT, id="one", number=1, kind=None, taut_band=None)
    second = point_at("gracilis", Side.LEFT, id="two", number=2, kind=None, taut_band=None)
    return [first, second, planned(first), planned(second)]


@pytest.fixture
def draft(desk: TestDesk, window: MainWindow, person: Person) -> Draft:
    """Keeps the records, opens the draft at Needling, selects the first site."""

    def opened(*more: Record, site: str = "tile_1", **visit: Any) -> VisitBoard:
        start = now()
        records = list(more) or two_sites()
        desk.keep(
            make.patient(),
            make.episode(),
            make.visit(**{"started": start, "entered": start, **visit}),
            *records,
        )
        window.show_home(desk)
        window.nav.open_visit(make.VISIT)
        person.wait_for("board")
        window.step_3()
        person.tap(site)
        assert window.nav.board is not None
        return window.nav.board

    return opened


def settle(board: VisitBoard, person: Person) -> None:
    """Everything is written."""
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)


def printed(desk: TestDesk) -> str:
    """The text of the draft's note, in one line."""
    pdf = desk.ask(lambda store: render_note(visit_chart(store, make.VISIT)).pdf)
    return " ".join(" ".join(page_texts(pdf)).replace("\u00a0", " ").split())
