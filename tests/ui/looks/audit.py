"""Looks at a window that is shown and tells what a person could not read, tap or tell apart.

``look_over(window)`` gives `Fault` values; an empty list means that every text is whole, no two controls
lie over each other, every target has 44 logical pixels, and every text and outline has its contrast.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage, QPalette, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from needlechart.ui.theme import contrast
from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.focus import FocusRing
from needlechart.ui.widgets.labels import ElidedLabel
from tests.ui.looks.seen import Outline, Words, listening

TARGET = 44
TEXT_CONTRAST = 4.5
LARGE_CONTRAST = 3.0
"""For text of 24 px, or 19 px bold, as WCAG 2.2 says; and for outlines."""
LARGE, LARGE_BOLD = 24, 19
NAME_KEPT = 10
"""Letters of a name that a list shows at least."""
SLACK = 1.5
"""Pixels that rounding may cost."""
RING = 4
"""Margin of a tile or chip in which the ring of focus is drawn; neighbours share it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` is clipped, overlap, small, cut off, pale or unspoken."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


def look_over(window: QWidget, part: QWidget | None = None) -> list[Fault]:
    """Every fault of what is seen in ``window``, or in ``part`` of it if that covers the rest."""
    looked = part or window
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QApplication.processEvents()
    found = dict.fromkeys(_geometry(window, looked))
    for _ in scrolled(looked):
        found.update(dict.fromkeys(_painted(window, looked)))
    return list(found)


def contrast_faults(window: QWidget, part: QWidget | None = None) -> list[Fault]:
    """Only what is too pale, where another theme changes nothing else."""
    looked = part or window
    found: dict[Fault, None] = {}
    for _ in scrolled(looked):
        found.update(dict.fromkeys(_painted(window, looked, only_contrast=True)))
    return list(found)


# What a widget is called in a fault


def path(widget: QWidget) -> str:
    """Names of a widget and of what holds it, as one would look for it."""
    parts: list[str] = []
    one: QWidget | None = widget
    while one is not None and not one.isWindow() and len(parts) < 4:
        name = one.objectName()
        if one is widget or (name and not name.startswith("qt_")):
            spoken = f" “{one.accessibleName()}”" if one is widget and one.accessibleName() else ""
            parts.append((name or type(one).__name__) + spoken)
        one = one.parentWidget()
    return " < ".join(parts)


# Scrolling


def scrolled(part: QWidget) -> Iterator[None]:
    """Once for each place to which what is seen can be scrolled; back where it was at the end."""
    areas = [
        area
        for area in (*holding(part), *part.findChildren(QScrollArea))
        if area.isVisible() and (_range(area) > 0 or sideways(area))
    ]
    before = [(area.verticalScrollBar().value(), area.horizontalScrollBar().value()) for area in areas]
    steps = 1
    for area in areas:
        page = max(area.viewport().height() - 60, 60)
        steps = max(steps, 1 + -(-_range(area) // page))
    for step in range(steps):
        for area in areas:
            page = max(area.viewport().height() - 60, 60)
            area.verticalScrollBar().setValue(min(step * page, _range(area)))
        for end in (0, 1) if any(map(sideways, areas)) else (0,):
            for area in filter(sideways, areas):
                area.horizontalScrollBar().setValue(end * area.horizontalScrollBar().maximum())
            yield
    for area, (down, across) in zip(areas, before, strict=True):
        area.verticalScrollBar().setValue(down)
        area.horizontalScrollBar().setValue(across)


def holding(part: QWidget) -> list[QScrollArea]:
    """The areas in which a part itself is scrolled: the window's own, where a screen is larger than it."""
    found, above = [], part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            found.append(above)
        above = above.parentWidget()
    return found


def sideways(area: QScrollArea) -> bool:
    """Whether one can scroll from side to side in it, with a bar that says so."""
    return area.horizontalScrollBar().isVisible() and area.horizontalScrollBar().maximum() > 0


def _range(area: QScrollArea) -> int:
    return area.verticalScrollBar().maximum()


# Geometry


def controls_of(part: QWidget) -> list[QWidget]:
    """Everything that takes a tap."""
    return [
        one
        for one in part.findChildren(QWidget)
        if one.isVisible() and isinstance(one, QAbstractButton | QLineEdit | QPlainTextEdit)
    ]


def _geometry(window: QWidget, part: QWidget) -> Iterator[Fault]:
    controls = controls_of(part)
    for one in controls:
        if min(one.width(), one.height()) < TARGET:
            yield Fault("small", path(one), f"{one.width()} x {one.height()}")
        yield from _cut_off(one)
    for one in (*controls, *(part for part in part.findChildren(QWidget) if _takes_keys(part))):
        if one.isVisible() and not spoken_name(one):
            yield Fault("unspoken", path(one), "has no name for a screen reader")
    for label in part.findChildren(QLabel):
        if label.isVisible():
            yield from _label(label)
            yield from _cut_off(label)
    for field in part.findChildren(QLineEdit):
        if field.isVisible() and not field.text() and (words := field.placeholderText()):
            margins = field.textMargins()
            room = field.width() - margins.left() - margins.right()
            need = QFontMetricsF(field.font()).horizontalAdvance(words)
            if need > room + SLACK:
                yield Fault("clipped", path(field), f"placeholder “{words}” needs {need:.0f} of {room}")
    for area in part.findChildren(QScrollArea):
        if area.isVisible() and area.widget() is not None:
            over = area.widget().width() - area.viewport().width()
            if over > SLACK and not sideways(area):
                yield Fault("cut off", path(area), f"its content is {over} px wider than it")
    yield from _overlaps(window, controls)


def _takes_keys(widget: QWidget) -> bool:
    """Whether Tab comes to a widget that is no mere holder of others."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says of a widget, as Qt tells it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)).strip() if interface is not None else ""


def _label(label: QLabel) -> Iterator[Fault]:
    if not label.text() or isinstance(label, ElidedLabel):
        return
    room = label.contentsRect()
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            yield Fault(
                "clipped", path(label), f"“{label.text()}” needs {need} px of height, has {label.height()}"
            )
        return
    metrics = QFontMetricsF(label.font())
    need_wide = max(metrics.horizontalAdvance(line) for line in label.text().split("\n"))
    if need_wide > room.width() + SLACK:
        yield Fault("clipped", path(label), f"“{label.text()}” needs {need_wide:.0f} px, has {room.width()}")
    need_high = metrics.height() * (label.text().count("\n") + 1)
    if need_high > room.height() + 2 * SLACK:
        yield Fault(
            "clipped",
            path(label),
            f"“{label.text()}” needs {need_high:.0f} px of height, has {room.height()}",
        )


def _cut_off(widget: QWidget) -> Iterator[Fault]:
    """A widget that reaches out of what holds it, where nothing can scroll it into sight."""
    inner, above = widget, widget.parentWidget()
    rect = QRect(QPoint(), widget.size())
    while above is not None:
        rect.translate(inner.pos())
        scrolls = isinstance(above.parentWidget(), QAbstractScrollArea)
        if not scrolls:
            lost = [
                -rect.left(),
                -rect.top(),
                rect.right() + 1 - above.width(),
                rect.bottom() + 1 - above.height(),
            ]
            if max(lost) > RING:
                side = ("left", "top", "right", "bottom")[lost.index(max(lost))]
                yield Fault("cut off", path(widget), f"{max(lost)} px at the {side} of {path(above)}")
                return
        elif not _reached_sideways(above) and (
            rect.left() < -RING or rect.right() + 1 > above.width() + RING
        ):
            yield Fault("cut off", path(widget), f"reaches out of {path(above)} sideways")
            return
        else:  # from here on, only what scrolls with it counts
            area = above.parentWidget()
            if isinstance(area, QAbstractScrollArea) and not isinstance(area, QScrollArea):
                return
            rect = QRect(max(rect.left(), 0), 0, rect.width(), min(rect.height(), above.height()))
            if _reached_sideways(above):
                rect = QRect(0, 0, min(rect.width(), above.width()), rect.height())
        if above.isWindow():
            return
        inner, above = above, above.parentWidget()


def _reached_sideways(viewport: QWidget) -> bool:
    area = viewport.parentWidget()
    return isinstance(area, QScrollArea) and sideways(area)


def shown_rect(widget: QWidget, window: QWidget) -> QRect:
    """What of a widget can be seen in the window, in the window's pixels."""
    rect = widget.rect()
    one = widget
    while one is not window:
        above = one.parentWidget()
        if above is None:
            break
        rect = rect.translated(one.pos()).intersected(above.rect())
        one = above
    return rect


def _overlaps(window: QWidget, controls: list[QWidget]) -> Iterator[Fault]:
    rects = [(one, shown_rect(one, window)) for one in controls]
    seen = [(one, rect) for one, rect in rects if min(rect.width(), rect.height()) > RING]
    for (one, first), (other, second) in combinations(seen, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        shared = first.intersected(second)
        if min(shared.width(), shared.height()) > RING:
            yield Fault("overlap", path(one), f"{shared.width()} x {shared.height()} px over {path(other)}")


# What was painted


class _Picture:
    """What a window painted: ``pixels[y, x]`` as Qt writes a colour, 0xffRRGGBB."""

    def __init__(self, image: QImage) -> None:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        whole = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), -1)
        self.pixels = whole[:, : image.width()].copy()  # the buffer is the image's, which goes
        self.rect = image.rect()


def _painted(window: QWidget, part: QWidget, *, only_contrast: bool = False) -> Iterator[Fault]:
    QApplication.processEvents()
    with listening() as seen:
        image = _Picture(window.grab().toImage())
    inside = [one for one in seen.words if part is one.widget or part.isAncestorOf(one.widget)]
    if not only_contrast:
        for words in inside:
            yield from _words(words)
            yield from _covered(window, words)
        yield from _crossing(window, inside)
    for words in (*inside, *_plain_words(part)):
        yield from _contrast(window, image, words)
    for outline in seen.outlines:
        if isinstance(outline.widget, Control) and (
            part is outline.widget or part.isAncestorOf(outline.widget)
        ):
            yield from _edge(window, image, outline)


def _words(words: Words) -> Iterator[Fault]:
    widget = words.widget
    if isinstance(widget, ElidedLabel):
        return
    if words.text.endswith("…") and words.text != "…" and not _may_be_cut(words):
        yield Fault("clipped", path(widget), f"“{words.text}”")
    bounds = QRectF(widget.rect())
    lost = max(
        bounds.left() - words.ink.left(),
        words.ink.right() - bounds.right(),
        (bounds.top() - words.ink.top()) / 2,
        (words.ink.bottom() - bounds.bottom()) / 2,
    )
    if lost > SLACK:
        yield Fault(
            "clipped",
            path(widget),
            f"“{words.text}” reaches {lost:.0f} px out of {widget.width()} x {widget.height()}",
        )


def _covered(window: QWidget, words: Words) -> Iterator[Fault]:
    """A text of which an end lies under something else."""
    rect = _in_window(window, words.widget, words.ink)
    see_through = words.widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    if see_through or min(rect.width(), rect.height()) < 6:  # Qt does not find what no tap can reach
        return
    middle = rect.center().y()
    for x in (rect.left() + 2, rect.center().x(), rect.right() - 2):
        at = window.childAt(x, middle)
        if at is not None and not _related(at, words.widget) and not isinstance(at, FocusRing):
            yield Fault("overlap", path(words.widget), f"“{words.text}” lies under {path(at)}")
            return


def _related(one: QWidget, other: QWidget) -> bool:
    return one is other or one.isAncestorOf(other) or other.isAncestorOf(one)


def _may_be_cut(words: Words) -> bool:
    """A name in a row of a list may lose its end, if enough of it stays and the tool tip has it whole."""
    kept = words.text.removesuffix("…").strip()
    return len(kept) >= NAME_KEPT and kept in words.widget.toolTip()


def _crossing(window: QWidget, words: Iterable[Words]) -> Iterator[Fault]:
    """Texts that are written over each other, within one widget (tiles and rows place their own)."""
    by_widget: dict[int, list[Words]] = {}
    for one in words:
        if not isinstance(one.widget, QGraphicsView):
            by_widget.setdefault(id(one.widget), []).append(one)
    for several in by_widget.values():
        for one, other in combinations(several, 2):
            shared = one.ink.intersected(other.ink)
            if shared.width() > 2 * SLACK and shared.height() > 6:
                yield Fault("overlap", path(one.widget), f"“{one.text}” is written over “{other.text}”")


def _plain_words(part: QWidget) -> Iterator[Words]:
    """The texts that Qt draws itself: labels in one line, fields."""
    for label in part.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap() and not isinstance(label, ElidedLabel):
            colour = label.palette().color(QPalette.ColorRole.WindowText)
            ink = QRectF(label.contentsRect())
            yield Words(label, label.text(), ink, ink, colour, label.font())
    for field in part.findChildren(QLineEdit):
        if field.isVisible():
            role = QPalette.ColorRole.Text if field.text() else QPalette.ColorRole.PlaceholderText
            margins = field.textMargins()
            ink = QRectF(field.rect()).adjusted(margins.left(), 8, -margins.right(), -8)
            text = field.text() or field.placeholderText()
            if text:
                yield Words(field, text, ink, ink, field.palette().color(role), field.font())


def _ground(image: _Picture, box: QRect, ink: QColor) -> QColor | None:
    """The colour most pixels of a box have, but for the text's own: what lies behind it."""
    box = box.intersected(image.rect)
    if box.width() < 2 or box.height() < 2:
        return None
    down = slice(box.top(), box.bottom() + 1, max(box.height() // 12, 1))
    across = slice(box.left(), box.right() + 1, max(box.width() // 40, 1))
    looked = image.pixels[down, across]
    colours, counts = np.unique(looked[looked != ink.rgb()], return_counts=True)
    return QColor(int(colours[counts.argmax()])) if len(colours) else ink


def _uncovered(window: QWidget, widget: QWidget, rect: QRect) -> bool:
    """Whether a widget is what one sees in the middle of a rectangle of the window."""
    at = window.childAt(rect.center())
    return at is None or _related(at, widget)


def _in_window(window: QWidget, widget: QWidget, box: QRectF) -> QRect:
    rect = box.toAlignedRect().translated(widget.mapTo(window, QPoint()))
    return rect.intersected(shown_rect(widget, window))


def _contrast(window: QWidget, image: _Picture, words: Words) -> Iterator[Fault]:
    rect = _in_window(window, words.widget, words.ink)
    if min(rect.width(), rect.height()) < 6 or not _uncovered(window, words.widget, rect):
        return
    ground = _ground(image, rect, words.colour)
    if ground is None:
        return
    size, bold = words.font.pixelSize(), words.font.bold()
    large = size >= LARGE or (bold and size >= LARGE_BOLD)
    wanted = LARGE_CONTRAST if large else TEXT_CONTRAST
    measured = contrast(_solid(words.colour, ground).name(), ground.name())
    if measured < wanted - 0.05:
        yield Fault(
            "pale",
            path(words.widget),
            f"“{words.text}” {words.colour.name()} on {ground.name()}: {measured:.1f}",
        )


def _solid(colour: QColor, ground: QColor) -> QColor:
    """A colour as it shows on a ground."""
    share = colour.alphaF()
    parts = (
        round(top * share + below * (1 - share))
        for top, below in zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)
    )
    return QColor(*parts)


def _edge(window: QWidget, image: _Picture, outline: Outline) -> Iterator[Fault]:
    """The outline of a control must stand off from what is inside or outside of it."""
    if (
        outline.box.width() < 0.8 * outline.widget.width()
        or outline.box.height() < 0.8 * outline.widget.height()
    ):
        return  # a badge or tag inside it
    whole = _in_window(window, outline.widget, outline.box)
    if min(whole.width(), whole.height()) < 16 or not _uncovered(window, outline.widget, whole):
        return
    middle = whole.center().y()
    if not image.rect.contains(whole.left() - 3, middle):
        return  # it goes on where one has to scroll to
    grounds = []
    for x in (whole.left() - 3, whole.left() + 5):
        if image.rect.contains(x, middle):
            grounds.append(QColor(int(image.pixels[middle, x])))
    if (
        grounds
        and max(contrast(outline.colour.name(), one.name()) for one in grounds) < LARGE_CONTRAST - 0.05
    ):
        names = ", ".join(one.name() for one in grounds)
        yield Fault("pale", path(outline.widget), f"outline {outline.colour.name()} beside {names}")


def covered_faults(window: QWidget, part: QWidget) -> list[Fault]:
    """Controls whose middle is covered by something else, so that a tap would go there."""
    found = []
    for one in controls_of(part):
        rect = shown_rect(one, window)
        full = QRegion(one.rect())
        if (
            not full.isEmpty()
            and min(rect.width(), rect.height()) > RING
            and not _uncovered(window, one, rect)
        ):
            at = window.childAt(rect.center())
            if at is not None and not isinstance(at, FocusRing | QScrollBar):
                found.append(Fault("overlap", path(one), f"covered by {path(at)}"))
    return found
