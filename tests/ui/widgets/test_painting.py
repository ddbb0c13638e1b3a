"""What painting works out once and keeps."""

from PySide6.QtWidgets import QApplication

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import text_width


def test_a_kept_width_is_that_of_its_font_and_text(qapp: QApplication) -> None:
    theme = Theme.current()
    body, large = (text_width(theme.font(role), "Gluteus medius") for role in ("body", "section"))
    assert body == text_width(theme.font("body"), "Gluteus medius")
    assert body < large < text_width(theme.font("section"), "Gluteus medius and more")
