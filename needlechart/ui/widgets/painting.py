"""Painting that widgets, tiles and marks share; all lengths are logical pixels after the text size."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from needlechart.ui.icons import paint_icon
from needlechart.ui.plain_words import shown
from needlechart.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """Colours are token names; ``fill`` empty paints no ground, ``edge`` empty no outline."""

    fill: str = ""
    edge: str = ""
    ink: str = "ink"
    width: float = 1.0
    dashed: bool = False
    bold: bool = False


def paint_box(
    painter: QPainter, theme: Theme, box: QRectF, style: BoxStyle, radius: float | None = None
) -> None:
    """A rounded box whose outline lies wholly inside ``box``; radius defaults to that of a chip."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = style.width / 2 if style.edge else 0
    rounded = theme.radius("chip") if radius is None else radius
    painter.setBrush(theme.colour(style.fill) if style.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(outline_pen(theme, style) if style.edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(
        box.adjusted(inset, inset, -inset, -inset), max(rounded - inset, 0), max(rounded - inset, 0)
    )
    painter.restore()


def outline_pen(theme: Theme, style: BoxStyle) -> QPen:
    """The pen of a box style; dashes are 3 on, 2.5 off."""
    pen = QPen(theme.colour(style.edge), style.width)
    if style.dashed:
        pen.setDashPattern([3.0, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
) -> None:
    """One line, cut with an ellipsis where it does not fit."""
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    text = shown(text)
    if text_width(font, text) > box.width() + 0.5:
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(align | Qt.TextFlag.TextSingleLine), text)
    painter.restore()


def text_width(font: QFont, text: str) -> float:
    """Width of one line; kept, since a text over the map is painted with every frame of it."""
    key = (font.key(), hash(text))  # the text itself, perhaps a patient's name, is not kept
    width = _widths.get(key)
    if width is None:
        if len(_widths) >= _MOST:
            _widths.clear()
        width = _widths[key] = QFontMetricsF(font).horizontalAdvance(shown(text))
    return width


_MOST = 4096
_widths: dict[tuple[str, int], float] = {}


def icon_box(centre: QPointF, size: float) -> QRectF:
    """The square of an icon around its centre, on whole pixels."""
    return QRectF(round(centre.x() - size / 2), round(centre.y() - size / 2), size, size)


def paint_label(
    painter: QPainter,
    theme: Theme,
    box: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    icon: str = "",
    icon_after: str = "",
) -> None:
    """Icon, text, icon, together in the middle of the box."""
    size, gap = theme.px(20), theme.px(8)
    lead = (size + gap if text else size) if icon else 0
    trail = size + gap if icon_after else 0
    width = min(text_width(font, text), max(box.width() - lead - trail, 0))
    left = box.left() + (box.width() - width - lead - trail) / 2
    middle = box.center().y()
    if icon:
        paint_icon(painter, icon, icon_box(QPointF(left + size / 2, middle), size), colour)
    room = QRectF(left + lead, box.top(), width + 1, box.height())
    paint_text(painter, room, text, font, colour, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if icon_after:
        centre = QPointF(left + lead + width + gap + size / 2, middle)
        paint_icon(painter, icon_after, icon_box(centre, size), colour)


def paint_side_badge(
    painter: QPainter, theme: Theme, box: QRectF, *, right: bool, dashed: bool = False, colour: str = "ink"
) -> None:
    """R filled, L outlined, dashed for a ghost; always with the letter."""
    filled = right and not dashed
    style = BoxStyle(
        fill=colour if filled else "surface" if not dashed else "", edge=colour, dashed=dashed, width=1.4
    )
    paint_box(painter, theme, box, style, theme.radius("badge"))
    letter = theme.colour("surface" if filled else colour)
    paint_text(painter, box, "R" if right else "L", theme.font("label_strong"), letter)


def paint_twitch_dots(
    painter: QPainter, theme: Theme, centre: QPointF, filled: int, colour: str = "ink"
) -> None:
    """Three dots, 0 to 3 of them filled: none, 1, 2+, strong."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius, step = 2.6 * theme.scale, 8.5 * theme.scale
    ink = theme.colour(colour)
    for index in range(3):
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(ink if index < filled else theme.colour("surface"))
        painter.drawEllipse(QPointF(centre.x() + (index - 1) * step, centre.y()), radius, radius)
    painter.restore()
