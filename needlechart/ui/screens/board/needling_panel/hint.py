"""The safety hint of a muscle: a memory aid in two sentences, with its source on hover."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from needlechart.catalogue import Muscle
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, IconLabel, Panel


class Hint(Panel):
    """What lies near in bold, then how to keep away from it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="caution_soft", edge="caution_line"), radius=8)
        self.setObjectName("hint")
        self._theme = theme
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        box = QHBoxLayout(self)
        box.setContentsMargins(theme.px(10), theme.px(5), theme.px(10), theme.px(5))
        box.setSpacing(theme.px(8))
        self._icon = IconLabel("warning", self, colour="caution", size=20)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._words, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_muscle(self, muscle: Muscle | None, alerts: Sequence[str] = ()) -> None:
        """The hint of one muscle and the alerts that concern its region, or nothing."""
        self.setVisible(muscle is not None or bool(alerts))
        hazard, caution = muscle.hint if muscle is not None else ("", "")
        parts = [f"<b>Alert: {escape(text)}.</b>" for text in alerts]
        parts += [f"<b>{escape(hazard)}</b> {escape(caution)}"] if muscle is not None else []
        self._words.setText(" ".join(parts))
        if muscle is None:
            return
        reviewed = (
            f"Reviewed by {muscle.reviewed_by}." if muscle.reviewed else "Not reviewed by a clinician yet."
        )
        self.setToolTip(f"Memory aid. {reviewed} Source: {muscle.hint_source}")
        self.setAccessibleName(f"Memory aid: {hazard} {caution}")

    def set_compact(self, *, compact: bool) -> None:
        """Without the icon the words need a line less; the frame stays."""
        self._icon.setVisible(not compact)
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(
                *(px(8), px(2), px(4), px(2)) if compact else (px(10), px(5), px(10), px(5))
            )

    def _restyle(self) -> None:
        self._words.setFont(self._theme.font("label"))
        palette = self._words.palette()
        palette.setColor(palette.ColorRole.WindowText, self._theme.colour("ink"))
        self._words.setPalette(palette)
