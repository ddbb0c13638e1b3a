"""FiraGO (SIL OFL) from the pymupdf-fonts package, given to Qt; the system's sans where it is missing.

Unpacking costs about 70 ms (measured), most of it in lzma, which lets other threads run: ``start_unpacking``
right after the first paint hides it behind what is imported then.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

FAMILY = "FiraGO"
FontBytes = tuple[bytes, ...]


def font_bytes() -> FontBytes:
    """FiraGO Regular and Bold; empty if the package is not installed."""
    try:
        from pymupdf_fonts import myfont
    except ImportError:
        return ()
    return bytes(myfont("figo")), bytes(myfont("figbo"))


def start_unpacking() -> "Future[FontBytes]":
    """Unpack the fonts beside what the program does next; hand the result to ``Theme.install``."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="fonts")
    future = pool.submit(font_bytes)
    pool.shutdown(wait=False)
    return future


def register(fonts: FontBytes) -> str:
    """Make the fonts known to Qt and return the family to use; needs a QGuiApplication."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QFontDatabase

    if FAMILY not in QFontDatabase.families():
        for data in fonts:
            QFontDatabase.addApplicationFontFromData(QByteArray(data))
    if FAMILY in QFontDatabase.families():
        return FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
