"""Who waits, why and how long: holds, a changed bankgiro's 72 hours, small amounts, debts; and who is paid daily."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from ekrav.accounts.bankgiro import AlreadyAsked, NotOpen, confirm_change, withdraw_change
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency, StaffMember
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.draft import draft_run
from payouts.due import draft_due
from payouts.forecast import foretell
from payouts.holds import AlreadyHeld, hold, release
from payouts.issue import make_files
from payouts.models import Approval, Payout, PayoutRun
from payouts.queries import coming_payout
from payouts.refusal import ApprovalRefused
from payouts.whom import Wait
from tests.pages import text_of
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    a_creditor,
    a_draft,
    another_bankgiro,
    approved,
    approved_at,
    costs_paid_to_creditor,
    money_in,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
HOURS = timedelta(hours=1)


def waits(day: date = FRIDAY, at: datetime = MORNING) -> dict[str, Wait | None]:
    """Each creditor with something due or owed, and what it waits for."""
    foretold = foretell(today=day, at=at, rates=current_rates())
    return {one.creditor.name: one.waits for one in (*foretold.paid, *foretold.waiting)}


def daily(creditor_id: int) -> None:
    with tenant_scope(creditor_id):
        Creditor.objects.update(rhythm=Creditor.Rhythm.DAILY)


def drafted(day: date) -> list[int]:
    """The amounts of the day's live run, smallest first; nothing when there is none."""
    with staff_scope():
        runs = PayoutRun.objects.filter(period_end=day).exclude(state="withdrawn")
        return sorted(Payout.objects.filter(run__in=runs).values_list("amount_ore", flat=True))


def test_staff_hold_a_creditor_with_a_reason_and_through_a_day(are_bygg: int, astrid: StaffMember) -> None:
    money_in(are_bygg, ANNA_PAID)
    hold(
        creditor_id=are_bygg,
        reason="Konkursutredning",
        last_day=FRIDAY,
        staff=astrid,
        today=FRIDAY - DAY,
        at=MORNING - DAY,
    )
    with pytest.raises(AlreadyHeld):
        hold(creditor_id=are_bygg, reason="Igen", last_day=None, staff=astrid, today=FRIDAY, at=MORNING)
    assert waits() == {"Åre Bygg AB": Wait.HELD}
    assert a_draft().count == 0
    with tenant_scope(are_bygg):
        creditor = Creditor.objects.select_related("tariff").get()
        coming = coming_payout(creditor=creditor, at=MORNING, rates=current_rates())
    assert (coming.waits, coming.reason, coming.until) == (Wait.HELD, "Konkursutredning", FRIDAY)
    # The day after, it has ended by itself.
    assert waits(FRIDAY + DAY, MORNING + DAY) == {"Åre Bygg AB": None}
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).total_ore == kronor("10079.73")


def test_a_hold_placed_after_the_draft_refuses_the_approval_and_the_database_refuses_the_rest(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    run = a_draft()
    held = hold(creditor_id=are_bygg, reason="Tvist", last_day=None, staff=astrid, today=FRIDAY, at=MORNING)
    word_of(astrid, run)
    with pytest.raises(ApprovalRefused, match="payee"):
        word_of(bertil, run)
    for person in (astrid, bertil):
        with agency_scope():
            Approval.objects.get_or_create(
                run=run,
                staff=person,
                defaults={"content_hash": bytes(run.content_hash), "at": MORNING, "bankid_at": MORNING},
            )
    with agency_scope():
        PayoutRun.objects.update(state="approved")
    with (
        pytest.raises(DatabaseError, match="is held, or goes to a bankgiro that is not sure"),
        tenant_scope(are_bygg),
    ):
        Payout.objects.update(state="approved", moved_at=MORNING)
    release(hold=held, staff=astrid, at=MORNING)
    assert make_files(profile=SESBA, at=MORNING) == 1


def test_less_than_the_minimum_waits_until_it_is_enough(are_bygg: int) -> None:
    with agency_scope():
        Agency.objects.update(minimum_payout_ore=100_00)
    case = money_in(are_bygg, Paid(capital="99.99"))
    assert (waits(), a_draft().count) == ({"Åre Bygg AB": Wait.SMALL}, 0)
    money_in(are_bygg, Paid(capital="0.01"), case=case)
    assert a_draft(FRIDAY + WEEK, at=MORNING + WEEK).total_ore == 100_00


def test_what_a_creditor_owes_is_netted_and_explained_case_by_case(are_bygg: int) -> None:
    # 240 of costs paid to the creditor itself: 240 and the VAT on them, 60, are taken off.
    costs_paid_to_creditor(are_bygg, "240.00", case=a_case(are_bygg, invoice="1044"))
    assert waits() == {"Åre Bygg AB": Wait.OWES}
    with tenant_scope(are_bygg):
        creditor = Creditor.objects.select_related("tariff").get()
        coming = coming_payout(creditor=creditor, at=MORNING, rates=current_rates())
    # Of the 240 the agency keeps all as its fee, with 60 of VAT; the 240 the creditor has had are taken off: −300.
    assert coming.amount == kronor("-300.00")
    assert [row.ore for row in coming.netted] == [kronor("-300.00")]
    assert coming.netted[0].why.startswith("Kostnader som du ska betala")


def test_a_changed_bankgiro_holds_72_hours_and_until_staff_confirm_and_tells_every_administrator(
    are_bygg: int, astrid: StaffMember
) -> None:
    money_in(are_bygg, ANNA_PAID)
    change = another_bankgiro(are_bygg, "9902008", asked_at=MORNING - 71 * HOURS, confirmed=False)
    with tenant_scope(are_bygg):
        (mail,) = Parcel.objects.all()
        assert (mail.recipient, mail.subject) == ("didrik@duvedsel.example", "Nytt bankgiro för Åre Bygg AB")
        assert "9902-008" in mail.body or "990-2008" in mail.body
        assert Creditor.objects.get().bankgiro == "50501055"
    assert waits() == {"Åre Bygg AB": Wait.BANKGIRO}
    # 72 hours have passed and nobody has confirmed: it still waits.
    assert waits(at=MORNING + 2 * HOURS) == {"Åre Bygg AB": Wait.BANKGIRO}
    by = Actor(kind=AuditEvent.Actor.STAFF, id=astrid.pk)
    with tenant_scope(are_bygg):
        confirm_change(change=change, source="Bankgirots register", actor=by, at=MORNING)
        assert Creditor.objects.get().bankgiro == "9902008"
    # Confirmed after 71 hours: one hour is left.
    assert waits() == {"Åre Bygg AB": Wait.BANKGIRO}
    assert waits(at=MORNING + HOURS) == {"Åre Bygg AB": None}
    run = draft_run(period_end=FRIDAY, at=MORNING + HOURS)
    with tenant_scope(are_bygg):
        assert Payout.objects.get(run=run).bankgiro == "9902008"


def test_a_change_taken_back_leaves_the_old_number_and_holds_nothing(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    change = another_bankgiro(are_bygg, "9902008", asked_at=MORNING, confirmed=False)
    with pytest.raises(AlreadyAsked):
        another_bankgiro(are_bygg, "9903006", asked_at=MORNING, confirmed=False)
    with tenant_scope(are_bygg):
        withdraw_change(change=change, actor=MACHINE, at=MORNING)
        with pytest.raises(NotOpen):
            confirm_change(change=change, source="x", actor=MACHINE, at=MORNING)
        assert Creditor.objects.get().bankgiro == "50501055"
    assert waits() == {"Åre Bygg AB": None}


def test_the_database_refuses_a_bankgiro_that_nobody_has_confirmed(are_bygg: int) -> None:
    another_bankgiro(are_bygg, "9902008", confirmed=False)
    for number in ("9902008", "9903006"):
        with pytest.raises(DatabaseError, match="by a confirmed change only"), tenant_scope(are_bygg):
            Creditor.objects.update(bankgiro=number)


def test_who_wants_money_daily_gets_a_draft_on_bank_days_and_the_others_on_fridays(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    weekly = a_creditor("Duveds El HB", bankgiro="9902008")
    daily(are_bygg)
    for creditor in (are_bygg, weekly):
        money_in(creditor, Paid(capital="100.00"))
    friday = draft_due(today=FRIDAY, at=MORNING)
    assert friday is not None
    assert drafted(FRIDAY) == [100_00, 100_00]
    approved(friday, astrid, bertil)
    for creditor in (are_bygg, weekly):
        money_in(creditor, Paid(capital="50.00"))
    # Saturday and Sunday are no bank days.
    assert [draft_due(today=FRIDAY + n * DAY, at=MORNING + n * DAY) for n in (1, 2)] == [None, None]
    monday = draft_due(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY)
    assert monday is not None
    assert (drafted(FRIDAY + 3 * DAY), monday.weekly) == ([50_00], False)
    assert draft_due(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY) is None
    approved_at(MORNING + 3 * DAY, monday, astrid, bertil)
    assert draft_due(today=FRIDAY + 4 * DAY, at=MORNING + 4 * DAY) is None
    assert draft_due(today=FRIDAY + WEEK, at=MORNING + WEEK) is not None
    assert drafted(FRIDAY + WEEK) == [50_00]


def test_a_friday_draft_that_nobody_approved_is_whole_in_mondays(are_bygg: int) -> None:
    weekly = a_creditor("Duveds El HB", bankgiro="9902008")
    daily(are_bygg)
    money_in(weekly, Paid(capital="300.00"))
    draft_due(today=FRIDAY, at=MORNING)
    # Nothing new for anybody daily: Friday's draft stands.
    assert draft_due(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY) is None
    money_in(are_bygg, Paid(capital="100.00"))
    monday = draft_due(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY)
    assert monday is not None
    assert (drafted(FRIDAY), drafted(FRIDAY + 3 * DAY), monday.weekly) == ([], [100_00, 300_00], True)
    with agency_scope():
        assert PayoutRun.objects.filter(state=PayoutRun.State.DRAFT).count() == 1


def test_staff_see_the_forecast_and_hold_and_release_on_the_page(are_bygg: int, astrids: Client) -> None:
    money_in(are_bygg, ANNA_PAID)
    page = text_of(astrids.get("/handlaggning/utbetalningar/prognos/"))
    assert "1 borgenär skulle få 10 079,73 kr om utkastet gjordes nu." in page
    with tenant_scope(are_bygg):
        public_id = Creditor.objects.get().public_id
    where = f"/handlaggning/utbetalningar/borgenar/{public_id}/"
    assert astrids.post(where, {"reason": "", "last_day": ""}).status_code == 400
    assert astrids.post(where, {"reason": "Konkurs", "last_day": "2026-11-26"}).status_code == 400
    assert astrids.post(where, {"reason": "Konkurs", "last_day": ""}).status_code == 302
    assert astrids.post(where, {"reason": "Konkurs", "last_day": ""}).status_code == 409
    page = text_of(astrids.get("/handlaggning/utbetalningar/prognos/"))
    assert "0 borgenärer skulle få 0,00 kr" in page
    assert "Konkurs" in page
    assert "Släpp utbetalningarna" in text_of(astrids.get(where))
