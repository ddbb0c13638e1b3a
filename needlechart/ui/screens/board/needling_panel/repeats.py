"""Whose marks are shown to be repeated: the last visit's, any earlier one's, or those of a protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from needlechart.atlas.atlas import load as load_atlas
from needlechart.domain.chart import VisitChart
from needlechart.domain.ghosts import (
    EarlierMarks,
    GhostSource,
    ProtocolSet,
    other_side,
    protocol_ghosts,
    protocol_of,
    visit_ghosts,
)
from needlechart.domain.rules.permissions import Act, may
from needlechart.editing.desk import Desk, Problem, added
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.plain_words import menu_words

if TYPE_CHECKING:
    from needlechart.ui.bodymap.body_map import BodyMap

SHOWN = 8
"""Visits that are offered at once; older ones lie in a menu for each year."""


class Repeats(QObject):
    """Asks for what there is when a visit opens, and shows what a person chooses as ghosts."""

    def __init__(self, desk: Desk, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._desk = desk
        self._map = body_map
        self._visit: OpenVisit | None = None
        self._earlier: tuple[EarlierMarks, ...] = ()
        self._protocols: tuple[ProtocolSet, ...] = ()
        body_map.ghost_card.others_wanted.connect(self.open_menu)
        body_map.ghost_card.named.connect(self._keep)

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Another visit, or none; without marks last time, the newest visit that has some is shown."""
        self._visit = visit
        self._earlier, self._protocols = (), ()
        self._map.set_sources_offered(visits=False, protocols=False)
        if visit is None or visit.closed:
            return
        # What cannot be asked is a missing convenience, not a problem to show at the table.
        self._desk.earlier_marks(visit.visit.id, lambda found: self._know(visit, found), _quiet)
        self._ask_protocols(visit)

    def _ask_protocols(self, visit: OpenVisit) -> None:
        self._desk.protocols(lambda found: self._know_protocols(visit, found), _quiet)

    def _know(self, visit: OpenVisit, found: tuple[EarlierMarks, ...]) -> None:
        if visit is not self._visit:
            return
        self._earlier = found
        self._offer()
        if found and not (visit.ghosts is not None and visit.ghosts.points):
            self._show_earlier(found[0])

    def _know_protocols(self, visit: OpenVisit, found: tuple[ProtocolSet, ...]) -> None:
        if visit is self._visit:
            self._protocols = found
            self._offer()

    def _offer(self) -> None:
        self._map.set_sources_offered(visits=bool(self._earlier), protocols=bool(self._protocols))

    # The menu

    def open_menu(self) -> None:
        """Earlier visits, protocols, and keeping these marks as one."""
        visit = self._visit
        if visit is None:
            return
        menu = QMenu(self._map)
        menu.setObjectName("ghost_menu")
        shown = visit.ghosts.id if visit.ghosts is not None else ""
        self._add_visits(menu, shown)
        if self._earlier and self._protocols:
            menu.addSeparator()
        for found in self._protocols:
            self._add_protocol(menu, found, shown)
            if found.sided:
                self._add_protocol(menu, other_side(found, load_atlas().mirror), shown)
        menu.addSeparator()
        none = menu.addAction("Show no marks to repeat")
        none.triggered.connect(lambda checked=False: self._show(visit, None))
        keep = menu.addAction("Keep these marks as a protocol")
        keep.setEnabled(bool(visit.chart.points) and self.may_keep)
        keep.triggered.connect(lambda checked=False: self.begin_keeping())
        menu.aboutToHide.connect(menu.deleteLater)
        button = self._map.ghost_card.menu_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _add_protocol(self, menu: QMenu, found: ProtocolSet, shown: str) -> None:
        action = menu.addAction(
            menu_words(f"Protocol: {_short(found.protocol.name)} · {_sites(found.sites)}")
        )
        action.setObjectName(f"protocol_{found.protocol.id}")
        action.setCheckable(True)
        action.setChecked(found.protocol.id == shown)
        action.triggered.connect(lambda checked=False, one=found: self._show_protocol(one))

    def _add_visits(self, menu: QMenu, shown: str) -> None:
        years: dict[int, QMenu] = {}
        for index, one in enumerate(self._earlier):
            day = one.started.astimezone()
            into = menu
            if index >= SHOWN:
                into = years.get(day.year) or menu.addMenu(str(day.year))
                years[day.year] = into
            last = ", last visit" if index == 0 else ""
            action = into.addAction(f"{day.day} {day:%b %Y} · {_sites(one.sites)}{last}")
            action.setCheckable(True)
            action.setChecked(one.visit_id == shown)
            action.triggered.connect(lambda checked=False, one=one: self._show_earlier(one))

    # What is chosen

    def _show_earlier(self, one: EarlierMarks) -> None:
        visit = self._visit
        if visit is None:
            return
        if visit.previous is not None and visit.previous.visit.id == one.visit_id:
            self._show(visit, visit_ghosts(visit.previous, last=True))
            return
        last = one is self._earlier[0]

        def then(chart: VisitChart) -> None:
            self._show(visit, visit_ghosts(chart, last=last))

        self._desk.earlier_visit(one.visit_id, then)

    def _show_protocol(self, found: ProtocolSet) -> None:
        if self._visit is not None:
            self._show(self._visit, protocol_ghosts(found, self._visit.visit))

    def _show(self, visit: OpenVisit, source: GhostSource | None) -> None:
        if visit is self._visit:
            visit.show_ghosts(source)

    # Keeping

    @property
    def may_keep(self) -> bool:
        """Whether who is unlocked may add to the clinic's protocols."""
        return may(self._desk.clinician, Act.SHELF)

    def begin_keeping(self) -> None:
        """Ask for the name under which the marks of this visit are kept."""
        self._map.ghost_card.begin_naming()

    def _keep(self, name: str) -> None:
        """The marks of this visit under a name; they change in Settings."""
        visit, card = self._visit, self._map.ghost_card
        if visit is None:
            return
        if any(one.protocol.name.casefold() == name.casefold() for one in self._protocols):
            card.refuse("There is a protocol of this name.")
            return
        made = protocol_of(name, visit.chart.clinic.id, visit.chart)

        def then(moment: object) -> None:
            self._map.say("Kept as a protocol")
            self._ask_protocols(visit)

        card.end_naming()
        self._map.pane.setFocus()
        self._desk.put(added(made.protocol, *made.points, *made.currents), then)


def _quiet(problem: Problem) -> None:
    """Nothing is said."""


def _sites(number: int) -> str:
    return "1 site" if number == 1 else f"{number} sites"


def _short(name: str) -> str:
    """Cut in the middle: the end says that it is the other side."""
    return name if len(name) <= 46 else f"{name[:28]}…{name[-16:]}"
