"""Words on the screen: text in a role of the type scale, titles, tags, side badges. Never any markup."""

from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.plain_words import shown
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets.painting import (
    BoxStyle,
    icon_box,
    paint_box,
    paint_label,
    paint_side_badge,
    paint_text,
    text_width,
)
from needlechart.ui.widgets.paragraph import height_of, paint_paragraph


class Text(QLabel):
    """Plain text; ``role`` from the type scale, ``colour`` a token. What a person typed is never markup."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "body",
        colour: str = "ink",
        wrap: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._role = role
        self._colour = colour
        self._heights: dict[int, int] = {}
        self._measured: tuple[int, QFont] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_colour(self, colour: str) -> None:
        """Another token."""
        if colour != self._colour:
            self._colour = colour
            self._restyle()

    def set_role(self, role: str) -> None:
        """Another step of the type scale."""
        if role != self._role:
            self._role = role
            self._restyle()

    def setText(self, text: str) -> None:
        super().setText(shown(text))

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return super().heightForWidth(width)
        measured = (hash(self.text()), self.font())  # not the words: what a person typed is kept once
        if measured != self._measured:
            self._measured = measured
            self._heights.clear()
        if width not in self._heights:
            inner = width - 2 * self.margin()
            high = height_of(self.text(), self.font(), inner)
            self._heights[width] = round(high + 2 * self.margin())
        return self._heights[width]

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(hint.width())) if self.wordWrap() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.wordWrap():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        box = QRectF(self.contentsRect())
        paint_paragraph(painter, box, self.text(), self.font(), self.alignment())

    def changeEvent(self, event: QEvent) -> None:
        """Qt's style sheets put back a font they remember when a part of a window finds another parent."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and "_colour" in self.__dict__:
            wanted = self._theme.font(self._role)
            if self.font().pixelSize() != wanted.pixelSize():
                self.setFont(wanted)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._colour))
        self.setPalette(palette)


class SectionTitle(Text):
    """16/600, the head of a card or group."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent, role="section")


class ElidedLabel(Text):
    """One line, cut at its end where it does not fit; a tap or the tool tip shows it whole."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, role: str = "body", colour: str = "ink"
    ) -> None:
        super().__init__(text, parent, role=role, colour=colour)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def is_cut(self) -> bool:
        return text_width(self.font(), self.text()) > self.contentsRect().width() + 0.5

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance("MMM…"), metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(plain_tip(self.text() if self.is_cut else ""))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(plain_tip(text if self.is_cut else ""))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_cut:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.text(), self)
        event.ignore()  # what holds the label may act on the same tap

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        paint_text(painter, QRectF(self.contentsRect()), self.text(), self.font(), ink, align)


class TagKind(Enum):
    """ALERT carries a triangle, OK a tick, PLAIN nothing; DANGER a triangle in danger."""

    ALERT = "alert"
    PLAIN = "plain"
    OK = "ok"
    DANGER = "danger"


_TAGS = {
    TagKind.ALERT: ("warning", BoxStyle(fill="caution_soft", edge="caution_line", ink="caution")),
    TagKind.PLAIN: ("", BoxStyle(fill="sunken", edge="line", ink="ink")),
    TagKind.OK: ("check", BoxStyle(fill="ok_soft", edge="ok", ink="ok")),
    TagKind.DANGER: ("warning", BoxStyle(fill="danger_soft", edge="danger", ink="danger")),
}


class Tag(QWidget):
    """28 high, a few words that stay; meaning is in icon and words, colour only helps."""

    def __init__(self, text: str, parent: QWidget | None = None, *, kind: TagKind = TagKind.PLAIN) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._kind = kind
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        self._theme.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        return self._text

    @property
    def kind(self) -> TagKind:
        return self._kind

    def set_kind(self, kind: TagKind, text: str) -> None:
        """Another kind with its own words."""
        self._kind = kind
        self.set_text(text)

    def set_text(self, text: str) -> None:
        self._text = text
        spoken = {TagKind.ALERT: "alert: ", TagKind.DANGER: "alert: "}.get(self._kind, "")
        self.setAccessibleName(spoken + text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        icon = self._theme.px(28) if _TAGS[self._kind][0] else 0
        width = text_width(self._theme.font("label_strong"), self._text) + icon + self._theme.px(18)
        return QSize(round(width + 0.5), self._theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._theme.px(72)), self._theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon, style = _TAGS[self._kind]
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, style, self._theme.radius("tag"))
        colour = self._theme.colour(style.ink)
        font = self._theme.font("label_strong")
        paint_label(painter, self._theme, box.adjusted(6, 0, -6, 0), self._text, font, colour, icon)


class SideBadge(QWidget):
    """R filled, L outlined, dashed for a ghost; spoken as patient's right or left."""

    def __init__(self, side: str, parent: QWidget | None = None, *, ghost: bool = False) -> None:
        """``side`` is "right" or "left"; raises ValueError for anything else."""
        super().__init__(parent)
        self._theme = Theme.current()
        self._ghost = ghost
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_side(side)
        self._theme.changed.connect(self.updateGeometry)

    @property
    def side(self) -> str:
        return self._side

    def set_side(self, side: str) -> None:
        if side not in ("right", "left"):
            raise ValueError(f"not a side: {side}")
        self._side = side
        self.setAccessibleName(f"patient's {side}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(22), self._theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_side_badge(painter, self._theme, box, right=self._side == "right", dashed=self._ghost)


class IconLabel(QWidget):
    """An icon alone, e.g. at the start of a line of text."""

    def __init__(
        self, icon: str, parent: QWidget | None = None, *, colour: str = "ink", size: int = 20
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._icon, self._colour, self._side = icon, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.updateGeometry)

    @property
    def icon(self) -> str:
        return self._icon

    def set_icon(self, icon: str, colour: str | None = None) -> None:
        self._icon = icon
        self._colour = self._colour if colour is None else colour
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._side), self._theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        centre = QPointF(self.width() / 2, self.height() / 2)
        colour: QColor = self._theme.colour(self._colour)
        paint_icon(painter, self._icon, icon_box(centre, self._theme.px(self._side)), colour)
