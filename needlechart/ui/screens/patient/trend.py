"""A trend as a card: what is drawn can be chosen, every value is told, and the same numbers as a table."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from needlechart.ui.plain_words import menu_words
from needlechart.ui.screens.patient.series import Key, Series
from needlechart.ui.screens.patient.trend_plot import TrendPlot
from needlechart.ui.screens.patient.trend_table import TrendTable
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Card, ElidedLabel, IconButton, SectionTitle, Text
from needlechart.ui.widgets.painting import paint_text, text_width


class Legend(QWidget):
    """A ring for before, a dot for after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("ring before, dot after")

    def sizeHint(self) -> QSize:
        return QSize(Theme.current().px(126), Theme.current().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, middle = theme.colour("accent"), self.height() / 2
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for left, words, filled in ((0, "before", False), (72, "after", True)):
            painter.setPen(QPen(accent, 2))
            painter.setBrush(accent if filled else theme.colour("surface"))
            painter.drawEllipse(QRectF(theme.px(left + 2), middle - theme.px(5), theme.px(10), theme.px(10)))
            box = QRectF(theme.px(left + 20), 0, theme.px(52), self.height())
            paint_text(painter, box, words, theme.font("label"), theme.colour("ink"), align)


class TrendTitle(SectionTitle):
    """One line where there is room; Qt would wrap it into a block."""

    def sizeHint(self) -> QSize:
        wide = ceil(text_width(self.font(), self.text())) + 2
        return QSize(wide, self.heightForWidth(wide) if self.wordWrap() else super().sizeHint().height())


def _key_of(series: Series) -> str:
    """What the marks of a plot mean, as far as it has them."""
    there = [f"dashed: {series.reference[1]}"] if series.reference else []
    there += ["× not measured"] if any(not dot.said for dot in series.dots) else []
    there += ["| told in words"] if any(dot.said and not dot.drawn for dot in series.dots) else []
    there += ["? implausible"] if any(dot.doubt_before or dot.doubt_after for dot in series.dots) else []
    return " · ".join(there) if series.drawn else ""


class TrendCard(Card):
    """``key_chosen(Key)`` from the menu; without values the card says how they come about."""

    title_type = TrendTitle
    key_chosen = Signal(object)

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name.capitalize(), parent, padding=12)
        self.setObjectName(f"trend_{name}")
        self.plot = TrendPlot(self)
        self.plot.setObjectName(f"trend_plot_{name}")
        self.table = TrendTable(self)
        self.table.setObjectName(f"trend_table_{name}")
        self.legend = Legend(self)
        self.choose = IconButton("chevron_down", "Choose what is drawn", self)
        self.choose.setObjectName(f"trend_choose_{name}")
        self.as_table = IconButton("list", "Show as a table", self, checkable=True)
        self.as_table.setObjectName(f"trend_as_table_{name}")
        self.title.setWordWrap(True)  # long names of measures beside menu, legend and table
        self.head.insertWidget(1, self.choose)
        self.head.addWidget(self.legend)
        self.head.addWidget(self.as_table)
        self.told = ElidedLabel("", self, role="label", colour="muted")
        self.nothing = Text(empty, self, role="secondary", colour="muted", wrap=True)
        self.body.setSpacing(0)
        for part in (self.plot, self.table):
            self.body.addWidget(part, 1)
        self.body.addWidget(self.told)
        self.body.addWidget(self.nothing)
        self.table.hide()
        self._menu = QMenu(self)
        self._one_of = QActionGroup(self._menu)
        self._idle = ""
        self.choose.clicked.connect(self._open_menu)
        self.as_table.toggled.connect(lambda on: self._arrange())
        self.plot.told.connect(lambda words: self.told.setText(words or self._idle))

    def offer(self, keys: Sequence[tuple[Key, str]], chosen: Key) -> None:
        """What the menu holds."""
        self._menu.clear()
        for key, title in keys:
            action = QAction(menu_words(title), self._menu)
            action.setCheckable(True)
            action.setChecked(key == chosen)
            action.setObjectName(f"trend_{key.id}_{key.side.value}")
            action.triggered.connect(lambda checked=False, key=key: self.key_chosen.emit(key))
            self._one_of.addAction(action)
            self._menu.addAction(action)
        self.choose.setVisible(len(keys) > 1)

    def menu_actions(self) -> dict[str, QAction]:
        """What can be chosen, by object name."""
        return {action.objectName(): action for action in self._menu.actions()}

    def show_series(self, series: Series) -> None:
        """Draw a trend; none of its visits with a value shows the hint, words without numbers the table."""
        self._idle = _key_of(series)
        self.plot.show_series(series)
        self.table.show_series(series)
        self.set_title(series.title)
        self._arrange()

    def drop(self) -> None:
        """Forget every value."""
        self._menu.clear()
        self.show_series(Series(self.accessibleName(), ()))

    def _arrange(self) -> None:
        series = self.plot.series
        drawn, said = bool(series.drawn), any(dot.said for dot in series.dots)
        table = said and (self.as_table.isChecked() or not drawn)
        self.plot.setVisible(drawn and not table)
        self.table.setVisible(table)
        self.told.setVisible(drawn and not table)
        self.legend.setVisible(drawn and not series.single and not table)
        self.as_table.setVisible(drawn)
        self.nothing.setVisible(not said)

    def _open_menu(self) -> None:
        self._menu.popup(self.choose.mapToGlobal(QPoint(0, self.choose.height())))
