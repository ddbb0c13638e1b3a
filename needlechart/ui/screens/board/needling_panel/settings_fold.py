"""The needle's settings in one line, under which they are folded in Compact."""

from PySide6.QtWidgets import QWidget

from needlechart.catalogue import techniques
from needlechart.ui.screens.board.needling_panel.length_told import length_told
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.widgets import Button, ButtonKind


class SettingsFold(Button):
    """A tap opens or folds them."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("", parent, kind=ButtonKind.QUIET, icon_after="chevron_down")
        self.setObjectName("needle_settings")
        self._session = session

    def show_settings(self, *, is_open: bool) -> None:
        """Of the selected needle, and whether its rows are open below."""
        told = self._words()
        self.set_text(told)
        self.setAccessibleName(f"Needle settings, {'open' if is_open else 'folded'}: {told}")
        self.set_icon_after("chevron_up" if is_open else "chevron_down")

    def _words(self) -> str:
        """``0.30×60 · 35 mm · in situ · no e-stim``; a length that is not usual is said first."""
        point, needle = self._session.point, self._session.needle
        if point is None or needle is None:
            return "No needle here"
        if (told := length_told(point, needle)) is not None:
            return f"{needle.size}: {told.than} than usual"
        depth = f"{needle.depth_mm:g} mm" if needle.depth_mm is not None else "no depth"
        names = {one.technique: one.short_name.lower() for one in techniques().values()}
        technique = names.get(needle.technique, "") if needle.technique else ""
        found = self._session.current.at(point.id)
        current = ("e-stim planned" if found.carried else "e-stim") if found else "no e-stim"
        return " · ".join(part for part in (needle.size or "no needle", depth, technique, current) if part)
