"""Typing a passphrase: show and hide, Caps Lock said in words, strength shown in words and bars."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.buttons import IconButton
from needlechart.ui.widgets.fields import TALL, TextField
from needlechart.ui.widgets.labels import Text
from needlechart.ui.widgets.painting import BoxStyle, paint_box


class PassphraseEdit(TextField):
    """The line itself; never hands its text to undo, completion or the input method's memory."""

    caps_lock = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, label: str = "Passphrase") -> None:
        self._shown = False
        super().__init__(parent, label=label, height=TALL)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(
            hints | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhHiddenText
        )
        self.eye = IconButton("eye", "Show the passphrase", self)
        self.eye.setCursor(Qt.CursorShape.ArrowCursor)
        self.eye.clicked.connect(lambda: self.set_shown(not self._shown))

    @property
    def shown(self) -> bool:
        return self._shown

    def set_shown(self, shown: bool) -> None:
        """Readable, or dots."""
        self._shown = shown
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._space_dots()
        self.eye.set_icon("eye_off" if shown else "eye")
        self.eye.set_label("Hide the passphrase" if shown else "Show the passphrase")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = caps_lock_of(event)
        if state is not None:
            self.caps_lock.emit(state)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self.eye.sizeHint()
        left = self.width() - side.width() - self._theme.px(4)
        self.eye.setGeometry(left, (self.height() - side.height()) // 2, side.width(), side.height())

    def _restyle(self) -> None:
        super()._restyle()
        self.setTextMargins(self._theme.px(14), 0, self._theme.px(50), 0)
        self._space_dots()

    def _space_dots(self) -> None:
        """Dots far enough apart to be counted; words as they are."""
        font = self._theme.font("body")
        if not self._shown:
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 3 * self._theme.scale)
        self.setFont(font)


class PassphraseField(QWidget):
    """The line and, under it, the Caps Lock notice."""

    submitted = Signal()
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, label: str = "Passphrase") -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.edit = PassphraseEdit(self, label=label)
        self._notice = Text("Caps Lock is on", self, role="label", colour="caution")
        self._notice.hide()
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(self.edit)
        box.addWidget(self._notice)
        self.edit.caps_lock.connect(self._notice.setVisible)
        self.edit.returnPressed.connect(self.submitted)
        self.edit.textEdited.connect(self.edited)

    def text(self) -> str:
        return self.edit.text()

    def clear(self) -> None:
        self.edit.clear()
        self.edit.set_shown(False)

    def set_error(self, error: str) -> None:
        self.edit.set_error(error)

    @property
    def caps_lock_noticed(self) -> bool:
        """Whether the last letter told that Caps Lock is on."""
        return not self._notice.isHidden()


def caps_lock_of(event: QKeyEvent) -> bool | None:
    """Whether Caps Lock is on as far as this key tells; None if it does not (Qt cannot ask the system)."""
    text = event.text()
    if len(text) != 1 or not text.isalpha() or text.upper() == text.lower():
        return None
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return text.isupper() != shift


class StrengthMeter(QWidget):
    """Four bars and a sentence; the score (0 to 4) and the sentence come from outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._bars = _Bars(self)
        self._words = Text("", self, role="label", colour="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(self._bars)
        box.addWidget(self._words)
        box.addStretch(1)

    def set_strength(self, score: int, sentence: str) -> None:
        """Raises ValueError unless 0 <= score <= 4."""
        if not 0 <= score <= 4:
            raise ValueError(f"strength {score} is not 0 to 4")
        self._bars.set_score(score)
        self._words.setText(sentence)
        self._words.set_colour("ok" if score >= 3 else "caution" if score == 2 else "muted")
        self.setAccessibleName(f"Strength {score} of 4. {sentence}")

    @property
    def sentence(self) -> str:
        return self._words.text()

    @property
    def score(self) -> int:
        return self._bars.score


class _Bars(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.updateGeometry)

    def set_score(self, score: int) -> None:
        self.score = score
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = self._theme.px(4)
        width = (self.width() - 3 * gap) / 4
        filled = "ok" if self.score >= 3 else "caution_line" if self.score == 2 else "danger"
        for index in range(4):
            box = QRectF(index * (width + gap), 0, width, self.height())
            on = index < self.score
            style = BoxStyle(fill=filled if on else "sunken", edge="" if on else "edge")
            paint_box(painter, self._theme, box, style, self.height() / 2)
