"""Saving has stopped: what is held in memory, shown when asked for, and a copy of all of it elsewhere."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.domain.backup_view import BackedUp, made_words
from needlechart.editing.desk import Desk, Problem
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.errors import DISMISS, TRY_AGAIN, Notices
from needlechart.ui.screens.wording import clock, count
from needlechart.ui.widgets import Action, MessageKind

KEY = "not_saved"
COPY, SHOW = "save_elsewhere", "show_held"
MOST_SHOWN = 12
COPY_STRIP = "copy_elsewhere"


class NotSaved(QObject):
    """The strip of a board while the disk takes nothing; taps since can be shown, and saved elsewhere."""

    def __init__(self, desk: Desk, notices: Notices, screen: QWidget) -> None:
        super().__init__(screen)
        self._desk = desk
        self._notices = notices
        self._screen = screen
        self._visit: OpenVisit | None = None
        self._why = ("", "")
        self._open = False
        notices.acted.connect(self._acted)

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Another visit, or none."""
        self._visit = visit
        self.fine()

    def fine(self) -> None:
        """It is saved again."""
        self._open = False
        self._notices.take(KEY)

    def failed(self, waiting: int, why: str, todo: str) -> None:
        """Saving has stopped, ``why``; ``waiting`` changes are held."""
        self._why = (why, todo)
        be = "is" if waiting == 1 else "are"
        held = f"{count(waiting, 'change')} {be} held in memory, not on disk." if waiting else ""
        words = [held, todo, "Charting goes on, signing waits."]
        cause = f"Saving has stopped, {why}" if why else "Saving has stopped"
        safe = " ".join(filter(None, words)) + self._listed()
        strip = self._notices.shown(KEY)
        if strip is None:
            copy = Action(COPY, "Save to a USB stick")
            actions = [TRY_AGAIN, copy, Action(SHOW, "Show them")]
            strip = self._notices.say(KEY, MessageKind.DANGER, cause, safe, actions, icon="disk", first=True)
        else:
            strip.set_words(cause, safe)  # a tap on its button is not lost to the next change
        show = strip.button(SHOW)
        show.set_text("Hide them" if self._open else f"Show {count(waiting, 'change')}")
        show.setEnabled(waiting > 0)

    def _listed(self) -> str:
        """What is held, in the order in which it was done."""
        if not self._open or self._visit is None:
            return ""
        held = [one.text or "Where the visit stands" for one in self._visit.queue.held if one.made]
        lines = [f"\n{number}. {text}" for number, text in enumerate(held, 1)]
        if len(lines) > MOST_SHOWN:
            lines = [f"\nand {len(lines) - MOST_SHOWN} before:", *lines[-MOST_SHOWN:]]
        return "".join(lines)

    def _acted(self, key: str, action: str) -> None:
        if key != KEY or self._visit is None:
            return
        if action == TRY_AGAIN.id:
            self._visit.queue.try_again()
        elif action == SHOW:
            self._open = not self._open
            self.failed(self._visit.queue.changes, *self._why)
        elif action == COPY:
            self._copy()

    def _copy(self) -> None:
        name = QFileDialog.getExistingDirectory(self._screen.window(), "The stick, or another folder")
        if name and self._visit is not None:
            held = [one.pairs for one in self._visit.queue.held]
            self._desk.save_elsewhere(held, Path(name), self._copied, self._not_copied)

    def _copied(self, done: BackedUp) -> None:
        waiting = self._visit.queue.changes if self._visit is not None else 0
        here = f" They stay held here as well: {self._why[1]}" if waiting else ""
        self._notices.say(
            COPY_STRIP,
            MessageKind.OK,
            f"Everything up to {clock(done.at.astimezone())} is in an encrypted backup there",
            f"{made_words(done)} Restore it if this laptop is lost.{here}",
            [DISMISS],
            icon="check",
        )

    def _not_copied(self, problem: Problem) -> None:
        self._notices.problem(problem, COPY_STRIP)
