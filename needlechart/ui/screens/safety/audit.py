"""Who did what: the audit log with filters, the check of the whole record, who saw one chart."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from needlechart.domain.audit_view import AuditFilter, AuditGroup, AuditOrder, AuditPage, AuditRow, Sight
from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words, plural
from needlechart.editing.desk import Desk
from needlechart.editing.safety import Checked
from needlechart.ui.screens.parts import Labelled, ScrollColumn, row
from needlechart.ui.screens.safety.page import SafetyPage
from needlechart.ui.screens.safety.sorted_table import SortedTable
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    MessageKind,
    Text,
    TextField,
)

ORDERS = tuple(AuditOrder)
WIDTHS = (170, 210, 160, 130, 120, 300)
DAYS = {"1": 0, "7": 6, "30": 29}
PERIODS = [
    Choice("1", "Today"),
    Choice("7", "7 days"),
    Choice("30", "30 days"),
    Choice("all", "All"),
]
CLOSE = Action("dismiss", "Close")
STOP = Action("stop_check", "Stop", ButtonKind.QUIET)
MOST_SHOWN = 20
LIMIT = (
    "What this finds: any change by other programs. What it cannot find: somebody who holds a passphrase and"
    " writes the whole log anew with its key. Seals still tell then, for they need each therapist’s own key."
)


class AuditScreen(SafetyPage):
    """Newest first, or sorted by any column; more comes as one scrolls."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("audit_screen", "Audit log", desk, theme, parent)
        self._wanted = AuditFilter()
        self._shown = self._upto = 0
        self._round = 0
        scroll = ScrollColumn(self, gap=10, edges=(20, 12, 20, 12))
        inside, box = scroll.inside, scroll.box
        box.addWidget(self.notices)
        self._filters(inside, box)
        self.seen = Text("", inside, role="secondary", wrap=True)
        self.seen.setObjectName("seen_by")
        self.seen.hide()
        box.addWidget(self.seen)
        self.sorted = SortedTable([one.value for one in ORDERS], WIDTHS, inside, label="Audit log")
        self.sorted.sort_wanted.connect(self._sort)
        self.sorted.setMinimumHeight(theme.px(280))
        box.addWidget(self.sorted, 1)
        self.table = self.sorted.table
        self.table.setObjectName("audit_rows")
        self.table.rows.wants_more.connect(self._more)
        foot = row(gap=8)
        self.count = Text("", inside, role="secondary", colour="muted")
        self.count.setObjectName("audit_count")
        self.check = Button("Check the whole record", inside, icon="check")
        self.check.setObjectName("check_record")
        self.check.clicked.connect(self._check)
        self.save = Button("Save as CSV", inside, icon="document")
        self.save.setObjectName("save_audit")
        self.save.clicked.connect(self._save)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.check)
        foot.addWidget(self.save)
        box.addLayout(foot)
        self.outer.addWidget(scroll, 1)
        self._show_order()
        self.notices.acted.connect(self._acted)

    def _filters(self, inside: QWidget, box: QVBoxLayout) -> None:
        groups = [Choice(one.name, one.value) for one in AuditGroup]
        self.groups = ChipRow(groups, inside, label="What", wrap=True)
        self.groups.setObjectName("audit_groups")
        self.groups.set_value(AuditGroup.ALL.name)
        self.groups.chosen.connect(lambda name: self._filter(group=AuditGroup[name]))
        self.periods = ChipRow(PERIODS, inside, label="When", wrap=True)
        self.periods.setObjectName("audit_periods")
        self.periods.set_value("all")
        self.periods.chosen.connect(self._period)
        self.people = ChipRow([Choice("", "Everybody")], inside, label="Who", wrap=True)
        self.people.setObjectName("audit_people")
        self.people.set_value("")
        self.people.chosen.connect(lambda who: self._filter(clinician_id=who))
        self.number = TextField(inside, label="Record number", placeholder="NC-000127")
        self.number.setObjectName("audit_number")
        self.number.committed.connect(lambda text: self._filter(number=text.strip(), patient_id=""))
        self.number.setFixedWidth(self._theme.px(190))
        top = Qt.AlignmentFlag.AlignTop
        what, when = row(gap=14), row(gap=14)
        what.addWidget(Labelled("What", self.groups, inside), 1, top)
        what.addWidget(Labelled("Patient’s record number", self.number, inside), 0, top)
        when.addWidget(Labelled("When", self.periods, inside), 0, top)
        when.addWidget(Labelled("Who", self.people, inside), 1, top)
        box.addLayout(what)
        box.addLayout(when)

    def open_for(self, patient_id: str) -> None:
        """Who saw one chart; an empty id shows everything."""
        group = AuditGroup.READ if patient_id else AuditGroup.ALL
        self._wanted = AuditFilter(patient_id=patient_id, group=group)
        self._show_order()
        self.groups.set_value(group.name)
        self.periods.set_value("all")
        self.people.set_value("")
        self.number.set_value("")
        self.notices.clear()
        self.refresh()

    def refresh(self) -> None:
        """The newest entries of the filter."""
        self._round += 1
        self.count.setText("Reading the log")
        this = self._round

        def show(page: AuditPage) -> None:
            if this == self._round:
                self._show(page)

        self._desk.audit_page(self._wanted, 0, show, self.failed)

    def _filter(self, **values: object) -> None:
        self._wanted = self._wanted.but(**values)
        self.refresh()

    def _sort(self, number: int) -> None:
        """By another column; the one it is sorted by already, the other way round."""
        order = ORDERS[number]
        turned = order is self._wanted.order and not self._wanted.turned
        self._filter(order=order, turned=turned)
        self._show_order(spoken=True)

    def _show_order(self, *, spoken: bool = False) -> None:
        order, turned = self._wanted.order, self._wanted.turned
        by_time = order is AuditOrder.TIME
        ways = ("newest first", "oldest first") if by_time else ("A to Z", "Z to A")
        self.sorted.show_sorted(ORDERS.index(order), ways[turned], up=by_time is turned, spoken=spoken)

    def _period(self, name: str) -> None:
        days = DAYS.get(name)
        self._filter(since=None if days is None else now().date() - timedelta(days=days))

    def _show(self, page: AuditPage) -> None:
        self._upto, self._shown = page.upto, page.shown
        self.table.rows.show_rows([_cells(one) for one in page.rows], more=bool(page.shown))
        self.table.scrollToTop()
        self.count.setText(plural(page.total, "entry", "entries"))
        choices = [Choice("", "Everybody"), *(Choice(key, name) for key, name in page.people)]
        self.people.set_choices(choices)
        self.people.set_value(self._wanted.clinician_id)
        if page.patient:
            self.number.set_value(page.patient)
        self.seen.setText(_seen_words(page.patient, page.seen_by))
        self.seen.setVisible(bool(page.seen_by))

    def _more(self) -> None:
        this = self._round

        def add(page: AuditPage) -> None:
            if this == self._round:
                self._shown = page.shown
                self.table.rows.add_rows([_cells(one) for one in page.rows], more=bool(page.shown))

        self._desk.audit_page(self._wanted.but(upto=self._upto), self._shown, add, self.failed)

    def _save(self) -> None:
        proposed = str(Path.home() / f"needlechart-audit-{now().date().isoformat()}.csv")
        name, _ = QFileDialog.getSaveFileName(self.window(), "Save the audit log", proposed, "CSV (*.csv)")
        if name:
            self._desk.save_audit(self._wanted, Path(name), self._saved, self.failed)

    def _saved(self, path: Path) -> None:
        told = f"Saved as {path.name}", "It lies outside the encrypted chart."
        self.notices.say("saved", MessageKind.OK, *told, (CLOSE,), icon="check")

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.notices.take("checked")
        self._told(0, 1, "the file")
        self._desk.check_chart(self._told, self._checked, self._check_failed)

    def _told(self, done: int, total: int, what: str) -> None:
        words = f"Checking: {what}, step {done + 1} of {total}"
        self.notices.say("checking", MessageKind.CAUTION, words, "Charting goes on beside it.", (STOP,))

    def _check_failed(self, problem: object) -> None:
        self._over()
        self.failed(problem)  # type: ignore[arg-type]

    def _over(self) -> None:
        self.notices.take("checking")
        self.check.setEnabled(True)

    def _checked(self, found: Checked | None) -> None:
        self._over()
        if found is None:
            self.notices.say("checked", MessageKind.CAUTION, "The check was stopped", "", (CLOSE,))
            return
        seen = (
            f"{plural(found.visits, 'visit')}, {plural(found.seals, 'seal')}, "
            f"{plural(found.audit_entries, 'audit entry', 'audit entries')}."
        )
        if not found.findings:
            self.notices.say("checked", MessageKind.OK, "All is well", f"{seen} {LIMIT}", (CLOSE,))
        else:
            shown = "\n".join(found.findings[:MOST_SHOWN])
            rest = len(found.findings) - MOST_SHOWN
            more = f"\n{rest} more: needlechart check lists them all." if rest > 0 else ""
            title = f"{plural(len(found.findings), 'problem')} found"
            words = f"{shown}{more}\n{found.advice}"
            self.notices.say("checked", MessageKind.DANGER, title, words, (CLOSE,))
        self.refresh()

    def _acted(self, key: str, action: str) -> None:
        if action == STOP.id:
            self._desk.stop_check()


def _cells(one: AuditRow) -> tuple[str, ...]:
    when = f"{date_words(one.at.date())} {clock(one.at)}"
    return (when, one.who, one.what, one.about, one.patient, one.detail)


def _seen_words(number: str, seen: tuple[Sight, ...]) -> str:
    told = [
        f"{one.who} {plural(one.times, 'time')}, last {date_words(one.last.date())} {clock(one.last)}"
        for one in seen
    ]
    return f"Who saw the chart {number}: {'; '.join(told)}."
