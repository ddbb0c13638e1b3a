"""The entry of one site: rows of 44 with gaps of 7, response first in Compact."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.catalogue import Muscle, Offer, muscles, offered
from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side, Twitch
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.screens.board.needling_panel.finding_rows import FindingRows, recorded
from needlechart.ui.screens.board.needling_panel.gate import Gate
from needlechart.ui.screens.board.needling_panel.hint import MOST_LINES, Hint
from needlechart.ui.screens.board.needling_panel.menu import site_menu
from needlechart.ui.screens.board.needling_panel.muscle_rows import FingerRow, LevelRow, MuscleSearch
from needlechart.ui.screens.board.needling_panel.needle_more import NeedleMore, recorded_more
from needlechart.ui.screens.board.needling_panel.needle_rows import DepthRow, NeedleRow, TechniqueRow
from needlechart.ui.screens.board.needling_panel.note_row import NoteRow
from needlechart.ui.screens.board.needling_panel.reason_strip import ReasonStrip
from needlechart.ui.screens.board.needling_panel.response_rows import PainRow, TwitchRow
from needlechart.ui.screens.board.needling_panel.row import GAP, LABEL
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.settings_fold import SettingsFold
from needlechart.ui.screens.board.needling_panel.site_ask import SiteAsk
from needlechart.ui.screens.board.needling_panel.stimulation_more import StimMore
from needlechart.ui.screens.board.needling_panel.stimulation_rows import DwellRow, StimDetails, StimRow
from needlechart.ui.screens.board.needling_panel.taken_strip import TakenStrip
from needlechart.ui.screens.board.needling_panel.title_row import TitleRow
from needlechart.ui.screens.board.needling_panel.which_needle import WhichNeedle
from needlechart.ui.theme import Theme


class Editor(QWidget):
    """One site; made anew for every visit that is opened. ``opened`` names rows that were unfolded.

    ``keep`` asks for the name of a protocol of all marks; None for who may keep none.
    """

    opened = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._class = LayoutClass.NORMAL
        self._open_dwell = self._open_note = self._open_more = self._unfolded = False
        self._reading = False
        self._full = self._scarce = False
        self._lines = MOST_LINES
        self._last = ""
        self.keep: Callable[[], None] | None = None
        self.title = TitleRow(session, theme, self)
        self.which = WhichNeedle(session, self)
        self.finger = FingerRow(session, theme, self)
        self.search = MuscleSearch(theme, self)
        self.hint = Hint(theme, self)
        self.site_ask = SiteAsk(session, theme, self)
        self.taken = TakenStrip(self)
        self.reason = ReasonStrip(theme, self)
        self.gate = Gate(session, self.reason)
        self.twitch = TwitchRow(session, theme, self)
        self.pain = PainRow(session, theme, self)
        self.fold = SettingsFold(session, self)
        self.needle = NeedleRow(session, theme, self)
        self.depth_row = DepthRow(session, theme, self)
        self.technique = TechniqueRow(session, theme, self)
        self.stim = StimRow(session, theme, self)
        self.dwell = DwellRow(session, theme, self)
        self.details = StimDetails(session, theme, self)
        self.findings = FindingRows(session, theme, self)
        self.needle_more = NeedleMore(
            session, theme, self, referred=self.findings.referred_row, bleeding=self.findings.bleeding_row
        )
        self.stim_more = StimMore(session, theme, self)
        self.level = LevelRow(session, theme, self)
        self.lower_level = LevelRow(session, theme, self, lower=True)
        self.note = NoteRow(session, theme, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        edge = self._theme.px(14)
        box.setContentsMargins(edge, self._theme.px(8), edge, self._theme.px(8))
        box.setSpacing(self._theme.px(GAP))
        for part in (
            self.title,
            self.taken,
            self.which,
            self.finger,
            self.search,
            self.hint,
            self.site_ask,
            self.reason,
            self.twitch,
            self.pain,
            self.findings,
            self.needle_more,
            self.lower_level,
            self.level,
            self.needle,
            self.needle.length,
            self.depth_row,
            self.technique,
            self.stim,
            self.details,
            self.stim_more,
            self.dwell,
            self.note,
        ):
            box.addWidget(part)
        box.addStretch(1)
        self._box = box

    def _connect(self) -> None:
        self.title.menu_wanted.connect(self.open_menu)
        self.title.side_wanted.connect(self.set_side)
        self.taken.other_wanted.connect(self._session.select)
        self.reason.asked.connect(lambda: self.opened.emit(self.reason))
        self.finger.search_wanted.connect(lambda: self.search.open(new=False))
        self.search.chosen.connect(self._on_found)
        self.twitch.wanted.connect(self._on_twitch)
        self.twitch.more_wanted.connect(self._toggle_more)
        self.stim.on_wanted.connect(self._on_current)
        self.fold.clicked.connect(self._toggle_fold)

    # Showing

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        """Compact puts labels above and folds the needle's settings."""
        self._class = layout_class
        compact = layout_class is LayoutClass.COMPACT
        rows = (self.finger, self.twitch, self.pain, self.needle, self.depth_row, self.technique, self.stim)
        folded = (
            *self.details.all_rows(),
            *self.findings.all_rows(),
            *self.needle_more.all_rows(),
            *self.stim_more.all_rows(),
        )
        for row in (*rows, self.dwell, self.level, self.lower_level, self.note, *folded):
            row.set_compact(compact=compact)
        if compact:
            self.finger.label.hide()
        self.hint.set_compact(compact=compact)
        room = self._theme.px(layout_class.side_panel_width) - self._theme.px(34)
        self.hint.set_width(room)
        self.finger.set_room(room if compact else room - self._theme.px(LABEL + 6))
        self._space()
        self.refresh()

    def set_reading(self, reading: bool) -> None:
        """Everything open and nothing to change; another needle of the site can be looked at."""
        if reading == self._reading:
            return
        self._reading = self._unfolded = self._open_more = reading
        self._enable_rows(enabled=not reading)
        self.refresh()

    def _enable_rows(self, *, enabled: bool) -> None:
        items = (self._box.itemAt(index) for index in range(self._box.count()))
        for row in (item.widget() for item in items if item is not None):
            if row is not None and row not in (self.which, self.hint):
                row.setEnabled(enabled)

    @property
    def can_be_typed_in(self) -> bool:
        """Whether it is seen and can be changed."""
        return self.isVisible() and not self._reading

    def set_room(self, *, lines: int, full: bool, crowded: bool, scarce: bool) -> None:
        """The lines that a hint may take; with fewer than four the gaps are smaller, for one more row.

        ``crowded``: a row more is there already; ``full``: no further one has room; ``scarce``: nothing
        scrolls here, so that what a site asks stands in the room of the spinal levels.
        """
        self._full, self._scarce = full, scarce
        self.needle.set_brief(brief=crowded)
        if lines != self._lines:
            self._lines = lines
            self._space()

    def _space(self) -> None:
        px, compact = self._theme.px, self._class is LayoutClass.COMPACT
        tight = self._lines < MOST_LINES
        right = self._box.contentsMargins().right()
        self.hint.set_lines(self._lines)
        self._box.setSpacing(px(4 if compact else 5 if tight else GAP))
        self._box.setContentsMargins(px(14), px(3 if compact else 2 if tight else 8), right, px(3))

    def set_scrolls(self, *, scrolls: bool) -> None:
        """Whether a scroll bar takes its 12 px."""
        margins = self._box.contentsMargins()
        margins.setRight(self._theme.px(4 if scrolls else 14))
        self._box.setContentsMargins(margins)

    def refresh(self) -> None:
        """Show the selected site as its records are."""
        point, needle = self._session.point, self._session.needle
        if point is None:
            return
        if point.id != self._last:
            self._last = point.id
            self._begin_site()
        if self.taken.isVisible() and self._session.marking.taken(point.id, self.taken.side) is None:
            self.taken.shut()
        self.hint.show_muscle(
            muscles().get(point.muscle),
            self._session.against.told_at(point),
            self._session.visit.chart.patient.figure,
        )
        for row in (
            self.title,
            self.which,
            self.finger,
            self.site_ask,
            self.twitch,
            self.pain,
            self.level,
            self.needle,
            self.depth_row,
            self.technique,
            self.stim,
            self.details,
            self.findings,
            self.needle_more,
            self.stim_more,
            self.dwell,
            self.note,
        ):
            row.refresh()
        self._show_rows(point, needle)
        if self._reading:
            self._enable_rows(enabled=False)

    def _begin_site(self) -> None:
        """What was opened or asked at the site before is gone."""
        self._open_dwell = self._open_note = False
        self.reason.shut()
        self.taken.shut()
        if not self.search.makes_new:
            self.search.hide()

    def _show_rows(self, point: TriggerPoint, needle: Needling | None) -> None:
        compact = self._class is LayoutClass.COMPACT
        wide = self._class is LayoutClass.WIDE
        unfolded = not compact or self._unfolded
        self.fold.show_settings(is_open=self._unfolded)
        for row in (self.needle, self.depth_row, self.technique, self.stim):
            row.setVisible(unfolded or (row is self.needle and self.needle.unusual))
        if not unfolded:
            self.details.hide()
        more = recorded(point, needle) + recorded_more(needle)
        asks = len(self.site_ask.asked)  # where there is no room it stands with what is behind the dots
        hidden = bool(asks) and self._full and not self._open_more
        self.twitch.show_more(more, is_open=self._open_more, asks=asks if hidden else 0)
        self.site_ask.setVisible(bool(asks) and not hidden)
        if asks and not hidden and self._scarce and not self._open_more:
            self.level.hide()  # safety is asked first; the levels come in its room
        self.findings.setVisible(self._open_more)
        self.needle_more.setVisible(self._open_more)
        if self._open_more:
            self.lower_level.refresh()
        else:
            self.lower_level.hide()
        self.stim_more.setVisible(self._open_more and self.details.isVisibleTo(self))
        self.dwell.setVisible(unfolded and (self._open_dwell or self._reading))
        self.note.setVisible(wide or self._open_note or bool(point.note))

    # What a person does

    def _toggle_fold(self) -> None:
        self._unfolded = not self._unfolded
        self.refresh()
        if self._unfolded:
            self.opened.emit(self.stim)

    def _toggle_more(self) -> None:
        self._open_more = not self._open_more
        self.refresh()
        if self._open_more:
            self.opened.emit(self.findings.rows[1])

    def open_more(self) -> None:
        """The rows of further findings, with the keyboard on the first."""
        self._open_more = True
        self.refresh()
        self.findings.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_menu(self, place: QPoint) -> None:
        """The menu of the selected site."""
        point = self._session.point
        if point is None:
            return
        menu = site_menu(
            self._session,
            point,
            self,
            note=self.open_note,
            planned=self.open_dwell,
            findings=self.open_more,
            leave_out=self._ask_why_not,
            keep=self.keep,
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _ask_why_not(self) -> None:
        """Found, but not needled today: one tap says why, or words of one's own."""
        point = self._session.point
        if point is not None:
            self.reason.ask(
                f"{point.label} is kept as a finding.",
                "Say why no needle goes in today.",
                offered(Offer.NOT_NEEDLED),
                lambda reason: self._session.marking.leave_out(point.id, reason=reason),
                verb="Keep as found",
            )

    def open_note(self) -> None:
        """The note's row, with the keyboard in it."""
        self._open_note = True
        self.refresh()
        self.note.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_dwell(self) -> None:
        """The row of planned times."""
        self._open_dwell = self._unfolded = True
        self.refresh()
        self.dwell.chips.setFocus(Qt.FocusReason.OtherFocusReason)

    def unfold(self) -> None:
        """Show the needle's settings in Compact."""
        self._unfolded = True
        self.refresh()

    def _on_found(self, muscle: Muscle, side: Side, level: str) -> None:
        point = self._session.point
        if point is not None and not self.search.makes_new:
            self._session.marking.set_muscle(point.id, muscle, side, level)

    def set_side(self, side: Side) -> bool:
        """Right or left of the site; asks, and says so, where it would lie on another mark of its muscle."""
        point, marking = self._session.point, self._session.marking
        if point is None:
            return False
        there = marking.taken(point.id, side)
        if there is None:
            self.taken.shut()
            marking.set_side(point.id, side)
            return False
        self.title.refresh()  # the side is as it was
        self.taken.ask(point, side, there, lambda: marking.set_side(point.id, side))
        self.opened.emit(self.taken)
        return True

    def _on_twitch(self, twitch: Twitch) -> None:
        needle = self._session.needle
        if needle is not None:
            self.gate.needle(needle, lambda now_needle: self._session.needles.set_twitch(now_needle, twitch))
            self.twitch.refresh()

    def _on_current(self) -> None:
        self.stim.refresh()
        if (point := self._session.point) is not None:
            self.gate.current(point)

    def ask_owed(self) -> bool:
        """Ask why it goes on where a needle is in place already, with the keyboard on the answers."""
        point = self._session.point
        if point is None or not self.gate.owed(point):
            return False
        self.reason.take_focus()
        return True

    def put_in(self) -> None:
        """Needle in, by key or menu."""
        needle = self._session.needle
        if needle is not None:
            self.gate.needle(needle, self._session.needles.put_in)
