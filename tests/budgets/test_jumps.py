"""Every entry of what is missing leads to its field: the keyboard is there, and the field is in sight."""

from PySide6.QtWidgets import QApplication, QWidget

from needlechart.domain.record import Record, now
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.words import AlertLevel, NeedleState, Phase, Side, Technique
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.screens.board.needling_panel.places import field_of
from needlechart.ui.screens.board.standing import todos
from needlechart.ui.screens.board.step import StepScreen
from needlechart.ui.screens.board.targets import step_of
from tests import factories as make
from tests.budgets.charts import comes_first, site
from tests.budgets.conftest import Begin
from tests.cases.charting import Therapist
from tests.driving import until, wait_for

ELSEWHERE = {"indications": "reason"}
"""What belongs to the episode is entered in Details; the jump leads to the field beside it."""


def holes() -> list[Record]:
    """A draft in which nearly everything is missing."""
    visit = make.visit(started=now(), entered=now())
    sites = [
        site("adductor_longus", Side.RIGHT, 1, visit.id).but(side=Side.UNSTATED),
        site("gluteus_medius", Side.RIGHT, 2, visit.id).but(muscle="", muscle_name=""),
        site("lumbar_multifidus", Side.LEFT, 3, visit.id),
        site("obturator_externus", Side.RIGHT, 4, visit.id),
        site("piriformis", Side.LEFT, 5, visit.id),
        site("gracilis", Side.LEFT, 6, visit.id),
    ]
    bare = {
        "diameter_mm": None,
        "length_mm": None,
        "depth_mm": None,
        "insertions": None,
        "technique": None,
        "twitch": None,
        "pain": None,
        "in_at": None,
        "out_at": None,
    }
    needles = [make.needling(one, **bare) for one in sites[:3]]
    needles.append(make.needling(sites[3], technique=Technique.IN_SITU, in_at=None, out_at=None))
    needles.append(make.needling(sites[4], state=NeedleState.IN, out_at=None))
    needles.append(make.needling(sites[5], state=NeedleState.PLANNED, twitch=None, pain=None))
    return [
        *comes_first(),
        make.alert(text="Local infection", level=AlertLevel.ABSOLUTE, screening_item="local_infection"),
        visit,
        *sites,
        *needles,
        make.stimulation(sites[0], sites[2], hz=None, intensity=None, minutes=None),
        make.measurement(
            visit_id=visit.id, measure="hip_ir_90", side=Side.RIGHT, phase=Phase.BEFORE, value=20.0
        ),
    ]


def test_every_missing_entry_leads_to_its_field(by_finger: Begin) -> None:
    therapist = by_finger(holes())
    therapist.press(f"start_visit_{make.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "board")
    until(therapist.qtbot, lambda: therapist.window.nav.board is not None)
    until(therapist.qtbot, lambda: therapist.window.nav.board.visit is not None)  # type: ignore[union-attr]
    found = todos(therapist.visit.chart)
    assert len({one.id.partition("/")[0] for one in found}) >= 25

    astray = [f"{one.id}: {why}" for one in found if (why := astray_at(therapist, one))]

    assert not astray, "\n".join(astray)


def astray_at(therapist: Therapist, todo: Todo) -> str:
    """Why the jump of an entry does not land where it should; empty when it does."""
    board = therapist.window.nav.board
    assert board is not None
    board.go_to(todo.step, todo.field, todo.record_id)
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    part = board.stack.currentWidget()
    wanted = wanted_field(part, todo)
    if wanted is None:
        return f"{step_of(todo.step, todo.field).value} has no field {todo.field}"
    if focus is None or not (focus is wanted or wanted.isAncestorOf(focus)):
        return f"the keyboard is on {focus.objectName() if focus else 'nothing'}"
    try:
        therapist.qtbot.waitUntil(lambda: not focus.visibleRegion().isEmpty(), timeout=3000)
    except therapist.qtbot.TimeoutError:
        return f"{focus.objectName()} is out of sight"
    return ""


def wanted_field(part: QWidget | None, todo: Todo) -> QWidget | None:
    if isinstance(part, NeedlingStep):
        if todo.needle:
            return part.panel.counter
        editor = part.panel.editor
        assert editor is not None
        return field_of(editor, todo.field)
    assert isinstance(part, StepScreen)
    rows = getattr(part, "row_of", None)
    if rows is not None and todo.field == "after":
        record = next(one for one in part.visit.chart.measurements if one.id == todo.record_id)
        return rows(record.measure, record.side)  # type: ignore[no-any-return]
    return part.targets().get(ELSEWHERE.get(todo.field, todo.field))
