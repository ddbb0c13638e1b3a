"""One kind of follow-on: chips with their dose, more by name, and words of one's own."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from needlechart.catalogue import FollowOnItem, follow_ons
from needlechart.domain.chart import VisitChart
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import FollowOnKind, Side
from needlechart.editing.change import Pair
from needlechart.ui.icons import paint_icon
from needlechart.ui.screens.parts import empty
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, Card, Control, TextField
from needlechart.ui.widgets.painting import paint_box, paint_side_badge, paint_text, text_width

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
OWN = "own"


def key_of(one: FollowOn) -> str:
    """The exercise of the catalogue, or the clinician's own words."""
    return one.exercise or f"{OWN}:{one.what}"


class GivenChip(Control):
    """A wide chip: a tick and the name, sides and the dose at the end."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._dose = ""
        self._side = Side.UNSTATED
        self._asks_side = False
        self._open = False
        self.setCheckable(True)
        self._name_it()

    def nextCheckState(self) -> None:
        """The list decides."""

    def show_given(self, given: FollowOn | None, *, opened: bool) -> None:
        """What was given of it, if it was; ``opened``: its details are shown."""
        self.setChecked(given is not None)
        self._dose = given.dose if given else ""
        self._side = given.side if given else Side.UNSTATED
        item = follow_ons().get(given.exercise) if given else None
        self._asks_side = item is not None and item.sided and self._side is Side.UNSTATED
        self._open = opened
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        self.setToolTip(plain_tip(self.text()))
        said = [self.text()]
        if self.isChecked():
            side = "side not recorded" if self._asks_side else ""
            said += [self._dose, side if self._side is Side.UNSTATED else self._side.value]
            said.append("tap again to take back" if self._open else "given, opens its details")
        self.setAccessibleName(", ".join(part for part in said if part))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px, chosen = self._theme, self._theme.px, self.isChecked()
        style = BoxStyle(fill="accent", ink="on_accent") if chosen else BoxStyle(fill="surface", edge="edge")
        if self.isDown() and not chosen:
            style = BoxStyle(fill="sunken", edge="edge")
        box = QRectF(self.rect())
        paint_box(painter, theme, box, style)
        ink = theme.colour(style.ink)
        left, end = float(px(13)), box.right() - px(12)
        if chosen:
            side = px(18)
            paint_icon(painter, "check", QRectF(left, (box.height() - side) / 2, side, side), ink)
            left += px(23)
            end = self._paint_end(painter, box, end)
        words = QRectF(left, 0, max(end - left, 1.0), box.height())
        paint_text(painter, words, self.text(), theme.font("strong" if chosen else "body"), ink, LEFT)

    def _paint_end(self, painter: QPainter, box: QRectF, end: float) -> float:
        """Side badges, and the dose where the name leaves it room; the room that is left for the name."""
        theme, px = self._theme, self._theme.px
        font = theme.font("secondary")
        taken = text_width(font, self._dose) + 1
        badges = {Side.BOTH: 2, Side.RIGHT: 1, Side.LEFT: 1}.get(self._side, 0) * px(25)
        name = px(36) + text_width(theme.font("strong"), self.text())
        if self._asks_side:  # nothing is stopped by it: a mark where the side would stand
            size = px(18)
            mark = QRectF(end - size, (box.height() - size) / 2, size, size)
            paint_icon(painter, "warning", mark, theme.colour("on_accent"))
            end -= size + px(6)
        if self._dose and name + badges + taken + px(8) <= end:
            place = QRectF(end - taken, 0, taken, box.height())
            paint_text(painter, place, self._dose, font, theme.colour("on_accent"), RIGHT)
            end -= taken + px(8)
        shown = {Side.BOTH: (False, True)}.get(self._side, ())
        for right in shown or ([self._side is Side.RIGHT] if self._side in (Side.RIGHT, Side.LEFT) else []):
            size = px(20)
            badge = QRectF(end - size, (box.height() - size) / 2, size, size)
            paint_box(painter, theme, badge, BoxStyle(fill="surface"), px(5))
            paint_side_badge(painter, theme, badge, right=bool(right))
            end -= size + px(5)
        return end


class Chips(QWidget):
    """The chips in one column or several; the first takes the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from needlechart.ui.theme import Theme

        self.box = QGridLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(Theme.current().px(8))


class FollowOnList(Card):
    """``did(pairs, text)`` is one step of the visit; ``opened(key)`` asks for the details of one given."""

    did = Signal(object, str)
    opened = Signal(str)

    def __init__(
        self, kind: FollowOnKind, title: str, parent: QWidget | None = None, *, columns: int = 1
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(f"list_{kind.value}")
        self._kind = kind
        self._columns = columns
        self._chart: VisitChart | None = None
        self._whole = False
        self._open_key = ""
        self._shown: tuple[str, ...] = ()
        self._made: dict[str, GivenChip] = {}
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
        self.own.hide()
        self.body.addStretch(1)

    def show_chart(self, chart: VisitChart, open_key: str = "") -> None:
        """What is offered and what was given; ``open_key``: whose details are shown beside."""
        self._chart = chart
        self._open_key = open_key
        given = {key_of(one): one for one in chart.follow_ons if one.kind is self._kind}
        items = self._items(given)
        keys = (*items, *(key for key in given if key not in items))
        if keys != self._shown:
            self._rebuild(keys, items, given)
        for key, chip in self._made.items():
            chip.show_given(given.get(key), opened=key == open_key)

    @property
    def kind(self) -> FollowOnKind:
        """What is given here."""
        return self._kind

    def chip(self, key: str) -> GivenChip:
        """The chip of an item; raises KeyError."""
        return self._made[key]

    def set_columns(self, columns: int) -> None:
        """So many chips side by side."""
        if columns != self._columns:
            self._columns = columns
            self._shown = ()
            if self._chart is not None:
                self.show_chart(self._chart, self._open_key)

    def _items(self, given: dict[str, FollowOn]) -> dict[str, FollowOnItem]:
        mine = [
            one
            for one in follow_ons().values()
            if one.kind is self._kind and not (one.plan_only or one.hidden)
        ]
        shown = [one for one in mine if one.first or self._whole or one.id in given]
        found = {one.id: one for one in sorted(shown, key=lambda item: item.order)}
        return {**found, **{key: follow_ons()[key] for key in given if key in follow_ons()}}

    def _rebuild(
        self, keys: tuple[str, ...], items: dict[str, FollowOnItem], given: dict[str, FollowOn]
    ) -> None:
        empty(self.chips.box)
        self._shown, self._made = keys, {}
        for place, key in enumerate(keys):
            name = items[key].name if key in items else given[key].what
            chip = GivenChip(name, self.chips)
            chip.setObjectName(f"given_{key}")
            chip.clicked.connect(lambda checked=False, key=key: self._tapped(key))
            self._made[key] = chip
            self.chips.box.addWidget(chip, place // self._columns, place % self._columns)
        for first in list(self._made.values())[:1]:
            self.chips.setFocusProxy(first)

    def _toggle(self) -> None:
        self._whole = not self._whole
        self._more.set_text("Less" if self._whole else "More")
        self.own.setVisible(self._whole)
        if self._chart is not None:
            self.show_chart(self._chart, self._open_key)

    # What a tap does

    def _tapped(self, key: str) -> None:
        """Give it; a tap on what is given shows its details, one more takes it back.

        Giving opens nothing: details would cover what is asked next.
        """
        chart = self._need()
        before = self._given(key)
        if before is not None and key == self._open_key:
            self.did.emit(taken_back(chart, before), f"{before.what} taken back")
        elif before is not None:
            self.opened.emit(key)
        else:
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
        self.opened.emit("")
        self.did.emit([*gone, (None, made)], what)

    def _add_own(self) -> None:
        words = self.own.text().strip()
        if not words or self._chart is None:
            return
        self.own.set_value("")
        if self._given(f"{OWN}:{words}") is None:
            self._give(self._chart, words, "", "")

    def _given(self, key: str) -> FollowOn | None:
        mine = (one for one in self._need().follow_ons if one.kind is self._kind)
        return next((one for one in mine if key_of(one) == key), None)

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def home_of(chart: VisitChart, one: FollowOn) -> FollowOn | None:
    """The same exercise in the home programme of this visit."""
    home = (other for other in chart.follow_ons if other.kind is FollowOnKind.HOME_PROGRAMME)
    return next((other for other in home if key_of(other) == key_of(one)), None)


def taken_back(chart: VisitChart, one: FollowOn) -> list[Pair]:
    """What was given goes, and with it its place in the home programme."""
    home = home_of(chart, one)
    return [(one, None), *([(home, None)] if home else [])]
