"""Where a PDF goes: the dialog that asks, the same for notes, sheets and consent forms."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(parent: QWidget, folder: str, name: str, then: Callable[[Path], None]) -> None:
    """Ask for a path, beginning with this name in this folder, at home where it is not there.

    Returns at once; nothing is called without an answer.
    """
    start = Path(folder) if folder and Path(folder).is_dir() else Path.home()
    dialog = QFileDialog(parent, "Save PDF", str(start / name), "PDF (*.pdf)")
    dialog.setObjectName("save_dialog")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
