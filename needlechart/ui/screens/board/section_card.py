"""One section of the note: composed from the record until a person edits it, and composed again on wish."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Phrase
from needlechart.domain.ghosts import EarlierVisit
from needlechart.domain.rules.copied import copied_from
from needlechart.ui.plain_words import menu_words
from needlechart.ui.screens.board.copy_source import source_menu
from needlechart.ui.screens.board.phrase_typing import PhraseTyping
from needlechart.ui.screens.wording import medium_day, short_day
from needlechart.ui.widgets import Button, ButtonKind, Card, IconButton, TextArea

TITLES = {
    "subjective": "Subjective",
    "objective": "Objective",
    "assessment": "Assessment",
    "plan": "Plan of the note",
}
COMPOSED = "written from the record, edit if you wish"
EDITED = "edited by hand"
LONGEST_ENTRY = 60


class SectionCard(Card):
    """``edited(text)`` from the person; ``composed()`` asks for the text of the record again.

    ``copy_wanted(visit_id)`` takes an earlier visit's text over (empty: the last visit's), ``checked()`` says
    that a copied text stands as it is.
    """

    edited = Signal(str)
    composed = Signal()
    copy_wanted = Signal(str)
    checked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(TITLES[name], parent, hint=COMPOSED)
        self._name = name
        self._typing: PhraseTyping | None = None
        self.text = TextArea(self, label=TITLES[name], lines=3)
        self.text.setObjectName(f"section_{name}")
        self.text.committed.connect(self._committed)
        self.again = self._link("compose", "Compose again", "refresh")
        self.again.clicked.connect(self.composed)
        self.kept = self._link("checked", "Read, it stands", "check")
        self.kept.clicked.connect(self.checked)
        self.copy = self._link("copy", "Copy from last visit", "")
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(""))
        words = f"Copy from another visit: {TITLES[name]}"
        self.others = IconButton("chevron_down", words, self)
        self.others.setObjectName(f"copy_other_{name}")
        self.others.clicked.connect(self._offer_visits)
        self.head.addWidget(self.others)
        self._visits: Sequence[EarlierVisit] = ()
        self.phrase = self._link("phrases", "Phrases", "")
        self.phrase.clicked.connect(self._offer_phrases)
        self.body.addWidget(self.text)
        self.text.installEventFilter(self)
        self._shown = ""

    def _link(self, name: str, words: str, icon: str) -> Button:
        button = Button(words, self, kind=ButtonKind.LINK, icon=icon)
        button.setObjectName(f"{name}_{self._name}")
        button.setAccessibleName(f"{words}: {TITLES[self._name]}")
        self.head.addWidget(button)
        return button

    def set_phrases(self, typing: PhraseTyping) -> None:
        """What the Phrases button offers."""
        self._typing = typing

    def offer_visits(self, visits: Sequence[EarlierVisit]) -> None:
        """The earlier visits a text can be copied from, newest first."""
        self._visits = visits
        self.others.setVisible(len(visits) > 1)

    def _offer_visits(self) -> None:
        menu = source_menu(self, self._visits, lambda one: self.copy_wanted.emit(one.visit_id))
        menu.popup(self.others.mapToGlobal(self.others.rect().bottomLeft()))

    def show_chart(self, chart: VisitChart) -> None:
        """The text as it will print, and where it comes from."""
        from needlechart.catalogue import knowledge
        from needlechart.domain.narrative import compose

        edited = bool(getattr(chart.visit, f"{self._name}_edited"))
        self._shown = getattr(compose(chart, knowledge().measures), self._name)
        self.text.set_value(self._shown)
        day = copied_from(chart.visit, self._name)
        hint = EDITED if edited else COMPOSED
        if day is not None:
            hint = f"copied from {short_day(day)}, not touched yet"
        self.set_title(TITLES[self._name], hint)
        self.hint.set_colour("caution" if day is not None else "muted")
        self.again.setVisible(edited)
        self.kept.setVisible(day is not None)
        last = chart.previous
        self.copy.setVisible(last is not None and day is None)
        if last is not None:
            self.copy.set_text(f"Copy from {medium_day(last.started.date())}")
        self._fit()

    def _committed(self, text: str) -> None:
        if text != self._shown:
            self.edited.emit(text)

    def _offer_phrases(self) -> None:
        phrases = list(self._typing.phrases.values()) if self._typing is not None else []
        menu = QMenu(self)
        menu.setObjectName("phrases_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not phrases:
            menu.addAction("No phrases yet; Settings makes them").setEnabled(False)
        for one in sorted(phrases, key=lambda phrase: phrase.shortcut.casefold()):
            words = " ".join(one.text.split())
            short = words if len(words) <= LONGEST_ENTRY else f"{words[:LONGEST_ENTRY]}…"
            entry = menu.addAction(menu_words(f"{one.shortcut}   {short}"))
            entry.setObjectName(f"phrase_{one.shortcut}")
            entry.triggered.connect(lambda checked=False, phrase=one: self._insert(phrase))
        menu.popup(self.phrase.mapToGlobal(self.phrase.rect().bottomLeft()))

    def _insert(self, phrase: Phrase) -> None:
        if self._typing is not None:
            self._typing.insert(self.text, phrase)

    def _fit(self) -> None:
        """As high as its text, up to twelve lines."""
        wide = max(self.text.viewport().width() - self._theme.px(24), 100)
        lines = 0
        metrics = self.text.fontMetrics()
        for paragraph in self._shown.splitlines() or [""]:
            lines += max(1, -(-metrics.horizontalAdvance(paragraph) // wide))
        high = metrics.lineSpacing() * min(max(lines, 1), 12) + self._theme.px(28)
        self.text.setFixedHeight(high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() is QEvent.Type.Resize:
            self._fit()
        return False
