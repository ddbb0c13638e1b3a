"""The theme of the running program: which colours, which text size, and how Qt learns of them."""

from concurrent.futures import Future
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from needlechart.ui.fonts import FontBytes, font_bytes, register
from needlechart.ui.theme.palette import palette_of, stylesheet_of
from needlechart.ui.theme.tokens import Metrics, ThemeName, Tokens, load_metrics, load_tokens

_OBJECT_NAME = "needlechart.theme"


class ThemeChoice(Enum):
    """What the person asked for in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Theme(QObject):
    """Belongs to the QApplication; ``changed`` tells every widget to measure and paint again."""

    changed = Signal()

    def __init__(self, app: QApplication, family: str) -> None:
        super().__init__(app)
        self.setObjectName(_OBJECT_NAME)
        self._app = app
        self._family = family
        self._choice = ThemeChoice.LIGHT
        self._text_size = 100
        self._names_hidden = False
        self._metrics = load_metrics()
        self._name = ThemeName.LIGHT
        self._tokens = load_tokens(self._name)
        self._fonts: dict[str, QFont] = {}
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        if hasattr(hints, "accessibility"):  # Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @classmethod
    def current(cls) -> "Theme":
        """The theme of the running QApplication; installed with defaults if none is yet."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("a theme needs a QApplication")
        found = app.findChild(cls, _OBJECT_NAME, Qt.FindChildOption.FindDirectChildrenOnly)
        return found if found is not None else cls.install(app)

    @classmethod
    def install(
        cls,
        app: QApplication,
        *,
        choice: ThemeChoice = ThemeChoice.LIGHT,
        text_size: int = 100,
        fonts: "Future[FontBytes] | None" = None,
    ) -> "Theme":
        """Give the application its theme, once; ``fonts`` comes from ``fonts.start_unpacking``."""
        family = register(fonts.result() if fonts is not None else font_bytes())
        app.setStyle("Fusion")
        theme = cls(app, family)
        theme._text_size = theme._checked_size(text_size)
        theme._choice = choice
        theme._reload()
        return theme

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def metrics(self) -> Metrics:
        return self._metrics

    @property
    def name(self) -> ThemeName:
        """The colours that are shown."""
        return self._name

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def text_size(self) -> int:
        """Percent."""
        return self._text_size

    @property
    def scale(self) -> float:
        """1.0 at text size 100 %."""
        return self._text_size / 100

    def set_choice(self, choice: ThemeChoice) -> None:
        """Show other colours; nothing is rebuilt, so every screen keeps its place."""
        if choice is not self._choice:
            self._choice = choice
            self._reload()

    def set_text_size(self, percent: int) -> None:
        """Raises ValueError for a size that is not offered."""
        percent = self._checked_size(percent)
        if percent != self._text_size:
            self._text_size = percent
            self._reload()

    @property
    def names_hidden(self) -> bool:
        """Whether patients' names are shown as initials."""
        return self._names_hidden

    def set_names_hidden(self, *, hidden: bool) -> None:
        """Initials in the place of patients' names, for eyes beside the table."""
        if hidden is not self._names_hidden:
            self._names_hidden = hidden
            self.changed.emit()

    def shown_name(self, name: str) -> str:
        """A patient's name as the screen may show it: ``I. O.`` while names are hidden."""
        if not self._names_hidden:
            return name
        return " ".join(f"{word[0].upper()}." for word in name.split())

    def px(self, logical: float) -> int:
        """A length of the design in whole logical pixels after the text size."""
        return round(logical * self.scale)

    def radius(self, kind: str) -> int:
        """Corner radius of badge, tag, chip or card."""
        return self.px(self._metrics.radii[kind])

    def colour(self, token: str) -> QColor:
        """QColor of a token, e.g. ``colour("accent_soft")``."""
        return QColor(getattr(self._tokens, token))

    def font(self, role: str) -> QFont:
        """A font of the type scale, tabular figures on; raises KeyError for an unknown role."""
        font = self._fonts.get(role)
        if font is None:
            style = self._metrics.type[role]
            font = QFont(self._family)
            font.setPixelSize(self.px(style.size))
            # FiraGO comes in two weights: 400, and 700 where the design says 500 or 600.
            font.setWeight(QFont.Weight.Bold if style.bold else QFont.Weight.Normal)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[role] = font
        return QFont(font)

    def _checked_size(self, percent: int) -> int:
        if percent not in self._metrics.text_sizes:
            raise ValueError(f"text size {percent} % is not offered")
        return percent

    def _follow_system(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._reload()

    def _reload(self) -> None:
        name = system_theme() if self._choice is ThemeChoice.SYSTEM else ThemeName(self._choice.value)
        if name is not self._name:
            self._name = name
            self._tokens = load_tokens(name)
        self._fonts.clear()
        self._app.setFont(self.font("body"))
        self._app.setPalette(palette_of(self._tokens))
        self._app.setStyleSheet(stylesheet_of(self._tokens, self.scale))
        self.changed.emit()


def system_theme() -> ThemeName:
    """What the desktop asks for: high contrast first, then dark, else light."""
    hints = QGuiApplication.styleHints()
    if hasattr(hints, "accessibility"):
        wanted = hints.accessibility().contrastPreference()
        if wanted == Qt.ContrastPreference.HighContrast:
            return ThemeName.HIGH_CONTRAST
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return ThemeName.DARK if dark else ThemeName.LIGHT
