"""Buttons: words, or one icon."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets.control import TARGET, Control
from needlechart.ui.widgets.painting import BoxStyle, icon_box, paint_box, paint_label, paint_text

PRIMARY_HEIGHT = 54


class ButtonKind(Enum):
    """PRIMARY one per screen; NEEDLE only for needles in the body; DANGER is outlined; LINK has no box;
    CURRENT is an OUTLINE that leads to where one is."""

    PRIMARY = "primary"
    QUIET = "quiet"
    OUTLINE = "outline"
    CURRENT = "current"
    NEEDLE = "needle"
    DANGER = "danger"
    LINK = "link"


_STYLES = {
    ButtonKind.PRIMARY: BoxStyle(fill="accent", ink="on_accent", bold=True),
    ButtonKind.QUIET: BoxStyle(fill="surface", edge="edge", bold=True),
    ButtonKind.OUTLINE: BoxStyle(fill="surface", edge="accent", ink="accent", bold=True),
    ButtonKind.CURRENT: BoxStyle(fill="accent_soft", edge="accent", ink="accent", width=2, bold=True),
    ButtonKind.NEEDLE: BoxStyle(fill="needle", ink="on_needle", bold=True),
    ButtonKind.DANGER: BoxStyle(fill="surface", edge="danger", ink="danger", width=2, bold=True),
    ButtonKind.LINK: BoxStyle(ink="accent", bold=True),
}


class Button(Control):
    """A verb or a value; ``height`` and ``padding`` in logical pixels at 100 %.

    ``detail`` is a second, quieter line. Disabled is drawn dashed like not ready, but says nothing.
    """

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: ButtonKind = ButtonKind.QUIET,
        icon: str = "",
        icon_after: str = "",
        height: int = TARGET,
        padding: int = 16,
        detail: str = "",
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._icon = icon
        self._icon_after = icon_after
        self._height = height
        self._padding = padding
        self._detail = detail

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._remeasure()

    def set_detail(self, detail: str) -> None:
        """The second line, e.g. "5 to do"."""
        self._detail = detail
        self.setAccessibleDescription(detail)
        self._remeasure()

    def set_icon_after(self, icon: str) -> None:
        """Another sign after the words, e.g. the arrow of something that is folded or open."""
        self._icon_after = icon
        self.update()

    @property
    def icon_after(self) -> str:
        return self._icon_after

    def set_kind(self, kind: ButtonKind) -> None:
        self._kind = kind
        self.update()

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    def set_not_ready(self, reasons: Sequence[str]) -> None:
        """With reasons a tap lists them instead of acting; without, the button is ready."""
        self.set_refusal("\n".join(reasons))

    def sizeHint(self) -> QSize:
        padding = 4 if self._kind is ButtonKind.LINK else self._padding
        width = max(self._text_width(self._role()), self._text_width("label", self._detail))
        width += self._theme.px(28) * (bool(self._icon) + bool(self._icon_after)) + 2 * self._theme.px(
            padding
        )
        return QSize(max(round(width + 0.5), self._theme.px(TARGET)), self._theme.px(self._height))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style()
        if self.isDown() and not self.why_not:
            painter.setOpacity(0.82)
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, style)
        colour = self._theme.colour(style.ink)
        side = 0 if self._kind is ButtonKind.LINK else 6
        inner = box.adjusted(side, 0, -side, 0)
        if self._detail:
            middle = box.height() / 2
            upper = QRectF(inner.left(), middle - self._theme.px(19), inner.width(), self._theme.px(20))
            lower = QRectF(inner.left(), middle + self._theme.px(1), inner.width(), self._theme.px(18))
            paint_text(painter, lower, self._detail, self._theme.font("label"), self._detail_colour(style))
            inner = upper
        font = self._theme.font(self._role())
        paint_label(painter, self._theme, inner, self.text(), font, colour, self._icon, self._icon_after)

    def _detail_colour(self, style: BoxStyle) -> QColor:
        return self._theme.colour("muted" if style.fill in ("surface", "") else style.ink)

    def _role(self) -> str:
        return "section" if self._height >= 52 and not self._detail else "strong"

    def _style(self) -> BoxStyle:
        if self.why_not or not self.isEnabled():
            return BoxStyle(edge="edge", ink="muted", dashed=True, bold=True)
        if self._kind is ButtonKind.QUIET and self.isDown():
            return BoxStyle(fill="sunken", edge="edge", bold=True)
        return _STYLES[self._kind]


class IconButton(Control):
    """44 by 44 with an icon; ``label`` is what a screen reader says and the tool tip shows."""

    def __init__(
        self,
        icon: str,
        label: str,
        parent: QWidget | None = None,
        *,
        outlined: bool = False,
        checkable: bool = False,
        colour: str = "ink",
        size: int = TARGET,
        icon_size: int = 22,
    ) -> None:
        super().__init__("", parent)
        self._icon = icon
        self._outlined = outlined
        self._colour = colour
        self._side = size
        self._icon_side = icon_size
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label)

    def set_label(self, label: str) -> None:
        self.setAccessibleName(label)
        self.setToolTip(plain_tip(label))

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._side), self._theme.px(self._side))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style()
        paint_box(painter, self._theme, QRectF(self.rect()), style)
        centre = QPointF(self.width() / 2, self.height() / 2)
        size = self._theme.px(self._icon_side)
        paint_icon(painter, self._icon, icon_box(centre, size), self._theme.colour(style.ink))

    def _style(self) -> BoxStyle:
        if self.why_not or not self.isEnabled():
            return BoxStyle(edge="edge" if self._outlined else "", ink="muted", dashed=True)
        if self.isChecked():
            return BoxStyle(fill="accent", ink="on_accent")
        ground = "sunken" if self.isDown() else "surface" if self._outlined else ""
        return BoxStyle(fill=ground, edge="edge" if self._outlined else "", ink=self._colour)
