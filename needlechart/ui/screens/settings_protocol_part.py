"""One protocol as Settings lists it: its name, and unfolded its needles and currents, one of them open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.clinic import NeedleType
from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import ProtocolCurrent, ProtocolPoint
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.settings_protocol_current import CurrentFields
from needlechart.ui.screens.settings_protocol_needle import NeedleFields
from needlechart.ui.screens.settings_protocol_words import (
    called,
    current_called,
    current_words,
    needle_letter,
    site_words,
)
from needlechart.ui.widgets import Button, IconButton, Text, TextField


class ProtocolPart(QWidget):
    """``opened`` and ``dropped`` name a needle or a current by its id; ``changed(after, what)`` is kept.

    ``lines`` has the column of each needle and current by its id: what is said of one stands there.
    """

    renamed = Signal(str)
    unfolded = Signal()
    archived = Signal()
    opened = Signal(str)
    dropped = Signal(str)
    changed = Signal(object, str)

    def __init__(
        self,
        found: ProtocolSet,
        needles: Sequence[NeedleType],
        parent: QWidget,
        *,
        unfolded: bool,
        opened: str,
        allowed: bool,
    ) -> None:
        super().__init__(parent)
        self.lines: dict[str, QVBoxLayout] = {}
        self._opened = opened
        self._allowed = allowed
        self._box = column(self, gap=4)
        self._add_head(found)
        for point in found.points if unfolded else ():
            self._add_needle(found, point, needles)
        for current in found.currents if unfolded else ():
            self._add_current(found, current)
        self.show_names(found)

    def _add_head(self, found: ProtocolSet) -> None:
        line = row(gap=8)
        protocol = found.protocol
        name = TextField(self, placeholder="Name")
        name.setObjectName(f"protocol_name_{protocol.id}")
        name.set_value(protocol.name)
        name.committed.connect(self.renamed)
        line.addWidget(name, 1)
        count = found.sites
        sites = Button("1 site" if count == 1 else f"{count} sites", self, icon_after="chevron_down")
        sites.setObjectName(f"protocol_sites_{protocol.id}")
        sites.clicked.connect(lambda: self.unfolded.emit())
        line.addWidget(sites)
        gone = IconButton("trash", "Take off the list", self)
        gone.setObjectName(f"remove_protocol_{protocol.id}")
        gone.clicked.connect(lambda: self.archived.emit())
        line.addWidget(gone)
        for control in (name, gone):
            control.setEnabled(self._allowed)
        self._box.addLayout(line)

    def _add_needle(self, found: ProtocolSet, point: ProtocolPoint, needles: Sequence[NeedleType]) -> None:
        told = site_words(point, needle_letter(found, point))
        box = self._add_line(
            point.id,
            told,
            f"protocol_words_{point.id}",
            f"protocol_needle_{point.id}",
            f"remove_point_{point.id}",
        )
        if self._allowed and point.id == self._opened:
            fields = NeedleFields(point, called(found, point), needles, self)
            fields.changed.connect(self.changed)
            box.addWidget(fields)

    def _add_current(self, found: ProtocolSet, current: ProtocolCurrent) -> None:
        one = current.id
        box = self._add_line(
            one,
            current_words(current),
            f"protocol_current_{one}",
            f"change_current_{one}",
            f"remove_current_{one}",
        )
        if self._allowed and one == self._opened:
            fields = CurrentFields(found, current, self)
            fields.changed.connect(self.changed)
            box.addWidget(fields)

    def _add_line(self, one: str, told: str, words: str, change: str, remove: str) -> QVBoxLayout:
        """What it is, then Change and Take out; the fields go below."""
        part = QWidget(self)
        box = self.lines[one] = column(part, gap=4)
        line = row(gap=8, edges=(12, 0, 0, 0))
        said = Text(told, part, role="secondary", wrap=True)
        said.setObjectName(words)
        line.addWidget(said, 1)
        change_it = IconButton("chevron_up" if one == self._opened else "pencil", "Change", part)
        change_it.setObjectName(change)
        change_it.clicked.connect(lambda: self.opened.emit(one))
        gone = IconButton("trash", "Take out", part)
        gone.setObjectName(remove)
        gone.clicked.connect(lambda: self.dropped.emit(one))
        for control in (change_it, gone):
            control.setEnabled(self._allowed)
            line.addWidget(control)
        box.addLayout(line)
        self._box.addWidget(part)
        return box

    def show_names(self, found: ProtocolSet) -> None:
        """What each control is called; anew when the protocol is, with the keyboard where it is."""
        name = found.protocol.name
        for field in self.findChildren(TextField, f"protocol_name_{found.protocol.id}"):
            field.setAccessibleName(f"Name of {name}")
        labels = {f"remove_protocol_{found.protocol.id}": f"Take {name} off the list"}
        for point in found.points:
            what = called(found, point)
            labels[f"protocol_needle_{point.id}"] = f"{self._act(point.id)} {what} of {name}"
            labels[f"remove_point_{point.id}"] = f"Take {what} out of {name}"
        for current in found.currents:
            said = current_called(current)
            labels[f"change_current_{current.id}"] = f"{self._act(current.id)} of {name}: {said}"
            labels[f"remove_current_{current.id}"] = f"Take out of {name}: {said}"
        for button in self.findChildren(IconButton):
            if button.objectName() in labels:
                button.set_label(labels[button.objectName()])

    def show_words(self, found: ProtocolSet, after: ProtocolPoint | ProtocolCurrent) -> None:
        """One needle or current as it is now, where it is told."""
        if isinstance(after, ProtocolPoint):
            name, words = f"protocol_words_{after.id}", site_words(after, needle_letter(found, after))
        else:
            name, words = f"protocol_current_{after.id}", current_words(after)
        for told in self.findChildren(Text, name):
            told.setText(words)
        self.show_names(found)

    def _act(self, one: str) -> str:
        return "Close" if one == self._opened else "Change"
