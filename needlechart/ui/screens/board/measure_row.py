"""One measure on one side: its name, the value before, a control that fits its kind, the change."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QWidget

from needlechart.catalogue import MeasureDef
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.change import Change, Verdict, compare
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.words import MeasureState, Side
from needlechart.ui.icons import paint_icon
from needlechart.ui.menus import menu
from needlechart.ui.screens.board.measure_entry import Entry, TypedEntry, make_entry
from needlechart.ui.screens.board.measure_extra import MeasureExtra
from needlechart.ui.screens.board.measure_list import Asked, definition
from needlechart.ui.screens.board.reading import about_words
from needlechart.ui.screens.parts import column, row
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import Action, BoxStyle, Control, IconLabel, Text
from needlechart.ui.widgets.painting import paint_box, paint_side_badge, paint_text, text_width

SHORT = 4
"""More letters of the value before are set smaller, so that none is broken."""
NAME, BEFORE, CHANGE = 140, 56, 98
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_COLOURS = {Verdict.BETTER: "ok", Verdict.WORSE: "danger"}


class MeasureName(Control):
    """Name, side badge and caption; a tap opens what else can be said of this measure.

    No stop of its own for Tab, which goes from value to value: there Alt+Down opens the same.
    """

    def __init__(self, asked: Asked, known: MeasureDef | None, spoken: str, parent: QWidget) -> None:
        super().__init__(known.short_name if known else asked.measure.removeprefix("own:"), parent)
        self.setObjectName("measure_more")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._side = asked.side
        self._caption = known.caption if known else "own measure"
        self.setAccessibleName(f"{spoken}: not done, clear, take off")
        self.setToolTip(
            plain_tip(
                f"{known.name if known else self.text()}: not done, clear, take off the list (Alt+Down)"
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedWidth(self._theme.px(NAME))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(NAME), self._theme.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, px = self._theme, self._theme.px
        if self.isDown():
            paint_box(painter, theme, QRectF(self.rect()), BoxStyle(fill="sunken"))
        sided = self._side in (Side.RIGHT, Side.LEFT)
        if sided and text_width(theme.font("strong"), self.text()) > self.width() - px(50):
            self._paint_long(painter)
            return
        room = self.width() - px(20) - (px(30) if sided else 0)
        width = min(text_width(theme.font("strong"), self.text()), room)
        paint_text(
            painter,
            QRectF(0, px(2), width + 1, px(22)),
            self.text(),
            theme.font("strong"),
            theme.colour("ink"),
            LEFT,
        )
        left = width + px(8)
        if sided:
            badge = QRectF(left, px(2), px(22), px(22))
            paint_side_badge(painter, theme, badge, right=self._side is Side.RIGHT)
            left += px(26)
        paint_icon(painter, "chevron_down", QRectF(left, px(6), px(14), px(14)), theme.colour("muted"))
        caption = QRectF(0, px(24), self.width(), px(18))
        paint_text(painter, caption, self._caption, theme.font("label"), theme.colour("muted"), LEFT)

    def _paint_long(self, painter: QPainter) -> None:
        """A long name has the first line for itself, so that two measures of one region stay apart."""
        theme, px = self._theme, self._theme.px
        font = theme.font("strong")
        if text_width(font, self.text()) > self.width():
            font = theme.font("label_strong")
        paint_text(
            painter, QRectF(0, px(2), self.width(), px(20)), self.text(), font, theme.colour("ink"), LEFT
        )
        badge = QRectF(0, px(23), px(20), px(20))
        paint_side_badge(painter, theme, badge, right=self._side is Side.RIGHT)
        paint_icon(painter, "chevron_down", QRectF(px(24), px(26), px(14), px(14)), theme.colour("muted"))
        caption = QRectF(px(42), px(24), self.width() - px(42), px(18))
        paint_text(painter, caption, self._caption, theme.font("label"), theme.colour("muted"), LEFT)


class MeasureRow(QWidget):
    """``entered(value, text, note)``, ``state_chosen(state)``, ``cleared()``, ``dropped()``.

    ``extra`` is the line below for what the control does not take; its signals are its own.
    """

    entered = Signal(object, str, str)
    state_chosen = Signal(object)
    cleared = Signal()
    dropped = Signal()

    def __init__(self, asked: Asked, parent: QWidget | None = None, *, after: bool) -> None:
        super().__init__(parent)
        self.asked = asked
        self._after = after
        self.known: MeasureDef | None = definition(asked.measure)
        self.setObjectName(f"measure_{asked.measure}_{asked.side.value}")
        theme = Theme.current()
        outer = column(self, gap=0)
        self._outer = column(gap=6, edges=(14, 10, 12, 11))
        line = self._line = row(gap=6)
        self._outer.addLayout(line)
        outer.addLayout(self._outer)
        self.extra = MeasureExtra(self.known, self._label(), self)
        outer.addWidget(self.extra)
        self.about = Text(
            about_words(self.known) if self.known else "", self, role="label", colour="muted", wrap=True
        )
        self.about.setObjectName(f"about_{asked.measure}")
        self.about.setContentsMargins(theme.px(14), 0, theme.px(12), theme.px(8))
        self.about.hide()
        outer.addWidget(self.about)
        self._fill(line)
        for part in (self.before, self._chevron):
            part.setVisible(after)
        self._menu: QMenu | None = None
        self._align_extra()

    def _fill(self, line: QHBoxLayout) -> None:
        """Its name, the value before, the entry, and what changed."""
        theme = Theme.current()
        self.name = MeasureName(self.asked, self.known, self._label(), self)
        self.name.clicked.connect(self._show_menu)
        line.addWidget(self.name)
        self.before = Text("", self, role="section", wrap=True)
        self.before.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.before.setFixedWidth(theme.px(BEFORE))
        self._chevron = IconLabel("chevron_right", self, colour="muted", size=16)
        line.addWidget(self.before)
        line.addWidget(self._chevron)
        self.entry: Entry = make_entry(self._label(), self.known, self)
        self.entry.entered.connect(self.entered)
        self.entry.cleared.connect(self.cleared)
        self.entry.doubted.connect(self.extra.value_given)
        self._below = False
        line.addWidget(self.entry, 1)
        line.addStretch(0)
        self.change = Text("", self, role="secondary_strong", wrap=True)
        self.change.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.change.setFixedWidth(theme.px(CHANGE))
        line.addWidget(self.change)

    def _align_extra(self) -> None:
        px = Theme.current().px
        before = self.name.maximumWidth()
        if self._after:
            before += self.before.maximumWidth() + self._chevron.sizeHint().width() + 2 * px(6)
        self.extra.stand_under(before, self.change.maximumWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The entry stands below name and change where it has no room between them."""
        super().resizeEvent(event)
        beside = self._beside() + self.entry.minimumSizeHint().width() <= self.width()
        if beside is self._below:
            self._below = not beside
            at = self._line.indexOf(self.change)
            if beside:
                self._outer.removeWidget(self.entry)
                self._line.insertWidget(at - 1, self.entry, 1)
            else:
                self._line.removeWidget(self.entry)
                self._outer.addWidget(self.entry)
            self._line.setStretch(self._line.indexOf(self.change) - 1, 0 if beside else 1)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        edges = Theme.current().px(26)
        entry = self.entry.minimumSizeHint().width() + edges
        return QSize(max(self._beside(), entry), super().minimumSizeHint().height())

    def _beside(self) -> int:
        """Width of everything but the entry."""
        px = Theme.current().px
        parts = [self.name, self.change, *([self.before, self._chevron] if self._after else [])]
        wrapped = (self.before, self.change)  # their words break inside a fixed width
        fixed = sum(
            one.minimumWidth() if one in wrapped else max(one.minimumWidth(), one.sizeHint().width())
            for one in parts
        )
        return fixed + px(26) + px(6) * (len(parts) + 1)

    def set_compact(self, *, compact: bool) -> None:
        """Less room for names and change."""
        theme = Theme.current()
        self.name.setFixedWidth(theme.px(110 if compact else NAME))
        self.before.setFixedWidth(theme.px(58 if compact else BEFORE))
        self.change.setFixedWidth(theme.px(76 if compact else CHANGE))
        self._align_extra()

    def show_values(
        self,
        before: Measurement | None,
        value: Measurement | None,
        marked: Measurement | None,
        *,
        since: Measurement | None = None,
    ) -> None:
        """``before`` is shown beside, ``value`` is what is entered, ``marked`` gets the bar.

        ``since`` is what a value taken apart from needling is compared with.
        """
        self.before.setText(measurement_text(before))
        unmeasured = before is not None and before.state is not MeasureState.MEASURED
        wide = unmeasured or len(self.before.text()) > SHORT
        self.before.set_role("secondary_strong" if wide else "section")
        state = value.state if value else MeasureState.MEASURED
        measured = value if value and value.state is MeasureState.MEASURED else None
        self.entry.show_value(measured, marked)
        self.extra.show_value(value, fits=measured is None or self.entry.shows(measured))
        if value is not None and value.doubt:
            self._say("implausible", "caution")
        elif state is MeasureState.CHANGE:
            self._say_change(compare(self.known, None, value))
        elif state is not MeasureState.MEASURED:
            self._say(state.value.replace("_", " "), "muted")
        elif self._after and (before or value):
            self._say_change(compare(self.known, before, value))
        elif value is not None and since is not None:
            self._say_change(compare(self.known, since, value))
        else:
            self._say(value.note if value and value.note else "", "muted")

    def _say_change(self, change: Change) -> None:
        words = " ".join(part for part in (change.difference_text, change.short_word) if part)
        self._say(words, _COLOURS.get(change.verdict, "muted"))

    def _say(self, words: str, colour: str) -> None:
        self.change.setText(words)
        self.change.set_colour(colour)

    def _label(self) -> str:
        name = self.known.short_name if self.known else self.asked.measure.removeprefix("own:")
        return (
            f"{name}, patient's {self.asked.side.value}"
            if self.asked.side in (Side.RIGHT, Side.LEFT)
            else name
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens what the name opens; the menu key too, save in a field, which has its own."""
        held, key = event.modifiers(), event.key()
        f10 = key == Qt.Key.Key_F10 and held == Qt.KeyboardModifier.ShiftModifier
        down = key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier
        field = isinstance(QApplication.focusWidget(), QLineEdit)
        if down or ((key == Qt.Key.Key_Menu or f10) and not field):
            self._show_menu()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click anywhere on the row."""
        self._show_menu()

    def _show_menu(self) -> None:
        if self._menu is not None and self._menu.isVisible():
            return  # a system that sends the key and the wish for a menu
        actions = [
            *([Action("about", "About this measure")] if self.known else []),
            Action("not_done", "Not done"),
            Action("not_stated", "Not stated"),
            Action("declined", "Declined by the patient"),
            Action("extra_change", "Only the change is known"),
            Action("extra_typed_value", "Type the value"),
            Action("extra_doubt", "Implausible, keep it"),
            Action("extra_note", "Note"),
            Action("clear", "Clear"),
        ]
        if self.asked.measure != PAIN:
            actions.append(Action("drop", "Take this measure off the list"))
        self._menu = menu(self, actions)
        self._menu.setObjectName("measure_menu")
        self._menu.triggered.connect(lambda chosen: self._act(chosen.data()))
        self._menu.popup(self.name.mapToGlobal(self.name.rect().bottomLeft()))

    def _act(self, action: str) -> None:
        if action == "about":
            self.about.setVisible(self.about.isHidden())
        elif action == "clear":
            self.cleared.emit()
        elif action.startswith("extra_"):
            self.extra.open(action.removeprefix("extra_"))
        elif action == "drop":
            self.dropped.emit()
        else:
            self.state_chosen.emit(MeasureState(action))

    @property
    def typed(self) -> bool:
        """Whether the value is typed rather than tapped."""
        return isinstance(self.entry, TypedEntry)
