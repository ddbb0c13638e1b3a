"""Settings of the clinic's protocols: names, sites, needles and currents; what goes has its way back."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from needlechart.domain.clinic import NeedleType
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Record
from needlechart.domain.rules.permissions import Act, may
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.screens.settings_protocol_part import ProtocolPart
from needlechart.ui.screens.settings_protocol_words import current_called, named, needle_letter, site_words
from needlechart.ui.widgets import Card, Hairline, Text

WHERE = (
    "In a visit, the marks become a protocol from the menu beside the marks to repeat, "
    "or from the menu of any site."
)


class ProtocolsCard(Card):
    """One row for each protocol; a tap on its sites unfolds them, a tap on a needle or current its values."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Protocols", parent, hint="sets of marks, kept from a visit")
        self.setObjectName("protocols_card")
        self._desk = desk
        self._found: tuple[ProtocolSet, ...] = ()
        self._needles: tuple[NeedleType, ...] = ()
        self._open = self._open_point = ""
        self._parts: dict[str, ProtocolPart] = {}
        self._edited: tuple[str, str] = ("", "")
        self._as_was: Record | None = None
        self._rows = column(gap=6)
        self.body.addLayout(self._rows)
        self.gone = WayBack(self)
        self.body.addWidget(self.gone)
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)
        self.where = Text(WHERE, self, role="secondary", colour="muted", wrap=True)
        self.where.setObjectName("protocols_from")
        self.body.addWidget(self.where)

    def refresh(self) -> None:
        """Ask anew what is kept."""
        self._desk.protocols(self._show, self._failed)

    def _show(self, found: tuple[ProtocolSet, ...]) -> None:
        self._found = found
        self.body.insertWidget(self.body.indexOf(self.error), self.gone)  # out of what is emptied
        empty(self._rows)
        self._parts.clear()
        self.where.setText(WHERE if found else f"None yet. {WHERE}")
        for index, one in enumerate(found):
            if index:
                self._rows.addWidget(Hairline(self))
            self._rows.addWidget(self._part(one))
        self._undo_at(self._edited[0])

    def _undo_at(self, edited_id: str) -> None:
        """The way back stands at what was changed: the end of the card may be out of sight."""
        if edited_id and edited_id == self._open_point:
            for part in self._parts.values():
                if edited_id in part.lines:
                    part.lines[edited_id].insertWidget(1, self.gone)

    def _part(self, found: ProtocolSet) -> ProtocolPart:
        protocol_id = found.protocol.id
        part = self._parts[protocol_id] = ProtocolPart(
            found,
            self._needles,
            self,
            unfolded=self._open == protocol_id,
            opened=self._open_point,
            allowed=may(self._desk.clinician, Act.SHELF),
        )
        part.renamed.connect(lambda text: self._rename(protocol_id, text))
        part.unfolded.connect(lambda: self._unfold(protocol_id))
        part.archived.connect(lambda: self._archive(protocol_id))
        part.opened.connect(self._open_one)
        part.dropped.connect(self._drop)
        part.changed.connect(self._change)
        return part

    # What a person does

    def _unfold(self, protocol_id: str) -> None:
        self._open = "" if self._open == protocol_id else protocol_id
        self._open_point = ""
        self._show(self._found)
        self._keyboard_to(f"protocol_sites_{protocol_id}")

    def _open_one(self, one: str) -> None:
        """A needle or a current, with the clinic's needles as they are now: another card may change them."""
        self._open_point = "" if self._open_point == one else one

        def then(needles: tuple[NeedleType, ...]) -> None:
            self._needles = needles
            self._show(self._found)
            self._keyboard_to(f"protocol_needle_{one}", f"change_current_{one}")

        self._desk.needle_types(then, self._failed)

    def _change(self, after: ProtocolPoint | ProtocolCurrent, what: str) -> None:
        """Another value; several of one field while it is typed are one step to undo."""
        for found in self._found:
            for before in (*found.points, *found.currents):
                if before.id == after.id:
                    self._edit(before, after, what, f"{_title(found, after)}: {what} changed")
        for found in self._found:
            if after.id in {one.id for one in (*found.points, *found.currents)}:
                self._parts[found.protocol.id].show_words(found, after)

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
        self._edit(before, before.but(name=name), "name", f"Now called {name}")
        for found in self._found:
            if found.protocol.id == protocol_id:
                self._parts[protocol_id].show_names(found)

    def _archive(self, protocol_id: str) -> None:
        before = next((one.protocol for one in self._found if one.protocol.id == protocol_id), None)
        if before is not None:
            self._take([(before, before.but(archived=True))], f"{before.name} taken off the list")

    def _drop(self, one: str) -> None:
        """A mark takes its currents with it, the last site the protocol."""
        for found in self._found:
            for point in found.points:
                if point.id == one:
                    pairs: list[Pair] = [(point, None)]
                    if sum(other.number == point.number for other in found.points) == 1:
                        pairs += [(flow, None) for flow in found.currents if point.number in flow.ends]
                    if len(found.points) == 1:
                        pairs.append((found.protocol, found.protocol.but(archived=True)))
                    told = site_words(point, needle_letter(found, point)).partition(" · ")[0]
                    self._take(pairs, f"{told} taken out of {found.protocol.name}")
            for current in found.currents:
                if current.id == one:
                    told = f"{current_called(current)} taken out of {found.protocol.name}"
                    self._take([(current, None)], told)

    def _edit(self, before: Record, after: Record, what: str, said: str) -> None:
        """Keep another value where it is typed: nothing is rebuilt under the keyboard."""
        if (before.id, what) != self._edited or self.gone.isHidden() or self._as_was is None:
            self._edited, self._as_was = (before.id, what), before
        was = self._as_was
        self.error.say("")
        self._found = tuple(_edited(self._found, [(before, after)]))
        self._desk.put([(before, after)], lambda moment: None, self._failed)
        self.body.insertWidget(self.body.indexOf(self.error), self.gone)
        self._undo_at(after.id)
        self.gone.offer(said, lambda: self._put_back([(after, was)]))

    def _take(self, pairs: list[Pair], said: str) -> None:
        self._edited = ("", "")
        self.error.say("")
        # The next edit builds on this one at once, before the disk has answered.
        self._found = tuple(_edited(self._found, pairs))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show(self._found)
        self._desk.put(pairs, lambda moment: None, self._failed)
        back = [(after, before) for before, after in reversed(pairs)]
        self.gone.offer(said, lambda: self._put_back(back))

    def _put_back(self, pairs: list[Pair]) -> None:
        self._edited = ("", "")
        self.error.say("")
        self._desk.put(pairs, lambda moment: self.refresh(), self._failed)

    def _keyboard_to(self, *names: str) -> None:
        for name in names:
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
            points = (changed.get(point.id, point) for point in one.points)
            currents = (changed.get(current.id, current) for current in one.currents)
            yield ProtocolSet(
                protocol=protocol,
                points=tuple(point for point in points if isinstance(point, ProtocolPoint)),
                currents=tuple(current for current in currents if isinstance(current, ProtocolCurrent)),
            )


def _title(found: ProtocolSet, one: ProtocolPoint | ProtocolCurrent) -> str:
    """``1a Piriformis``, or ``Current between 1 and 2``."""
    if isinstance(one, ProtocolCurrent):
        return current_called(one)
    return f"{one.number}{needle_letter(found, one)} {named(one)}"
