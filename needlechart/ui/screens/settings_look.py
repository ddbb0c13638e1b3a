"""Settings of this laptop: theme, text size, sides, the style of the map, names on screen, shortcuts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.settings import Look
from needlechart.ui.room import whole_in
from needlechart.ui.screens.parts import Labelled
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Card, ChipRow, Choice

THEMES = [
    Choice("system", "As the system"),
    Choice("light", "Light"),
    Choice("dark", "Dark"),
    Choice("high_contrast", "High contrast"),
]
SCROLLS = "This window is smaller than its screens at this size: they scroll."
PLATES = [Choice("quiet", "Quiet"), Choice("colour", "Full colour")]


class LookCard(Card):
    """``changed(values)`` with the fields of `Look` that were chosen."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Look", parent, hint="of this laptop")
        self._theme = theme
        self._build()

    def refresh(self, look: Look) -> None:
        """Show everything as it is kept."""
        self.themes.set_value(look.theme)
        self.sizes.set_value(str(look.text_size or self._theme.text_size))
        self.say_scrolling()
        self.panel.set_value("left" if look.panel_on_left else "right")
        self.plates.set_value(look.plate_style)
        self.keys.set_value("on" if look.single_keys else "off")
        self.names.set_value("hidden" if look.hide_names else "shown")

    def say_scrolling(self) -> None:
        """A text size for which the window has no room is offered all the same: its screens scroll."""
        inside = self.window().size()
        whole = whole_in(inside.width(), inside.height(), self._theme.text_size)
        self._sized.set_note("" if whole else SCROLLS, "muted")

    def _build(self) -> None:
        self.themes = ChipRow(THEMES, self, label="Theme", wrap=True)
        self.themes.setObjectName("theme")
        self.themes.chosen.connect(lambda value: self.changed.emit({"theme": value}))
        sizes = [Choice(str(size), f"{size} %") for size in self._theme.metrics.text_sizes]
        self.sizes = ChipRow(sizes, self, label="Text size", wrap=True)
        self.sizes.setObjectName("text_size")
        self.sizes.chosen.connect(lambda value: self.changed.emit({"text_size": int(value)}))
        sides = [Choice("right", "Map, then panel"), Choice("left", "Panel, then map")]
        self.panel = ChipRow(sides, self, label="Side panel", wrap=True)
        self.panel.setObjectName("panel_side")
        self.panel.chosen.connect(lambda value: self.changed.emit({"panel_on_left": value == "left"}))
        self.body.addWidget(Labelled("Theme", self.themes, self))
        self._sized = Labelled("Text size", self.sizes, self)
        self.body.addWidget(self._sized)
        self.body.addWidget(Labelled("Order in a visit; the body map is never mirrored", self.panel, self))
        self.plates = ChipRow(PLATES, self, label="Body map", wrap=True)
        self.plates.setObjectName("plate_style")
        self.plates.chosen.connect(lambda value: self.changed.emit({"plate_style": value}))
        self.body.addWidget(Labelled("Body map", self.plates, self))
        names = [Choice("shown", "Shown"), Choice("hidden", "Initials only")]
        self.names = ChipRow(names, self, label="Patients’ names on screen", wrap=True)
        self.names.setObjectName("names_on_screen")
        self.names.chosen.connect(lambda value: self.changed.emit({"hide_names": value == "hidden"}))
        self.body.addWidget(Labelled("Patients’ names on screen; Ctrl+H changes it", self.names, self))
        keys = [Choice("on", "On"), Choice("off", "Off")]
        self.keys = ChipRow(keys, self, label="Single-key shortcuts on the map", wrap=True)
        self.keys.setObjectName("single_keys")
        self.keys.chosen.connect(lambda value: self.changed.emit({"single_keys": value == "on"}))
        self.body.addWidget(Labelled("Single-key shortcuts on the map; F1 lists them", self.keys, self))
