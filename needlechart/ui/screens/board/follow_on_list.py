"""One kind of follow-on: chips with their dose, more by name, and words of one's own."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import FollowOnItem, follow_ons
from needlechart.domain.chart import VisitChart
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import FollowOnKind
from needlechart.editing.change import Pair
from needlechart.ui.icons import paint_icon
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, Card, Control, TextField
from needlechart.ui.widgets.painting import paint_box, paint_text, text_width

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
OWN = "own"


class GivenChip(Control):
    """A wide chip: a tick and the name, the dose at the end."""

    def __init__(self, text: str, dose: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._dose = dose
        self.setCheckable(True)
        self.setAccessibleName(f"{text}, {dose}" if dose else text)

    def nextCheckState(self) -> None:
        """The list decides."""

    def set_dose(self, dose: str) -> None:
        """Another dose."""
        self._dose = dose
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, chosen = self._theme, self.isChecked()
        style = BoxStyle(fill="accent", ink="on_accent") if chosen else BoxStyle(fill="surface", edge="edge")
        if self.isDown() and not chosen:
            style = BoxStyle(fill="sunken", edge="edge")
        box = QRectF(self.rect())
        paint_box(painter, theme, box, style)
        ink = theme.colour(style.ink)
        left = float(theme.px(13))
        if chosen:
            side = theme.px(18)
            paint_icon(painter, "check", QRectF(left, (box.height() - side) / 2, side, side), ink)
            left += theme.px(23)
        dose = self._dose if chosen else ""
        taken = text_width(theme.font("secondary"), dose) + theme.px(12)
        end = box.right() - theme.px(12)
        words = QRectF(left, 0, end - left - (taken if dose else 0), box.height())
        font = theme.font("strong" if chosen else "body")
        paint_text(painter, words, self.text(), font, ink, LEFT)
        paint_text(
            painter, QRectF(end - taken, 0, taken, box.height()), dose, theme.font("secondary"), ink, RIGHT
        )


class Chips(QWidget):
    """The chips below each other; the first takes the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = column(self, gap=8)


class FollowOnList(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, kind: FollowOnKind, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"list_{kind.value}")
        self._kind = kind
        self._chart: VisitChart | None = None
        self._whole = False
        self._shown: tuple[str, ...] = ()
        self._made: dict[str, GivenChip] = {}
        self._doses: dict[str, TextField] = {}
        more = Button("More", self, kind=ButtonKind.LINK, icon="search")
        more.setObjectName(f"more_{kind.value}")
        more.clicked.connect(self._toggle)
        self._more = more
        self.head.addWidget(more)
        self.chips = Chips(self)
        self.body.addWidget(self.chips)
        self.own = TextField(self, label=f"Other, {title}", placeholder="Other")
        self.own.setObjectName(f"other_{kind.value}")
        self.own.returnPressed.connect(self._add_own)
        self.own.editingFinished.connect(self._add_own)
        self.body.addWidget(self.own)
        self.body.addStretch(1)

    def show_chart(self, chart: VisitChart) -> None:
        """What is offered and what was given."""
        self._chart = chart
        given = {self._key(one): one for one in chart.follow_ons if one.kind is self._kind}
        items = self._items(given)
        keys = (*items, *(key for key in given if key not in items))
        doses = tuple(key for key in keys if key in given)
        if (keys, doses) != (self._shown, tuple(self._doses)):
            self._rebuild(keys, items, given)
        for key, chip in self._made.items():
            chip.setChecked(key in given)
            if key in given:
                chip.set_dose(given[key].dose)
                self._doses[key].set_value(given[key].dose)

    def chip(self, key: str) -> GivenChip:
        """The chip of an item; raises KeyError."""
        return self._made[key]

    def _items(self, given: dict[str, FollowOn]) -> dict[str, FollowOnItem]:
        mine = [one for one in follow_ons().values() if one.kind is self._kind]
        shown = [one for one in mine if one.first or self._whole or one.id in given]
        return {one.id: one for one in sorted(shown, key=lambda item: item.order)}

    def _key(self, one: FollowOn) -> str:
        return one.exercise or f"{OWN}:{one.what}"

    def _rebuild(
        self, keys: tuple[str, ...], items: dict[str, FollowOnItem], given: dict[str, FollowOn]
    ) -> None:
        empty(self.chips.box)
        self._shown, self._made, self._doses = keys, {}, {}
        for key in keys:
            name = items[key].name if key in items else given[key].what
            chip = GivenChip(name, "", self.chips)
            chip.setObjectName(f"given_{key}")
            chip.clicked.connect(lambda checked=False, key=key: self._tapped(key))
            self._made[key] = chip
            self.chips.box.addWidget(chip)
            if key in given:
                dose = TextField(self.chips, label=f"Dose of {name}", placeholder="dose")
                dose.setObjectName(f"dose_{key}")
                dose.committed.connect(lambda text, key=key: self._set_dose(key, text))
                self._doses[key] = dose
                dose.setVisible(self._whole)
                self.chips.box.addWidget(dose)
        for first in list(self._made.values())[:1]:
            self.chips.setFocusProxy(first)

    def _toggle(self) -> None:
        self._whole = not self._whole
        self._more.set_text("Less" if self._whole else "More")
        for dose in self._doses.values():
            dose.setVisible(self._whole)
        if self._chart is not None:
            self.show_chart(self._chart)

    # What a tap does

    def _tapped(self, key: str) -> None:
        chart = self._need()
        before = self._given(key)
        if before is not None:
            self.did.emit([(before, None)], f"{before.what} taken back")
            return
        item = follow_ons()[key]
        self._give(chart, item.name, item.id, item.dose)

    def _give(self, chart: VisitChart, what: str, exercise: str, dose: str) -> None:
        made = FollowOn(
            patient_id=chart.patient.id,
            visit_id=chart.visit.id,
            kind=self._kind,
            what=what,
            exercise=exercise,
            dose=dose,
            order=len(chart.follow_ons),
        )
        gone: list[Pair] = [(one, None) for one in chart.follow_ons if one.kind is FollowOnKind.NONE_GIVEN]
        self.did.emit([*gone, (None, made)], what)

    def _add_own(self) -> None:
        words = self.own.text().strip()
        if not words or self._chart is None:
            return
        self.own.set_value("")
        if self._given(f"{OWN}:{words}") is None:
            self._give(self._chart, words, "", "")

    def _set_dose(self, key: str, text: str) -> None:
        before = self._given(key)
        if before is not None:
            self.did.emit([(before, before.but(dose=text.strip()))], f"{before.what}: dose")

    def _given(self, key: str) -> FollowOn | None:
        mine = (one for one in self._need().follow_ons if one.kind is self._kind)
        return next((one for one in mine if self._key(one) == key), None)

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart
