"""Small parts the screens share: layouts, scroll columns, labelled rows, lists of names and values."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.card import Hairline, Panel
from needlechart.ui.widgets.fitting import FittingRow
from needlechart.ui.widgets.labels import ElidedLabel, Text
from needlechart.ui.widgets.painting import BoxStyle


def column(
    parent: QWidget | None = None, *, gap: int = 8, edges: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A vertical layout; gap and edges (left, top, right, bottom) in logical pixels at 100 %."""
    theme = Theme.current()
    box = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    box.setSpacing(theme.px(gap))
    box.setContentsMargins(*(theme.px(edge) for edge in edges))
    return box


def row(
    parent: QWidget | None = None, *, gap: int = 8, edges: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout, as `column`."""
    theme = Theme.current()
    box = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    box.setSpacing(theme.px(gap))
    box.setContentsMargins(*(theme.px(edge) for edge in edges))
    return box


def fitting_row(
    parent: QWidget | None = None, *, gap: int = 8, edges: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> FittingRow:
    """As `row`, but its parts stand below each other where they do not fit."""
    theme = Theme.current()
    box = FittingRow(parent)
    box.setSpacing(theme.px(gap))
    box.setContentsMargins(*(theme.px(edge) for edge in edges))
    return box


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


class ScrollColumn(QScrollArea):
    """Scrolls up and down only; ``box`` is the layout inside."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int = 12,
        edges: tuple[int, int, int, int] = (18, 12, 18, 12),
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget()
        self.box = column(self.inside, gap=gap, edges=edges)
        self.setWidget(self.inside)
        for part in (self, self.viewport(), self.inside):
            part.setAutoFillBackground(False)
            palette = QPalette(part.palette())
            palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
            part.setPalette(palette)

    def sizeHint(self) -> QSize:
        return self.inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.inside.minimumSizeHint().width() + bar, Theme.current().px(80))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Content that got wider asks for more room; Qt's scroll area would cut it."""
        if watched is self.inside and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def show_part(self, part: QWidget) -> None:
        """Bring a part into sight; once more when what is about to be laid out has its place."""
        self.ensureWidgetVisible(part, 0, Theme.current().px(24))
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part, 0, Theme.current().px(24)))


class Labelled(QWidget):
    """A quiet label over a control; ``note`` is a line under it, danger for a refusal."""

    def __init__(
        self, label: str, control: QWidget, parent: QWidget | None = None, *, stretch: bool = False
    ) -> None:
        super().__init__(parent)
        box = column(self, gap=4)
        self.label = Text(label, self, role="label", colour="muted")
        self.control = control
        self.note = Text("", self, role="label", colour="danger", wrap=True)
        self.note.hide()
        box.addWidget(self.label)
        box.addWidget(control)
        box.addWidget(self.note)
        if stretch:
            box.addStretch(1)

    def set_note(self, text: str, colour: str = "danger") -> None:
        """Words under the control, or none."""
        self.note.setText(text)
        self.note.set_colour(colour)
        self.note.setVisible(bool(text))


class Facts(QWidget):
    """Names on one edge, values in bold on the other, hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = column(self, gap=0)
        self._shown: tuple[tuple[str, str], ...] = ()

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts; nothing happens if they are the same."""
        if tuple(facts) == self._shown:
            return
        self._shown = tuple(facts)
        empty(self._box)
        for name, value in facts:
            self._box.addWidget(Hairline(self))
            line = QWidget(self)
            inner = row(line, gap=6, edges=(0, 5, 0, 5))
            inner.addWidget(Text(name, line, role="secondary", colour="muted", wrap=True), 2)
            shown = ElidedLabel(value, line, role="secondary_strong")
            shown.setAlignment(Qt.AlignmentFlag.AlignRight)
            inner.addWidget(shown, 3)
            self._box.addWidget(line)
        self.setVisible(bool(facts))


class ClickPanel(Panel):
    """A panel that tells when it is tapped."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Ladder(QWidget):
    """Five rungs of a goal, the lower ones filled."""

    def __init__(self, parent: QWidget | None = None, *, rung: int = 0, of: str = "goal") -> None:
        super().__init__(parent)
        self._rung = rung
        self._name = of
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_rung(rung)

    def set_rung(self, rung: int) -> None:
        """0 to 5 filled."""
        self._rung = rung
        self.setAccessibleName(f"{self._name}: {rung} of 5")
        self.update()

    def sizeHint(self) -> QSize:
        theme = Theme.current()
        return QSize(theme.px(5 * 18 + 4 * 4), theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high, step = theme.px(18), theme.px(10), theme.px(22)
        accent = theme.colour("accent")
        for index in range(5):
            painter.setPen(accent)
            painter.setBrush(accent if index < self._rung else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(index * step + 0.5, 1.5, wide - 1, high - 1), 3, 3)


def plain_panel(parent: QWidget | None = None, fill: str = "surface") -> Panel:
    """A full-bleed ground in one colour."""
    return Panel(parent, style=BoxStyle(fill=fill))
