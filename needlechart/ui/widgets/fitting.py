"""A row whose parts stand below each other where they do not fit side by side."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QBoxLayout, QLayoutItem, QWidget

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class FittingRow(QBoxLayout):
    """Side by side as long as each part has its smallest width; asks for no more than the widest of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._stacked = False
        super().__init__(_ACROSS, parent)

    def set_stacked(self, *, stacked: bool) -> None:
        """Below each other, also where they would fit."""
        if stacked != self._stacked:
            self._stacked = stacked
            self.invalidate()

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(widest + margins.left() + margins.right(), super().minimumSize().height())

    def sizeHint(self) -> QSize:
        """As wide as side by side, however it stands: a row that was once too narrow finds its room again."""
        if self._stacked or self.direction() is _ACROSS:
            return super().sizeHint()
        margins, shown = self.contentsMargins(), self._shown()
        parts = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(parts + margins.left() + margins.right(), super().sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        ends = margins.top() + margins.bottom()
        shown = self._shown()
        if not shown:
            return ends
        if not self._fits(inner):
            gaps = self.spacing() * (len(shown) - 1)
            return sum(_height(item, inner) for item in shown) + gaps + ends
        if self.direction() is _ACROSS and super().hasHeightForWidth():
            return super().heightForWidth(width)
        return max(item.sizeHint().height() for item in shown) + ends

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

    def setGeometry(self, rect: QRect) -> None:
        margins = self.contentsMargins()
        wanted = _ACROSS if self._fits(rect.width() - margins.left() - margins.right()) else _DOWN
        if wanted is not self.direction():
            self.setDirection(wanted)
        super().setGeometry(rect)

    def _shown(self) -> list[QLayoutItem]:
        items = (self.itemAt(index) for index in range(self.count()))
        return [item for item in items if item is not None and not item.isEmpty()]

    def _fits(self, width: int) -> bool:
        if self._stacked:
            return False
        shown = self._shown()
        need = sum(item.minimumSize().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return need <= width


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
