"""Pages to the system's printer; the one place that asks which."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from needlechart.editing.documents import PageImage


def print_pages(parent: QWidget, pages: Sequence[PageImage]) -> bool:
    """Ask for a printer and print every page on it; False when the person changed their mind."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # The title reaches the print queue, so it names no patient.
    printer.setDocName("needlechart")
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint_pages(printer, pages)
    return True


def paint_pages(printer: QPrinter, pages: Sequence[PageImage]) -> None:
    """Each page as large as the paper allows, its proportions kept."""
    painter = QPainter(printer)
    try:
        for number, page in enumerate(pages):
            if number:
                printer.newPage()
            image = QImage(page.rgba, page.width, page.height, QImage.Format.Format_RGBA8888)
            room = painter.viewport()
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(
                QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image
            )
    finally:
        painter.end()
