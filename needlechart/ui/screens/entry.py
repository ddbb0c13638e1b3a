"""What unlock, recovery and set-up share: the page, error lines, a new passphrase typed twice."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from needlechart.ui.screens.unlock_art import ArtPanel
from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import IconLabel, PassphraseField, StrengthMeter, Text

Judge = Callable[[str, Sequence[str]], tuple[int, str]]
"""Strength 0 to 4 and a sentence, for a passphrase and names that are too easy to guess; 2 is accepted."""

ACCEPTED = 2
_FORM_WIDTH = 654
_ART_SHARE = 0.38


class EntryPage(QWidget):
    """The drawing on one side, a column of at most 654 beside it; the column scrolls if it must.

    ``head`` and ``foot`` stay in view above and below ``form``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._art = ArtPanel(self)
        self._column = QWidget(self)
        self._area = _scroll_area(self)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._area.setWidget(inner)
        self.form = QVBoxLayout(inner)
        self.form.setContentsMargins(6, 6, 6, 6)
        self.form.setSpacing(self._theme.px(8))
        self.fault = ErrorLines()
        self.fault.setObjectName("fault")
        self.form.addWidget(self.fault)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(6, 0, 6, 0)
        self._outer = QVBoxLayout(self._column)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(6, 0, 6, 0)
        self._outer.addLayout(self.head)
        self._outer.addWidget(self._area, 1)
        self._outer.addLayout(self.foot)
        self._theme.changed.connect(self._arrange)

    def say_fault(self, happened: str, safe: str, todo: str) -> None:
        """A fault in the program, above everything else, until `forget_fault`; it can be tried again."""
        self.fault.say(happened, f"{safe} {todo}")
        announce(self, f"{happened} {safe} {todo}")

    def forget_fault(self) -> None:
        """Something was tried since."""
        self.fault.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme, width, height = self._theme, self.width(), self.height()
        roomy = width >= theme.px(700)
        art = round(width * _ART_SHARE) if roomy else 0
        self._art.setVisible(bool(art))
        self._art.setGeometry(0, 0, art, height)
        margin = theme.px(90 if width - art > theme.px(_FORM_WIDTH + 150) else 24)
        room = min(width - art - 2 * theme.px(24), theme.px(_FORM_WIDTH) + 12)
        self._column.setGeometry(art + margin, 0, min(room, width - art - margin - theme.px(12)), height)
        top = theme.px(36 if height >= theme.px(620) else 14)
        self._outer.setContentsMargins(0, top, 0, theme.px(22 if height >= theme.px(620) else 10))


class ErrorLines(QWidget):
    """An error under a field: what happened in bold, then what is safe and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.title = Text("", self, role="strong", colour="danger", wrap=True)
        self.rest = Text("", self, wrap=True)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, theme.px(2), 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(IconLabel("warning", self, colour="danger"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self.title)
        words.addWidget(self.rest)
        box.addLayout(words, 1)
        self.hide()

    def say(self, title: str, rest: str = "") -> None:
        """Show an error; an empty title takes it away."""
        self.title.setText(title)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.setAccessibleName(f"{title}. {rest}")
        self.setVisible(bool(title))
        if title:
            QTimer.singleShot(0, self, self._into_view)

    def _into_view(self) -> None:
        """Scroll so that the error and what follows it can be seen."""
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self, 0, Theme.current().px(80))


HOW_TO = "At least 15 characters. Four or five words are easy to keep and hard to guess."


class NewPassphrase(QWidget):
    """A passphrase typed twice, its strength shown while it is typed."""

    submitted = Signal()

    def __init__(self, judge: Judge, parent: QWidget | None = None, *, label: str = "Passphrase") -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._judge = judge
        self._names: tuple[str, ...] = ()
        self.first = PassphraseField(self, label=label)
        self.again = PassphraseField(self, label=f"{label} again")
        self.meter = StrengthMeter(self)
        self.error = ErrorLines(self)
        self.meter.set_strength(0, HOW_TO)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        rows: tuple[QWidget, ...] = (Text(label, self, role="strong"), self.first, self.meter)
        rows += (Text("The same again", self, role="strong"), self.again, self.error)
        for widget in rows:
            box.addWidget(widget)
        box.insertSpacing(3, theme.px(6))  # a name is nearer to its own field
        self.first.edited.connect(self._judge_now)
        self.again.edited.connect(lambda text: self._calm())
        self.first.submitted.connect(self.again.setFocus)
        self.again.submitted.connect(self.submitted)

    def set_names(self, *names: str) -> None:
        """Names that make a passphrase easy to guess."""
        self._names = names

    def text(self) -> str:
        return self.first.text()

    def clear(self) -> None:
        for field in (self.first, self.again):
            field.clear()
            field.set_error("")
        self.error.say("")
        self.meter.set_strength(0, HOW_TO)

    def check(self) -> bool:
        """Whether it may be used; if not, says why and puts the keyboard there."""
        score, sentence = self._judge(self.text(), self._names)
        self._calm()
        if score < ACCEPTED:
            self._complain(self.first, "This passphrase cannot be used", sentence)
            return False
        if self.text() != self.again.text():
            rest = "Nothing is set yet. Type the second one again, or show both to compare."
            self._complain(self.again, "The two passphrases differ", rest)
            return False
        return True

    def _judge_now(self, text: str) -> None:
        self._calm()
        self.meter.set_strength(*self._judge(text, self._names))

    def _calm(self) -> None:
        self.first.set_error("")
        self.again.set_error("")
        self.error.say("")

    def _complain(self, field: PassphraseField, title: str, rest: str) -> None:
        field.set_error(title)
        self.error.say(title, rest)
        field.setFocus(Qt.FocusReason.OtherFocusReason)


def _scroll_area(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    return area
