"""Fields, labels, messages: what is typed, cut, said."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    ButtonKind,
    Card,
    ElidedLabel,
    EmptyState,
    FlowLayout,
    MessageKind,
    PassphraseField,
    SearchField,
    SideBadge,
    StrengthMeter,
    StripMessage,
    Tag,
    TagKind,
    Text,
    TextArea,
    TextField,
)
from needlechart.ui.widgets.passphrase import caps_lock_of
from tests.ui.conftest import key, tap

Show = Callable[..., QWidget]
LONG = "Maximiliana-Josephine Exampleworthington-Placeholder of the Very Long Names"


def test_a_field_commits_after_a_pause(theme: Theme, show: Show, qtbot: QtBot) -> None:
    field = TextField(label="Note")
    show(field)
    with qtbot.waitSignal(field.committed, timeout=20_000) as heard:
        QTest.keyClicks(field, "hip")
    assert heard.args == ["hip"]


def test_a_field_commits_once_on_leaving(theme: Theme, show: Show) -> None:
    field, other = TextField(), QPushButton("other")
    show(field, other)
    heard: list[str] = []
    field.committed.connect(heard.append)
    field.setFocus()
    QTest.keyClicks(field, "hip")
    key(None, Qt.Key.Key_Tab)
    assert heard == ["hip"]
    field.setFocus()
    other.setFocus()
    assert heard == ["hip"]


def test_a_shown_value_is_not_committed_again(theme: Theme, show: Show, qtbot: QtBot) -> None:
    field = TextField()
    show(field)
    with qtbot.assertNotEmitted(field.committed):
        field.set_value("hip")
        field.commit()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(field.committed, timeout=20_000) as heard:
        key(field, Qt.Key.Key_Return)
    assert heard.args == ["hi"]


def test_an_area_commits_on_leaving_and_tab_leaves_it(theme: Theme, show: Show) -> None:
    area, other = TextArea(label="Plan"), QPushButton("other")
    show(area, other)
    heard: list[str] = []
    area.committed.connect(heard.append)
    area.set_value("one")
    area.setFocus()
    QTest.keyClicks(area, "two ")
    key(None, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert heard == ["two one"]


def test_a_no_break_space_that_nobody_typed_is_no_change(qtbot: QtBot) -> None:
    area = TextArea(label="Plan")
    qtbot.addWidget(area)
    committed: list[str] = []
    area.committed.connect(committed.append)
    area.set_value("needle 0.30\u00a0mm")

    area.commit()
    area.setPlainText(area.toPlainText() + " x")
    area.set_value("needle 0.30\u00a0mm")
    area.commit()

    assert committed == []


def test_an_area_commits_after_a_pause(theme: Theme, show: Show, qtbot: QtBot) -> None:
    area = TextArea()
    show(area)
    with qtbot.waitSignal(area.committed, timeout=20_000) as heard:
        QTest.keyClicks(area, "a <b")
    assert heard.args == ["a <b"]


def test_a_new_text_size_reaches_fields_and_placeholders(theme: Theme, show: Show) -> None:
    field, area, text = TextField(), TextArea(placeholder="Notes"), Text("words")
    show(field, area, text)
    theme.set_text_size(150)
    fonts = (field.font(), area.font(), area.viewport().font(), area.document().defaultFont(), text.font())
    assert {font.pixelSize() for font in fonts} == {22}


def test_search_is_52_high_and_clears_with_one_tap(theme: Theme, show: Show, qtbot: QtBot) -> None:
    search = SearchField(placeholder="Name or record number")
    show(search)
    assert search.height() == 52
    assert search._clear.isHidden()
    search.setFocus()
    QTest.keyClicks(search, "exa")
    with qtbot.waitSignal(search.textEdited, timeout=20_000) as heard:
        tap(search._clear)
    assert heard.args == [""]
    assert search.text() == ""
    assert search.hasFocus()


def test_an_error_is_spoken(theme: Theme, show: Show) -> None:
    field = TextField(label="Name")
    show(field)
    calm = field.grab().toImage()
    field.set_error("A name is needed")
    assert field.accessibleDescription() == "A name is needed"
    assert field.grab().toImage() != calm


def test_a_passphrase_is_hidden_until_it_is_asked_for(theme: Theme, show: Show) -> None:
    field = PassphraseField()
    show(field)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    assert field.edit.height() == 52
    tap(field.edit.eye)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert field.edit.eye.accessibleName() == "Hide the passphrase"
    field.clear()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password


def test_enter_submits_a_passphrase(theme: Theme, show: Show, qtbot: QtBot) -> None:
    field = PassphraseField()
    show(field)
    with qtbot.waitSignal(field.submitted, timeout=20_000):
        key(field.edit, Qt.Key.Key_Return)


NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("text", "modifier", "expected"),
    [
        ("A", NONE, True),
        ("a", NONE, False),
        ("a", SHIFT, True),
        ("A", SHIFT, False),
        ("1", NONE, None),
        ("", NONE, None),
        ("ß", NONE, False),
        ("中", NONE, None),
    ],
)
def test_caps_lock_is_told_from_the_letters(
    text: str, modifier: Qt.KeyboardModifier, expected: bool | None
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, text)
    assert caps_lock_of(event) is expected


def test_the_caps_lock_notice_comes_and_goes(theme: Theme, show: Show) -> None:
    field = PassphraseField()
    show(field)
    QApplication.sendEvent(field.edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, NONE, "A"))
    assert field.caps_lock_noticed
    QApplication.sendEvent(field.edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, NONE, "a"))
    assert not field.caps_lock_noticed
    assert field.text() == "Aa"


def test_strength_is_said_in_words(theme: Theme, show: Show) -> None:
    meter = StrengthMeter()
    show(meter)
    meter.set_strength(3, "Good.")
    assert meter.accessibleName() == "Strength 3 of 4. Good."
    with pytest.raises(ValueError, match="not 0 to 4"):
        meter.set_strength(5, "Too good")


def test_what_was_typed_is_never_markup(theme: Theme, show: Show) -> None:
    text = Text("<b>a</b> & <img src=x>")
    label = ElidedLabel("<i>b</i>")
    show(text, label)
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert text.sizeHint().width() >= text.fontMetrics().horizontalAdvance(text.text())
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_long_name_is_cut_and_shown_whole_on_tap(theme: Theme, show: Show) -> None:
    label = ElidedLabel(LONG, role="name")
    show(label, width=260)
    assert label.is_cut
    assert label.toolTip() == LONG
    assert label.text() == LONG
    tap(label)
    assert QToolTip.text() == LONG
    QToolTip.hideText()


def test_a_short_name_is_not_cut(theme: Theme, show: Show) -> None:
    label = ElidedLabel("Ann Other")
    show(label, width=400)
    assert not label.is_cut
    assert label.toolTip() == ""


def test_sides_are_spoken_in_full(theme: Theme, show: Show) -> None:
    badge = SideBadge("right")
    show(badge)
    assert badge.accessibleName() == "patient's right"
    right = badge.grab().toImage()
    badge.set_side("left")
    assert badge.accessibleName() == "patient's left"
    assert badge.grab().toImage() != right
    with pytest.raises(ValueError, match="not a side"):
        badge.set_side("R")


def test_tags_are_28_high_and_alerts_are_spoken_as_such(theme: Theme, show: Show) -> None:
    tag = Tag("Faints with needles", kind=TagKind.ALERT)
    show(tag)
    assert tag.height() == 28
    assert tag.accessibleName() == "alert: Faints with needles"


def test_a_strip_offers_its_actions_and_can_say_something_else(
    theme: Theme, show: Show, qtbot: QtBot
) -> None:
    again = Action("again", "Try again", ButtonKind.PRIMARY)
    strip = StripMessage(MessageKind.DANGER, "Saving has stopped", "Your taps are held in memory.", [again])
    show(strip)
    with qtbot.waitSignal(strip.acted, timeout=20_000) as heard:
        tap(strip.button("again"))
    assert heard.args == ["again"]
    strip.set_message(
        MessageKind.CAUTION, "The last backup is 9 days old", "", [Action("now", "Back up now")]
    )
    assert strip.accessibleName() == "The last backup is 9 days old"
    assert strip.safe.isHidden()
    with pytest.raises(KeyError):
        strip.button("again")


@pytest.mark.parametrize("width", [260, 420, 700])
@pytest.mark.parametrize("size", [100, 150])
def test_a_strip_grows_with_its_words(theme: Theme, show: Show, width: int, size: int) -> None:
    theme.set_text_size(size)
    actions = [Action(str(n), f"Action number {n}") for n in range(3)]
    strip = StripMessage(MessageKind.DANGER, "Saving has stopped, the disk is full", LONG * 3, actions)
    show(strip, width=width, height=1600)
    for words in (strip.cause, strip.safe):
        assert words.height() >= words.heightForWidth(words.width())
    for action in actions:
        button = strip.button(action.id)
        corner = button.mapTo(strip, QPoint(0, 0))
        assert strip.rect().contains(QRect(corner, button.size()))


def test_an_empty_place_says_what_can_be_done(theme: Theme, show: Show, qtbot: QtBot) -> None:
    empty = EmptyState("person", "No patients yet", "Add the first one.", [Action("new", "New patient")])
    show(empty, height=300)
    with qtbot.waitSignal(empty.acted, timeout=20_000) as heard:
        tap(empty.button("new"))
    assert heard.args == ["new"]


def test_a_card_shows_title_and_hint(theme: Theme, show: Show) -> None:
    card = Card("Pain now", hint="0 none, 10 worst")
    card.body.addWidget(Text("content"))
    show(card)
    assert card.accessibleName() == "Pain now"
    card.set_title("Pain")
    assert card.hint.isHidden()


def test_flow_breaks_lines_and_skips_what_is_hidden(theme: Theme, show: Show) -> None:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=8)
    buttons = [QPushButton(f"button {n}") for n in range(6)]
    for button in buttons:
        button.setFixedSize(100, 40)
        flow.addWidget(button)
    buttons[1].hide()
    outer = QVBoxLayout()
    outer.addWidget(holder)
    show(holder, width=250, height=400)
    assert holder.layout() is flow
    places = [button.pos() for button in buttons if not button.isHidden()]
    assert places == [QPoint(0, 0), QPoint(108, 0), QPoint(0, 48), QPoint(108, 48), QPoint(0, 96)]
    assert flow.count() == 6
    assert flow.takeAt(99) is None


def test_a_message_whose_cause_is_a_sentence_is_spoken_with_one_full_stop(theme: Theme, show: Show) -> None:
    strip = StripMessage(MessageKind.OK, "Genuine: every page is what was signed.", "note.pdf")
    show(strip)
    assert strip.accessibleName() == "Genuine: every page is what was signed. note.pdf"
    strip.set_words("Saved", "It lies outside the encrypted chart.")
    assert strip.accessibleName() == "Saved. It lies outside the encrypted chart."
