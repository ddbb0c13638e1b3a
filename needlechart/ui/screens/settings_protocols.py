"""Settings of the clinic's protocols: names, sites, the values of each needle; what goes has its way back."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.catalogue import techniques
from needlechart.domain.clinic import NeedleType, needle_size
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Record
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.words import IntensityUnit, Side
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.screens.settings_protocol_needle import NeedleFields
from needlechart.ui.widgets import Button, Card, Hairline, IconButton, Text, TextField

WHERE = (
    "In a visit, the marks become a protocol from the menu beside the marks to repeat, "
    "or from the menu of any site."
)


class ProtocolsCard(Card):
    """One row for each protocol; a tap on its sites unfolds them, a tap on a needle its values."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Protocols", parent, hint="sets of marks, kept from a visit")
        self.setObjectName("protocols_card")
        self._desk = desk
        self._found: tuple[ProtocolSet, ...] = ()
        self._needles: tuple[NeedleType, ...] = ()
        self._open = self._open_point = ""
        self._rows_of: dict[str, QVBoxLayout] = {}
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
        self._rows_of.clear()
        self.where.setText(WHERE if found else f"None yet. {WHERE}")
        allowed = may(self._desk.clinician, Act.SHELF)
        for index, one in enumerate(found):
            if index:
                self._rows.addWidget(Hairline(self))
            self._rows.addWidget(self._row(one, allowed=allowed))
        self._undo_at(self._edited[0])

    def _undo_at(self, point_id: str) -> None:
        """The way back stands at the needle that was changed: the end of the card may be out of sight."""
        part = self._rows_of.get(point_id) if point_id == self._open_point else None
        if part is not None:
            part.insertWidget(1, self.gone)

    def _row(self, found: ProtocolSet, *, allowed: bool) -> QWidget:
        part = QWidget(self)
        box = column(part, gap=4)
        line = row(gap=8)
        protocol = found.protocol
        name = TextField(part, placeholder="Name")
        name.setObjectName(f"protocol_name_{protocol.id}")
        name.set_value(protocol.name)
        name.committed.connect(lambda text: self._rename(protocol.id, text))
        line.addWidget(name, 1)
        count = found.sites
        sites = Button("1 site" if count == 1 else f"{count} sites", part, icon_after="chevron_down")
        sites.setObjectName(f"protocol_sites_{protocol.id}")
        sites.clicked.connect(lambda: self._unfold(protocol.id))
        line.addWidget(sites)
        gone = IconButton("trash", "Take off the list", part)
        gone.setObjectName(f"remove_protocol_{protocol.id}")
        gone.clicked.connect(lambda: self._archive(protocol.id))
        line.addWidget(gone)
        box.addLayout(line)
        for point in found.points if self._open == protocol.id else ():
            box.addWidget(self._site(found, point, part, allowed=allowed))
        for current in found.currents if self._open == protocol.id else ():
            box.addWidget(self._current(current, part, allowed=allowed))
        for control in (name, gone):
            control.setEnabled(allowed)
        self._name_parts(part, found)
        return part

    def _current(self, current: ProtocolCurrent, parent: QWidget, *, allowed: bool) -> QWidget:
        part = QWidget(parent)
        line = row(part, gap=8, edges=(12, 0, 0, 0))
        told = Text(current_words(current), part, role="secondary", wrap=True)
        told.setObjectName(f"protocol_current_{current.id}")
        line.addWidget(told, 1)
        gone = IconButton("trash", "Take out", part)
        gone.setObjectName(f"remove_current_{current.id}")
        gone.clicked.connect(lambda: self._drop_current(current))
        gone.setEnabled(allowed)
        line.addWidget(gone)
        return part

    def _site(self, found: ProtocolSet, point: ProtocolPoint, parent: QWidget, *, allowed: bool) -> QWidget:
        part = QWidget(parent)
        box = self._rows_of[point.id] = column(part, gap=4)
        line = row(gap=8, edges=(12, 0, 0, 0))
        told = Text(site_words(point, _letter(found, point)), part, role="secondary", wrap=True)
        told.setObjectName(f"protocol_words_{point.id}")
        line.addWidget(told, 1)
        opened = point.id == self._open_point
        change = IconButton("chevron_up" if opened else "pencil", "Change", part)
        change.setObjectName(f"protocol_needle_{point.id}")
        change.clicked.connect(lambda: self._open_needle(point.id))
        gone = IconButton("trash", "Take out", part)
        gone.setObjectName(f"remove_point_{point.id}")
        gone.clicked.connect(lambda: self._drop(point.id))
        for control in (change, gone):
            control.setEnabled(allowed)
            line.addWidget(control)
        box.addLayout(line)
        if opened and allowed:
            fields = NeedleFields(point, _called(found, point), self._needles, part)
            fields.changed.connect(self._change)
            box.addWidget(fields)
        return part

    def _name_parts(self, part: QWidget, found: ProtocolSet) -> None:
        """What each control is called; anew when the protocol is, with the keyboard where it is."""
        name = found.protocol.name
        for field in part.findChildren(TextField, f"protocol_name_{found.protocol.id}"):
            field.setAccessibleName(f"Name of {name}")
        labels = {f"remove_protocol_{found.protocol.id}": f"Take {name} off the list"}
        for point in found.points:
            what = _called(found, point)
            act = "Close" if point.id == self._open_point else "Change"
            labels[f"protocol_needle_{point.id}"] = f"{act} {what} of {name}"
            labels[f"remove_point_{point.id}"] = f"Take {what} out of {name}"
        for current in found.currents:
            said = current_words(current).partition(" · ")[0]
            labels[f"remove_current_{current.id}"] = f"Take out of {name}: {said}"
        for button in part.findChildren(IconButton):
            if button.objectName() in labels:
                button.set_label(labels[button.objectName()])

    # What a person does

    def _unfold(self, protocol_id: str) -> None:
        self._open = "" if self._open == protocol_id else protocol_id
        self._open_point = ""
        self._show(self._found)
        self._keyboard_to(f"protocol_sites_{protocol_id}")

    def _open_needle(self, point_id: str) -> None:
        """With the clinic's needles as they are now: another card may have changed them."""
        self._open_point = "" if self._open_point == point_id else point_id

        def then(needles: tuple[NeedleType, ...]) -> None:
            self._needles = needles
            self._show(self._found)
            self._keyboard_to(f"protocol_needle_{point_id}")

        self._desk.needle_types(then, self._failed)

    def _change(self, after: ProtocolPoint, what: str) -> None:
        """Another value of a needle; several of one field while it is typed are one step to undo."""
        found = next((one for one in self._found if any(point.id == after.id for point in one.points)), None)
        if found is None:
            return
        before = next(point for point in found.points if point.id == after.id)
        called = f"{after.number}{_letter(found, after)} {_named(after)}"
        self._edit(before, after, what, f"{called}: {what} changed")
        told = self.findChild(Text, f"protocol_words_{after.id}")
        if told is not None:
            told.setText(site_words(after, _letter(found, after)))

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
                self._name_parts(self, found)

    def _archive(self, protocol_id: str) -> None:
        before = next((one.protocol for one in self._found if one.protocol.id == protocol_id), None)
        if before is not None:
            self._take([(before, before.but(archived=True))], f"{before.name} taken off the list")

    def _drop(self, point_id: str) -> None:
        """A mark takes its currents with it, the last site the protocol."""
        for found in self._found:
            for point in found.points:
                if point.id == point_id:
                    pairs: list[Pair] = [(point, None)]
                    if sum(one.number == point.number for one in found.points) == 1:
                        pairs += [(one, None) for one in found.currents if point.number in one.ends]
                    if len(found.points) == 1:
                        pairs.append((found.protocol, found.protocol.but(archived=True)))
                    told = site_words(point, _letter(found, point)).partition(" · ")[0]
                    self._take(pairs, f"{told} taken out of {found.protocol.name}")

    def _drop_current(self, current: ProtocolCurrent) -> None:
        for found in self._found:
            if current in found.currents:
                said = current_words(current).partition(" · ")[0]
                self._take([(current, None)], f"{said} taken out of {found.protocol.name}")

    def _edit(self, before: Record, after: Record, what: str, said: str) -> None:
        """Keep another value where it is typed: nothing is rebuilt under the keyboard."""
        if (before.id, what) != self._edited or self.gone.isHidden() or self._as_was is None:
            self._edited, self._as_was = (before.id, what), before
        was = self._as_was
        self.error.say("")
        self._found = tuple(_edited(self._found, [(before, after)]))
        self._desk.put([(before, after)], lambda moment: None, self._failed)
        if isinstance(after, ProtocolPoint):
            self._undo_at(after.id)
        else:
            self.body.insertWidget(self.body.indexOf(self.error), self.gone)
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
            after = (changed.get(point.id, point) for point in one.points)
            points = tuple(point for point in after if isinstance(point, ProtocolPoint))
            currents = tuple(current for current in one.currents if current.id not in changed)
            yield ProtocolSet(protocol=protocol, points=points, currents=currents)


def _letter(found: ProtocolSet, point: ProtocolPoint) -> str:
    """Which of the needles of one mark it is; empty where there is one."""
    same = [one.id for one in found.points if one.number == point.number]
    return "abcdefghijklmnopqrstuvwxyz"[same.index(point.id) % 26] if len(same) > 1 else ""


def _called(found: ProtocolSet, point: ProtocolPoint) -> str:
    """``site 2``, or ``needle 2b`` where the mark has several."""
    letter = _letter(found, point)
    return f"needle {point.number}{letter}" if letter else f"site {point.number}"


def _named(point: ProtocolPoint) -> str:
    name = point.muscle_name or "No muscle named"
    return f"{name[:1].upper()}{name[1:]}"


def site_words(point: ProtocolPoint, letter: str = "") -> str:
    """``1a Piriformis, right · 0.30×75 · 40 mm deep · pistoning``; ``letter``: one of several needles."""
    side = f", {point.side.value}" if point.side in (Side.RIGHT, Side.LEFT, Side.BOTH) else ""
    level = f" {point.spinal_level}" if point.spinal_level else ""
    size = needle_size(point.diameter_mm, point.length_mm)
    words = f"{point.number}{letter} {_named(point)}{level}{side}"
    deep = f"{point.depth_mm:g} mm deep" if point.depth_mm is not None else ""
    technique = techniques()[point.technique.value].short_name.lower() if point.technique else ""
    seconds = point.retention_planned_s
    stays = f"{seconds // 60}:{seconds % 60:02} in" if seconds is not None else ""
    return " · ".join(part for part in (words, size, deep, technique, stays) if part)


def current_words(current: ProtocolCurrent) -> str:
    """``Current between 1 and 2 · 2 Hz · 200 µs · intensity in mA · 10 min``."""
    other = f" and {current.second_number}" if current.second_number is not None else ""
    where = f"between {current.first_number} and a pad" if current.pad else f"between {current.first_number}"
    rates = [f"{one:g}" for one in (current.hz, current.second_hz) if one is not None]
    said = [f"Current {where}{other}"]
    said += [f"{' and '.join(rates)} Hz"] if rates else []
    said += [f"{current.microseconds} µs"] if current.microseconds is not None else []
    said += ["intensity as level" if current.intensity_unit is IntensityUnit.LEVEL else "intensity in mA"]
    said += [f"{current.minutes:g} min"] if current.minutes is not None else []
    return " · ".join(said)
