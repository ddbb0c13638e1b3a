"""Clinical content: every table, every row with its source and review; the clinic's copy edited in place."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue.content import CONTENT, ContentRow, ContentTable, another_like, content_rows
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.rules.permissions import Act, may
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.content_row import RowEditor
from needlechart.ui.screens.parts import ScrollColumn, column, empty, plain_panel, row
from needlechart.ui.screens.settings_content import MEMORY_AIDS
from needlechart.ui.screens.wording import count, fold
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    Hairline,
    IconButton,
    SearchField,
    Text,
)

SHOWN = 60
"""So many rows are listed at once; the rest is found by typing."""


LIST_HEIGHT = 260
"""The least that rows and editor take, in logical px; without room the whole page scrolls."""


class ContentScreen(QWidget):
    """``left()`` goes back to Settings; ``changed()`` after each row that was kept."""

    left = Signal()
    lock_wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content_screen")
        self._desk = desk
        self._theme = theme
        self._table: ContentTable = CONTENT[3]
        self._rows: tuple[ContentRow, ...] = ()
        self._own: dict[tuple[str, str], CatalogueRow] = {}
        self._chosen = ""
        self._just_made = ""
        self._waiting = 0
        self._may = may(desk.clinician, Act.SHELF)
        outer = column(self, gap=0)
        outer.addWidget(self._head())
        outer.addWidget(Hairline(self))
        self.notices = Notices(self)
        outer.addWidget(self._page(), 1)

    def _page(self) -> ScrollColumn:
        """The tables, and below them the rows beside the chosen one; longer than the window in large text."""
        page = ScrollColumn(self, gap=10, edges=(20, 12, 20, 12))
        body = page.box
        body.addWidget(self.notices)
        self.gone = WayBack(self)
        self._gone_row = ""
        body.addWidget(self.gone)
        self.tables = ChipRow(
            [Choice(one.name, one.title) for one in CONTENT], self, label="Tables", wrap=True
        )
        self.tables.setObjectName("content_tables")
        self.tables.chosen.connect(self._choose_table)
        body.addWidget(self.tables)
        below = QWidget(self)
        below.setMinimumHeight(self._theme.px(LIST_HEIGHT))
        halves = row(below, gap=14)
        halves.addWidget(self._list(), 45)
        self._editor_scroll = ScrollColumn(self, gap=10, edges=(0, 0, 4, 0))
        self.editor = RowEditor(self._editor_scroll.inside, editable=self._may)
        self.editor.edited.connect(self._keep)
        self.editor.another.connect(self._add)
        self._editor_scroll.box.addWidget(self.editor)
        self._editor_scroll.box.addStretch(1)
        halves.addWidget(self._editor_scroll, 55)
        body.addWidget(below, 1)
        return page

    def _head(self) -> QWidget:
        bar = plain_panel(self)
        bar.setFixedHeight(self._theme.px(60))
        line = row(bar, gap=8, edges=(8, 0, 10, 0))
        back = IconButton("back", "Back to Settings", bar)
        back.setObjectName("leave_content")
        back.clicked.connect(self.left)
        lock = IconButton("lock", "Lock", bar)
        lock.setObjectName("lock")
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(back)
        line.addWidget(Text("Clinical content", bar, role="name"))
        line.addWidget(Text(MEMORY_AIDS, bar, role="secondary", colour="muted", wrap=True), 1)
        line.addWidget(lock)
        return bar

    def _list(self) -> QWidget:
        card = Card("", self, padding=10)
        self._card = card
        self.search = SearchField(card, label="Find a row", placeholder="Find a row")
        self.search.setObjectName("content_search")
        self.search.textEdited.connect(lambda text: self._show_rows())
        card.body.addWidget(self.search)
        self._scroll = ScrollColumn(card, gap=6, edges=(0, 0, 4, 0))
        card.body.addWidget(self._scroll, 1)
        return card

    def open(self) -> None:
        """Ask anew what the clinic keeps, and show the table."""
        self._desk.content(self._take, self._failed)

    def open_table(self, name: str) -> None:
        """Turn to a table by its name."""
        self._choose_table(name)

    def _take(self, rows: tuple[CatalogueRow, ...]) -> None:
        if self._waiting:
            return  # a newer correction is on its way; its answer asks again
        self._own = {(one.table, one.row): one for one in rows}
        self._show_table()

    def _choose_table(self, name: str) -> None:
        self._table = next(one for one in CONTENT if one.name == name)
        self._chosen = ""
        self.search.set_value("")
        self._show_table()

    def _show_table(self) -> None:
        self.tables.set_value(self._table.name)
        self._rows = content_rows(self._table)
        seen = sum(bool(one.reviewed) for one in self._rows)
        mine = sum(one.own for one in self._rows)
        hint = f"{count(len(self._rows), 'row')}, {seen} reviewed"
        self._card.set_title(self._table.title, f"{hint}, {mine} of the clinic" if mine else hint)
        self._show_rows()
        self._show_chosen()

    def _show_rows(self) -> None:
        empty(self._scroll.box)
        self._buttons: dict[str, Button] = {}
        wanted = fold(self.search.text()).split()
        found = [one for one in self._rows if _matches(one, wanted)]
        shown = [one for at, one in enumerate(found) if at < SHOWN or one.key == self._chosen]
        for one in shown:
            self._scroll.box.addWidget(self._line(one))
        if len(found) > len(shown):
            words = f"{len(found) - len(shown)} more; type to find them."
            self._scroll.box.addWidget(Text(words, self, role="secondary", colour="muted"))
        if not found:
            self._scroll.box.addWidget(Text("No row holds these words.", self, colour="muted"))
        self._scroll.box.addStretch(1)
        if self._just_made in self._buttons:
            self._bring_into_sight(self._buttons[self._just_made])
            self._just_made = ""

    def _bring_into_sight(self, line: QWidget) -> None:
        """A line that was only just made has its place once the list is laid out."""
        inside = self._scroll.inside
        line.show()
        self._scroll.box.activate()
        inside.resize(inside.width(), inside.sizeHint().height())
        self._scroll.show_part(line)

    def _line(self, one: ContentRow) -> QWidget:
        said = [(one.reviewed and f"reviewed by {one.reviewed}") or "not reviewed"]
        said += ["hidden"] if one.hidden else []
        said += ["of the clinic"] if one.added else ["corrected by the clinic"] if one.own else []
        said += ["not usable, the program's row counts"] if one.fault else []
        kind = ButtonKind.CURRENT if one.key == self._chosen else ButtonKind.QUIET
        button = Button(one.title, self, kind=kind, detail=", ".join(said), padding=10, height=52)
        button.setAccessibleDescription(", ".join(said))
        button.setObjectName(f"content_{one.key.replace('/', '_').replace(' ', '_')}")
        button.clicked.connect(partial(self._choose, one.key))
        self._buttons[one.key] = button
        return button

    def _choose(self, key: str) -> None:
        self._chosen = key
        for name, button in self._buttons.items():
            button.set_kind(ButtonKind.CURRENT if name == key else ButtonKind.QUIET)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = next((row for row in self._rows if row.key == self._chosen), None)
        kept = self._own.get((self._table.name, self._chosen))
        self.editor.show_row(
            self._table, one, kept, self._desk.clinic.id, self._desk.clinician.signature_name
        )

    def _keep(self, before: CatalogueRow | None, after: CatalogueRow | None) -> None:
        pairs: list[Pair] = [(before, after)]
        self._waiting += 1
        self._desk.put(pairs, lambda moment: self._kept(), self._failed)
        if before is not None and after is None:
            title = next((one.title for one in self._rows if one.key == before.row), before.row)
            self.gone.offer(f"{title}: the clinic’s copy removed", lambda: self._bring_back(before))
        elif self.gone.isVisibleTo(self) and after is not None and after.row == self._gone_row:
            self.gone.close_line()  # a newer copy of that row is there
        self._gone_row = before.row if before is not None and after is None else self._gone_row

    def _bring_back(self, row: CatalogueRow) -> None:
        """The clinic's copy of a row again, shown as it was."""
        if self._table.name != row.table:
            self._table = next(one for one in CONTENT if one.name == row.table)
        self._chosen = self._just_made = row.row
        self.search.set_value("")
        self._keep(None, row)

    def _kept(self) -> None:
        self._waiting -= 1
        self.changed.emit()
        self.open()

    def _add(self) -> None:
        """A new row, begun as a copy of the one that is shown."""
        one = next((row for row in self._rows if row.key == self._chosen), None)
        if one is None or self._table.closed:
            return
        made = another_like(self._desk.clinic.id, one, {row.key for row in self._rows})
        self._chosen = self._just_made = made.row
        self.search.set_value("")
        self._keep(None, made)

    def _failed(self, problem: Problem) -> None:
        self._waiting = 0
        self.notices.problem(problem)
        self.notices.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chosen()


def _matches(one: ContentRow, wanted: list[str]) -> bool:
    text = fold(" ".join((one.key, one.title, *one.cells.values())))
    return all(word in text for word in wanted)
