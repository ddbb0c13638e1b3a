"""What a person typed, as a tip: Qt reads a tip as markup when it looks like markup."""

from html import escape

from needlechart.ui.plain_words import shown


def plain_tip(text: str) -> str:
    """The text as a tip that shows every character of it."""
    text = shown(text)
    if "<" not in text:
        return text
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")
