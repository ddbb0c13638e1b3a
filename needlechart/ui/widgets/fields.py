"""Text fields. ``committed`` comes from the person only: on leaving, Enter, or a pause of 500 ms."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.buttons import IconButton
from needlechart.ui.widgets.control import TARGET
from needlechart.ui.widgets.focus import FocusMark
from needlechart.ui.widgets.painting import BoxStyle, paint_box

PAUSE_MS = 500
TALL = 52


class TextField(QLineEdit):
    """44 high; ``set_error`` gives the red edge, the words of the error stand beside the field."""

    committed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        label: str = "",
        placeholder: str = "",
        height: int = TARGET,
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self, always=True)
        self._height = height
        self._error = ""
        self._kept = ""
        self.setFrame(False)
        self.setAccessibleName(label)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.commit)
        self.textEdited.connect(lambda text: self._pause.start())
        self.editingFinished.connect(self.commit)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_value(self, text: str) -> None:
        """Show a value without a signal; the cursor stays where it is if the text is the same."""
        self._kept = text
        self._pause.stop()
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)  # what is too long shows its beginning

    def commit(self) -> None:
        """Hand over what was typed, if it is new."""
        self._pause.stop()
        if self.text() != self._kept:
            self._kept = self.text()
            self.committed.emit(self._kept)

    @property
    def error(self) -> str:
        return self._error

    def set_error(self, error: str) -> None:
        """The edge turns to danger; ``error`` is what a screen reader says. Empty takes it away."""
        self._error = error
        self.setAccessibleDescription(error)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(self._height))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(
            painter,
            self._theme,
            QRectF(self.rect()),
            field_style(error=bool(self._error), closed=_closed(self)),
        )
        self._decorate(painter)
        painter.end()
        super().paintEvent(event)

    def _decorate(self, painter: QPainter) -> None:
        """Icons of a kind of field."""

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self.setPalette(clear_palette(self._theme))
        edge = self._theme.px(14)
        self.setTextMargins(edge, 0, edge, 0)
        self.updateGeometry()


class SearchField(TextField):
    """52 high with a magnifier and, once something is typed, a button that clears it."""

    def __init__(
        self, parent: QWidget | None = None, *, label: str = "Search", placeholder: str = ""
    ) -> None:
        super().__init__(parent, label=label, placeholder=placeholder, height=TALL)
        self._clear = IconButton("close", "Clear", self, icon_size=18)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self._clear_all)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._clear.sizeHint()
        left = self.width() - side.width() - self._theme.px(4)
        self._clear.setGeometry(left, (self.height() - side.height()) // 2, side.width(), side.height())

    def _decorate(self, painter: QPainter) -> None:
        size = self._theme.px(22)
        box = QRectF(self._theme.px(14), round((self.height() - size) / 2), size, size)
        paint_icon(painter, "search", box, self._theme.colour("muted"))

    def _restyle(self) -> None:
        super()._restyle()
        self.setTextMargins(self._theme.px(46), 0, self._theme.px(48), 0)

    def _clear_all(self) -> None:
        self.clear()
        self.textEdited.emit("")
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class TextArea(QPlainTextEdit):
    """Several lines, ``lines`` high; Tab leaves it."""

    committed = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, label: str = "", placeholder: str = "", lines: int = 3
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self, always=True)
        self._lines = lines
        self._error = ""
        self._given = self._kept = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(label)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.commit)
        self.textChanged.connect(self._changed)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_value(self, text: str) -> None:
        """Show a value without a signal."""
        shown = self.toPlainText()
        if text != shown and (text, shown) != (self._given, self._kept):
            self.setPlainText(text)
        self._given = text
        # As the field gives it back: Qt turns a no-break space into a space, which nobody typed.
        self._kept = self.toPlainText()
        self._pause.stop()

    def empty(self) -> None:
        """Take away what was typed, without a signal: it is kept elsewhere now."""
        self.clear()
        self.set_value("")

    def commit(self) -> None:
        """Hand over what was typed, if it is new."""
        self._pause.stop()
        if self.toPlainText() != self._kept:
            self._kept = self.toPlainText()
            self.committed.emit(self._kept)

    def set_error(self, error: str) -> None:
        self._error = error
        self.setAccessibleDescription(error)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(
            self._theme.px(240), max(line * self._lines + self._theme.px(26), self._theme.px(TARGET))
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)
        self.commit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        box = QRectF(self.viewport().rect())
        paint_box(painter, self._theme, box, field_style(error=bool(self._error), closed=_closed(self)))
        painter.end()
        super().paintEvent(event)

    def _changed(self) -> None:
        if self.toPlainText() != self._kept:
            self._pause.start()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("body"))
        self.viewport().setFont(self.font())  # the placeholder; it does not follow by itself
        self.setPalette(clear_palette(self._theme))
        self.document().setDocumentMargin(self._theme.px(11))
        self.updateGeometry()


def _closed(field: QLineEdit | QPlainTextEdit) -> bool:
    return not field.isEnabled() or field.isReadOnly()


def field_style(*, error: bool, closed: bool = False) -> BoxStyle:
    """The box of every text field; a closed one can be read only, as its dashes say."""
    if closed and not error:
        return BoxStyle(edge="edge", dashed=True)
    return BoxStyle(fill="surface", edge="danger" if error else "edge", width=2 if error else 1)


def clear_palette(theme: Theme) -> QPalette:
    """Text colours of the theme on no ground of its own: the box is painted by the field."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    palette.setColor(QPalette.ColorRole.Text, theme.colour("ink"))
    palette.setColor(QPalette.ColorRole.PlaceholderText, theme.colour("muted"))
    palette.setColor(QPalette.ColorRole.Highlight, theme.colour("accent"))
    palette.setColor(QPalette.ColorRole.HighlightedText, theme.colour("on_accent"))
    return palette
