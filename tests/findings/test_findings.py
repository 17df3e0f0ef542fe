"""A report is taken once for each question, its purpose in the log; an event is kept once, of those who owe."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import requests
from django.conf import settings as configured
from django.db import DatabaseError, connection

from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.findings.models import CreditReport, FeedPosition, KeptEvent
from ekrav.findings.take_events import details_of, events_after, take_events
from ekrav.findings.take_report import TakenOtherwise, is_fresh, take_report
from ekrav.identity import keyed_hash
from ekrav.law.shipped import shipped_rates
from ekrav.registers.credit import CreditBureau, CreditRecord, Purpose, credit_bureau_at
from ekrav.registers.events import HttpEventFeed, TheirAddress
from ekrav.sandbox.demo_data import ANNA, BO, LUNDBERGS
from ekrav.tenancy import agency_scope, tenant_scope
from ekrav.world.counterparties import counterparties
from tests.cast import an_agency
from tests.payments.cast import a_creditor

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2025, 6, 3, 8, 0, tzinfo=UTC)
ASTRID = Actor(kind=AuditEvent.Actor.STAFF, id=8)
HOME = {"street": "Nygatan 1", "postcode": "831 31", "city": "Östersund"}


@dataclass
class Counting:
    """A bureau that counts how often it was asked."""

    bureau: CreditBureau
    asked: list[str] = field(default_factory=list)

    def report(self, *, key: str, number: str, purpose: Purpose, asked_by: str) -> CreditRecord:
        """Ask, and count."""
        self.asked.append(asked_by)
        return self.bureau.report(key=key, number=number, purpose=purpose, asked_by=asked_by)


@pytest.fixture
def url(tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """The counterparties, and an agency."""
    an_agency()
    with counterparties(tmp_path) as address:
        yield address


@pytest.fixture
def bureau(url: str) -> Counting:
    """The sandboxed bureau."""
    return Counting(credit_bureau_at(url=f"{url}/credit"))


def taken(creditor_id: int, bureau: CreditBureau, **changed: Any) -> CreditReport:
    """Take a report on Anna before an application."""
    asked: dict[str, Any] = {
        "key": "11042950 BF 1",
        "number": ANNA.person_number,
        "purpose": Purpose.PAYMENT_ORDER,
    }
    return take_report(creditor_id=creditor_id, by=ASTRID, at=AT, bureau=bureau, **(asked | changed))


def key_of(number: str) -> bytes:
    return keyed_hash(value=number, key=configured.IDENTITY_KEY)


def test_a_report_is_taken_once_and_its_purpose_and_its_copy_are_in_the_creditors_log(
    bureau: Counting,
) -> None:
    are_bygg = a_creditor()
    first, again = taken(are_bygg, bureau), taken(are_bygg, bureau)
    assert (first.pk, first.copied_on, first.income) == (again.pk, date(2025, 3, 3), "above")
    assert bureau.asked == ["Nordanvik Inkasso AB 559988-7766"]
    assert bytes(again.subject_key) == key_of(ANNA.person_number)
    with tenant_scope(are_bygg):
        (logged,) = AuditEvent.objects.filter(act="credit_report_taken")
        assert (logged.facts, logged.actor_id) == ({"purpose": "payment_order", "copied": True}, 8)


def test_a_key_that_was_used_for_something_else_is_refused(bureau: Counting) -> None:
    are_bygg = a_creditor()
    taken(are_bygg, bureau)
    for other in ({"number": BO.person_number}, {"purpose": Purpose.SURVEILLANCE}):
        with pytest.raises(TakenOtherwise):
            taken(are_bygg, bureau, **other)


def test_five_who_ask_at_once_get_one_report_and_one_copy(bureau: Counting, url: str) -> None:
    are_bygg, gate, got = a_creditor(), Barrier(5), []

    def ask() -> None:
        gate.wait()
        got.append(taken(are_bygg, bureau).bureau_id)
        connection.close()

    threads = [Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(got)) == 1
    with tenant_scope(are_bygg):
        assert (
            CreditReport.objects.count(),
            AuditEvent.objects.filter(act="credit_report_taken").count(),
        ) == (1, 1)
    assert len(requests.get(f"{url}/credit/copies", timeout=5).json()["copies"]) == 1


def test_a_company_gets_no_copy_and_the_database_refuses_a_person_without_one(bureau: Counting) -> None:
    are_bygg = a_creditor()
    lundbergs = taken(are_bygg, bureau, number=LUNDBERGS.organisation_number)
    assert (lundbergs.kind, lundbergs.copied_on, lundbergs.income) == ("company", None, "")
    lundbergs.pk, lundbergs.key, lundbergs.kind = None, "other", "person"
    with pytest.raises(DatabaseError), tenant_scope(are_bygg):
        lundbergs.save(force_insert=True)


def test_a_report_never_changes_and_is_one_creditors_own(bureau: Counting) -> None:
    are_bygg, duveds_el = a_creditor(), a_creditor()
    taken(are_bygg, bureau)
    with pytest.raises(DatabaseError), tenant_scope(are_bygg):
        CreditReport.objects.update(remarks=9)
    with pytest.raises(DatabaseError), tenant_scope(are_bygg):
        CreditReport.objects.all().delete()
    with tenant_scope(duveds_el):
        assert not CreditReport.objects.exists()


def test_a_decision_may_rest_on_a_report_for_thirty_days_unless_something_has_happened(
    bureau: Counting,
) -> None:
    report, rates = taken(a_creditor(), bureau), shipped_rates()
    last = date(2025, 7, 3)
    assert [
        is_fresh(report, on=last, event_since=False, rates=rates),
        is_fresh(report, on=last + timedelta(days=1), event_since=False, rates=rates),
        is_fresh(report, on=last, event_since=True, rates=rates),
    ] == [True, False, False]


def happen(url: str, kind: str, number: str, **said: Any) -> None:
    body = {"kind": kind, "number": number, "happened_on": "2025-06-03"} | said
    requests.post(f"{url}/registers/happen", json=body, timeout=5).raise_for_status()


def only_anna(keys: Collection[bytes]) -> Collection[bytes]:
    """Of all who are told of, Anna alone owes somebody here."""
    return [key for key in keys if key == key_of(ANNA.person_number)]


def test_each_event_of_who_owes_here_is_kept_once_and_nobody_elses(url: str) -> None:
    feed = HttpEventFeed(url=f"{url}/registers")
    happen(url, "moved", ANNA.person_number, address=HOME)
    happen(url, "death", BO.person_number)
    assert [take_events(feed=feed, concerns=only_anna, at=AT) for _ in range(2)] == [1, 0]
    happen(url, "protected", ANNA.person_number)
    assert take_events(feed=feed, concerns=only_anna, at=AT) == 1
    with agency_scope():
        moved, protected = events_after(0)
        assert [moved.kind, protected.kind] == ["moved", "protected"]
        assert events_after(moved.pk) == [protected]
        assert FeedPosition.objects.get().last == "H00000003"
    address = TheirAddress(street="Nygatan 1", postcode="831 31", city="Östersund")
    assert details_of(moved) == (None, address, "")
    assert b"Nygatan" not in bytes(moved.details)
    assert details_of(protected) == (None, None, "")


def test_a_round_that_was_cut_short_is_taken_up_where_it_was(url: str) -> None:
    feed = HttpEventFeed(url=f"{url}/registers")
    happen(url, "death", ANNA.person_number)

    def breaks(keys: Collection[bytes]) -> Collection[bytes]:
        raise RuntimeError("cut short")

    with pytest.raises(RuntimeError):
        take_events(feed=feed, concerns=breaks, at=AT)
    assert take_events(feed=feed, concerns=only_anna, at=AT) == 1


def test_an_event_never_changes(url: str) -> None:
    happen(url, "death", ANNA.person_number)
    take_events(feed=HttpEventFeed(url=f"{url}/registers"), concerns=only_anna, at=AT)
    with pytest.raises(DatabaseError), agency_scope():
        KeptEvent.objects.update(kind="moved")
