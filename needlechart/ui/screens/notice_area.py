"""Where strips stand over the content: as high as they need, scrolling beyond half of the screen."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.errors import Notices
from needlechart.ui.screens.parts import ScrollColumn

SHARE = 0.45
"""Part of the screen's height that strips may take."""


class NoticeArea(ScrollColumn):
    """Several strips at once never squeeze each other, nor push what is charted off a small screen."""

    def __init__(self, notices: Notices, screen: QWidget) -> None:
        self._screen, self._notices = screen, notices  # asked for by events that come while Qt makes this
        super().__init__(screen, gap=0, edges=(0, 0, 0, 0))
        self.box.addWidget(notices)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        notices.installEventFilter(self)
        screen.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        fits = {QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent}
        if event.type() in fits or (watched is self._screen and event.type() is QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = not self._notices.isHidden()
        self.setVisible(shown)
        if shown:
            need = max(self._notices.heightForWidth(self.viewport().width()), 0)
            # As high as its words are at this width; of itself Qt asks for what a narrow one would need.
            self.inside.setFixedHeight(need)
            self.setFixedHeight(min(need, round(self._screen.height() * SHARE)))
