"""Every screen of the program by name, each as a way to it from anywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from needlechart.atlas.painting import find_regions
from needlechart.domain.backup_view import BackupRow
from needlechart.domain.patient import Alert
from needlechart.domain.record import now
from needlechart.domain.verdict import Finding, Verdict
from needlechart.domain.words import AlertLevel, Answer, ConsentKind, Layer, Step, View
from needlechart.editing.change import Pair
from needlechart.editing.desk import Problem
from needlechart.store.passphrase import passphrase_strength
from needlechart.store.problems import HeldElsewhere, ReadOnly
from needlechart.ui.dialogs import ask
from needlechart.ui.screens.board.areas.panel import AreaPanel
from needlechart.ui.screens.board.before import AfterStep
from needlechart.ui.screens.board.board_notices import say_alerts, say_needles_in
from needlechart.ui.screens.board.check_in import CheckInStep
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.screens.safety.verify import VerifyScreen
from needlechart.ui.screens.setup import SetupScreen
from needlechart.ui.screens.unlock import Person, UnlockScreen
from needlechart.ui.screens.unlock_parts import Trouble
from needlechart.ui.screens.waiting import WaitingScreen
from needlechart.ui.widgets import TextField
from tests.ui.looks.stage import Stage

GROUPS = ["7KQ2", "M4XD", "9ZTR", "1AB0", "HJKM", "QW3E", "8RTY", "V5B6", "N0P1"]
PEOPLE = [
    Person(str(number), name, credentials)
    for number, (name, credentials) in enumerate(
        [
            ("Robin Sample", "PT, DPT"),
            ("Maximiliana-Josephine Exampleworth-Placeholder", "PT, DPT, OCS, WCS, PRPC"),
            ("Dana Placeholder", "PT, OCS"),
            ("Max Fictional", "PT"),
            ("Ada Invented", "PT"),
            ("Sam Madeup", "PT"),
        ]
    )
]

Screen = TypeVar("Screen", bound=QWidget)

Way = Callable[[Stage], QWidget | None]
"""Brings the window to a screen; returns the part that covers the rest, if one does."""


# Before anybody has unlocked


def _unlock(stage: Stage) -> UnlockScreen:
    screen = UnlockScreen(PEOPLE, check_key=lambda text: "", judge=passphrase_strength, chosen="1")
    screen.set_backup_line("Backup 16 Mar 2026 18:04, checked")
    return _alone(stage, screen)


def _alone(stage: Stage, screen: Screen) -> Screen:
    """In place of everything, as before unlocking; Home comes back with `Stage.clear`."""
    stage.window._only(screen)
    stage.settle()
    return screen


def unlock(stage: Stage) -> None:
    _unlock(stage)


def unlock_refused(stage: Stage) -> None:
    screen = _unlock(stage)
    screen.set_needles_in(2, "4:12")
    screen.show_wrong(16)


def unlock_trouble(stage: Stage) -> None:
    screen = _unlock(stage)
    screen.set_backup_line("The last backup is 9 days old", overdue=True)
    screen.show_error(
        "The chart is older than it was when it was last open.",
        "Nothing in it was changed.",
        "Restore the newest backup, or open it as it is if you put it there yourself.",
    )
    screen.offer_older(offered=True)


def unlock_damaged(stage: Stage) -> None:
    screen = _unlock(stage)
    rest = "Found on opening at 08:02. Nothing was changed. The chart was last in order 16 Mar 2026 18:04."
    screen.show_trouble(
        Trouble(
            title="The chart file was cut off",
            rest=rest,
            readable=True,
            restore="Restore the backup of 16 Mar 2026 18:04",
        )
    )
    stage.settle()


def unlock_elsewhere(stage: Stage) -> None:
    screen = _unlock(stage)
    screen.passphrase.edit.setText("typed before")
    held = HeldElsewhere("Robin Sample", "09:40")
    screen.show_error(held.happened, held.safe, held.todo)
    screen.offer_elsewhere(offered=True)
    stage.settle()


def unlock_read_only(stage: Stage) -> None:
    screen = _unlock(stage)
    screen.passphrase.edit.setText("typed before")
    problem = ReadOnly()
    screen.show_error(problem.happened, problem.safe, problem.todo)
    screen.offer_viewing(offered=True)
    stage.settle()


def recovery(stage: Stage) -> None:
    _unlock(stage).recover.click()
    stage.settle()


def _setup(stage: Stage) -> SetupScreen:
    return _alone(stage, SetupScreen(judge=passphrase_strength))


def setup_clinic(stage: Stage) -> None:
    _setup(stage)


def setup_clinician(stage: Stage) -> None:
    screen = _setup(stage)
    screen.clinic.name.setText("Riverside Pelvic Health")
    screen.next.click()
    stage.settle()


def setup_sheet(stage: Stage) -> None:
    screen = _setup(stage)
    screen.show_recovery_key(GROUPS, asked=(2, 7))
    stage.settle()


def setup_typed_back(stage: Stage) -> None:
    screen = _setup(stage)
    screen.show_recovery_key(GROUPS, asked=(2, 7))
    screen.show_sheet_saved("Sent to the printer")
    screen.next.click()
    screen.next.click()
    stage.settle()


def setup_refused(stage: Stage) -> None:
    screen = _setup(stage)
    screen.next.click()
    screen.show_error("The disk is full.", "Nothing was made.", "Free some space, then try again.")
    stage.settle()


def waiting(stage: Stage) -> None:
    _alone(stage, WaitingScreen("Making a fictional clinic", "Nobody in it exists."))


# Home


def home(stage: Stage) -> None:
    stage.open_home()


def home_search(stage: Stage) -> None:
    stage.search("exa")


def home_no_match(stage: Stage) -> None:
    stage.search("zzyzx")


def home_notice(stage: Stage) -> None:
    stage.open_home()
    part = stage.window.nav.home
    assert part is not None
    part.notices.problem(
        Problem(
            "The backup could not be written.",
            "Charts are safe on this laptop.",
            "Put the USB stick in and try again.",
        )
    )


def new_patient(stage: Stage) -> None:
    stage.open_home()
    part = stage.window.nav.home
    assert part is not None
    part.begin_new_patient("Junyper Example")
    part.form.add.click()
    stage.settle()


# A patient


def patient(stage: Stage) -> None:
    stage.open_patient()


def patient_new(stage: Stage) -> None:
    stage.open_patient(-1)


def details(stage: Stage) -> None:
    stage.open_patient()
    part = stage.window.nav.patient
    assert part is not None
    part.show_details()
    stage.settle()


def signed_note(stage: Stage) -> None:
    stage.open_patient()
    part = stage.window.nav.patient
    assert part is not None
    assert part._chart is not None
    signed = next(one.visit.id for one in part._chart.visits if one.visit.signed)
    part._open_visit(signed, True)
    stage.until(lambda: part._stack.currentWidget() is part.note)
    stage.settle()


# A visit


def check_in(stage: Stage) -> None:
    stage.step(Step.CHECK_IN)


def _areas(stage: Stage, step: Step) -> AreaPanel:
    """The body to paint on with two areas, one described, one selected."""
    board = stage.step(step)
    part = board.stack.currentWidget()
    assert isinstance(part, CheckInStep | AfterStep)
    part.areas.open()
    panel = part.areas.panel
    assert panel is not None
    for area in panel._areas():
        panel._remove(area.id)
    for text, quality in (("low back both", "numbness"), ("groin r", "burning")):
        panel.tools.by_name.chosen.emit(find_regions(text)[0])
        panel.tools.quality.chosen.emit(quality)
    panel.tools.intensity_chosen.emit(6.0)
    stage.settle()
    return panel


def areas(stage: Stage) -> None:
    _areas(stage, Step.CHECK_IN)


def areas_pelvic(stage: Stage) -> None:
    _areas(stage, Step.CHECK_IN).turn(View.PELVIC_FLOOR)
    stage.settle()


def areas_by_name(stage: Stage) -> None:
    panel = _areas(stage, Step.AFTER)
    panel.tools.by_name.field.setText("hip")
    panel.tools.by_name.field.textEdited.emit("hip")
    stage.settle()


def patient_told(stage: Stage) -> None:
    """Trends as a table, the map by twitch, a visit chosen."""
    stage.open_patient()
    part = stage.window.nav.patient
    assert part is not None
    part.pain.plot.choose(0)
    part.rotation.as_table.setChecked(True)
    part.where.colouring.segment("twitch").click()
    stage.settle()


def before(stage: Stage) -> None:
    stage.step(Step.BEFORE)


def needling(stage: Stage) -> None:
    stage.needling()


def needling_out(stage: Stage) -> None:
    stage.needling(stage.draft_ready)


def needling_unasked(stage: Stage) -> None:
    strip = stage.needling().unasked
    strip._say(("written consent", "consent today", "screening"), 1)
    strip.show()
    stage.settle()


def needling_side(stage: Stage) -> None:
    part = stage.needling()
    part.body_map.show_place(View.LEFT.value, Layer.DEEP)
    stage.settle()


def needling_pelvic(stage: Stage) -> None:
    part = stage.needling()
    part.body_map.show_place(View.PELVIC_FLOOR.value, part.body_map.layer)
    stage.settle()


def needling_more(stage: Stage) -> None:
    part = stage.needling()
    assert part.panel.editor is not None
    part.panel.editor.unfold()
    part.panel.editor.open_more()
    part.panel.editor.open_dwell()
    part.panel.editor.open_note()
    stage.settle()


def needling_search(stage: Stage) -> None:
    part = stage.needling()
    part.panel.search.open(new=True)
    part.panel.search.field.setText("glu")
    stage.settle()


def site_menu(stage: Stage) -> QWidget:
    part = stage.needling()
    assert part.panel.editor is not None
    part.panel.editor.open_menu(stage.window.mapToGlobal(QPoint(60, 60)))
    stage.settle()
    return stage.popup()


def after(stage: Stage) -> None:
    stage.step(Step.AFTER, stage.draft_ready)


def follow_on(stage: Stage) -> None:
    stage.step(Step.FOLLOW_ON, stage.draft_ready)


def plan(stage: Stage) -> None:
    board = stage.step(Step.PLAN, stage.draft_ready)
    assert board.visit is not None
    goal = board.visit.chart.goals[0]
    if not any(one.isVisible() for one in board.findChildren(QWidget, f"goal_ability_{goal.id}")):
        stage.tap(f"goal_able_{goal.id}")


def review(stage: Stage) -> None:
    stage.step(Step.REVIEW)


def review_ready(stage: Stage) -> None:
    stage.step(Step.REVIEW, stage.draft_ready)


def strips(stage: Stage) -> None:
    board = stage.step(Step.BEFORE)
    assert board.visit is not None
    say_alerts(board.notices, board.visit.chart.open_alerts)
    say_needles_in(board.notices, 2)
    board.not_saved.failed(14, "the disk is full", "Free some space; saving goes on by itself.")
    stage.settle()


def crowded(stage: Stage) -> None:
    """Alerts, a finding and needles in at once, with the time of a save in the banner."""
    board = stage.step(Step.CHECK_IN)
    visit = board.visit
    assert visit is not None
    told = (("Anticoagulant: apixaban since March", "relative"), ("Pregnancy", "absolute"), ("Latex", "note"))
    known = {one.text for one in visit.chart.open_alerts}
    pairs: list[Pair] = [
        (None, Alert(patient_id=visit.visit.patient_id, text=text, level=AlertLevel(level)))
        for text, level in told
        if text not in known
    ]
    visit.do(pairs, "Alerts")
    part = board.stack.currentWidget()
    assert isinstance(part, CheckInStep)
    if not any(one.answer is Answer.YES for one in visit.chart.screening):
        part.screening.chips.chosen.emit("anticoagulant")
    stage.until(lambda: visit.queue.waiting == 0 and visit.last_saved is not None)
    stage.settle()


# The rest


def settings(stage: Stage) -> None:
    stage.window.nav.show_settings()
    stage.settle()


def protocol_needle(stage: Stage) -> None:
    """A protocol of the clinic unfolded, one of its needles open, one value refused."""
    stage.window.nav.show_settings()
    stage.settle()
    part = stage.window.nav.settings
    assert part is not None
    found = part.protocols._found[0]
    if part.protocols._open != found.protocol.id:
        stage.tap(f"protocol_sites_{found.protocol.id}")
    first = found.points[0].id
    if part.protocols._open_point != first:
        stage.tap(f"protocol_needle_{first}")
    depth = stage.find(f"protocol_depth_{first}")
    assert isinstance(depth, TextField)
    depth.setText("140")
    depth.commit()
    stage.settle()


def content(stage: Stage) -> None:
    stage.window.nav.show_settings()
    stage.settle()
    stage.tap("open_content")
    stage.tap("content_goal_sit")


def audit(stage: Stage) -> None:
    stage.window.nav.behind_settings.show_page("audit")
    stage.settle()


def audit_of_one(stage: Stage) -> None:
    """Who saw the chart of one patient."""
    stage.window.nav.behind_settings.show_audit_of(stage.home.patients[0].patient_id)
    stage.settle()


def backups(stage: Stage) -> None:
    stage.window.nav.behind_settings.show_page("backups")
    stage.settle()


def verify(stage: Stage) -> None:
    stage.window.nav.behind_settings.show_page("verify")
    stage.settle()


def verify_answer(stage: Stage) -> None:
    """A PDF with a long name that is not what was signed."""
    verify(stage)
    page = stage.find("verify_screen")
    assert isinstance(page, VerifyScreen)
    told = Verdict(
        finding=Finding.DIFFERS,
        title="This file is not what was signed.",
        parts=("Page 2: the table of sites differs.", "Page 3 is not in the signed note."),
        signatures=(("Visit 12", "Maximiliana-Josephine Exampleworth-Placeholder, PT, DPT", now()),),
    )
    page._show("NC-000127_2026-03-17_note (copy from the stick of the front desk, 2).pdf", told)
    stage.settle()


def event_rates(stage: Stage) -> None:
    stage.window.nav.behind_settings.show_event_rates()
    stage.settle()


def restore(stage: Stage) -> None:
    folder = Path("/media/stick/needlechart-backup-2026-11-27T10-42-08")
    made = BackupRow(
        folder=folder, made_at=now(), reason="by itself", size=4_200_000, visits=871, patients=132
    )
    _alone(stage, RestoreScreen([made], lambda folder: (made, PEOPLE)))
    stage.settle()


def consent_form(stage: Stage) -> None:
    """The form a patient reads and signs."""
    stage.open_patient()
    part = stage.window.nav.patient
    assert part is not None
    assert part._chart is not None
    stage.window.nav.show_form(ConsentKind.WRITTEN, part._chart.patient, lambda consent: None)
    stage.settle()


def needle_missing(stage: Stage) -> None:
    """What became of a needle that was not counted out."""
    part = stage.needling(stage.draft_with_needle)
    part.panel.counting.record()
    stage.settle()
    assert part.panel.missing.isVisible()


def incident(stage: Stage) -> None:
    """The incident of a needle that was not found, something still to say."""
    needle_missing(stage)
    stage.tap("action-incident")
    stage.tap("incident_record")
    assert stage.find("incident_lacks").isVisible()


def shortcuts(stage: Stage) -> QWidget:
    stage.open_home()
    stage.window.toggle_shortcuts()
    stage.settle()
    return stage.find("shortcuts")


def question(stage: Stage) -> QWidget:
    stage.open_home()
    asked = ask(
        stage.window,
        "Discard the draft of 27 November?",
        "Everything charted from 14:05 is removed. The patient’s screen can bring it back until you leave.",
        safe="Keep it",
        destructive="Discard the draft",
        then=lambda: None,
    )
    stage.settle()
    return asked


ENTRANCE: dict[str, Way] = {
    "unlock": unlock,
    "unlock refused": unlock_refused,
    "unlock trouble": unlock_trouble,
    "unlock damaged": unlock_damaged,
    "unlock elsewhere": unlock_elsewhere,
    "unlock read-only": unlock_read_only,
    "recovery": recovery,
    "set-up clinic": setup_clinic,
    "set-up clinician": setup_clinician,
    "set-up sheet": setup_sheet,
    "set-up typed back": setup_typed_back,
    "set-up refused": setup_refused,
    "restore": restore,
    "waiting": waiting,
}
"""What comes before anybody has unlocked."""

INSIDE: dict[str, Way] = {
    "home": home,
    "home search": home_search,
    "home no match": home_no_match,
    "home notice": home_notice,
    "new patient": new_patient,
    "patient": patient,
    "patient new": patient_new,
    "details": details,
    "signed note": signed_note,
    "patient told": patient_told,
    "check-in": check_in,
    "symptom areas": areas,
    "symptom areas, pelvic floor": areas_pelvic,
    "symptom areas by name": areas_by_name,
    "before": before,
    "needling": needling,
    "needling out": needling_out,
    "needling unasked": needling_unasked,
    "needling side": needling_side,
    "needling pelvic floor": needling_pelvic,
    "needling more": needling_more,
    "needling search": needling_search,
    "site menu": site_menu,
    "after": after,
    "follow-on": follow_on,
    "plan": plan,
    "review": review,
    "review ready": review_ready,
    "strips": strips,
    "crowded banner": crowded,
    "needle missing": needle_missing,
    "incident": incident,
    "settings": settings,
    "protocol, one needle": protocol_needle,
    "clinical content": content,
    "audit log": audit,
    "audit log of one patient": audit_of_one,
    "backups": backups,
    "verify a note": verify,
    "verify a note, answer": verify_answer,
    "adverse event rates": event_rates,
    "consent form": consent_form,
    "shortcuts": shortcuts,
    "question": question,
}
"""What an unlocked desk shows."""
