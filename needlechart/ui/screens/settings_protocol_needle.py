"""The fields of one needle of a protocol: what a repeated mark begins with; its place stays."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import techniques
from needlechart.domain.clinic import NeedleType, needle_size
from needlechart.domain.protocol import ProtocolPoint
from needlechart.domain.record import Invalid
from needlechart.domain.words import Technique
from needlechart.ui.screens.board.needling_panel.durations import read_duration
from needlechart.ui.screens.parts import Labelled, column, fitting_row
from needlechart.ui.screens.settings_needles import SIZES
from needlechart.ui.screens.typed import Refused, read_number
from needlechart.ui.widgets import ChipRow, Choice, TextField

FIELDS = (
    ("diameter", "Diameter, mm", "0.30"),
    ("length", "Length, mm", "50"),
    ("depth", "Depth, mm", "40"),
    ("time", "Planned time in", "5:00"),
)
HALF = "Not kept yet: a size is a diameter and a length."
DEPTH = "A depth of 0 to 150 mm, like 40."
SHORT = "The needle would be shorter than the depth. Change the depth first."
DEEP = "The depth is more than the needle’s length."


class NeedleFields(QWidget):
    """Size, depth, technique and planned time. ``changed(after, what)`` for what the record can hold.

    What it cannot hold is refused under its field, and the needle stays as it was.
    """

    changed = Signal(object, str)

    def __init__(
        self, point: ProtocolPoint, called: str, sizes: Sequence[NeedleType], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.point = point
        self._called = called
        self._box = column(self, gap=8, edges=(12, 0, 0, 10))
        self._add_sizes(sizes)
        self._fields: dict[str, TextField] = {}
        self._parts: dict[str, Labelled] = {}
        for pair in (FIELDS[:2], FIELDS[2:]):
            line = fitting_row(gap=8)
            for name, label, example in pair:
                line.addWidget(self._field(name, label, example), 1)
            self._box.addLayout(line)
        self._add_techniques()
        for name in ("diameter", "length"):
            self._fields[name].committed.connect(lambda text: self._on_size())
        self._fields["depth"].committed.connect(self._on_depth)
        self._fields["time"].committed.connect(self._on_time)
        self.show_point(point)

    def _add_sizes(self, needles: Sequence[NeedleType]) -> None:
        """The clinic's needles in its order, each size once; those out of stock are not offered."""
        self._known = {one.size: one for one in reversed(needles) if one.in_stock}
        offered = list(dict.fromkeys(one.size for one in needles if one.in_stock))
        choices = [Choice(size, size, spoken=f"Needle {size}, {self._called}") for size in offered]
        self.sizes = ChipRow(choices, self, label=f"Needle of {self._called}", wrap=True, clearable=True)
        self.sizes.setObjectName(f"protocol_size_{self.point.id}")
        self.sizes.chosen.connect(self._on_catalogue)
        self.sizes.cleared.connect(
            lambda size: self._keep("size", "needle", diameter_mm=None, length_mm=None)
        )
        part = Labelled("Needle of the clinic, or its size typed below", self.sizes, self)
        part.setVisible(bool(offered))
        self._box.addWidget(part)

    def _add_techniques(self) -> None:
        ordered = sorted(techniques().values(), key=lambda one: one.order)
        choices = [Choice(one.technique.value, one.short_name, spoken=one.text) for one in ordered]
        self.technique = ChipRow(
            choices, self, label=f"Technique of {self._called}", wrap=True, clearable=True
        )
        self.technique.setObjectName(f"protocol_technique_{self.point.id}")
        self.technique.chosen.connect(
            lambda value: self._keep("technique", "technique", technique=Technique(value))
        )
        self.technique.cleared.connect(lambda value: self._keep("technique", "technique", technique=None))
        self._box.addWidget(Labelled("Technique", self.technique, self))

    def _field(self, name: str, label: str, example: str) -> Labelled:
        field = TextField(self, label=f"{label}, {self._called}", placeholder=example)
        field.setObjectName(f"protocol_{name}_{self.point.id}")
        self._fields[name] = field
        self._parts[name] = Labelled(label, field, self, stretch=True)
        return self._parts[name]

    def show_point(self, point: ProtocolPoint) -> None:
        """The needle as it is kept."""
        self.point = point
        size = needle_size(point.diameter_mm, point.length_mm)
        self.sizes.set_value(size or None)
        self.technique.set_value(point.technique.value if point.technique else None)
        shown = {
            "diameter": f"{point.diameter_mm:.2f}" if point.diameter_mm is not None else "",
            "length": _number(point.length_mm),
            "depth": _number(point.depth_mm),
            "time": _clock(point.retention_planned_s),
        }
        for name, text in shown.items():
            if not self._fields[name].hasFocus():
                self._fields[name].set_value(text)
                self._refuse(name, "")

    # What a person does

    def _on_catalogue(self, size: str) -> None:
        needle = self._known[size]
        self._keep("size", "needle", diameter_mm=needle.diameter_mm, length_mm=needle.length_mm)

    def _on_size(self) -> None:
        texts = [self._fields[name].text().strip() for name in ("diameter", "length")]
        if not any(texts):
            self._keep("length", "needle", diameter_mm=None, length_mm=None)
            return
        if not all(texts):
            for name, text in zip(("diameter", "length"), texts, strict=True):
                self._refuse(name, "")
                if not text:
                    self._parts[name].set_note(HALF, "muted")
            return
        diameter, length = (read_number(text) for text in texts)
        if diameter is None or length is None:
            self._refuse("diameter" if diameter is None else "length", SIZES)
            return
        self._keep("length", "needle", diameter_mm=diameter, length_mm=length)

    def _on_depth(self, text: str) -> None:
        depth = read_number(text)
        if depth is None and text.strip():
            self._refuse("depth", DEPTH)
            return
        self._keep("depth", "depth", depth_mm=depth)

    def _on_time(self, text: str) -> None:
        try:
            seconds = read_duration(text)
        except Refused as refused:
            self._refuse("time", str(refused))
            return
        self._keep("time", "planned time", retention_planned_s=seconds)

    def _keep(self, name: str, what: str, **values: object) -> None:
        """Hand over other values, or say under the field why the record cannot hold them."""
        try:
            after = self.point.but(**values)
        except Invalid as invalid:
            self._say_invalid(name, invalid)
            return
        for field in ("diameter", "length") if name in ("size", "length") else (name,):
            self._refuse(field, "")
        if after != self.point:
            self.point = after
            self.changed.emit(after, what)
        self.show_point(after)

    def _say_invalid(self, name: str, invalid: Invalid) -> None:
        sized = name in ("size", "length")
        if sized:
            self.sizes.set_value(needle_size(self.point.diameter_mm, self.point.length_mm) or None)
        if invalid.path == "depth_mm" and sized:
            self._refuse("length", SHORT)
        elif invalid.path == "depth_mm":
            depth = read_number(self._fields["depth"].text())
            self._refuse("depth", DEEP if depth is not None and 0 <= depth <= 150 else DEPTH)
        else:
            self._refuse("diameter" if invalid.path == "diameter_mm" else "length", SIZES)

    def _refuse(self, name: str, why: str) -> None:
        if name in self._fields:
            self._fields[name].set_error(why)
            self._parts[name].set_note(why)


def _number(value: float | None) -> str:
    return f"{value:.15g}" if value is not None else ""


def _clock(seconds: int | None) -> str:
    """``5:00``."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds is not None else ""
