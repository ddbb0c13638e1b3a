"""How the patient lies, chosen over the map."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from needlechart.catalogue import positions
from needlechart.domain.words import Position
from needlechart.ui.widgets import Button


class PositionMenu(Button):
    """A button that names the position and opens the others."""

    position_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Position", parent, icon="person", icon_after="chevron_down", padding=12)
        self.setObjectName("position")
        self._labels = {one.position: one.label for one in positions().values()}
        self._menu = QMenu(self)
        for position, label in self._labels.items():
            action = self._menu.addAction(label)
            action.setObjectName(f"position_{position.value}")
            action.triggered.connect(lambda checked=False, chosen=position: self.position_chosen.emit(chosen))
        self.clicked.connect(lambda: self._menu.popup(self.mapToGlobal(self.rect().topLeft())))

    def show_position(self, position: Position | None, last: Position | None = None) -> None:
        """What is recorded, else that of last time, which the first needle confirms."""
        if position is not None:
            self.set_text(self._labels.get(position, "Position"))
        else:
            self.set_text(f"{self._labels[last]}, last time" if last in self._labels else "Position")
        self.resize(self.sizeHint())
