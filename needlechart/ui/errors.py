"""How a problem reaches the person: one strip, inline, until it is no longer true. Nothing modal."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from needlechart.editing.desk import Problem
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.widgets import Action, ButtonKind, MessageKind, StripMessage

DISMISS = Action("dismiss", "Close")
TRY_AGAIN = Action("try_again", "Try again", ButtonKind.PRIMARY)
NOT_PRINTED = "not_printed"
"""The strip of a printer that did not answer."""


class Notices(QWidget):
    """A place for strips at the head of a screen, keyed so that one cause shows once.

    ``acted(key, action)`` tells which button of which strip was tapped; Close takes a strip away.
    """

    acted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._box = column(self, gap=gap)
        self._strips: dict[str, StripMessage] = {}
        self.hide()

    def say(
        self,
        key: str,
        kind: MessageKind,
        cause: str,
        safe: str = "",
        actions: Sequence[Action] = (DISMISS,),
        *,
        icon: str = "warning",
        first: bool = False,
        inline: bool = False,
    ) -> StripMessage:
        """Show or change the strip of ``key``; ``first``: above all others, which it may not wait behind.

        ``inline``: its buttons stand beside the words.
        """
        strip = self._strips.get(key)
        if strip is None:
            strip = StripMessage(kind, cause, safe, actions, self, icon=icon, inline=inline)
            strip.setObjectName(f"notice_{key}")
            strip.acted.connect(lambda action: self._acted(key, action))
            self._strips[key] = strip
            self._box.insertWidget(0 if first else -1, strip)
        else:
            strip.set_message(kind, cause, safe, actions)
        strip.show()
        self.show()
        return strip

    def problem(self, problem: Problem, key: str = "problem") -> StripMessage:
        """Say what happened, what is safe and what to do."""
        safe = " ".join(part for part in (problem.safe, problem.todo) if part)
        strip = self.say(key, MessageKind.DANGER, problem.happened, safe)
        QTimer.singleShot(0, strip, lambda: _into_view(strip))
        return strip

    def not_printed(self, problem: Problem, *, savable: bool = True) -> None:
        """Nothing charted is at stake when a printer is silent: the ways on stand beside it.

        ``acted`` gives `NOT_PRINTED` with ``try_again`` or, where it is ``savable``, ``save``.
        """
        safe = f"{problem.safe} {problem.todo}"
        actions = (TRY_AGAIN, Action("save", "Save PDF"), DISMISS) if savable else (TRY_AGAIN, DISMISS)
        strip = self.say(NOT_PRINTED, MessageKind.CAUTION, problem.happened, safe, actions, icon="printer")
        QTimer.singleShot(0, strip, lambda: _into_view(strip))

    def shown(self, key: str) -> StripMessage | None:
        """The strip of a key, if it is shown."""
        return self._strips.get(key)

    def take(self, key: str) -> None:
        """It is no longer true."""
        strip = self._strips.pop(key, None)
        if strip is not None:
            strip.hide()
            strip.deleteLater()
        self.setVisible(bool(self._strips))

    def keep_only(self, key: str) -> None:
        """Take every strip away but this one."""
        for other in [one for one in self._strips if one != key]:
            self.take(other)

    def clear(self) -> None:
        """Take every strip away."""
        self._strips.clear()
        empty(self._box)
        self.hide()

    def _acted(self, key: str, action: str) -> None:
        if action == DISMISS.id:
            self.take(key)
        self.acted.emit(key, action)


def _into_view(strip: QWidget) -> None:
    """Whoever has scrolled down a long screen sees it too."""
    above = strip.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(strip, 0, 0)
        above = above.parentWidget()
