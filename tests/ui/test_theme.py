"""Tokens, contrast, fonts, text size, layout classes."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.fonts import start_unpacking
from needlechart.ui.layout_class import LayoutClass, layout_class, proposed_text_size
from needlechart.ui.theme import Theme, ThemeChoice, ThemeName, Tokens, contrast, load_metrics, load_tokens

CONTRASTS = [
    # one, other, light, dark, high contrast: the figures of the design, to be met within rounding
    ("ink", "bg", 13.1, 15.0, 21),
    ("muted", "bg", 5.9, 8.5, 21),
    ("muted", "sunken", 5.5, 9.0, 21),
    ("on_accent", "accent", 7.9, 8.4, 17.1),
    ("accent", "bg", 7.0, 9.6, 17.1),
    ("edge", "surface", 4.0, 4.5, 21),
    ("edge", "bg", 3.5, 4.9, 21),
    ("figure_line", "bg", 3.3, 6.0, 21),
    ("needle", "surface", 5.5, 7.8, 12.0),
    ("on_needle", "needle", 5.5, 8.5, 12.0),
    ("needle", "needle_soft", 4.6, 7.0, 10.0),
    ("needle", "muscle", 4.0, 5.2, 9.8),
    ("accent", "muscle", 5.7, 5.8, 13.9),
    ("caution", "caution_soft", 7.3, 9.2, 12.1),
    ("danger", "danger_soft", 6.3, 7.8, 9.5),
    ("ok", "ok_soft", 5.8, 8.0, 12.3),
    ("muscle_line", "muscle", 1.7, 1.9, 9.1),
]
TEXT_PAIRS = [pair for pair in CONTRASTS if not pair[0].endswith("line") and pair[0] != "edge"]


@pytest.mark.parametrize("pair", CONTRASTS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_each_pair_has_the_contrast_of_the_design(pair: tuple[str, str, float, float, float]) -> None:
    one, other, *figures = pair
    for name, figure in zip(ThemeName, figures, strict=True):
        tokens = load_tokens(name)
        measured = contrast(getattr(tokens, one), getattr(tokens, other))
        assert measured == pytest.approx(figure, abs=0.11), name


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_text_can_be_read_in_every_theme(pair: tuple[str, str, float, float, float]) -> None:
    wanted = 3.0 if pair[1] == "muscle" else 4.5
    for name in ThemeName:
        tokens = load_tokens(name)
        assert contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) >= wanted


HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@given(HEX, HEX)
def test_contrast_is_symmetric_and_between_1_and_21(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) <= 21.0000001
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, one) == 1


@pytest.mark.parametrize("spoil", [{"ink": None}, {"ink": "red"}, {"ink": "#12345"}, {"inq": "#000000"}])
def test_a_spoilt_theme_file_is_refused(spoil: dict[str, str | None]) -> None:
    tokens = load_tokens(ThemeName.LIGHT)
    data = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    for name, value in spoil.items():
        if value is None:
            del data[name]
        else:
            data[name] = value
    with pytest.raises(ValueError, match="theme colour"):
        Tokens.from_data(data)


def test_no_text_is_smaller_than_13_pixels() -> None:
    assert min(style.size for style in load_metrics().type.values()) == 13


def test_a_new_theme_reaches_palette_and_widgets_and_keeps_the_place(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(theme.changed, timeout=20_000):
        theme.set_choice(ThemeChoice.DARK)
    assert window.palette().color(QPalette.ColorRole.Window).name().upper() == theme.tokens.bg
    assert theme.name is ThemeName.DARK
    assert window.isVisible()


def test_choosing_the_same_again_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_choice(ThemeChoice.LIGHT)
        theme.set_text_size(100)


def test_the_system_is_followed(theme: Theme) -> None:
    from PySide6.QtCore import Qt

    theme.set_choice(ThemeChoice.SYSTEM)
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    assert theme.name is (ThemeName.DARK if dark else ThemeName.LIGHT)


@pytest.mark.parametrize(("size", "target"), [(100, 44), (112, 49), (125, 55), (150, 66)])
def test_the_text_size_scales_text_and_targets(theme: Theme, size: int, target: int) -> None:
    theme.set_text_size(size)
    assert theme.px(44) == target
    assert theme.font("body").pixelSize() == round(15 * size / 100)
    assert QApplication.font().pixelSize() == theme.font("body").pixelSize()


def test_a_size_that_is_not_offered_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="not offered"):
        theme.set_text_size(130)


def test_the_font_is_firago_with_figures_of_one_width(theme: Theme) -> None:
    font = theme.font("section")
    assert QFontInfo(font).family() == "FiraGO"
    assert font.weight() == QFont.Weight.Bold
    metrics = QFontMetricsF(theme.font("body"))
    assert {metrics.horizontalAdvance(digit * 3) for digit in "0123456789"} == {
        metrics.horizontalAdvance("000")
    }


def test_fonts_can_be_unpacked_beside_other_work() -> None:
    fonts = start_unpacking().result(timeout=30)
    assert len(fonts) == 2
    assert all(len(data) > 100_000 for data in fonts)


def test_the_theme_and_the_fonts_load_nothing_when_imported() -> None:
    code = "import sys, needlechart.ui.fonts, needlechart.ui.theme; print('pymupdf_fonts' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("width", "height", "scale", "expected"),
    [
        (1366, 698, 1.0, LayoutClass.NORMAL),
        (1199, 900, 1.0, LayoutClass.COMPACT),
        (1366, 639, 1.0, LayoutClass.COMPACT),
        (960, 530, 1.0, LayoutClass.COMPACT),
        (1699, 900, 1.0, LayoutClass.NORMAL),
        (1700, 900, 1.0, LayoutClass.WIDE),
        (1920, 1010, 1.0, LayoutClass.WIDE),
        (1366, 698, 1.12, LayoutClass.COMPACT),
        (1920, 1010, 1.5, LayoutClass.NORMAL),
    ],
)
def test_the_layout_class_is_chosen_after_scaling(
    width: int, height: int, scale: float, expected: LayoutClass
) -> None:
    assert layout_class(width, height, scale) is expected


@pytest.mark.parametrize(("ppi", "size"), [(124, 100), (135, 112), (96, 100), (0, 100)])
def test_dense_screens_start_at_112_percent(ppi: float, size: int) -> None:
    assert proposed_text_size(ppi) == size
