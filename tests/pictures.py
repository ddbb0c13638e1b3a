"""Makes the README's pictures with the program itself: python -m tests.pictures

Each is the real window on the fictional clinic, without a screen.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.cli_commands.demo_folder import create_demo
from needlechart.domain.overview import Home
from needlechart.domain.words import Step
from needlechart.settings import Look
from needlechart.ui.theme import Theme, ThemeChoice

FOLDER = Path(__file__).parents[1] / "resources" / "pictures"
SIZE = QSize(1366, 698)


def turn(ms: int) -> None:
    """The window works so long; `QTest.qWait` would keep the interpreter from the thread of the papers."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(true: Callable[[], bool]) -> None:
    """Let the program work until something is so."""
    for _ in range(1500):
        if true():
            return
        turn(20)
    raise TimeoutError("the window did not come so far")


def settle() -> None:
    """Let everything that was asked for be drawn."""
    turn(2500)


def keep(session: Session, name: str) -> None:
    """The window as a picture."""
    settle()
    session.window.grab().save(str(FOLDER / f"{name}.png"))
    print(f"{name}.png")


def visit_shown(session: Session, visit_id: str, step: Step) -> None:
    """The board on a visit, at one of its steps."""
    nav = session.window.nav
    nav.open_visit(visit_id)
    until(lambda: nav.board is not None and nav.board.visit is not None)
    until(lambda: nav.board is not None and nav.board.visit.visit.id == visit_id)
    settle()
    nav.step(list(Step).index(step))


def main() -> None:
    """Home, the board in light and dark, the review of a visit."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme.install(app, choice=ThemeChoice.LIGHT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "clinic"
        create_demo(folder)
        session = open_session(app, theme, folder, Look(theme="light"), demo=True)
        session.window.resize(SIZE)
        until(lambda: session.desk is not None and session.window.nav.home is not None)
        keep(session, "home")
        seen: list[Home] = []
        if session.desk is None:
            raise RuntimeError("the fictional clinic did not open")
        session.desk.home(seen.append)
        until(lambda: bool(seen))
        with_needle, ready = seen[0].drafts[0], seen[0].drafts[-1]
        visit_shown(session, with_needle.visit_id, Step.NEEDLING)
        keep(session, "board")
        theme.set_choice(ThemeChoice.DARK)
        keep(session, "board-dark")
        theme.set_choice(ThemeChoice.LIGHT)
        visit_shown(session, ready.visit_id, Step.REVIEW)
        keep(session, "review")
        session.window.lock()
        session.end()


if __name__ == "__main__":
    main()
