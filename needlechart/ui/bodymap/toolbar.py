"""Above the map: which view, with the number of marks in each, and which layer."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from needlechart.domain.words import Layer, View
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, Segment, SegmentedSwitch

BOTH = "both"
"""Front and back together; every other id is that of a `View`."""

VIEW_WORDS = {
    BOTH: "Front + Back",
    View.FRONT.value: "Front",
    View.BACK.value: "Back",
    View.LEFT.value: "Left side",
    View.RIGHT.value: "Right side",
    View.PELVIC_FLOOR.value: "Pelvic floor",
}
_SHORT = {View.LEFT.value: "Left", View.RIGHT.value: "Right"}
_NAMES = (VIEW_WORDS, {**VIEW_WORDS, **_SHORT}, {**VIEW_WORDS, **_SHORT, View.PELVIC_FLOOR.value: "Pelvic"})
"""The names of the views, ever shorter; the side a view shows is always in its name."""

LAYER_WORDS = {
    Layer.SURFACE: "Surface",
    Layer.SUPERFICIAL: "Superficial",
    Layer.INTERMEDIATE: "Middle",
    Layer.DEEP: "Deep",
}


class Toolbar(QWidget):
    """Two switches over the map; the layer switch folds to a menu where there is no room for it."""

    view_chosen = Signal(str)
    layer_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer = Layer.SUPERFICIAL
        self._folded = False
        self._counts: Mapping[View, int] = {}
        self._fitted: object = None
        self._layout_class = LayoutClass.NORMAL
        self.views = SegmentedSwitch(
            [Segment(id, words) for id, words in VIEW_WORDS.items()], self, label="View"
        )
        self.layers = SegmentedSwitch(
            [Segment(layer.value, words) for layer, words in LAYER_WORDS.items()], self, label="Layer"
        )
        self.layer_menu = Button("", self, icon_after="chevron_down", padding=14)
        self.layer_menu.setObjectName("layer_menu")
        self.layer_menu.setAccessibleName("Layer")
        for id in VIEW_WORDS:
            self.views.segment(id).setObjectName(f"view_{id}")
        for layer in Layer:
            self.layers.segment(layer.value).setObjectName(f"layer_{layer.value}")
        self._menu = self._make_menu()
        self.views.chosen.connect(self.view_chosen)
        self.layers.chosen.connect(self.layer_chosen)
        self.layer_menu.clicked.connect(self._open_menu)
        self.set_layout_class(LayoutClass.NORMAL)

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        """Front + Back is offered in Wide, the layer is a menu in Compact."""
        self._layout_class = layout_class
        self.views.segment(BOTH).setVisible(layout_class is LayoutClass.WIDE)
        self.arrange()

    def show_place(self, view: str, layer: Layer) -> None:
        """Show what is chosen."""
        self._layer = layer
        self.views.set_value(view)
        self.layers.set_value(layer.value)
        self.layer_menu.set_text(LAYER_WORDS[layer])
        self._actions[layer].setChecked(True)
        self.arrange()

    def set_counts(self, counts: Mapping[View, int]) -> None:
        """Marks in each view."""
        if counts != self._counts:
            self._counts = dict(counts)
            self.views.set_counts({view.value: count for view, count in counts.items()})
            self.arrange()

    def arrange(self) -> None:
        """Put both switches at their edges; fold the layers where they would meet."""
        fitted = (self.width(), self._layout_class, self._layer, self._counts, Theme.current().scale)
        if fitted == self._fitted:
            return
        self._fitted = fitted
        self._folded = self._fit_words()
        views = self.views.sizeHint()
        room = self.width() - views.width() - 8
        self.layers.setVisible(not self._folded)
        self.layer_menu.setVisible(self._folded)
        self.views.setGeometry(0, 0, min(views.width(), self.width()), views.height())
        right = self.layer_menu if self._folded else self.layers
        size = right.sizeHint()
        # Where even the menu has no room beside the views it stands below them, at the edge.
        below = size.width() > room
        right.setGeometry(
            self.width() - size.width(), views.height() + 6 if below else 0, size.width(), views.height()
        )
        self.setFixedHeight(views.height() * (2 if below else 1) + (6 if below else 0))

    def _fit_words(self) -> bool:
        """Short names before a folded layer switch, which costs a tap; whether it must fold all the same."""
        for folded in (False, True):
            if not folded and self._layout_class is LayoutClass.COMPACT:
                continue
            right = (self.layer_menu if folded else self.layers).sizeHint().width()
            for words in _NAMES:
                for id, text in words.items():
                    if self.views.segment(id).text() != text:
                        self.views.segment(id).setText(text)
                        self.views.segment(id).updateGeometry()
                layout = self.views.layout()
                if layout is not None:
                    layout.invalidate()
                if self.views.sizeHint().width() + 8 + right <= self.width():
                    return folded
        return True

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._actions: dict[Layer, QAction] = {}
        for layer, words in LAYER_WORDS.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setObjectName(f"menu_layer_{layer.value}")
            action.triggered.connect(lambda checked=False, value=layer.value: self.layer_chosen.emit(value))
            group.addAction(action)
            self._actions[layer] = action
        return menu

    def _open_menu(self) -> None:
        self._menu.popup(self.layer_menu.mapToGlobal(self.layer_menu.rect().bottomLeft()))
