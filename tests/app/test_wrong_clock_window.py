"""Wrong clocks at the window: a clock set back, daylight saving, another time zone, leap-day birthdays."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.audit_view import UNCERTAIN, AuditFilter, cells
from needlechart.domain.patient import Patient
from needlechart.domain.words import AuditAction
from needlechart.store import core
from needlechart.store.keyfile import Cost
from needlechart.store.queries.audit_log import audit_page
from needlechart.store.settling import CLOCK_SET_BACK
from needlechart.store.store import Store
from needlechart.ui.screens.home import screen as home_screen
from needlechart.ui.screens.home.rows import PatientRowItem
from needlechart.ui.widgets import StripMessage
from tests import factories
from tests.driving import shown, until
from tests.windows import Open, unlocked

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def own_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    store, _ = Store.create(folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, CHEAP)
    store.put(factories.patient(birth_date=date(2000, 2, 29)), factories.episode())
    store.close()
    return folder


def opened(qtbot: QtBot, start: Open, chart: Path) -> Session:
    session = start(chart)
    unlocked(qtbot, session)
    assert session.desk is not None
    return session


def said(root: QWidget) -> str:
    strips = [one for one in root.findChildren(StripMessage) if one.isVisible()]
    return " ".join(one.accessibleName() for one in strips)


def words(root: QWidget) -> str:
    return " ".join(one.accessibleName() for one in root.findChildren(PatientRowItem) if one.isVisible())


def put(qtbot: QtBot, session: Session, name: str) -> None:
    saved: list[object] = []
    assert session.desk is not None
    session.desk.put([(None, factories.patient(id=name, record_number=name))], saved.append)
    until(qtbot, lambda: bool(saved))


def test_a_clock_set_back_while_charting_is_said_logged_and_marked_until_it_has_caught_up(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(qtbot, start, chart)
    put(qtbot, session, "before")
    real = datetime.now(UTC).astimezone()
    for module in ("needlechart.store.core", "needlechart.store.settling"):
        monkeypatch.setattr(f"{module}.now", lambda: real - timedelta(hours=5))
    away = session.presence.away
    away.look(away._wall - 5 * 3600, away._waited + 5)
    until(qtbot, lambda: CLOCK_SET_BACK.partition(":")[0] in said(session.window))
    put(qtbot, session, "during")
    for module in ("needlechart.store.core", "needlechart.store.settling"):
        monkeypatch.setattr(f"{module}.now", lambda: real + timedelta(minutes=1))
    put(qtbot, session, "after")

    rows = session.database.submit(lambda store: audit_page(store, AuditFilter()).rows).result()
    order = [one.sequence for one in rows]
    assert order == sorted(order, reverse=True)
    about = {one.patient: one for one in rows if one.about == "patient"}
    assert not about["before"].uncertain
    assert about["during"].uncertain
    assert not about["after"].uncertain
    assert cells(about["during"])[1].endswith(UNCERTAIN)
    assert len([one for one in rows if one.what == "clock set back"]) == 1
    assert session.database.submit(lambda store: store.check().findings).result() == ()


def test_a_clock_set_back_keeps_no_chart_open(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = opened(qtbot, start, chart)
    assert session.desk is not None
    limit = session.desk.clinic.lock_minutes * 60
    session.presence.last_seen += 86_400  # since then the clock was set back a day
    at, waited = session.presence.last_seen - 86_400, session.presence._waited
    session.presence.lock_if_idle(at + limit - 1, waited + limit - 1)
    assert session.desk is not None
    session.presence.lock_if_idle(at + limit, waited + limit)
    until(qtbot, lambda: shown(session.window, "unlock"))


def test_daylight_saving_and_a_journey_are_no_clock_set_back_and_keep_the_order(
    qtbot: QtBot, start: Open, chart: Path, own_zone: pytest.MonkeyPatch
) -> None:
    own_zone.setenv("TZ", "America/New_York")
    time.tzset()
    session = opened(qtbot, start, chart)
    fold = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)  # 01:50, ten minutes before the hour that comes twice
    for number, minutes in enumerate((0, 20, 40)):
        moment = (fold + timedelta(minutes=minutes)).astimezone()
        own_zone.setattr(core, "now", lambda moment=moment: moment)
        put(qtbot, session, f"p{number}")
    own_zone.setattr(core, "now", lambda: (fold + timedelta(minutes=60)).astimezone())
    for number, zone in enumerate(("Asia/Kolkata", "Pacific/Pago_Pago")):
        own_zone.setenv("TZ", zone)
        time.tzset()
        put(qtbot, session, f"far{number}")

    entries = session.database.submit(lambda store: store.select(AuditEntry)).result()
    made = [one for one in sorted(entries, key=lambda one: one.sequence) if one.record_kind == "Patient"][1:]
    assert [one.record_id for one in made] == ["p0", "p1", "p2", "far0", "far1"]
    assert [one.at for one in made] == sorted(one.at for one in made)
    local = [one.at.strftime("%H:%M") for one in made[:3]]
    assert local == ["01:50", "01:10", "01:30"]  # the second 01:10 is the later one, and its offset says so
    assert len({one.at.utcoffset() for one in made}) == 4
    assert not [one for one in entries if one.action is AuditAction.CLOCK]
    assert "clock" not in said(session.window)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2027, 2, 28), "26 y"), (date(2027, 3, 1), "27 y"), (date(2028, 2, 29), "28 y")]
)
def test_who_was_born_on_a_leap_day_has_the_correct_age_on_home(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch, day: date, age: str
) -> None:
    monkeypatch.setattr(home_screen.HomeScreen, "_today", lambda self: day)
    session = opened(qtbot, start, chart)
    until(qtbot, lambda: age in words(session.window))
    (born,) = {
        one.birth_date for one in session.database.submit(lambda store: store.select(Patient)).result()
    }
    assert born == date(2000, 2, 29)
