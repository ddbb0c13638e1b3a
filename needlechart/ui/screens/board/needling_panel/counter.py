"""Needles in and out: counting, the independent count, balanced, missing. Always visible."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from needlechart.catalogue import Offer, offered
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import (
    NeedleCount,
    awaits_count,
    needle_count,
    needle_label,
)
from needlechart.domain.rules.retention import LONGEST_S, time_in
from needlechart.domain.rules.time_words import minutes_seconds
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.count_pad import CountPad
from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    IconButton,
    IconLabel,
    Panel,
    Text,
)
from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.painting import paint_box


class _Figure(QWidget):
    """A small word over a large number."""

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.word = Text(word, self, role="label", colour="muted")
        self.number = Text("0", self, role="counter")
        box.addWidget(self.word)
        box.addWidget(self.number)


class _Words(Control):
    """What is so, in two lines; a tap opens what is behind it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setCheckable(True)
        self.mark = IconLabel("check", self, colour="ok", size=18)
        self.who = Text("", self, role="strong", colour="needle")
        self.where = Text("", self, role="label", colour="muted")
        self.who.setObjectName("still_in")
        self.where.setObjectName("still_in_where")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout(self)
        words.setContentsMargins(theme.px(4), 0, 0, 0)
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(theme.px(4))
        first.addWidget(self.mark)
        first.addWidget(self.who)
        first.addStretch(1)
        words.addStretch(1)
        words.addLayout(first)
        words.addWidget(self.where)
        words.addStretch(1)
        for part in (self.mark, self.who, self.where):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            part.setForegroundRole(QPalette.ColorRole.WindowText)  # inside a button it would be the button's

    def nextCheckState(self) -> None:
        """The panel says whether what is behind it is open."""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(76), self._theme.px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isDown() or self.isChecked():
            paint_box(QPainter(self), self._theme, QRectF(self.rect()), BoxStyle(fill="sunken"))


class Counter(Panel):
    """68 high; every button names its site. ``details_wanted`` follows a tap on its words."""

    out_wanted = Signal(str)
    all_out_wanted = Signal()
    counted = Signal(int)
    record_wanted = Signal()
    discard_wanted = Signal(str)
    next_wanted = Signal()
    recount_wanted = Signal()
    one_by_one = Signal()
    details_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface"))
        self.setObjectName("counter")
        self._theme = theme
        self._out_id = ""
        self._one_by_one = False
        self._narrow = False
        self._told = ""
        self._make_count_line()
        self._pad = CountPad(theme, self)
        self._pad.counted.connect(self.counted)
        self._pad.each_wanted.connect(self._on_each)
        self.question = self._pad.question
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        box.setSpacing(0)
        box.addWidget(self._line)
        box.addWidget(self._pad)
        self.setFixedHeight(theme.px(68))  # whatever it says: nothing below it moves under the finger

    @property
    def asks(self) -> bool:
        """Whether it asks how many came out."""
        return self._pad.isVisible()

    @property
    def answer(self) -> QWidget:
        """What takes the answer to that."""
        return self._pad.answer

    def _make_count_line(self) -> None:
        theme = self._theme
        self._line = QWidget(self)
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        row.setSpacing(theme.px(12))
        self.put_in = _Figure("Put in", self._line)
        self.taken_out = _Figure("Taken out", self._line)
        self.words = _Words(theme, self._line)
        self.words.setObjectName("count_words")
        self.icon, self.who, self.where = self.words.mark, self.words.who, self.words.where
        self.all_out = Button("All out", self._line, kind=ButtonKind.QUIET, padding=8, height=52)
        self.all_out.setObjectName("all_out")
        self.button = Button("", self._line, kind=ButtonKind.NEEDLE, padding=12, height=52)
        self.button.setObjectName("needle_out")
        self.menu_button = IconButton("more", "Count, dropped needle", self._line)
        self.menu_button.setObjectName("counter_menu")
        row.addWidget(self.put_in)
        row.addWidget(self.taken_out)
        row.addWidget(self.words, 1)
        right = QHBoxLayout()
        right.setSpacing(theme.px(6))
        right.addWidget(self.all_out)
        right.addWidget(self.button)
        row.addLayout(right)
        row.addWidget(self.menu_button)
        self.words.clicked.connect(self.details_wanted)
        self.button.clicked.connect(self._on_button)
        self.all_out.clicked.connect(self.all_out_wanted)
        self.menu_button.clicked.connect(self._open_menu)

    # Showing

    def set_narrow(self, *, narrow: bool) -> None:
        """Compact: with several needles in, the button has its site alone, so that all out fits beside it."""
        self._narrow = narrow
        row = self._line.layout()
        if row is not None:
            row.setSpacing(self._theme.px(8 if narrow else 12))

    def show_visit(self, visit: OpenVisit, selected: Needling | None, *, recount: bool = False) -> None:
        """Counting, asking, balanced or missing, from the records."""
        chart = visit.chart
        count = needle_count(chart)
        if not count.still_in:
            self._one_by_one = False
        asks = recount or (self._asks(visit, count) and not self._one_by_one)
        self._line.setVisible(not asks)
        self._pad.setVisible(asks)
        if asks:
            self._pad.show_count(count)
            self._tell(self.question.text())
            return
        self._pad.forget()
        self.put_in.number.setText(str(count.put_in))
        self.taken_out.number.setText(str(count.taken_out))
        self._show_who(visit, count)
        self._show_button(visit, count, selected)
        missing = count.counted and not count.settled
        self._tell(f"{self.who.text()}: {self.where.text()}" if missing else "")

    def _tell(self, words: str) -> None:
        """Who listens hears once that the count is asked, and that it does not come out even."""
        if words and words != self._told and self.isVisible():
            announce(self, words)
        self._told = words

    def clear(self) -> None:
        """Show no count: the visit was dropped."""
        self._told = ""
        self._one_by_one = False
        self._pad.forget()
        self._line.show()
        self._pad.hide()
        self._out_id = ""
        for figure in (self.put_in, self.taken_out):
            figure.number.setText("0")
        for part in (self.icon, self.all_out, self.button):
            part.hide()
        self._say("", "", "muted")

    @staticmethod
    def _asks(visit: OpenVisit, count: NeedleCount) -> bool:
        """Every site that was to be needled is complete, every needle still in.

        Only where it is known which sites those are: marks taken from an earlier visit or a protocol, or a
        visit written down afterwards. Of sites placed one by one nobody can tell the last; there the step
        after asks, and the count stands behind the words.
        """
        known = visit.visit.late_entry or any(one.carried_from for one in visit.chart.points)
        return known and bool(count.still_in) and awaits_count(visit.chart)

    def _show_who(self, visit: OpenVisit, count: NeedleCount) -> None:
        still = len(count.still_in)
        missing = count.counted and not count.balanced
        settled = count.settled and count.counted and count.put_in > 0
        self.icon.setVisible(missing or settled)
        if still:
            self._say(f"{still} still in", self._first_out(visit, count), "needle")
        elif missing and not count.settled:
            self.icon.set_icon("warning", "danger")
            amount = abs(count.balance)
            self._say(
                f"{amount} missing" if count.balance > 0 else f"{amount} too many",
                "say why" if self._narrow else "say what happened",
                "danger",
            )
        elif settled:
            self.icon.set_icon("check", "ok")
            words = ("Balanced", "all counted") if count.balanced else ("Explained", "reason recorded")
            self._say(*words, "ok")
        else:
            self._say("", "", "muted")

    def show_time(self, visit: OpenVisit) -> None:
        """Another second: whose time is up, else which one comes out first and how long it is in."""
        count = needle_count(visit.chart)
        if count.still_in and not self._pad.isVisibleTo(self):
            self._say(self.who.text(), self._first_out(visit, count), "needle")

    def _first_out(self, visit: OpenVisit, count: NeedleCount) -> str:
        ended = sorted((needle_label(visit.chart, one) for one in visit.clocks.ended), key=_by_number)
        if ended:
            return f"time is up: {', '.join(ended[:3])}{' …' if len(ended) > 3 else ''}"
        first = count.still_in[0]
        seconds = time_in(first, visit.moment()) if visit.sure_of(first) else None
        if seconds is None or seconds > LONGEST_S:
            return self._sites(visit, count)
        label = needle_label(visit.chart, first)
        before = f"site {label}" if len(count.still_in) == 1 else f"first out: {label}"
        return f"{before} · {minutes_seconds(seconds)}"

    def _say(self, who: str, where: str, colour: str) -> None:
        self.who.setText(who)
        self.who.set_colour(colour)
        self.where.setText(where)
        self.words.setEnabled(bool(who))
        self.words.setAccessibleName(f"{who}, {where}. Show them" if where else who)

    @staticmethod
    def _sites(visit: OpenVisit, count: NeedleCount) -> str:
        labels = sorted((needle_label(visit.chart, one) for one in count.still_in), key=_by_number)
        if len(labels) == 1:
            return f"site {labels[0]}"
        if len(labels) > 3:
            return f"sites {', '.join(labels[:2])} …"
        return f"sites {', '.join(labels[:-1])} and {labels[-1]}"

    def _show_button(self, visit: OpenVisit, count: NeedleCount, selected: Needling | None) -> None:
        still = count.still_in
        several = len(still) > 1
        self.all_out.setVisible(several)
        self.taken_out.setVisible(not (several and self._narrow))
        self.taken_out.word.setText("Out" if several or self._narrow else "Taken out")
        self.menu_button.setVisible(len(still) < 2 and not (still and self._narrow))
        if still:
            mine = [one for one in still if selected is not None and one.id == selected.id]
            needle = (mine or [still[0]])[0]
            self._out_id = needle.id
            label = needle_label(visit.chart, needle)
            whole = f"Needle {label} out"
            self._set_button(f"{label} out" if several and self._narrow else whole, ButtonKind.NEEDLE)
            self.button.setAccessibleName(whole)
        elif count.counted and not count.settled:
            self._out_id = ""
            self._set_button("Record", ButtonKind.DANGER)
        elif count.counted and count.put_in:
            self._out_id = ""
            self._set_button("After", ButtonKind.PRIMARY)
        else:
            self.button.hide()

    def _set_button(self, text: str, kind: ButtonKind) -> None:
        self.button.set_kind(kind)
        self.button.set_text(text)
        self.button.show()

    def focus_first(self) -> None:
        """The keyboard on what the count needs next."""
        part = self.answer if self.asks else self.button
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    # What a person does

    def _on_button(self) -> None:
        if self.button.kind is ButtonKind.NEEDLE:
            self.out_wanted.emit(self._out_id)
        elif self.button.kind is ButtonKind.DANGER:
            self.record_wanted.emit()
        else:
            self.next_wanted.emit()

    def _on_each(self) -> None:
        """Back to the line on which each needle is taken out by itself."""
        self._one_by_one = True
        self.one_by_one.emit()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        recount = menu.addAction("Count again")
        recount.triggered.connect(self.recount_wanted)
        for fate in offered(Offer.NEEDLE_FATE):
            action = menu.addAction(f"One more needle: {fate}")
            action.triggered.connect(lambda checked=False, fate=fate: self.discard_wanted.emit(fate))
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


def _by_number(label: str) -> tuple[int, str]:
    """``4`` before ``4b`` before ``10``."""
    digits = "".join(sign for sign in label if sign.isdigit())
    return int(digits or 0), label
