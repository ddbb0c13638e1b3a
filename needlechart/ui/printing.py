"""Pages to a printer; Qt's print dialog asks which."""

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from needlechart.domain.words import Paper
from needlechart.editing.desk import Problem
from needlechart.editing.documents import PageImage

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


def print_pages(
    pages: Sequence[PageImage],
    paper: Paper,
    parent: QWidget,
    then: Callable[[], None],
    failed: Callable[[Problem], None],
) -> None:
    """Open the print dialog; one of the two is called afterwards, neither when the person stops."""
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

    def start() -> None:
        if draw(pages, printer):
            then()
        else:
            failed(SILENT)

    dialog.accepted.connect(start)
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


def draw(pages: Sequence[PageImage], printer: object) -> bool:
    """Paint the pages on a printer; False if it cannot be begun."""
    painter = QPainter()
    if not painter.begin(printer):  # type: ignore[arg-type]
        return False
    for index, page in enumerate(pages):
        if index:
            printer.newPage()  # type: ignore[attr-defined]
        kind = QImage.Format.Format_RGBA8888
        image = QImage(page.rgba, page.width, page.height, page.width * 4, kind)
        painter.drawImage(QRectF(painter.viewport()), image)
    return painter.end()
