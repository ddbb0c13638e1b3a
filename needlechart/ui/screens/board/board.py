"""The visit board: banner, rail, and the steps of one open visit."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.atlas.style import PlateStyle
from needlechart.domain.clinic import Phrase
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.phrases import offered
from needlechart.domain.rules.stopping import stop_pairs
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Step
from needlechart.editing.desk import Desk
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.errors import Notices
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.allowed import READS, READS_SAFE
from needlechart.ui.screens.board.banner import Banner
from needlechart.ui.screens.board.board_answers import BoardAnswers
from needlechart.ui.screens.board.board_notices import say_colleague, say_needles_in
from needlechart.ui.screens.board.consent_state import consent_fine, consent_words
from needlechart.ui.screens.board.factory import make_step
from needlechart.ui.screens.board.not_saved import NotSaved
from needlechart.ui.screens.board.phrase_typing import PhraseTyping
from needlechart.ui.screens.board.rail import Rail
from needlechart.ui.screens.board.saved import SavedState
from needlechart.ui.screens.board.standing import rail_states, to_do_words, todos
from needlechart.ui.screens.board.steps import ORDER, Steps, paper_of
from needlechart.ui.screens.board.stop_now import StopButton, stop_words
from needlechart.ui.screens.board.targets import set_read_only, site_of, step_of
from needlechart.ui.screens.board.touch_lock import TouchLock
from needlechart.ui.screens.current_stack import CurrentStack
from needlechart.ui.screens.focus import commit_focus
from needlechart.ui.screens.notice_area import NoticeArea
from needlechart.ui.screens.parts import column, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import IconButton, MessageKind


class VisitBoard(QWidget):
    """``left()`` goes back to the patient, ``signed(visit_id)`` follows the seal.

    ``discarded(pairs)``: the draft is gone, the pairs bring it back.
    """

    left = Signal()
    discarded = Signal(object)
    signed = Signal(str)
    lock_wanted = Signal()
    pdf_explained = Signal()
    pdf_folder_chosen = Signal(str)
    form_wanted = Signal(object, object, object)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("board")
        self._desk = desk
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._kind = LayoutClass.NORMAL
        self._steps = Steps(self._make_step)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._refresh)
        self.banner = Banner(self)
        self.rail = Rail(self)
        self.saved = SavedState(self)
        self.notices = Notices(self)
        self.not_saved = NotSaved(desk, self.notices, self)
        self.stack = CurrentStack(self)
        self.phrases = PhraseTyping(self, self._known)
        self.answers = BoardAnswers(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        outer = column(self, gap=0)
        outer.addWidget(self.banner)
        body = row(gap=0)
        outer.addLayout(body, 1)
        body.addWidget(self.rail)
        middle = column(gap=0)
        middle.addWidget(NoticeArea(self.notices, self))
        middle.addWidget(self.stack, 1)
        body.addLayout(middle, 1)
        self.undo_button = IconButton("undo", "Undo", self, outlined=True)
        self.undo_button.setObjectName("undo")
        self.redo_button = IconButton("redo", "Redo", self, outlined=True)
        self.redo_button.setObjectName("redo")
        self.stop_button = StopButton(self)
        self.touch_button = IconButton("touch_off", "Lock touch (Ctrl+T)", self)
        self.touch_button.setObjectName("lock_touch")
        self.touch_lock = TouchLock(self)
        for part in (self.stop_button, self.saved, self.touch_button, self.undo_button, self.redo_button):
            self.banner.tail.addWidget(part)

    def _connect(self) -> None:
        self.banner.back.connect(self.leave)
        self.banner.lock.connect(self.lock_wanted)
        self.banner.consent_clicked.connect(lambda: self.go_to(Step.CHECK_IN, "consent_today"))
        self.rail.chosen.connect(self.show_step)
        self.stop_button.clicked.connect(self.stop_now)
        self.touch_button.clicked.connect(self.toggle_touch)
        self.touch_lock.stop_wanted.connect(self.stop_now)
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.saved.failed.connect(self.not_saved.failed)
        self.saved.fine.connect(self.not_saved.fine)

    @property
    def visit(self) -> OpenVisit | None:
        """The visit that is open."""
        return self._visit

    @property
    def current(self) -> Step:
        """The step that is shown."""
        return self._visit.place.step if self._visit else Step.CHECK_IN

    def open(self, visit: OpenVisit) -> None:
        """Show a visit at the step where it stood."""
        self.drop()
        self._visit = visit
        visit.changed.connect(self._on_changed)
        visit.clocks.time_up.connect(self._on_time_up)
        visit.changed.connect(self._show_undo)
        self.saved.show_visit(visit)
        self.not_saved.show_visit(visit)
        self._desk.phrases(self._take_phrases)
        if not visit.may_chart:
            self.notices.say("reads", MessageKind.CAUTION, READS, READS_SAFE, icon="eye")
        elif visit.colleague:
            say_colleague(self.notices, visit.colleague)
        self._refresh()
        self._show_undo()
        self.show_step(Step.REVIEW if visit.visit.signed else visit.place.step)

    def _take_phrases(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases.set_phrases(offered(phrases, self._desk.clinician.id))

    def _known(self) -> dict[str, str]:
        """What a phrase takes from the visit."""
        from needlechart.catalogue import measures
        from needlechart.domain.narrative.fill_ins import fill_ins

        visit = self._visit
        if visit is None:
            return {}
        site = visit.get(TriggerPoint, visit.place.site_id) if self.current is Step.NEEDLING else None
        return fill_ins(visit.chart, previous=visit.previous, site=site, measures=measures())

    def drop(self) -> None:
        """Forget the visit: no value of it stays in a widget."""
        if self._visit is None:
            return
        commit_focus()
        self._visit.changed.disconnect(self._on_changed)
        self._visit.clocks.time_up.disconnect(self._on_time_up)
        self._visit.changed.disconnect(self._show_undo)
        self._later.stop()
        self.saved.show_visit(None)
        self.not_saved.show_visit(None)
        self._steps.show_nothing()
        self.touch_lock.release()
        self.notices.clear()
        self.banner.clear()
        self.rail.set_clock(None, None)
        self._visit = None

    def show_step(self, step: Step) -> None:
        """Turn to a step and remember it."""
        if self._visit is None:
            return
        commit_focus()
        part = self._step(step)
        self._visit.stand(step=step)
        set_read_only(part, read_only=self._visit.closed and step is not Step.REVIEW)
        focus = QApplication.focusWidget()
        inside = focus is None or focus is self or self.stack.isAncestorOf(focus)  # self: just opened
        self.stack.setCurrentWidget(part)
        if inside and part is not focus:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            land = getattr(part, "land", None)
            if callable(land) and part.isVisible() and not self._visit.closed:
                land()
        self.rail.set_current(step)
        self.answers.ask_count(self._visit)

    def go_to(self, step: Step, target: str, record_id: str = "") -> None:
        """Turn to a step and to a field in it, of one record where the step knows them."""
        step = step_of(step, target)
        self.show_step(step)
        part = self._step(step)
        to_record = getattr(part, "go_to_record", None)
        if record_id and callable(to_record):
            to_record(record_id, target)
        elif step is Step.NEEDLING and not target.startswith("needles"):
            site = site_of(self._visit.chart, record_id) if self._visit else ""
            part.go_to(site or target)  # type: ignore[attr-defined]
        else:
            part.go_to(target)  # type: ignore[attr-defined]

    def step_by(self, by: int) -> None:
        """The next or previous step; nothing happens at the ends."""
        index = ORDER.index(self.current) + by
        if 0 <= index < len(ORDER):
            self.show_step(ORDER[index])

    def leave(self) -> None:
        """Back to the patient; with needles in a strip says so first, and the second time it is done."""
        if self._visit is None:
            self.left.emit()
            return
        commit_focus()
        still = needle_count(self._visit.chart).still_in
        if still and self.notices.shown("needles_in") is None and not self._visit.visit.signed:
            say_needles_in(self.notices, len(still))
        else:
            self.left.emit()

    def stop_now(self) -> None:
        """The patient is unwell: every needle out, the treatment stopped, then how it was borne."""
        if self._visit is None or self._visit.closed or not self._visit.chart.needles_still_in:
            return
        commit_focus()
        chart = self._visit.chart
        self._visit.do(stop_pairs(chart, self._visit.moment(), sure=self._visit.sure_of), stop_words(chart))
        self.go_to(Step.AFTER, "stopped")

    def toggle_touch(self) -> None:
        """Stray touches do nothing, or work again; keys always do."""
        if self.touch_lock.locked:
            self.touch_lock.release()
        elif self._visit is not None:
            self.touch_lock.lock(needles_in=bool(self._visit.chart.needles_still_in))

    def undo(self) -> None:
        """Take back the newest step of this visit."""
        if self._visit is not None:
            commit_focus()
            self._visit.undo()

    def redo(self) -> None:
        """Do it again."""
        if self._visit is not None:
            self._visit.redo()

    def regions(self) -> list[QWidget]:
        """What F6 goes through: rail, step, banner."""
        current = self.stack.currentWidget()
        inside = getattr(current, "regions", None)
        parts: list[QWidget] = list(inside()) if callable(inside) else [current] if current else []
        return [self.rail, *parts, self.banner]

    def set_panel_on_left(self, on_left: bool) -> None:
        """The side panels stand at the other edge; the body map is never mirrored."""
        self._steps.tell("set_panel_on_left", on_left)

    def set_single_keys(self, on: bool) -> None:
        """Whether single keys act on map and editor."""
        self._steps.tell("set_single_keys", on)

    def set_plate_style(self, style: PlateStyle) -> None:
        """Every body map draws the body quietly or in full colour; what is shown stays where it is."""
        self._steps.set_plate_style(style)

    def set_pdf_known(self, known: bool) -> None:
        """Whether it was explained on this laptop that a PDF lies outside the encrypted chart."""
        self._steps.set_pdf_known(known)

    def set_pdf_folder(self, folder: str) -> None:
        """Where PDFs go on this laptop; empty until one was saved."""
        self._steps.set_pdf_folder(folder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._kind = layout_class(self.width(), self.height(), self._theme.scale)
        compact = self._kind is LayoutClass.COMPACT
        self.banner.set_compact(compact=compact)
        self.rail.set_layout(self._kind.rail_width, compact=compact)
        self.saved.setMaximumWidth(self._theme.px(110 if compact else 190))
        self.saved.set_stacked(stacked=compact and self._theme.text_size > 112)

    def _step(self, step: Step) -> QWidget:
        part = self._steps.of(step)
        if getattr(part, "_visit", None) is not self._visit:
            part.show_visit(self._visit)  # type: ignore[attr-defined]
        return part

    def _make_step(self, step: Step) -> QWidget:
        part = make_step(step, self._desk, self._theme, self.stack)
        part.setObjectName(f"step_{step.value}")
        part.next_requested.connect(partial(self.step_by, 1))  # type: ignore[attr-defined]
        if step is Step.CHECK_IN:
            part.form_wanted.connect(self.form_wanted)  # type: ignore[attr-defined]
        if step in (Step.NEEDLING, Step.REVIEW):
            part.jump.connect(self.go_to)  # type: ignore[attr-defined]
        if step is Step.REVIEW:
            part.signed.connect(self._on_signed)  # type: ignore[attr-defined]
            part.discarded.connect(self.discarded)  # type: ignore[attr-defined]
        paper = paper_of(part)
        if paper is not None:
            paper.explained.connect(self.pdf_explained)  # type: ignore[attr-defined]
            paper.folder_chosen.connect(self.pdf_folder_chosen)  # type: ignore[attr-defined]
        self.stack.addWidget(part)
        take_phrases = getattr(part, "set_phrases", None)
        if callable(take_phrases):
            take_phrases(self.phrases)
        return part

    def _on_changed(self, pairs: object) -> None:
        self._later.start()

    def _refresh(self) -> None:
        if self._visit is None:
            return
        chart = self._visit.chart
        self.banner.show_patient(chart.patient, chart.visit.started.date())
        self.stop_button.show_chart(chart)
        if self._visit.closed:
            self.stop_button.hide()
        if self.touch_lock.locked:
            self.touch_lock.show_needles(needles_in=not self.stop_button.isHidden())
        self.banner.set_alerts(chart.open_alerts)
        self.banner.consent.set_state(*consent_words(chart), fine=consent_fine(chart))
        missed = todos(chart)
        self.rail.set_states(rail_states(chart, self._visit.previous, missed))
        self.rail.set_to_do(to_do_words(chart, missed))
        self.rail.set_goals([goal.text for goal in chart.goals if goal.met is None][:2])
        # Treatment ends with the last needle, the visit with its signing: the time never goes back.
        self.rail.set_clock(chart.visit.started, chart.seal.signed_at if chart.seal else chart.visit.ended)
        self.answers.follow(self._visit)
        self._show_undo()

    def _on_time_up(self, needles: tuple[Needling, ...]) -> None:
        if self._visit is not None:
            self.answers.tell_time_up(self._visit, needles)

    def _show_undo(self, pairs: object = ()) -> None:
        if self._visit is None:
            return
        history, closed = self._visit.history, self._visit.closed
        self.undo_button.setEnabled(bool(history.done) and not closed)
        self.redo_button.setEnabled(bool(history.undone) and not closed)
        self.undo_button.set_label(f"Undo {history.undo_text}".strip())
        self.redo_button.set_label(f"Redo {history.redo_text}".strip())

    def _on_signed(self, visit_id: str) -> None:
        self._refresh()
        self.signed.emit(visit_id)
