"""Typing a shortcut in any text field of the visit writes its phrase; Tab goes through the gaps."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from needlechart.domain.clinic import Phrase
from needlechart.domain.rules.phrases import Gap, filled, gaps, shortcut_before, units
from needlechart.ui.plain_words import menu_words
from needlechart.ui.widgets import SearchField

NAMES_AND_NUMBERS = frozenset(
    {
        "new_by_name",
        "find_muscle",
        "search_muscle",
        "add_measure",
        "measure_value",
        "count_typed",
        "treatment_day",
        "treatment_time",
        "next_visit_day",
    }
)
"""Fields in which a shortcut means nothing."""
NUMBERED = "ability_typed_"
"""How the names of number fields of a goal begin."""
_ENDS = (" ", "\n", "\u2029")
Field = QLineEdit | QPlainTextEdit


def takes_phrases(name: str) -> bool:
    """Whether a field of the board, by its object name, takes phrases."""
    return name not in NAMES_AND_NUMBERS and not name.startswith(NUMBERED)


class PhraseTyping(QObject):
    """Watches the field that has the keyboard, as long as it lies in ``root``.

    ``known`` gives what the visit fills in by itself, ``wanted`` which fields by their object names (all
    but names and numbers, if it is not said). A backspace right after an expansion takes it back.
    """

    def __init__(
        self,
        root: QWidget,
        known: Callable[[], Mapping[str, str]],
        wanted: Callable[[str], bool] = takes_phrases,
    ) -> None:
        super().__init__(root)
        self._wanted = wanted
        self._root = root
        self._known = known
        self._phrases: Mapping[str, Phrase] = {}
        self._field: Field | None = None
        self._back: tuple[str, str] | None = None
        self._busy = False
        self._menu: QMenu | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def set_phrases(self, phrases: Mapping[str, Phrase]) -> None:
        """Shortcut in small letters to phrase."""
        self._phrases = phrases

    @property
    def phrases(self) -> Mapping[str, Phrase]:
        """What can be typed."""
        return self._phrases

    def insert(self, field: QPlainTextEdit, phrase: Phrase) -> None:
        """Write a phrase where the cursor stands, as if its shortcut had been typed."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._write(field, "", phrase)

    # The field that has the keyboard

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self._field:
            return
        self._leave()
        mine = isinstance(new, (QLineEdit, QPlainTextEdit)) and self._root.isAncestorOf(new)
        if mine and isinstance(new, Field) and self._wanted(new.objectName()) and _takes(new):
            self._field = new
            self._back = None
            new.installEventFilter(self)
            if isinstance(new, QLineEdit):
                new.textEdited.connect(self._on_text)
            else:
                new.textChanged.connect(self._on_text)
            new.destroyed.connect(self._gone)

    def _leave(self) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        field.removeEventFilter(self)
        field.destroyed.disconnect(self._gone)
        if isinstance(field, QLineEdit):
            field.textEdited.disconnect(self._on_text)
        else:
            field.textChanged.disconnect(self._on_text)

    def _gone(self) -> None:
        self._field = None

    def _on_text(self, text: str = "") -> None:
        """A space or a new line after a shortcut expands it; so does what an input method commits."""
        field = self._field
        if field is None or self._busy or not field.hasFocus() or not self._phrases:
            return
        before = _before(field)
        if self._back is not None and not before.endswith(self._back[1]):
            self._back = None
        if before.endswith(_ENDS):
            found = shortcut_before(before[:-1], self._phrases)
            if found is not None:
                self._write(field, before[len(before) - len(found.shortcut) - 1 :], found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        field = self._field
        if watched is not field or field is None or not isinstance(event, QKeyEvent):
            return False
        if event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Backspace and self._back is not None:
            return self._take_back(field)
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._on_end(field, tab=event.key() == Qt.Key.Key_Tab)
        return False

    def _on_end(self, field: Field, *, tab: bool) -> bool:
        """Tab and Enter end a shortcut, too; Tab then goes to the next gap before it leaves the field."""
        before = _before(field)
        found = shortcut_before(before, self._phrases)
        if found is not None and (tab or isinstance(field, QLineEdit)):
            self._write(field, before[len(before) - len(found.shortcut) :], found)
            return bool(gaps(_text(field)))
        return tab and self._to_gap(field, units(before))

    # Writing

    def _write(self, field: Field, typed: str, phrase: Phrase) -> None:
        """``typed`` (before the cursor) gives way to the phrase; its first gap is chosen."""
        end = typed[len(phrase.shortcut) :]
        words = filled(phrase.text, self._known())
        if isinstance(field, QLineEdit):
            words = " ".join(words.split())
        start = units(_before(field)) - units(typed)
        self._replace(field, start, start + units(typed), words + end)
        self._back = (typed or "", words + end)
        if not self._to_gap(field, start, stay_within=start + units(words)):
            self._place(field, start + units(words + end))

    def _take_back(self, field: Field) -> bool:
        if self._back is None:
            return False
        typed, words = self._back
        end = units(_before(field))
        self._back = None
        if not _before(field).endswith(words):
            return False
        self._replace(field, end - units(words), end, typed.rstrip())
        return True

    def _replace(self, field: Field, start: int, end: int, words: str) -> None:
        self._busy = True
        try:
            if isinstance(field, QLineEdit):
                field.setSelection(start, end - start)
                field.insert(words)
                field.textEdited.emit(field.text())
            else:
                _select(field, start, end)
                cursor = field.textCursor()
                cursor.insertText(words)
                field.setTextCursor(cursor)
        finally:
            self._busy = False

    @staticmethod
    def _place(field: Field, at: int) -> None:
        if isinstance(field, QLineEdit):
            field.setCursorPosition(at)
        else:
            _select(field, at, at)

    def _to_gap(self, field: Field, after: int, stay_within: int | None = None) -> bool:
        """Choose the next open gap; False if there is none."""
        for gap in gaps(_text(field)):
            if gap.start >= after and (stay_within is None or gap.end <= stay_within):
                self._choose(field, gap)
                return True
        return False

    def _choose(self, field: Field, gap: Gap) -> None:
        if isinstance(field, QLineEdit):
            field.setSelection(gap.start, gap.end - gap.start)
        else:
            _select(field, gap.start, gap.end)
        self._back = None
        if gap.choices:
            self._offer(field, gap)

    def _offer(self, field: Field, gap: Gap) -> None:
        menu = QMenu(field)
        menu.setObjectName("fill_in_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words in gap.choices:
            entry = menu.addAction(menu_words(words))
            entry.setData(words)
            entry.setObjectName(f"fill_in_{words}")
        menu.triggered.connect(lambda chosen: self._take(field, gap, chosen.data()))
        menu.setActiveAction(menu.actions()[0])
        self._menu = menu
        menu.popup(field.mapToGlobal(field.cursorRect().bottomLeft()))

    def _take(self, field: Field, gap: Gap, words: str) -> None:
        field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._replace(field, gap.start, gap.end, words)
        if not self._to_gap(field, gap.start + units(words)):
            self._place(field, units(_text(field)))


def _takes(field: Field) -> bool:
    """Whether phrases make sense in it."""
    if field.isReadOnly() or isinstance(field, SearchField):
        return False
    return not isinstance(field, QLineEdit) or field.echoMode() is QLineEdit.EchoMode.Normal


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _before(field: Field) -> str:
    """The text up to the cursor."""
    at = field.cursorPosition() if isinstance(field, QLineEdit) else field.textCursor().position()
    return _text(field).encode("utf-16-le", "surrogatepass")[: at * 2].decode("utf-16-le", "ignore")


def _select(field: QPlainTextEdit, start: int, end: int) -> None:
    cursor = field.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
