"""What stands above and below the names on the unlock screen: needles in, trouble, the backup line."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    ButtonKind,
    FlowLayout,
    IconLabel,
    MessageKind,
    StripMessage,
    Text,
)


class NeedlesStrip(StripMessage):
    """How many needles are in, and since when, without a name; ``acted("stop_now")`` when unwell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        stop = (Action("stop_now", "Stop now", ButtonKind.DANGER),)
        super().__init__(MessageKind.NEEDLE, "", "", stop, parent, icon="timer", inline=True)

    def show_in(self, count: int, time: str, ended: int) -> None:
        """``ended`` is how many planned times are up."""
        needles = f"{count} needle{'s' if count > 1 else ''}"
        up = "Time is up. " if ended == count else f"Time is up for {ended}. " if ended else ""
        words = f"{needles} in" + (f" · {time}" if time else "")
        self.set_words(words, f"{up}Unlock to go on. No name is shown here.")
        self.button("stop_now").setAccessibleName(f"Stop now: patient unwell, {needles} out")

    def show_stopped(self, at: str) -> None:
        """The treatment was stopped here."""
        self.set_words(f"Stopped {at}, all needles out", "Count them. Unlock to write what happened.")
        self.button("stop_now").hide()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Files of the chart that are damaged or missing: what happened, and which ways out there are.

    ``readable``: the chart may be read in part. ``restore`` and ``keys`` are the words of a button each,
    empty where there is no backup for it.
    """

    title: str
    rest: str
    readable: bool = False
    restore: str = ""
    keys: str = ""


class TroubleStrip(StripMessage):
    """``acted`` gives ``open_readable``, ``restore_now``, ``take_keys`` or ``save_as_is``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(MessageKind.DANGER, "", "", (), parent)
        self.setObjectName("trouble")
        self.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        """The best way out is the one in colour, the others follow."""
        actions: list[Action] = []
        if trouble.keys:
            actions.append(Action("take_keys", trouble.keys, ButtonKind.PRIMARY))
        if trouble.restore:
            kind = ButtonKind.QUIET if trouble.keys else ButtonKind.PRIMARY
            actions.append(Action("restore_now", trouble.restore, kind))
        if trouble.readable:
            actions.append(Action("open_readable", "Open read-only"))
        actions.append(Action("save_as_is", "Save the files as they are"))
        self.set_message(MessageKind.DANGER, trouble.title, trouble.rest, actions)
        self.show()


class BackupFoot(QWidget):
    """That charts are encrypted here, and when the newest backup was made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._icon = IconLabel("disk", colour="muted")
        self._words = Text("No backup yet", role="secondary", colour="muted")
        safe = Text("Charts stay encrypted on this laptop", role="secondary", colour="muted")
        lines = FlowLayout(self, spacing=theme.px(20), line_spacing=theme.px(4))
        lines.setContentsMargins(0, theme.px(12), 0, 0)
        for icon, words in ((IconLabel("lock", colour="muted"), safe), (self._icon, self._words)):
            pair = QWidget(self)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px(6))
            row.addWidget(icon)
            row.addWidget(words)
            lines.addWidget(pair)

    def say(self, text: str, *, overdue: bool) -> None:
        """E.g. "Backup yesterday 18:04, checked"."""
        self._words.setText(text)
        self._words.set_colour("caution" if overdue else "muted")
        self._icon.set_icon("warning" if overdue else "disk", "caution" if overdue else "muted")
