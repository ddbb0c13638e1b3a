"""The audit log for people: sorted by what is shown, page after page."""

import pytest

from needlechart.domain.audit_view import SAID, AuditFilter, AuditOrder, AuditRow
from needlechart.domain.backup_view import REASON_WORDS
from needlechart.domain.words import AuditAction
from needlechart.store.queries.audit_log import audit_page, audit_rows
from needlechart.store.store import Store
from tests import factories

SHOWN = {
    AuditOrder.WHO: lambda row: row.who,
    AuditOrder.WHAT: lambda row: row.what,
    AuditOrder.ABOUT: lambda row: row.about,
    AuditOrder.PATIENT: lambda row: row.patient,
}


@pytest.fixture
def worked(store: Store) -> Store:
    """Several people, acts and patients, and one patient who is here no more."""
    store.put(factories.clinician(id="zoe", name="Zoe"), factories.clinician(id="amir", name="amir"))
    for number in ("b 2", "A 1", "c 3"):
        store.put(factories.patient(id=number, record_number=number))
    store.remove(factories.patient(id="c 3", record_number="c 3"))
    for turn in range(12):
        who = ("zoe", "amir", factories.CLINICIAN)[turn % 3]
        act = (AuditAction.READ, AuditAction.EXPORTED)[turn % 2]
        store.note(act, patient_id=("b 2", "A 1", "")[turn % 3], detail=f"{turn * 5 % 12}", by=who)
    return store


def pages(store: Store, wanted: AuditFilter) -> list[AuditRow]:
    """All pages of five; somebody else works in between."""
    page = audit_page(store, wanted, limit=5)
    rows = list(page.rows)
    while page.shown:
        store.note(AuditAction.READ, detail="meanwhile")
        page = audit_page(store, wanted.but(upto=page.upto), page.shown, limit=5)
        rows += page.rows
    assert page.total == len(rows)
    return rows


@pytest.mark.parametrize("order", list(SHOWN))
def test_entries_are_sorted_by_what_is_shown_the_newest_of_those_alike_first(
    worked: Store, order: AuditOrder
) -> None:
    newest_first = list(audit_rows(worked, AuditFilter()))
    assert [row.sequence for row in newest_first] == list(range(len(newest_first), 0, -1))
    wanted = sorted(newest_first, key=lambda row: SHOWN[order](row).casefold())
    assert len({SHOWN[order](row) for row in wanted}) > 2

    assert list(audit_rows(worked, AuditFilter(order=order))) == wanted
    assert pages(worked, AuditFilter(order=order)) == wanted
    turned = sorted(newest_first, key=lambda row: SHOWN[order](row).casefold(), reverse=True)
    upto = newest_first[0].sequence
    assert pages(worked, AuditFilter(order=order, turned=True, upto=upto)) == turned


def test_the_oldest_come_first_and_details_in_their_order(worked: Store) -> None:
    oldest = pages(worked, AuditFilter(turned=True))
    assert [row.sequence for row in oldest] == list(range(1, len(oldest) + 1))

    told = [row.detail for row in pages(worked, AuditFilter(order=AuditOrder.DETAIL))]
    assert [one for one in told if one.isdigit()] == sorted(f"{turn}" for turn in range(12))


def test_the_log_tells_in_plain_words_why_a_backup_was_made(worked: Store) -> None:
    for reason in REASON_WORDS:
        worked.note(AuditAction.BACKED_UP, detail=reason)
    rows = list(audit_rows(worked, AuditFilter(order=AuditOrder.DETAIL)))
    told = [row.detail for row in rows if row.what == SAID[AuditAction.BACKED_UP]]
    assert told == sorted(REASON_WORDS.values())
