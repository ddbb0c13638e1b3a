"""Where, up to any visit: how often each muscle and side was needled, on two maps and as bars."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from needlechart.domain.chart import PatientChart, VisitChart
from needlechart.domain.words import Figure, Side, View
from needlechart.ui.plain_words import menu_words
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.screens.patient.small_map import Colouring, SmallMap, disc_words, site_words
from needlechart.ui.screens.patient.summary import Site, sites_over
from needlechart.ui.screens.patient.visit_slider import VisitSlider
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import (
    BoxStyle,
    ElidedLabel,
    EmptyState,
    IconButton,
    Panel,
    SectionTitle,
    Segment,
    SegmentedSwitch,
    SideBadge,
    Text,
)
from needlechart.ui.widgets.painting import paint_box, text_width

MOST_ROWS = 60
_LEGENDS = {
    Colouring.TIMES: "Number and size: visits in which the site was needled.",
    Colouring.TWITCH: "Filled: twitch at each visit. Half: at some. Hollow: at none. Dashed: not stated.",
    Colouring.PAIN: "Mean change of pain in the visits with this site, not of the site alone.",
}
_VIEW_WORDS = {View.LEFT: "left side", View.RIGHT: "right side", View.PELVIC_FLOOR: "pelvic floor"}


class Bar(QWidget):
    """A share of the greatest number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(self._theme.px(60))

    def set_share(self, share: float) -> None:
        """0 to 1."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        paint_box(painter, self._theme, whole, BoxStyle(fill="sunken"), whole.height() / 2)
        part = QRectF(0, 0, max(whole.width() * self._share, whole.height()), whole.height())
        paint_box(painter, self._theme, part, BoxStyle(fill="accent"), whole.height() / 2)


class SiteLine(QWidget):
    """Side, muscle, bar, number; hovering or reading it tells everything of the site."""

    def __init__(self, site: Site, parent: QWidget) -> None:
        super().__init__(parent)
        inner = row(self, gap=8)
        if site.side in (Side.RIGHT, Side.LEFT):
            inner.addWidget(SideBadge(site.side.value, self))
        else:
            inner.addSpacing(Theme.current().px(30))
        inner.addWidget(ElidedLabel(site.name[:1].upper() + site.name[1:], self, role="secondary"), 5)
        self._bar = Bar(self)
        inner.addWidget(self._bar, 4)
        self._number = Text("", self, role="secondary_strong")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setMinimumWidth(Theme.current().px(34))
        inner.addWidget(self._number)

    def show_site(self, site: Site, most: int, colouring: Colouring) -> None:
        """Other numbers of the same site."""
        self._bar.set_share(site.times / most)
        self._number.setText(disc_words(site, colouring))
        self.setAccessibleName(site_words(site))
        self.setToolTip(plain_tip(site_words(site)))


class WherePanel(QWidget):
    """Two maps over a slider through the visits and a list of bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("where")
        self._charts: tuple[VisitChart, ...] = ()
        self._all: tuple[VisitChart, ...] = ()
        self._figure = Figure.NEUTRAL
        self._colouring = Colouring.TIMES
        self._episode = ""
        self._lines: dict[tuple[str, Side], SiteLine] = {}
        self._menu = QMenu(self)
        self._make_parts()
        self._lay_out()

    def _make_parts(self) -> None:
        self._title = SectionTitle("Where", self)
        self.episodes = IconButton("chevron_down", "Choose the episode", self)
        self.episodes.setObjectName("where_episode")
        self.episodes.clicked.connect(
            lambda: self._menu.popup(self.episodes.mapToGlobal(QPoint(0, self.episodes.height())))
        )
        self._panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self.colouring = SegmentedSwitch(
            [Segment("times", "Times"), Segment("twitch", "Twitch"), Segment("pain", "Pain")],
            self._panel,
            label="What the map tells",
        )
        self.colouring.setObjectName("where_colouring")
        self.colouring.set_value("times")
        self.colouring.chosen.connect(self._colour)
        self.front, self.back = SmallMap(View.FRONT, self._panel), SmallMap(View.BACK, self._panel)
        self.front.setObjectName("where_front")
        self.back.setObjectName("where_back")
        self.slider = VisitSlider(self._panel)
        self.slider.setObjectName("where_slider")
        self.slider.valueChanged.connect(lambda value: self._redraw())
        self._until = Text("", self._panel, role="label", colour="muted")
        self.told = Text("", self._panel, role="label", colour="muted", wrap=True)
        self._elsewhere = Text("", self._panel, role="label", colour="muted", wrap=True)
        self._scroll = ScrollColumn(self._panel, gap=5, edges=(0, 0, 6, 0))
        self._empty = EmptyState(
            "pin", "No site yet", "What is needled shows here, over all visits.", (), self._panel
        )
        for part in (self.front, self.back):
            part.told.connect(lambda words: self.told.setText(words or _LEGENDS[self._colouring]))

    def _lay_out(self) -> None:
        box = column(self, gap=8)
        head = row(gap=4, edges=(2, 0, 0, 0))
        head.addWidget(self._title)
        head.addWidget(self.episodes)
        head.addStretch(1)
        head.addWidget(self.colouring)
        box.addLayout(head)
        inside = column(self._panel, gap=6, edges=(14, 10, 14, 10))
        self._filled = QWidget(self._panel)
        filled = column(self._filled, gap=5)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        maps = row(gap=6)
        maps.addWidget(self.front, 1)
        maps.addWidget(self.back, 1)
        filled.addLayout(maps, 1)
        filled.addWidget(self.told)
        through = row(gap=8)
        through.addWidget(self.slider, 1)
        through.addWidget(self._until)
        filled.addLayout(through)
        filled.addWidget(self._scroll)
        filled.addWidget(self._elsewhere)
        inside.addWidget(self._filled, 1)
        inside.addWidget(self._empty)
        box.addWidget(self._panel, 1)

        Theme.current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Room for the longest words, so that nothing moves while the slider does."""
        theme = Theme.current()
        self._until.setMinimumWidth(round(text_width(self._until.font(), "to 28 Mar 2026") + 1))
        self.told.setMinimumHeight(2 * QFontMetrics(theme.font("label")).lineSpacing())
        self._scroll.setMaximumHeight(theme.px(200))

    # What is shown

    def show_chart(self, chart: PatientChart) -> None:
        """All visits of a patient, or those of the episode that was chosen."""
        self._all = tuple(reversed(chart.visits))
        self._figure = chart.patient.figure
        there = {one.visit.episode_id for one in self._all}
        if self._episode not in there:
            self._episode = ""
        self._menu.clear()
        offered = [("", "All episodes"), *((one.id, one.title) for one in chart.episodes if one.id in there)]
        for key, title in offered:
            action = QAction(menu_words(title), self._menu)
            action.setObjectName(f"episode_{key or 'all'}")
            action.triggered.connect(lambda checked=False, key=key: self._choose_episode(key))
            self._menu.addAction(action)
        self.episodes.setVisible(len(offered) > 2)
        self._take_up()

    def drop(self) -> None:
        """Forget every value."""
        self._all, self._episode = (), ""
        self._menu.clear()
        self._take_up()

    def menu_actions(self) -> dict[str, QAction]:
        """The episodes that can be chosen, by object name."""
        return {action.objectName(): action for action in self._menu.actions()}

    def _choose_episode(self, key: str) -> None:
        self._episode = key
        self._take_up()

    def _take_up(self) -> None:
        self._charts = tuple(
            one for one in self._all if not self._episode or one.visit.episode_id == self._episode
        )
        sites = sites_over(self._charts)
        self._filled.setVisible(bool(sites))
        self.colouring.setVisible(bool(sites))
        self._empty.setVisible(not sites)
        self.slider.setVisible(len(self._charts) > 1)
        self._until.setVisible(len(self._charts) > 1)
        for small in (self.front, self.back):
            small.show_reach(sites)
        self._make_lines(sites)
        self.slider.show_visits([one.visit for one in self._charts])
        self._redraw()

    def _make_lines(self, sites: Sequence[Site]) -> None:
        """One line for each site in the order of all visits; the slider only changes the numbers."""
        empty(self._scroll.box)
        self._lines = {}
        for site in sites[:MOST_ROWS]:
            line = self._lines[site.name, site.side] = SiteLine(site, self._scroll.inside)
            self._scroll.box.addWidget(line)
        if len(sites) > MOST_ROWS:
            words = f"and {len(sites) - MOST_ROWS} more"
            self._scroll.box.addWidget(Text(words, self._scroll.inside, role="label", colour="muted"))
        self._scroll.box.addStretch(1)

    def _colour(self, value: str) -> None:
        self._colouring = Colouring(value)
        self._redraw()

    def _redraw(self) -> None:
        """Up to the visit at which the slider stands."""
        charts = self._charts[: self.slider.value()] if len(self._charts) > 1 else self._charts
        sites = sites_over(charts)
        amount = len(charts)
        self._title.setText(f"Where, over {amount} visits" if amount > 1 else "Where")
        if charts:
            self._until.setText(f"to {short_day(charts[-1].visit.started.date())}")
        self.told.setText(_LEGENDS[self._colouring])
        for small in (self.front, self.back):
            small.show_sites(sites, self._figure, self._colouring)
        most = max((one.times for one in sites), default=1)
        by_key = {(one.name, one.side): one for one in sites}
        for key, line in self._lines.items():
            site = by_key.get(key)
            line.setVisible(site is not None)
            if site is not None:
                line.show_site(site, most, self._colouring)
        other = [one for one in sites if one.view in _VIEW_WORDS]
        names = "; ".join(f"{one.side.value} {one.name} ({_VIEW_WORDS[one.view]})" for one in other[:3])
        more = f" and {len(other) - 3} more" if len(other) > 3 else ""
        self._elsewhere.setText(f"Not on these maps: {names}{more}" if other else "")
        self._elsewhere.setVisible(bool(other))
