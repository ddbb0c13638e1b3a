"""Where a PDF goes: the dialog that asks, the same for notes, sheets and consent forms."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import PassphraseField, Text

ABOUT = "Nobody opens the PDF without it, you neither. Tell it to whoever gets the file, by another way."
NEEDED = "Type a passphrase: in this clinic every saved PDF has one (Settings, Habits of the clinic)."


class _SaveDialog(QFileDialog):
    """Is left by Save only with a passphrase, where one is needed."""

    words: PassphraseField
    about: Text
    needed = False

    def accept(self) -> None:
        if self.needed and not self.words.text():
            self.words.set_error(NEEDED)
            self.about.setText(NEEDED)
            self.words.edit.setFocus()
        else:
            super().accept()


def ask_where(
    parent: QWidget, folder: str, name: str, then: Callable[[Path, str], None], *, needed: bool
) -> None:
    """Ask for a path, beginning with this name in this folder, at home where it is not there.

    ``then`` gets it with the passphrase for the PDF, which may be left empty unless it is ``needed``.
    Returns at once; nothing is called without an answer.
    """
    start = Path(folder) if folder and Path(folder).is_dir() else Path.home()
    dialog = _SaveDialog(parent, "Save PDF", str(start / name), "PDF (*.pdf)")
    dialog.setObjectName("save_dialog")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    for button in dialog.findChildren(QPushButton):
        button.setMinimumHeight(Theme.current().px(44))
    dialog.needed = needed
    dialog.words = words = _words(dialog)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen), words.text()))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _words(dialog: _SaveDialog) -> PassphraseField:
    """The field for a passphrase below the names; its strength is the person's own choice."""
    part = QWidget(dialog)
    box = QVBoxLayout(part)
    box.setContentsMargins(0, Theme.current().px(8), 0, 0)
    optional = "" if dialog.needed else "optional"
    box.addWidget(Text(f"Passphrase for the PDF{optional and f' ({optional})'}", part, role="strong"))
    field = PassphraseField(part, label=f"Passphrase for the PDF{optional and f', {optional}'}")
    field.edit.setObjectName("pdf_words")
    field.edited.connect(lambda typed: _fit(field, typed))
    box.addWidget(field)
    dialog.about = Text(ABOUT, part, role="secondary", colour="muted", wrap=True)
    box.addWidget(dialog.about)
    grid = dialog.layout()
    if isinstance(grid, QGridLayout):
        grid.addWidget(part, grid.rowCount(), 0, 1, grid.columnCount())
    return field


def _fit(field: PassphraseField, typed: str) -> None:
    """No more letters than a PDF takes: what lies beyond would count on no other computer."""
    from needlechart.editing.documents import fitting

    if fitting(typed) != typed:
        field.edit.setText(fitting(typed))
