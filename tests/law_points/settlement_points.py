"""The points of law about the creditor's money and its note. To add one, read `database_points`."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from cases import remind
from cases.models import Case
from ekrav.accounts.models import Creditor
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import ASTRID, BERTIL, NORDANVIK
from ekrav.tenancy import agency_scope, tenant_scope
from payouts import note_page
from payouts.approve import approve
from payouts.due import draft_due
from payouts.issue import make_files
from payouts.models import PayoutRun, SettlementNote
from tests.cast import a_case, right_now, set_today, staff
from tests.law_points.database_points import letters_said, point, sent

WEDNESDAY, FRIDAY = date(2026, 10, 14), date(2026, 10, 16)


def a_case_paid(creditor: int, money: Ore) -> Case:
    """A debtor has paid so much of the capital on the Wednesday."""
    case = a_case(creditor)
    with tenant_scope(creditor):
        lines = [
            debit(Account.CLIENT_FUNDS, money, case.subledger),
            credit(Account.DUE_CAPITAL, money, case.subledger),
        ]
        post(key="paid", kind="apply payment", booked_date=WEDNESDAY, lines=lines)
    return case


def drafted_on_friday() -> PayoutRun | None:
    """What the daily run drafts on the payday; None when it pays nobody."""
    set_today(FRIDAY)
    at, today = right_now()
    run = draft_due(today=today, at=at)
    return run if run and run.count else None


def approved(run: PayoutRun) -> PayoutRun:
    """The run with the word of two people, and its file."""
    at, _today = right_now()
    for who in (ASTRID, BERTIL):
        approve(
            run_id=run.pk,
            staff=staff(who),
            content_hash=bytes(run.content_hash),
            bankid_at=at - timedelta(minutes=1),
            at=at,
        )
    make_files(profile=SESBA, at=at)
    with agency_scope():
        return PayoutRun.objects.get(pk=run.pk)


@point(11)
def the_settlement_note_is_a_numbered_vat_invoice_that_never_changes(creditor: int) -> None:
    a_case_paid(creditor, kronor("10000.00"))
    run = drafted_on_friday()
    if run is None:  # a payday that is missed is another point's
        return
    approved(run)
    with tenant_scope(creditor):
        note = SettlementNote.objects.get()
        # ML 17 kap. 24 §: its number, its day, the seller's number, what VAT there is and by which rate.
        assert (note.number, note.facts.get("label"), note.issued_on) == (1, "2026-0001", FRIDAY)
        assert note.facts["agency"].get("vat_number") == NORDANVIK.vat_number
        assert {"vat_percent", "vat_ore", "fee_ore"} - set(note.facts) == set()
        Creditor.objects.update(name="Åre Bygg i Jämtland AB")
        assert note_page.note_page(note.facts).creditor["name"] == "Åre Bygg AB"
        try:
            with transaction.atomic():
                SettlementNote.objects.update(facts={**note.facts, "vat_ore": 1})
        except IntegrityError:
            return
    raise AssertionError("an issued note was changed")


@point(18)
def client_money_is_kept_apart_and_accounted_for_on_the_next_payday(creditor: int) -> None:
    case = a_case_paid(creditor, kronor("1000.00"))
    run = drafted_on_friday()
    assert run is not None
    assert (run.total_ore, run.execution_date) == (kronor("1000.00"), FRIDAY)
    account = NORDANVIK.bankgiros[0]
    assert account in bytes(approved(run).file or b"").decode()
    sent(remind.LETTER, case, on=FRIDAY)
    assert [letter["bankgiro"] for letter in letters_said(case)] == [account]
