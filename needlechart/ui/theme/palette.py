"""What Qt's own parts (menus, scroll bars, tool tips, text cursors) get from the tokens."""

from PySide6.QtGui import QColor, QPalette

from needlechart.ui.theme.tokens import Tokens

_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface_2",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "surface_2",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "edge",
}


def palette_of(tokens: Tokens) -> QPalette:
    """Every colour role from a token; disabled text is muted, never paler than 4.5 to 1."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(getattr(tokens, token)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return palette


def stylesheet_of(tokens: Tokens, scale: float) -> str:
    """What a palette cannot say: text fields without a box of their own, tool tips, menus, scroll bars."""

    def px(value: float) -> str:
        return f"{round(value * scale)}px"

    t = tokens
    return f"""
QLineEdit {{ background: transparent; border: none; lineedit-password-character: 8226; }}
QToolTip {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.edge}; padding: {px(6)}; }}
QMenu {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.edge}; padding: {px(4)}; }}
QMenu::item {{ padding: {px(12)} {px(26)} {px(12)} {px(14)}; border-radius: {px(6)}; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.ink}; }}
QMenu::item:disabled {{ color: {t.muted}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)} {px(8)}; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: {px(12)}; }}
QScrollBar:horizontal {{ height: {px(12)}; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: {px(4)}; margin: {px(2)}; }}
QScrollBar::handle:vertical {{ min-height: {px(44)}; }}
QScrollBar::handle:horizontal {{ min-width: {px(44)}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
