"""Pages to a printer; Qt's print dialog asks which."""

import contextlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from needlechart.domain.words import Paper
from needlechart.editing.answers import Answers, Line
from needlechart.editing.desk import Problem
from needlechart.editing.documents import Pages
from needlechart.ui.errors import Notices
from needlechart.ui.widgets import Action, MessageKind

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

CUPS_FILE = "/run/cups/cups.sock"
"""Where the print service of a Linux laptop listens."""

SILENT = Problem(
    "The printer did not answer.",
    "What you charted stays as it is.",
    "Check the printer and try again, or save a PDF.",
)
NONE_FOUND = Problem(
    "No printer was found.",
    "What you charted stays as it is.",
    "Connect a printer, or save a PDF.",
)


NOT_DRAWN = Problem(
    "A page could not be drawn.",
    "What you charted stays as it is.",
    "Try again, or save a PDF.",
)
PRINTING = "printing"
STOP = Action("stop_printing", "Stop printing")


class Ended(Enum):
    """How a print run came to its end."""

    WHOLE = "whole"
    STOPPED = "stopped"
    SILENT = "silent"


def print_pages(
    pages: Pages,
    paper: Paper,
    parent: QWidget,
    then: Callable[[], None],
    failed: Callable[[Problem], None],
    notices: Notices | None = None,
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Open the print dialog; one of the two is called afterwards, neither when the person stops.

    ``begun`` comes before the first page leaves: what leaves later may be known to nobody any more. With
    ``notices`` a strip there says how far it is and offers to stop.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    keep_to_this_laptop()
    if not QPrinterInfo.availablePrinterNames():
        failed(NONE_FOUND)
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    size = QPageSize.PageSizeId.Letter if paper is Paper.LETTER else QPageSize.PageSizeId.A4
    printer.setPageSize(QPageSize(size))
    printer.setFullPage(True)
    printer.setDocName("needlechart note")  # reaches the print queue, so it names no patient
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")

    dialog.accepted.connect(begun)
    dialog.accepted.connect(lambda: PrintRun(parent, then, failed, notices).begin(pages, printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)


def keep_to_this_laptop() -> None:
    """Where no print service runs, the library below Qt would look for one through an internet socket.

    A service that somebody named for this laptop or this person stays.
    """
    if sys.platform != "linux":
        return
    for path in (Path.home() / ".cups" / "client.conf", Path("/etc/cups/client.conf")):
        with contextlib.suppress(OSError):
            if "servername" in path.read_text(encoding="utf-8", errors="replace").lower():
                return
    os.environ.setdefault("CUPS_SERVER", CUPS_FILE)


class PrintRun(QObject):
    """Pages on their way to a printer, page by page on a thread of its own; the window stays usable.

    It ends by itself, by the tap that stops it, and when the screen that asked is gone.
    """

    def __init__(
        self,
        parent: QWidget,
        then: Callable[[], None],
        failed: Callable[[Problem], None],
        notices: Notices | None,
    ) -> None:
        super().__init__(parent)
        self._then = then
        self._failed = failed
        self._notices = notices
        self._answers = Answers(self)
        self._line = Line(self, self._say)
        self._stop = Event()
        parent.destroyed.connect(self._stop.set)
        if notices is not None:
            notices.acted.connect(self._acted)

    def begin(self, pages: Pages, printer: "QPrinter") -> None:
        """Start; what comes of it is told later."""
        if self._notices is not None and len(pages) > 1:
            self._notices.say(PRINTING, MessageKind.CAUTION, "Printing", actions=[STOP], icon="printer")
        worker = ThreadPoolExecutor(1, "printing")
        run: Future[Ended] = worker.submit(draw, pages, printer, self._stop, self._line)
        worker.shutdown(wait=False)
        self._answers.deliver(run, self._ended, lambda error: self._over(lambda: self._failed(NOT_DRAWN)))

    def _say(self, page: int, amount: int) -> None:
        """Only where the strip still stands: another patient's screen is not told of it."""
        strip = self._notices.shown(PRINTING) if self._notices is not None else None
        if strip is not None:
            strip.set_words(f"Printing page {page} of {amount}", "")

    def _acted(self, key: str, action: str) -> None:
        if (key, action) == (PRINTING, STOP.id):
            self._stop.set()

    def _ended(self, how: Ended) -> None:
        ends: dict[Ended, Callable[[], None]] = {
            Ended.WHOLE: self._then,
            Ended.STOPPED: self._was_stopped,
            Ended.SILENT: lambda: self._failed(SILENT),
        }
        self._over(ends[how])

    def _over(self, tell: Callable[[], None]) -> None:
        self._line.end()
        if self._notices is not None:
            self._notices.take(PRINTING)
        tell()
        self.deleteLater()

    def _was_stopped(self) -> None:
        if self._notices is not None:
            safe = "Pages that the printer has already may still come out."
            self._notices.say("stopped", MessageKind.CAUTION, "Printing was stopped", safe, icon="printer")


def draw(pages: Pages, printer: "QPrinter", stop: Event, told: Callable[[int, int], None]) -> Ended:
    """Paint page after page on a printer until ``stop`` is set; from any thread (Qt allows it for printers).

    A file that was printed to stays only if it is whole.
    """
    painter = QPainter()
    if not painter.begin(printer):
        return Ended.SILENT
    amount = len(pages)
    for index in range(amount):
        told(index + 1, amount)
        if index:
            printer.newPage()
        page = pages[index]
        kind = QImage.Format.Format_RGBA8888
        image = QImage(page.rgba, page.width, page.height, page.width * 4, kind)
        if stop.is_set():
            break
        painter.drawImage(QRectF(painter.viewport()), image)
    sent = painter.end()
    if stop.is_set():
        if printer.outputFileName():
            Path(printer.outputFileName()).unlink(missing_ok=True)
        return Ended.STOPPED
    return Ended.WHOLE if sent else Ended.SILENT
