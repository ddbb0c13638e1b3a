"""About the program: version, licences, and what the clinical texts are."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QWidget

from needlechart.ui.widgets import Card, Text

LINES = (
    "Licence: MIT. Body art and its sources are named in the NOTICE file.",
    "FiraGO: SIL Open Font License 1.1. Qt and PySide6: LGPL 3.",
    "Clinical texts are memory aids, not advice; each row names its source.",
    "needlechart makes no network connection. What leaves this laptop leaves as a file that you save.",
)


def about_card(parent: QWidget) -> Card:
    """Version and licences."""
    try:
        number = version("needlechart")
    except PackageNotFoundError:
        number = "not installed"
    card = Card("About", parent, hint=f"needlechart {number}")
    for line in LINES:
        card.body.addWidget(Text(line, card, role="secondary", colour="muted", wrap=True))
    return card
