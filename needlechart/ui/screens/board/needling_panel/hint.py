"""The safety hint of a muscle: a memory aid in two sentences, with its source on hover."""

import re
from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from needlechart.catalogue import Muscle
from needlechart.domain.words import Figure
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, IconLabel, Panel
from needlechart.ui.widgets.control import TARGET, Control

MOST_LINES = 4
"""All that our own hints need in Normal; a clinic's own may be longer."""
MORE = "More"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class _Unfold(Control):
    """Lies over the hint where there is more to read: a tap, Space or Enter shows or folds it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("hint_unfold")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(TARGET, TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hint is drawn below it."""


class Hint(Panel):
    """What lies near in bold, then how to keep away from it; four lines, a tap shows the rest.

    No sentence is ever cut: one that has no room is left to the tap, and the first has its lines whatever
    they are. Alerts of the region are never left out: they come first and have lines of their own.
    """

    toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="caution_soft", edge="caution_line"), radius=8)
        self.setObjectName("hint")
        self._theme = theme
        self._parts: tuple[tuple[str, bool], ...] = ()
        self._alerts = 0
        self._lines = MOST_LINES
        self._wide = 0
        self._whole = False
        self._cut = False
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(10), theme.px(5), theme.px(10), theme.px(5))
        box.setSpacing(theme.px(8))
        self._icon = IconLabel("warning", self, colour="caution", size=20)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._words, 1)
        self._unfold = _Unfold(self)
        self._unfold.clicked.connect(self._toggle)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def shown(self) -> str:
        """The words on screen, as rich text."""
        return self._words.text()

    @property
    def is_cut(self) -> bool:
        """Whether a tap shows more."""
        return self._cut

    def show_muscle(
        self, muscle: Muscle | None, alerts: Sequence[str] = (), figure: Figure = Figure.NEUTRAL
    ) -> None:
        """The hint of one muscle, in the words of a figure, and the alerts of its region, or nothing."""
        self.setVisible(muscle is not None or bool(alerts))
        hazard, caution = muscle.hint_for(figure) if muscle is not None else ("", "")
        parts = (*((f"Alert: {text}.", True) for text in alerts), (hazard, True), (caution, False))
        if parts != self._parts:
            self._parts, self._alerts, self._whole = parts, len(alerts), False
            self._fit()
        if muscle is None:
            return
        reviewed = (
            f"Reviewed by {muscle.reviewed_by}." if muscle.reviewed else "Not reviewed by a clinician yet."
        )
        self.setToolTip(
            f"<p>{escape(hazard)} {escape(caution)}</p>"
            f"<p>Memory aid. {escape(reviewed)} Source: {escape(muscle.hint_source)}</p>"
        )
        self.setAccessibleName(f"Memory aid: {hazard} {caution}")

    def set_lines(self, lines: int) -> None:
        """How many lines the hint may take before a tap."""
        if lines != self._lines:
            self._lines = lines
            self._fit()

    def set_width(self, width: int) -> None:
        """How wide it will stand, in logical px.

        Told by who lays it out, not read from its size: words that follow the size change the height,
        with it the scroll bar, and with that the size.
        """
        self._wide = width
        self._fit()

    def set_compact(self, *, compact: bool) -> None:
        """Without the icon the words need a line less; the frame stays."""
        self._icon.setVisible(not compact)
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(
                *(px(8), px(2), px(4), px(2)) if compact else (px(10), px(5), px(10), px(5))
            )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._unfold.setGeometry(self.rect())

    def _toggle(self) -> None:
        self._whole = not self._whole
        self._fit()
        self.toggled.emit()

    # Fitting

    def _fit(self) -> None:
        """All sentences where they fit into the lines, else as many as do; the first always."""
        told = [(one, bold) for text, bold in self._parts for one in _SENTENCE.split(text) if one]
        kept = len(told)
        room = self._room()
        if not self._whole and room > 0:
            fixed = sum(len(_SENTENCE.split(text)) for text, _ in self._parts[: self._alerts])
            limit = self._height(_rich(told[:fixed]), room) if fixed else 0.0
            kept = self._most(told, fixed + 1, room, limit + self._lines * self._line())
        self._cut = kept < len(told)
        text = _rich(told[:kept], more=self._cut)
        if text != self._words.text():
            self._words.setText(text)
        folds = self._cut or self._whole
        self._unfold.setVisible(folds)
        self.setMinimumHeight(self._theme.px(TARGET) if folds else 0)
        self._unfold.setAccessibleName("Memory aid: fold it" if self._whole else "Memory aid: show all of it")
        self._unfold.raise_()

    def _most(self, told: list[tuple[str, bool]], least: int, room: float, limit: float) -> int:
        """How many sentences fit, the least that must stand not asked."""
        for kept in range(len(told), least, -1):
            if self._height(_rich(told[:kept], more=kept < len(told)), room) <= limit + 1:
                return kept
        return min(least, len(told))

    def _room(self) -> float:
        layout = self.layout()
        margins = layout.contentsMargins() if layout is not None else self.contentsMargins()
        taken = margins.left() + margins.right()
        if not self._icon.isHidden():
            taken += self._icon.sizeHint().width() + self._theme.px(8)
        return float(self._wide - taken)

    def _line(self) -> float:
        return self._height("x", 1000.0)

    def _height(self, text: str, room: float) -> float:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._words.font())
        document.setHtml(text)
        document.setTextWidth(room)
        return document.size().height()

    def _restyle(self) -> None:
        self._words.setFont(self._theme.font("label"))
        palette = self._words.palette()
        palette.setColor(palette.ColorRole.WindowText, self._theme.colour("ink"))
        self._words.setPalette(palette)
        self._fit()


def _rich(told: Sequence[tuple[str, bool]], *, more: bool = False) -> str:
    parts = [f"<b>{escape(words)}</b>" if bold else escape(words) for words, bold in told]
    return " ".join(parts).replace("</b> <b>", " ") + (f" <u>{MORE}</u>" if more else "")
