"""What somebody's role does not allow is not shown as if it could be used; a tap says who may."""

from PySide6.QtWidgets import QWidget

from needlechart.domain.clinic import Clinician
from needlechart.domain.rules.permissions import Act, may, who_may
from needlechart.ui.widgets import Card, Text

READS = "Charts are only read here"
READS_SAFE = "You see everything and can print it; nothing here can be changed."


def close_part(part: QWidget, why: str) -> None:
    """A part in which nothing can be used, and who may; with no reason nothing happens."""
    if why:
        part.setEnabled(False)
        part.setAccessibleDescription(why)


def close_card(card: Card, why: str) -> None:
    """A card that can be read only, with who may under its title; with no reason nothing happens."""
    if why:
        told = Text(why, card, role="secondary", colour="muted", wrap=True)
        told.setObjectName("who_may")
        card.body.insertWidget(0, told)
        close_part(card, why)


def why_not(clinician: Clinician, act: Act) -> str:
    """Who may, if this clinician may not; empty if they may."""
    return "" if may(clinician, act) else f"{who_may(act)} may {act.value}. Your role may not."
