"""Where, over all visits: how often each muscle and side was needled, on two small maps and as bars."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.words import Figure, Layer, Side, View
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.screens.patient.body_colours import body_colours
from needlechart.ui.screens.patient.summary import Site
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, ElidedLabel, EmptyState, Panel, SectionTitle, SideBadge, Text
from needlechart.ui.widgets.painting import paint_box, paint_side_badge, paint_text

TOP, BOTTOM = 330.0, 760.0
"""What the small maps show, in atlas units from the vertex: ribs to below the knee."""

BARS = 12


class SmallMap(QWidget):
    """One view with a disc per site: its number and its size say how often."""

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._view = view
        self._sites: tuple[Site, ...] = ()
        self._figure = Figure.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_sites(self, sites: Sequence[Site], figure: Figure) -> None:
        """Those of this view."""
        self._sites = tuple(one for one in sites if one.view is self._view)
        self._figure = figure
        told = [f"{one.side.value} {one.name} {one.times} times" for one in self._sites]
        self.setAccessibleName(f"{self._view.value} view: " + ("; ".join(told) or "no site"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(186), self._theme.px(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(130), self._theme.px(180))

    def paintEvent(self, event: QPaintEvent) -> None:
        from needlechart import atlas

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self._theme.px(26)
        self._paint_head(painter, head)
        room = QRectF(0, head, self.width(), self.height() - head)
        scale = min(room.height() / (BOTTOM - TOP), room.width() / 215.0)
        middle = room.center().x()
        painter.save()
        clip = QPainterPath()
        clip.addRect(room)
        painter.setClipPath(clip)
        painter.translate(middle, room.top())
        painter.scale(scale, scale)
        painter.translate(0, -TOP)
        self._paint_body(painter)
        painter.restore()
        body = atlas.load()
        placed: list[QPointF] = []
        for site in sorted(self._sites, key=lambda one: -one.times):
            x, y = body.to_figure(self._view, self._figure, site.x, site.y)
            centre = QPointF(middle + x * scale, room.top() + (y - TOP) * scale)
            centre = self._apart(centre, placed)
            placed.append(centre)
            self._paint_site(painter, site, centre)

    def _apart(self, centre: QPointF, placed: Sequence[QPointF]) -> QPointF:
        """Moved down until it covers no other number."""
        least = self._theme.px(27)
        for _ in range(12):
            near = [one for one in placed if (one - centre).manhattanLength() < least]
            if not near:
                break
            centre = QPointF(centre.x(), near[0].y() + least)
        return centre

    def _paint_body(self, painter: QPainter) -> None:
        from needlechart import atlas
        from needlechart.ui.bodymap import artwork

        plate = atlas.load().plate(self._figure, self._view, Layer.SUPERFICIAL)
        artwork.paint(painter, plate, body_colours(self._theme), detail=False)

    def _paint_head(self, painter: QPainter, high: int) -> None:
        theme = self._theme
        side = theme.px(22)
        right_first = self._view is View.FRONT
        paint_side_badge(painter, theme, QRectF(0, 1, side, side), right=right_first)
        paint_side_badge(painter, theme, QRectF(self.width() - side, 1, side, side), right=not right_first)
        words = "Front" if self._view is View.FRONT else "Back"
        box = QRectF(side, 0, self.width() - 2 * side, high)
        paint_text(painter, box, words, theme.font("label_strong"), theme.colour("ink"))

    def _paint_site(self, painter: QPainter, site: Site, centre: QPointF) -> None:
        theme = self._theme
        radius = theme.px(10) + min(site.times, 6) * theme.scale
        painter.setPen(QPen(theme.colour("surface"), 1.5))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(centre, radius, radius)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        paint_text(painter, box, str(site.times), theme.font("label_strong"), theme.colour("on_accent"))


class Bar(QWidget):
    """A share of the greatest number."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(self._theme.px(60))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        paint_box(painter, self._theme, whole, BoxStyle(fill="sunken"), whole.height() / 2)
        part = QRectF(0, 0, max(whole.width() * self._share, whole.height()), whole.height())
        paint_box(painter, self._theme, part, BoxStyle(fill="accent"), whole.height() / 2)


class WherePanel(QWidget):
    """Two maps over a list of bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("where")
        box = column(self, gap=8)
        head = row(gap=8, edges=(2, 0, 0, 0))
        self._title = SectionTitle("Where", self)
        head.addWidget(self._title)
        head.addWidget(Text("times each site was needled", self, role="secondary", colour="muted"))
        head.addStretch(1)
        box.addLayout(head)
        panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        inside = column(panel, gap=8, edges=(14, 12, 14, 12))
        self._maps = QWidget(panel)
        maps = row(self._maps, gap=6)
        self.front, self.back = SmallMap(View.FRONT, panel), SmallMap(View.BACK, panel)
        maps.addWidget(self.front, 1)
        maps.addWidget(self.back, 1)
        inside.addWidget(self._maps, 3)
        self._scroll = ScrollColumn(panel, gap=5, edges=(0, 0, 6, 0))
        inside.addWidget(self._scroll, 2)
        self._empty = EmptyState(
            "pin", "No site yet", "What is needled shows here, over all visits.", (), panel
        )
        inside.addWidget(self._empty)
        box.addWidget(panel, 1)

    def show_sites(self, sites: Sequence[Site], figure: Figure, visits: int) -> None:
        """Most often first."""
        self._title.setText(f"Where, over {visits} visits" if visits > 1 else "Where")
        self.front.show_sites(sites, figure)
        self.back.show_sites(sites, figure)
        self._empty.setVisible(not sites)
        self._maps.setVisible(bool(sites))
        self._scroll.setVisible(bool(sites))
        empty(self._scroll.box)
        most = max((one.times for one in sites), default=1)
        for site in sites[:BARS]:
            self._scroll.box.addWidget(self._line(site, most))
        if len(sites) > BARS:
            words = f"and {len(sites) - BARS} more"
            self._scroll.box.addWidget(Text(words, self, role="label", colour="muted"))
        self._scroll.box.addStretch(1)

    def _line(self, site: Site, most: int) -> QWidget:
        line = QWidget(self._scroll.inside)
        inner = row(line, gap=8)
        if site.side in (Side.RIGHT, Side.LEFT):
            inner.addWidget(SideBadge(site.side.value, line))
        else:
            inner.addSpacing(Theme.current().px(30))
        name = ElidedLabel(site.name[:1].upper() + site.name[1:], line, role="secondary")
        inner.addWidget(name, 5)
        inner.addWidget(Bar(site.times / most, line), 5)
        number = Text(str(site.times), line, role="secondary_strong")
        number.setAlignment(Qt.AlignmentFlag.AlignRight)
        number.setFixedWidth(Theme.current().px(20))
        inner.addWidget(number)
        return line
