"""One page of a document as an image."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.editing.documents import PageImage
from needlechart.ui.theme import Theme

PAGE_WIDTH = 710
"""Width of a page on screen, logical pixels at 100 %."""


class PageView(QWidget):
    """One page as an image, as wide as its place allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, page: PageImage | None) -> None:
        """Show a page, or an empty sheet."""
        if page is None:
            self._image = QImage()
        else:
            kind = QImage.Format.Format_RGBA8888
            self._image = QImage(page.rgba, page.width, page.height, page.width * 4, kind).copy()
        self.updateGeometry()
        self.update()

    @property
    def empty(self) -> bool:
        """Whether no page is shown."""
        return self._image.isNull()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        ratio = 11 / 8.5 if self._image.isNull() else self._image.height() / self._image.width()
        return round(min(width, self._most()) * ratio)

    def sizeHint(self) -> QSize:
        wide = self._most()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(Theme.current().px(300), Theme.current().px(380))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide = min(self.width(), self._most())
        sheet = QRectF((self.width() - wide) / 2, 0, wide, self.heightForWidth(self.width()))
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.drawImage(sheet, self._image)
        painter.setPen(Theme.current().colour("line"))
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))

    def _most(self) -> int:
        return Theme.current().px(PAGE_WIDTH)
