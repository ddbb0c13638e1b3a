"""Every keyboard shortcut of the window as data: key, what it does, which slot does it, where it works."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """``slot`` names a method of the main window; ``keys`` are alternatives."""

    keys: tuple[str, ...]
    text: str
    slot: str
    context: str = "everywhere"
    shown: str = ""

    @property
    def shown_keys(self) -> str:
        """The keys as the shortcut list writes them."""
        return self.shown or " or ".join(self.keys)


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(("F1",), "this list of shortcuts", "toggle_shortcuts"),
    ActionSpec(("F11",), "full screen", "toggle_full_screen"),
    ActionSpec(("Ctrl+L",), "lock", "lock"),
    ActionSpec(("Ctrl+H",), "patients’ names as initials, and back", "toggle_names"),
    ActionSpec(("Alt+Left",), "back", "go_back"),
    ActionSpec(("Ctrl+K",), "search patients", "go_to_search", shown="Ctrl+K or /"),
    ActionSpec(("Ctrl+N",), "new patient", "new_patient", "Home"),
    ActionSpec(("Ctrl+1",), "visit step", "step_1", "visit", shown="Ctrl+1 to 6"),
    ActionSpec(("Ctrl+2",), "", "step_2", "visit"),
    ActionSpec(("Ctrl+3",), "", "step_3", "visit"),
    ActionSpec(("Ctrl+4",), "", "step_4", "visit"),
    ActionSpec(("Ctrl+5",), "", "step_5", "visit"),
    ActionSpec(("Ctrl+6",), "", "step_6", "visit"),
    ActionSpec(("Ctrl+0",), "Review & sign", "review", "visit"),
    ActionSpec(("PgDown",), "next step", "next_step", "visit", shown="Page Down"),
    ActionSpec(("PgUp",), "previous step", "previous_step", "visit", shown="Page Up"),
    ActionSpec(("Ctrl+Shift+S",), "Sign now, in Review", "sign_now", "visit"),
    ActionSpec(("Ctrl+P",), "print the note", "print_note", "visit"),
    ActionSpec(("Ctrl+S",), "save the note as PDF", "save_note", "visit"),
    ActionSpec(("Ctrl+Z",), "undo", "undo", "visit"),
    ActionSpec(("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "redo", "visit", shown="Ctrl+Y"),
    ActionSpec(("Ctrl+T",), "lock touch, release it", "toggle_touch", "visit"),
    ActionSpec(("F6",), "next part: rail, step, panel, banner", "next_region"),
    ActionSpec(("Shift+F6",), "previous part", "previous_region"),
)

MAP_KEYS: tuple[tuple[str, str], ...] = (
    ("Alt+1 to 6", "Front, Back, Left side, Right side, Pelvic floor, Front + Back"),
    ("Alt+7, 8, 9, 0", "Surface, Superficial, Middle, Deep"),
    ("arrows, Shift+arrows", "crosshair 5 mm, 1 mm"),
    ("Enter", "place mark at crosshair"),
    ("N", "new site by muscle name, then R or L"),
    (", and .", "previous, next site"),
    ("Ctrl+arrows", "nudge selected mark 1 mm"),
    ("G, Shift+G", "re-apply ghost, all ghosts"),
    ("R, L, B", "side of the selected site; the same site on both sides"),
    ("T, P, D, C, E, W, X + digit", "row of the editor, nth chip"),
    ("I, O", "needle in, needle out"),
    ("Delete", "delete site, can be undone"),
    ("+, −, Home", "zoom, fit"),
    ("Alt+Down", "measures: not done, note, take off the list"),
    ("arrows, Enter, Delete", "symptom areas: move the brush, paint or erase there, remove the area"),
)
"""Keys that the body map, its editor and the measures handle themselves; the list shows them too."""


def install(window: QWidget, target: QObject) -> list[QShortcut]:
    """Shortcuts of the window, each calling its slot of ``target``; AttributeError if one is missing."""
    made = []
    for spec in ACTIONS:
        slot = getattr(target, spec.slot)
        for key in spec.keys:
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)
            made.append(shortcut)
    return made


def shortcut_list() -> list[tuple[str, str]]:
    """Every key with what it does, for the list under F1."""
    listed = [(spec.shown_keys, spec.text) for spec in ACTIONS if spec.text]
    return [*listed, ("Enter, Ctrl+Enter", "open patient, start visit"), *MAP_KEYS]
