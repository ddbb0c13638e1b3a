"""A part that opens in the panel: as high as what it holds; it scrolls where that has no room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from needlechart.ui.screens.board.needling_panel.sites import clear_ground
from needlechart.ui.theme import Theme

LEAST = 96
"""Two rows stay in sight, in logical px."""


class Drawer(QScrollArea):
    """Shown and hidden with its content."""

    def __init__(self, content: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        shown = not content.isHidden()
        self.setWidget(content)
        for part in (self, self.viewport(), content):
            clear_ground(part)
        content.setVisible(shown)
        content.installEventFilter(self)
        self.setVisible(shown)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(100), min(self._high(), self._theme.px(LEAST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content:
            if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
                self.setVisible(not self._content.isHidden())
            if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.LayoutRequest):
                self.updateGeometry()
        return super().eventFilter(watched, event)

    def _high(self) -> int:
        layout = self._content.layout()
        if layout is not None and layout.hasHeightForWidth() and self.width() > 0:
            return layout.heightForWidth(self.viewport().width())
        return self._content.sizeHint().height()
