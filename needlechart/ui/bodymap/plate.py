"""Words on the map: headings, the caption of a view, the plate that says the view has turned."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text, text_width


class WordPlate(QWidget):
    """A rounded label that lets taps through; ``loud`` is filled."""

    def __init__(self, theme: Theme, parent: QWidget, *, role: str = "secondary", loud: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self._loud = loud
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        """Empty hides it."""
        self._text = text
        self.setAccessibleName(text)
        self.resize(self.sizeHint())
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        wide = text_width(self._theme.font(self._role), self._text) + self._theme.px(24)
        return QSize(round(wide + 0.5), self._theme.px(48 if self._loud else 26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        style = BoxStyle(fill="ink") if self._loud else BoxStyle(fill="surface", edge="line")
        paint_box(painter, self._theme, box, style, box.height() / 2)
        ink = self._theme.colour("surface" if self._loud else "ink")
        paint_text(painter, box, self._text, self._theme.font(self._role), ink)
