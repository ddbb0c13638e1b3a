"""Settings of phrases: shortcuts, and the texts they become when they are typed in a visit."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from needlechart.domain.clinic import Phrase
from needlechart.domain.narrative.fill_ins import FILL_INS, MEASURE_FILL_INS, SITE_FILL_INS
from needlechart.domain.rules.phrases import check_shortcut, is_plain_word
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    Hairline,
    IconButton,
    Text,
    TextArea,
    TextField,
)

WHOSE = [Choice("clinic", "Everyone here"), Choice("mine", "Only me")]
HELP = (
    "Typed in a visit and followed by a space, a shortcut becomes its text. {well|fairly|poorly} offers"
    " a choice, {hours} is a gap to type in, Tab goes to the next one. What a visit knows fills itself:"
    " {pain before}, {sites}, in a site’s note {muscle} and {level}, any measure by its short name, like"
    " {Hip IR right before}. “Fill-in” lists them all."
)
PLAIN = (
    "Every time this word is typed it becomes the text. A full stop before it, like .{0}, keeps words apart."
)


class PhrasesCard(Card):
    """One row for each phrase; kept as typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Phrases", parent, hint="shortcuts in every text of a visit")
        self.setObjectName("phrases_card")
        self._desk = desk
        self._phrases: dict[str, Phrase] = {}
        self.body.addWidget(Text(HELP, self, role="secondary", colour="muted", wrap=True))
        self._rows = column(gap=8)
        self.body.addLayout(self._rows)
        self.gone = WayBack(self)
        self.body.addWidget(self.gone)
        self.body.addWidget(Hairline(self))
        self._make_new()
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)

    def refresh(self) -> None:
        """Ask anew what is kept."""
        self._desk.phrases(self._show, self._failed)

    def _make_new(self) -> None:
        self.shortcut = TextField(self, label="New shortcut", placeholder=".tol")
        self.shortcut.setObjectName("new_shortcut")
        self.shortcut.textEdited.connect(self._judge)
        self.text = TextArea(self, label="New phrase", placeholder="Tolerated {well|fairly|poorly}.", lines=2)
        self.text.setObjectName("new_phrase")
        self._last: TextArea = self.text
        self._watch(self.text)
        self.whose = ChipRow(WHOSE, self, label="Who uses it")
        self.whose.setObjectName("phrase_whose")
        self.whose.set_value("clinic")
        self.add = Button("Add phrase", self, icon="plus")
        self.add.setObjectName("add_phrase")
        self.add.clicked.connect(self._add)
        line = row(gap=8)
        self._shortcut_part = Labelled("Shortcut", self.shortcut, self, stretch=True)
        line.addWidget(self._shortcut_part, 1)
        line.addWidget(Labelled("Text", self.text, self), 3)
        self.body.addLayout(line)
        foot = row(gap=8)
        foot.addWidget(self.whose)
        self.fill_in = Button("Fill-in", self, icon="plus", icon_after="chevron_down")
        self.fill_in.setObjectName("fill_in")
        self.fill_in.setAccessibleName("Insert a fill-in into the text of a phrase")
        self.fill_in.clicked.connect(self._offer_fill_ins)
        foot.addWidget(self.fill_in)
        foot.addStretch(1)
        foot.addWidget(self.add)
        self.body.addLayout(foot)

    def _offer_fill_ins(self) -> None:
        """What a visit fills by itself; it goes into the text that had the keyboard last."""
        from needlechart.catalogue import measures

        into = self._last
        menu = QMenu(self)
        menu.setObjectName("fill_in_list")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in FILL_INS:
            _entry(menu, name)
        at_site = menu.addMenu("In the note of a site")
        for name in SITE_FILL_INS:
            _entry(at_site, name)
        of_measure = menu.addMenu("Measures")
        for one in sorted(measures().values(), key=lambda one: one.short_name.casefold()):
            if one.hidden:
                continue
            inside = of_measure.addMenu(one.short_name)
            for side in ("right ", "left ") if one.sided else ("",):
                for what in MEASURE_FILL_INS:
                    _entry(inside, f"{one.short_name} {side}{what}")
        menu.triggered.connect(lambda chosen: self._insert(into, chosen.data()))
        menu.popup(self.fill_in.mapToGlobal(self.fill_in.rect().bottomLeft()))

    def _watch(self, text: TextArea) -> None:
        for part in (text, text.viewport()):
            part.installEventFilter(self)

    def _insert(self, into: TextArea, name: str) -> None:
        into.setFocus(Qt.FocusReason.PopupFocusReason)
        into.insertPlainText(f"{{{name}}}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Which text was typed or tapped in last; the Tab key passes through the others."""
        touched = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.InputMethod)
        if event.type() in touched and isinstance(watched, QWidget) and not _is_tab(event):
            part = watched if isinstance(watched, TextArea) else watched.parentWidget()
            self._last = part if isinstance(part, TextArea) else self._last
        return super().eventFilter(watched, event)

    def _judge(self, text: str) -> None:
        word = text.strip()
        self._shortcut_part.set_note(PLAIN.format(word) if is_plain_word(word) else "", "caution")

    def _show(self, phrases: tuple[Phrase, ...]) -> None:
        mine = self._desk.clinician.id
        self._phrases = {one.id: one for one in phrases if one.clinician_id in ("", mine)}
        empty(self._rows)
        self._last = self.text
        if not self._phrases:
            words = "No phrase yet."
            self._rows.addWidget(Text(words, self, role="secondary", colour="muted"))
        for one in self._phrases.values():
            self._rows.addWidget(self._row(one))

    def _row(self, phrase: Phrase) -> QWidget:
        part = QWidget(self)
        line = row(part, gap=8)
        shortcut = TextField(part, label=f"Shortcut {phrase.shortcut}")
        shortcut.setObjectName(f"shortcut_{phrase.id}")
        shortcut.set_value(phrase.shortcut)
        shortcut.committed.connect(lambda text: self._edit_shortcut(shortcut, phrase.id, text))
        text = TextArea(part, label=f"Text of {phrase.shortcut}", lines=2)
        text.setObjectName(f"phrase_text_{phrase.id}")
        text.set_value(phrase.text)
        text.committed.connect(lambda words: self._edit(phrase.id, text=words.strip()))
        self._watch(text)
        gone = IconButton("trash", f"Remove {phrase.shortcut}", part)
        gone.setObjectName(f"remove_phrase_{phrase.id}")
        gone.clicked.connect(lambda: self._remove(phrase.id))
        first = column(gap=2)
        first.addWidget(shortcut)
        whose = "only me" if phrase.clinician_id else "everyone here"
        first.addWidget(Text(whose, part, role="label", colour="muted"))
        line.addLayout(first, 1)
        line.addWidget(text, 3)
        line.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        return part

    def _edit_shortcut(self, field: TextField, phrase_id: str, text: str) -> None:
        why = self._why_not(text.strip(), phrase_id)
        field.set_error(why)
        self.error.say(why, "The phrase is unchanged." if why else "")
        if not why:
            self._edit(phrase_id, shortcut=text.strip())

    def _why_not(self, shortcut: str, phrase_id: str = "", clinician_id: str | None = None) -> str:
        known = self._phrases.get(phrase_id)
        whose = known.clinician_id if known is not None else clinician_id or ""
        for one in self._phrases.values():
            same = one.shortcut.casefold() == shortcut.casefold() and one.clinician_id == whose
            if same and one.id != phrase_id:
                return f"{one.shortcut} is in the list."
        return check_shortcut(shortcut)

    def _edit(self, phrase_id: str, **values: str) -> None:
        before = self._phrases.get(phrase_id)
        if before is None or (values.get("text") == ""):
            return
        after = before.but(**values)
        if after != before:
            self._phrases[phrase_id] = after
            self._desk.put([(before, after)], lambda moment: None, self._failed)

    def _add(self) -> None:
        shortcut, words = self.shortcut.text().strip(), self.text.toPlainText().strip()
        mine = self._desk.clinician.id if self.whose.value() == "mine" else ""
        why = self._why_not(shortcut, clinician_id=mine)
        if why or not words:
            self.error.say(why or "A phrase needs a text.", "The list is unchanged.")
            (self.shortcut if why else self.text).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        made = Phrase(clinic_id=self._desk.clinic.id, shortcut=shortcut, text=words, clinician_id=mine)
        self._phrases[made.id] = made  # the next one is checked against it before the disk has answered
        self.error.say("")
        self.shortcut.set_value("")
        self.text.empty()
        self.shortcut.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.put([(None, made)], lambda moment: self.refresh(), self._failed)

    def _remove(self, phrase_id: str) -> None:
        phrase = self._phrases.pop(phrase_id, None)
        if phrase is not None:
            self.shortcut.setFocus(Qt.FocusReason.OtherFocusReason)
            self._desk.put([(phrase, None)], lambda moment: self.refresh(), self._failed)
            self.gone.offer(f"{phrase.shortcut} removed", lambda: self._bring_back(phrase))

    def _bring_back(self, phrase: Phrase) -> None:
        why = self._why_not(phrase.shortcut, clinician_id=phrase.clinician_id)
        if why:  # another one took its shortcut since
            self.error.say(why, "The list is unchanged.")
            return
        self._phrases[phrase.id] = phrase
        self._desk.put([(None, phrase)], lambda moment: self.refresh(), self._failed)

    def _failed(self, problem: Problem) -> None:
        told = " ".join(part for part in (problem.safe, problem.todo) if part)
        self.error.say(problem.happened, told)
        self._desk.phrases(self._show)


def _is_tab(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def _entry(menu: QMenu, name: str) -> None:
    action = menu.addAction(name)
    action.setData(name)
    action.setObjectName(f"fill_in_{name}")
