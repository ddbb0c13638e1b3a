"""What the needle did: twitch, pain reproduced."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.rules.time_words import plural
from needlechart.domain.words import PainReproduced, Twitch
from needlechart.ui.screens.board.needling_panel.row import EntryRow
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import Chip, ChipRow, Choice, Divider

_TWITCH = ((Twitch.NONE, "None"), (Twitch.ONE, "1"), (Twitch.SEVERAL, "2+"), (Twitch.STRONG, "Strong"))
_PAIN = (
    (PainReproduced.NONE, "None"),
    (PainReproduced.LOCAL, "Local"),
    (PainReproduced.REFERRED, "Referred"),
)


class TwitchRow(EntryRow):
    """The tap that puts the needle in; behind the dots what else was found."""

    wanted = Signal(object)
    more_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Twitch", theme, parent)
        self._session = session
        self.chips = ChipRow([Choice(one.value, words) for one, words in _TWITCH], self, label="Twitch")
        for one, _ in _TWITCH:
            self.chips.chip(one.value).setObjectName(f"chip_twitch_{one.value}")
        self.add(self.chips)
        self.more = Chip("…", self)
        self.more.setObjectName("more_findings")
        self.more.setFixedWidth(theme.px(48))
        self.add(self.more, 0)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more.clicked.connect(self.more_wanted)
        self.chips.chosen.connect(lambda value: self.wanted.emit(Twitch(value)))

    def show_more(self, count: int, *, is_open: bool, asks: int = 0) -> None:
        """How many other findings are recorded, and whether their rows are open.

        The number stands after the dots: alone or with a plus it would read as a count of twitches.

        ``asks``: so many questions about the site wait there, because they have no room beside the rows.
        """
        told = f"{count} recorded" if count else "none recorded"
        told = f"{plural(asks, 'question')} about this site; {told}" if asks else told
        self.more.set_caution(caution=bool(asks))
        self.more.set_text(f"{asks}?" if asks else f"… {count}" if count else "…")
        self.more.setChecked(is_open)
        self.more.setAccessibleName(f"More findings of this site, {told}")
        self.more.setToolTip(f"More: palpation, responses, tissue, time, pack, tolerance (M). {told}.")

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        self.chips.about = needle.id if needle else ""
        self.chips.set_value(needle.twitch.value if needle and needle.twitch else None)
        self.chips.set_needs_value(needle is not None and needle.was_in and needle.twitch is None)
        sought = needle.response_sought.strip() if needle else ""
        word = "" if not sought else ",\nsought" if "twitch" in sought.casefold() else ",\nnot sought"
        self.set_label(f"Twitch{word}")
        self.label.setToolTip(plain_tip(f"Response sought: {sought}. Behind the dots it can be changed."))
        self.chips.setEnabled(needle is not None)  # findings can be noted without a needle


class PainRow(EntryRow):
    """Where pain was felt, and whether it was the pain the patient knows."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Pain\nreproduced", theme, parent)
        self._session = session
        self.chips = ChipRow(
            [Choice(one.value, words) for one, words in _PAIN], self, label="Pain reproduced", clearable=True
        )
        for one, _ in _PAIN:
            self.chips.chip(one.value).setObjectName(f"chip_pain_{one.value}")
        self.familiar = Chip("Familiar", self)
        self.familiar.setObjectName("chip_familiar")
        self.add(self.chips)
        self.divider = Divider(self)
        self.add(self.divider, 0)
        self.add(self.familiar, 0)
        self.chips.chosen.connect(self._on_pain)
        self.chips.cleared.connect(self._on_cleared)
        self.familiar.clicked.connect(self._on_familiar)

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        self.chips.about = needle.id if needle else ""
        self.chips.set_value(needle.pain.value if needle and needle.pain else None)
        self.familiar.setChecked(bool(needle and needle.familiar))
        none = needle is not None and needle.pain is PainReproduced.NONE
        self.familiar.set_refusal("No pain was reproduced at this site." if none else "")
        self.setEnabled(needle is not None)

    def set_compact(self, *, compact: bool) -> None:
        """Without the divider, where it is narrow."""
        super().set_compact(compact=compact)
        if hasattr(self, "divider"):
            self.divider.setVisible(not compact)

    def _on_pain(self, value: str) -> None:
        if (needle := self._session.needle) is not None:
            self._session.needles.set_pain(needle, PainReproduced(value))

    def _on_cleared(self, value: str) -> None:
        if (needle := self._session.needle) is not None:
            self._session.needles.clear(needle, "pain", "pain entered")

    def _on_familiar(self) -> None:
        if (needle := self._session.needle) is not None:
            self._session.needles.set_familiar(needle, familiar=not needle.familiar)
