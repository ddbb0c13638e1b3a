"""Surfaces: the card with its title, painted panels, hairlines."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.labels import ElidedLabel, SectionTitle
from needlechart.ui.widgets.painting import BoxStyle, paint_box


class Panel(QWidget):
    """A plain ground; ``style`` tells its colours, radius 0 makes a full-bleed panel."""

    def __init__(
        self, parent: QWidget | None = None, *, style: BoxStyle | None = None, radius: int = 0
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._style = style or BoxStyle(fill="surface")
        self._radius = radius

    def set_style(self, style: BoxStyle) -> None:
        self._style = style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, QRectF(self.rect()), self._style, self._theme.px(self._radius))


class Card(Panel):
    """White, hairline, radius 10, padding 14; ``body`` takes the content under the title."""

    title_type = SectionTitle

    def __init__(
        self, title: str = "", parent: QWidget | None = None, *, hint: str = "", padding: int = 14
    ) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self.setAccessibleName(title)
        edge = self._theme.px(padding)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(edge, edge - self._theme.px(2), edge, edge)
        outer.setSpacing(self._theme.px(8))
        self.title = self.title_type(title, self)
        self.hint = ElidedLabel(hint, self, role="secondary", colour="muted")
        self.hint.setMinimumWidth(1)  # the first to go where there is no room
        self.head = QHBoxLayout()
        self.head.setSpacing(self._theme.px(10))
        self.head.addWidget(self.title)
        self.head.addWidget(self.hint)
        self.head.addStretch(1)
        self.title.setVisible(bool(title))
        self.hint.setVisible(bool(hint))
        outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(self._theme.px(8))
        outer.addLayout(self.body)

    def set_title(self, title: str, hint: str = "") -> None:
        self.title.setText(title)
        self.hint.setText(hint)
        self.title.setVisible(bool(title))
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(title)


class Hairline(QWidget):
    """A divider of one pixel."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._vertical = vertical
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if vertical else wide, wide if vertical else fixed)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("line"))
