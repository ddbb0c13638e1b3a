"""Settings of the clinic's protocols: their names, their sites; what is taken off is no longer offered."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import techniques
from needlechart.domain.clinic import needle_size
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import Protocol, ProtocolPoint
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.words import Side
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.widgets import Button, Card, Hairline, IconButton, Text, TextField


class ProtocolsCard(Card):
    """One row for each protocol; a tap on its sites unfolds them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Protocols", parent, hint="sets of marks, kept from a visit")
        self.setObjectName("protocols_card")
        self._desk = desk
        self._found: tuple[ProtocolSet, ...] = ()
        self._open = ""
        self._rows = column(gap=6)
        self.body.addLayout(self._rows)
        self.gone = WayBack(self)
        self.body.addWidget(self.gone)
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)

    def refresh(self) -> None:
        """Ask anew what is kept."""
        self._desk.protocols(self._show, self._failed)

    def _show(self, found: tuple[ProtocolSet, ...]) -> None:
        self._found = found
        empty(self._rows)
        if not found:
            words = "None yet. In a visit, the menu beside the marks to repeat keeps its marks as a protocol."
            self._rows.addWidget(Text(words, self, role="secondary", colour="muted", wrap=True))
        allowed = may(self._desk.clinician, Act.SHELF)
        for index, one in enumerate(found):
            if index:
                self._rows.addWidget(Hairline(self))
            self._rows.addWidget(self._row(one, allowed=allowed))

    def _row(self, found: ProtocolSet, *, allowed: bool) -> QWidget:
        part = QWidget(self)
        box = column(part, gap=4)
        line = row(gap=8)
        protocol = found.protocol
        name = TextField(part, label=f"Name of {protocol.name}", placeholder="Name")
        name.setObjectName(f"protocol_name_{protocol.id}")
        name.set_value(protocol.name)
        name.committed.connect(lambda text: self._rename(protocol.id, text))
        line.addWidget(name, 1)
        count = found.sites
        sites = Button("1 site" if count == 1 else f"{count} sites", part, icon_after="chevron_down")
        sites.setObjectName(f"protocol_sites_{protocol.id}")
        sites.clicked.connect(lambda: self._unfold(protocol.id))
        line.addWidget(sites)
        gone = IconButton("trash", f"Take {protocol.name} off the list", part)
        gone.setObjectName(f"remove_protocol_{protocol.id}")
        gone.clicked.connect(lambda: self._archive(protocol.id))
        line.addWidget(gone)
        box.addLayout(line)
        for point in found.points if self._open == protocol.id else ():
            box.addWidget(self._site(found, point, part, allowed=allowed))
        for control in (name, gone):
            control.setEnabled(allowed)
        return part

    def _site(self, found: ProtocolSet, point: ProtocolPoint, parent: QWidget, *, allowed: bool) -> QWidget:
        part = QWidget(parent)
        line = row(part, gap=8, edges=(12, 0, 0, 0))
        same = [one.id for one in found.points if one.number == point.number]
        letter = "abcdefghijklmnopqrstuvwxyz"[same.index(point.id) % 26] if len(same) > 1 else ""
        line.addWidget(Text(site_words(point, letter), part, role="secondary", wrap=True), 1)
        what = f"needle {point.number}{letter}" if letter else f"site {point.number}"
        gone = IconButton("trash", f"Take {what} out of {found.protocol.name}", part)
        gone.setObjectName(f"remove_point_{point.id}")
        gone.clicked.connect(lambda: self._drop(found, point))
        gone.setEnabled(allowed)
        line.addWidget(gone)
        return part

    # What a person does

    def _unfold(self, protocol_id: str) -> None:
        self._open = "" if self._open == protocol_id else protocol_id
        self._show(self._found)
        self._keyboard_to(f"protocol_sites_{protocol_id}")

    def _rename(self, protocol_id: str, text: str) -> None:
        before = next((one.protocol for one in self._found if one.protocol.id == protocol_id), None)
        name = text.strip()
        if before is None or name == before.name:
            return
        others = {one.protocol.name.casefold() for one in self._found if one.protocol.id != protocol_id}
        if not name or name.casefold() in others:
            told = "Another protocol has this name" if name else "A protocol needs a name"
            self.error.say(told, f"It is still called {before.name}.")
            self._show(self._found)
            return
        self._put([(before, before.but(name=name))])

    def _archive(self, protocol_id: str) -> None:
        before = next((one.protocol for one in self._found if one.protocol.id == protocol_id), None)
        if before is not None:
            self._take([(before, before.but(archived=True))], f"{before.name} taken off the list")

    def _drop(self, found: ProtocolSet, point: ProtocolPoint) -> None:
        """The last site takes the protocol with it."""
        pairs: list[Pair] = [(point, None)]
        if len(found.points) == 1:
            pairs.append((found.protocol, found.protocol.but(archived=True)))
        self._take(pairs, f"{site_words(point).partition(' · ')[0]} taken out of {found.protocol.name}")

    def _take(self, pairs: list[Pair], said: str) -> None:
        self._put(pairs)
        back = [(after, before) for before, after in reversed(pairs)]
        self.gone.offer(said, lambda: self._desk.put(back, lambda moment: self.refresh(), self._failed))

    def _put(self, pairs: list[Pair]) -> None:
        """The next edit builds on this one at once, before the disk has answered."""
        self.error.say("")
        self._found = tuple(_edited(self._found, pairs))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(self._found)
        self._desk.put(pairs, lambda moment: None, self._failed)

    def _keyboard_to(self, name: str) -> None:
        part = self.findChild(QWidget, name)
        if part is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, problem: Problem) -> None:
        told = " ".join(part for part in (problem.safe, problem.todo) if part)
        self.error.say(problem.happened, told)
        self._desk.protocols(self._show)


def _edited(found: Iterable[ProtocolSet], pairs: Iterable[Pair]) -> Iterator[ProtocolSet]:
    """What is listed once these pairs are in place."""
    changed = {before.id: after for before, after in pairs if before is not None}
    for one in found:
        protocol = changed.get(one.protocol.id, one.protocol)
        if isinstance(protocol, Protocol) and not protocol.archived:
            points = tuple(point for point in one.points if point.id not in changed)
            yield ProtocolSet(protocol=protocol, points=points)


def site_words(point: ProtocolPoint, letter: str = "") -> str:
    """``1a Piriformis, right · 0.30×75 · 40 mm deep · pistoning``; ``letter``: one of several needles."""
    side = f", {point.side.value}" if point.side in (Side.RIGHT, Side.LEFT, Side.BOTH) else ""
    level = f" {point.spinal_level}" if point.spinal_level else ""
    size = needle_size(point.diameter_mm, point.length_mm)
    name = point.muscle_name or "No muscle named"
    words = f"{point.number}{letter} {name[:1].upper()}{name[1:]}{level}{side}"
    deep = f"{point.depth_mm:g} mm deep" if point.depth_mm is not None else ""
    technique = techniques()[point.technique.value].short_name.lower() if point.technique else ""
    return " · ".join(part for part in (words, size, deep, technique) if part)
