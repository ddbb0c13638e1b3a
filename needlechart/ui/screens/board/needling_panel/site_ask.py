"""What a site brings up and screening could not ask before: one tap for no to all, a menu for a yes."""

from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from needlechart.catalogue import knowledge, screening
from needlechart.domain.rules.site_screening import open_at
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import Answer
from needlechart.editing.change import Pair
from needlechart.ui.plain_words import menu_words
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Chip, Text


class SiteAsk(QWidget):
    """Names every item it asks; an answer is one for the visit, and goes with one undo."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("site_ask")
        self._session = session
        self._items: tuple[str, ...] = ()
        self.words = Text("", self, role="label", colour="caution", wrap=True)
        self.no = Chip("None", self)
        self.no.setObjectName("site_ask_no")
        self.yes = Chip("Yes …", self)
        self.yes.setObjectName("site_ask_yes")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        box.addWidget(self.words, 1)
        for chip in (self.no, self.yes):
            chip.setFixedWidth(theme.px(64))
            box.addWidget(chip)
        self.no.clicked.connect(self._say_no)
        self.yes.clicked.connect(self._open_menu)
        self.hide()

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the items that are named."""
        return self._items

    def refresh(self) -> None:
        """The items of the selected site that are open."""
        point = self._session.point
        chart = self._session.visit.chart
        self._items = open_at(chart, knowledge(), [point]) if point is not None else ()
        names = [screening()[one].short_name for one in self._items]
        told = ", ".join(name if not place else name.lower() for place, name in enumerate(names))
        self.words.setText(f"{told}?" if told else "")
        self.no.setAccessibleName(f"None of these: {told}")
        self.yes.setAccessibleName(f"Yes to one of: {told}")
        self.no.setChecked(False)
        self.yes.setChecked(False)

    def _say_no(self) -> None:
        pairs: list[Pair] = [(None, self._answer(one, Answer.NO)) for one in self._items]
        if pairs:
            self._session.visit.do(pairs, "None at the site")

    def _open_menu(self) -> None:
        self.yes.setChecked(False)
        menu = QMenu(self)
        menu.setObjectName("site_ask_menu")
        for key in self._items:
            action = menu.addAction(menu_words(screening()[key].text))
            action.setObjectName(f"site_ask_{key}")
            action.triggered.connect(lambda checked=False, key=key: self._say_yes(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.yes.mapToGlobal(self.yes.rect().bottomLeft()))

    def _say_yes(self, key: str) -> None:
        self._session.visit.do([(None, self._answer(key, Answer.YES))], screening()[key].short_name)

    def _answer(self, key: str, answer: Answer) -> ScreeningAnswer:
        visit = self._session.visit.visit
        return ScreeningAnswer(
            patient_id=visit.patient_id,
            visit_id=visit.id,
            item=key,
            item_text=screening()[key].short_name,
            answer=answer,
        )
