"""What every step shares: a column of cards, the column with last visit's answers, Next in its corner."""

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.editing.desk import Desk
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.parts import Facts, ScrollColumn, column, plain_panel, row
from needlechart.ui.screens.wording import medium_day
from needlechart.ui.tab_order import stops
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind, Hairline, IconLabel, SectionTitle, Text
from needlechart.ui.widgets.control import RovingRow
from needlechart.ui.widgets.fitting import FittingRow

SIDE_WIDTH = 226


class SideColumn(QWidget):
    """Last visit's answers, what is so today, and Next always in the lower corner."""

    next_requested = Signal()

    def __init__(self, next_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        outer = row(self, gap=0)
        outer.addWidget(Hairline(self, vertical=True))
        ground = plain_panel(self)
        outer.addWidget(ground, 1)
        box = column(ground, gap=14, edges=(14, 12, 14, 14))
        self._scroll = ScrollColumn(ground, gap=16, edges=(0, 0, 2, 0))
        head = row(gap=6)
        head.addWidget(IconLabel("refresh", ground, size=16))
        self._title = Text("", ground, role="secondary_strong")
        head.addWidget(self._title, 1)
        first = column(gap=4)
        first.addLayout(head)
        self._facts = Facts(ground)
        first.addWidget(self._facts)
        self._scroll.box.addLayout(first)
        self.more = column(gap=14)
        self._scroll.box.addLayout(self.more)
        self._scroll.box.addStretch(1)
        box.addWidget(self._scroll, 1)
        self.next = Button(next_text, ground, kind=ButtonKind.PRIMARY, icon_after="chevron_right", height=56)
        self.next.setObjectName("next_step")
        self.next.clicked.connect(self.next_requested)
        box.addWidget(self.next)
        self.setFixedWidth(theme.px(SIDE_WIDTH))

    def show_last(self, previous: VisitChart | None, facts: list[tuple[str, str]]) -> None:
        """What was said last time; without an earlier visit it says so."""
        if previous is None:
            self._title.setText("First visit")
            self._facts.set_facts([])
        else:
            self._title.setText(f"Last visit, {medium_day(previous.visit.started.date())}")
            self._facts.set_facts(facts)

    def add_block(self, title: str) -> Text:
        """A headed paragraph below the facts; the text that is returned can change."""
        block = QWidget(self)
        box = column(block, gap=4)
        box.addWidget(Hairline(block))
        box.addWidget(Text(title, block, role="secondary_strong"))
        words = Text("", block, role="secondary", wrap=True)
        box.addWidget(words)
        self.more.addWidget(block)
        return words


class StepScreen(QWidget):
    """A step of the board; subclasses fill ``cards`` once and show values in `redraw`.

    What stands in ``dock`` stays in sight below the cards.

    While hidden nothing is redrawn; what changed meanwhile is taken up when the step comes into sight.
    """

    next_requested = Signal()
    next_text = "Next"

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.theme = theme
        self._visit: OpenVisit | None = None
        self._stale = False
        self.pairs: list[QBoxLayout] = []
        self._pages = QStackedLayout(self)
        self._cards_page = QWidget(self)
        self._pages.addWidget(self._cards_page)
        outer = row(self._cards_page, gap=0)
        middle = column(gap=0)
        self.scroller = ScrollColumn(self)
        self.cards = self.scroller.box
        middle.addWidget(self.scroller, 1)
        self.dock = column(gap=0)
        middle.addLayout(self.dock)
        self._foot = QWidget(self)
        foot = row(self._foot, edges=(18, 4, 18, 10))
        foot.addStretch(1)
        self._compact_next = Button(
            self.next_text, self._foot, kind=ButtonKind.PRIMARY, icon_after="chevron_right", height=52
        )
        self._compact_next.setObjectName("next_step_compact")
        self._compact_next.clicked.connect(self.next_requested)
        foot.addWidget(self._compact_next)
        self._foot.hide()
        middle.addWidget(self._foot)
        outer.addLayout(middle, 1)
        self.side = SideColumn(self.next_text, self)
        self.side.next_requested.connect(self.next_requested)
        outer.addWidget(self.side)
        self.build()
        self.cards.addStretch(1)

    @property
    def visit(self) -> OpenVisit:
        """The open visit; raises RuntimeError when none is shown."""
        if self._visit is None:
            raise RuntimeError("no visit is shown")
        return self._visit

    @property
    def shown(self) -> bool:
        """Whether a visit is shown."""
        return self._visit is not None

    def build(self) -> None:
        """Make the cards; called once."""

    def redraw(self, chart: VisitChart) -> None:
        """Show the values of the chart."""

    def last_facts(self, previous: VisitChart) -> list[tuple[str, str]]:
        """Last visit's answers beside this step."""
        return []

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Show a visit, or drop the one that is shown."""
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
        self._visit = visit
        if visit is not None:
            visit.changed.connect(self._on_changed)
            self._stale = True
            if self.isVisible():
                self._take_up()

    def set_panel_on_left(self, on_left: bool) -> None:
        """The column with last visit's answers at the other edge."""
        outer = self._cards_page.layout()
        if isinstance(outer, QBoxLayout):
            turned = QBoxLayout.Direction.RightToLeft if on_left else QBoxLayout.Direction.LeftToRight
            outer.setDirection(turned)

    def add_page(self, page: QWidget) -> None:
        """Something that can take the place of the cards."""
        self._pages.addWidget(page)

    def show_page(self, page: QWidget | None) -> None:
        """That, or the cards again."""
        self._pages.setCurrentWidget(page or self._cards_page)

    def focus_first(self) -> None:
        """The keyboard goes to the first control of the cards."""
        for first in stops(self.scroller.inside)[:1]:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def land(self) -> None:
        """The keyboard comes to the first question in sight that has no answer yet, else to the first.

        Only to rows, which keep Space from choosing until the person has moved in them; what led here may
        be pressed twice. Never into a field for typing: that would bring up the keys of a touch screen.

        Rows that were made in this moment are shown at the next turn only; the first of them may be meant.
        """
        self._land_on_first()
        here = QApplication.focusWidget()
        QTimer.singleShot(0, self, lambda: self._land_again(here))

    def _land_again(self, here: QWidget | None) -> None:
        """Once all rows are shown, unless the person has gone on by then."""
        if self.isVisible() and QApplication.focusWidget() is here:
            self._land_on_first()

    def _land_on_first(self) -> None:
        above = (stop.parentWidget() for stop in stops(self.scroller.inside))
        rows = [row for row in above if isinstance(row, RovingRow)]
        seen = [row for row in rows if self._in_sight(row)]
        first = next((row for row in seen if row.unanswered), None) or next(iter(seen), None)
        if first is not None:
            first.land()

    def _in_sight(self, part: QWidget) -> bool:
        """Whether all of it can be seen without scrolling."""
        port = self.scroller.viewport()
        return port.rect().contains(QRect(part.mapTo(port, QPoint()), part.size()))

    def go_to(self, target: str) -> None:
        """Bring the field of a completeness entry into sight; unknown names go to the first."""
        self.show_page(None)
        part = self.targets().get(target)
        if part is None:
            self.focus_first()
            return
        self.scroller.show_part(part)
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {}

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_up()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # another step is shown: this one opens at its cards again
            self.show_page(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        kind = layout_class(window.width(), window.height(), self.theme.scale)
        self.set_compact(compact=kind is LayoutClass.COMPACT)

    def set_compact(self, *, compact: bool) -> None:
        """Without room the last visit's column goes, and Next stands below the cards."""
        if self.side.isHidden() != compact:
            self.side.setVisible(not compact)
            self._foot.setVisible(compact)
            edge = self.theme.px(8 if compact else 18)
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            for pair in self.pairs:
                if isinstance(pair, FittingRow):
                    pair.set_stacked(stacked=compact)
                else:
                    pair.setDirection(down if compact else across)
            self.cards.setContentsMargins(edge, self.theme.px(8 if compact else 12), edge, self.theme.px(12))

    def _on_changed(self, pairs: object) -> None:
        self._stale = True
        if self.isVisible():
            self._take_up()

    def _take_up(self) -> None:
        if self._visit is None or not self._stale:
            return
        self._stale = False
        previous = self._visit.previous
        self.side.show_last(previous, self.last_facts(previous) if previous else [])
        self.redraw(self._visit.chart)

    def section(self, title: str) -> SectionTitle:
        """A title inside a card."""
        return SectionTitle(title, self)
