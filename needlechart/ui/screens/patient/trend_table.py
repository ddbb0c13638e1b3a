"""The numbers of a trend as a table: for screen readers, and for whoever reads numbers rather than dots."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from needlechart.ui.screens.patient.series import Dot, Series
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip

HEADS = ("Visit", "Day", "Before", "After", "Change")
SINGLE = ("Visit", "Day", "Value")
_MISSING = "–"


class TrendTable(QTableWidget):
    """One row for each visit, the newest first; visits without a value have their row too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._series, self._stale = Series("", ()), False
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def show_series(self, series: Series) -> None:
        """The table of another trend; filled when it comes into sight."""
        self._series, self._stale = series, True
        self.setAccessibleName(f"{series.title}, table")
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        if not self._stale:
            return
        series, self._stale = self._series, False
        heads = SINGLE if series.single else HEADS
        self.clear()
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(heads)
        self.setRowCount(len(series.dots))
        for row, dot in enumerate(reversed(series.dots)):
            for place, words in enumerate(_cells(series, dot)):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(words))
                self.setItem(row, place, item)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place in (0, 1):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(165))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(130))

    def _restyle(self) -> None:
        self.setFont(self._theme.font("secondary"))
        self.horizontalHeader().setFont(self._theme.font("label_strong"))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(30))
        t = self._theme.tokens
        ground = f"background: {t.surface}; border: none;"
        self.setStyleSheet(
            f"QTableWidget {{ {ground} color: {t.ink}; }}"
            f"QHeaderView::section {{ {ground} color: {t.muted}; padding: 4px; }}"
            "QTableWidget::item { padding-right: 10px; }"
            f"QTableWidget::item:selected {{ background: {t.accent_soft}; color: {t.ink}; }}"
        )


def _cells(series: Series, dot: Dot) -> tuple[str, ...]:
    head = (str(dot.number), short_day(dot.at.date()))
    after = _value(dot.after_text, dot.doubt_after)
    if series.single:
        return (*head, after)
    return (*head, _value(dot.before_text, dot.doubt_before), after, series.change_of(dot) or _MISSING)


def _value(text: str, doubt: str) -> str:
    return f"{text} (implausible: {doubt})" if doubt else text or _MISSING
