"""What stands behind the dots is grouped under titles and walked by Tab as it is read."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.screens.board.conftest import Draft
from tests.ui.screens.conftest import Person

GROUPS = {
    "group_palpation": ("finding_kind", "finding_band", "finding_tender", "finding_referral", "finding_jump"),
    "group_needle": (
        "insertions_more",
        "finding_direction",
        "finding_guidance",
        "passes_more",
        "more_tissue",
    ),
    "group_response": ("more_sought", "sought_words", "more_obtained", "obtained_words"),
    "group_time": ("stayed_at_once", "more_tolerated", "more_pressure", "finding_bleeding"),
    "group_pack": ("pack_maker", "pack_lot"),
}


def test_every_field_stands_under_its_title_and_tab_goes_down_through_all(
    draft: Draft, person: Person
) -> None:
    board = draft()
    board.window().resize(960, 530)
    person.tap("more_findings")
    person.wait_for("group_palpation")
    editor = board.stack.currentWidget().panel.editor  # type: ignore[attr-defined]

    def top(name: str) -> int:
        return person.find(name).mapTo(editor, QPoint()).y()

    person.until(lambda: top("pack_lot") > top("group_palpation") > 0)
    titles = list(GROUPS)
    for title, below in zip(titles, [*titles[1:], None], strict=True):
        for name in GROUPS[title]:
            assert top(title) < top(name)
            assert below is None or top(name) < top(below)
    person.find("finding_kind").setFocus(Qt.FocusReason.TabFocusReason)
    last, seen = -1, 0
    while (focus := QApplication.focusWidget()) is not None and editor.isAncestorOf(focus):
        here = focus.mapTo(editor, QPoint()).y()
        assert here >= last, f"{focus.objectName()} stands above what had the keyboard before"
        assert not focus.visibleRegion().isEmpty(), "it comes into sight with the keyboard"
        assert _whole(focus, editor)
        last, seen = here, seen + 1
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen >= 20


def _whole(part: QWidget, inside: QWidget) -> bool:
    left = part.mapTo(inside, QPoint()).x()
    return left >= 0 and left + part.width() <= inside.width()
