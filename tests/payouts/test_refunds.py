"""Money goes back to whoever paid it: by a file that two people approve, to the account it came from or was told."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from ekrav.agency.models import StaffMember
from ekrav.audit.record import MACHINE
from ekrav.bankfiles import camt054_write
from ekrav.bankfiles.accounts import IBAN
from ekrav.bankfiles.accounts import Account as BankAccount
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Direction, Notification, entry_of
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Subledger
from ekrav.money import Ore
from ekrav.payments.cover import cover
from ekrav.payments.models import BankEntry, BankFile, PayerDetail, Payment, UnmatchedPayment
from ekrav.payments.owed_too_long import owed_since
from ekrav.payments.take_back import take_from_pile
from ekrav.payments.unmatched import send_back
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.hand_over import hand_over_files
from payouts.models import Payout, PayoutRun
from payouts.refund_account import note_account
from payouts.refund_draft import draft_refunds
from payouts.refund_sources import Source, accounts_to_ask_for, sources
from payouts.reports import read_reports
from payouts.returned import take_returns
from tests.payouts.bank import TheBank, came_back, debited, report, told
from tests.payouts.given import (
    CLIENT_FUNDS_BANKGIRO,
    FRIDAY,
    MORNING,
    Paid,
    a_case,
    approved,
    book,
    money_in,
    word_of,
)

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
ANNAS = BankAccount(IBAN, "SE3550000000054910000003")
BOS = BankAccount(IBAN, "SE4550000000058398257466")


def nobodys(amount: int, *, account: BankAccount | None, decided: datetime = MORNING) -> int:
    """Money without a reference comes in; it is decided that it goes back. The bank entry's id."""
    ours = BankAccount("BGNR", CLIENT_FUNDS_BANKGIRO)
    paid = BankTransaction(
        account=ours,
        direction=Direction.CREDIT,
        amount=Ore(amount),
        booked_date=FRIDAY - DAY,
        bank_reference=f"IN{amount}",
        payer_name="Bo Nilsson",
        payer_account=account,
    )
    notice = AccountNotice(
        notice_id="N", account=ours, entries=(entry_of(paid, bank_reference=f"IN{amount}"),)
    )
    said = Notification(message_id=f"M{amount}", version="08", created=MORNING, notices=(notice,))
    told(camt054_write.write(said), at=MORNING)
    with agency_scope():
        waiting = UnmatchedPayment.objects.get(entry__amount_ore=amount)
    send_back(entry=waiting.public_id, by=MACHINE, at=decided)
    return waiting.entry_id


def paid_too_much(creditor: int, ore: int, *, accounts: tuple[BankAccount, ...]) -> Subledger:
    """A case that was paid from these accounts, with `ore` too much."""
    case = a_case(creditor)
    for number, account in enumerate(accounts):
        money_in(creditor, Paid(capital="100.00"), case=case)
        with tenant_scope(creditor):
            payment = Payment.objects.order_by("-id")[0]
        with agency_scope():
            file = BankFile.objects.create(
                sha256=f"{case.pk} {number}".encode(), size=0, name="x", format="x", message_id="x",
                entry_count=1, credit_ore=0, debit_ore=0, received_at=MORNING,
            )  # fmt: skip
            entry = BankEntry.objects.create(
                pk=payment.bank_entry_id, file=file, ordinal=1, account="x", bank_reference=f"{payment.pk}",
                direction="CRDT", amount_ore=100_00, booked_date=FRIDAY - DAY, creditor_id=creditor,
            )  # fmt: skip
            PayerDetail.objects.create(entry=entry, name="Anna Lindqvist", account=str(account))
    with tenant_scope(creditor):
        post(
            key=f"overpaid {case.pk}",
            kind="overpaid",
            booked_date=FRIDAY - DAY,
            lines=[debit(Account.DUE_CAPITAL, ore, case), credit(Account.OWED_TO_PAYER, ore, case)],
        )
    return case


def the_refund() -> Payout:
    with staff_scope():
        return Payout.objects.filter(refund_ore__gt=0).order_by("-id")[0]


def test_what_was_nobodys_goes_back_to_the_account_it_came_from(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    assert (run.kind, run.count, run.total_ore) == (PayoutRun.Kind.PAYERS, 1, 312_00)
    assert draft_refunds(today=FRIDAY, at=MORNING) is None
    approved(run, astrid, bertil)
    assert book() == {Account.CLIENT_FUNDS: 312_00, Account.PAYOUTS_IN_TRANSIT: -312_00}
    bank = TheBank()
    hand_over_files(bank=bank, at=MORNING)
    (payment,) = bank.batch.payments
    assert (payment.payee_account, payment.payee_name, payment.amount) == (BOS, "Bo Nilsson", 312_00)
    # A bank account is paid from our own bank account, not from our bankgiro.
    assert bank.batch.debtor.account.scheme == IBAN
    report(run, {payment.end_to_end_id: "ACCP"})
    read_reports(at=MORNING)
    debited({payment.end_to_end_id: 312_00})
    assert settle_debits(at=MORNING + DAY) == 1
    assert book() == {}
    assert draft_refunds(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY) is None


def test_an_overpayment_goes_back_to_its_one_payer_and_a_payout_beside_it_is_its_own(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = paid_too_much(are_bygg, 50_00, accounts=(ANNAS, ANNAS))
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    refund = the_refund()
    assert (refund.account, refund.amount_ore, refund.creditor_id) == (str(ANNAS), 50_00, are_bygg)
    bank = TheBank()
    hand_over_files(bank=bank, at=MORNING)
    assert bank.batch.payments[0].note == f"Återbetalning {case.number}"
    debited({refund.end_to_end_id: 50_00})
    settle_debits(at=MORNING + DAY)
    # 200 came in, 50 went back, 150 is the creditor's.
    assert book() == {Account.CLIENT_FUNDS: 150_00, Account.DUE_CAPITAL: -150_00}


@pytest.mark.parametrize("accounts", [(), (ANNAS, BOS), (BankAccount("OKÄNT", "12"),)])
def test_an_account_that_is_not_known_for_certain_is_asked_for(
    are_bygg: int, astrid: StaffMember, accounts: tuple[BankAccount, ...]
) -> None:
    if accounts:
        paid_too_much(are_bygg, 50_00, accounts=accounts)
    else:
        nobodys(50_00, account=None)
    assert draft_refunds(today=FRIDAY, at=MORNING) is None
    with staff_scope():
        assert accounts_to_ask_for() == 1
        (source,) = sources()
    note_account(source=source, account=ANNAS, staff=astrid, at=MORNING)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    assert (run.total_ore, the_refund().account) == (50_00, str(ANNAS))


def test_a_refund_that_came_back_waits_for_another_account(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    name = the_refund().end_to_end_id
    debited({name: 312_00})
    settle_debits(at=MORNING + DAY)
    came_back({name: 312_00})
    assert take_returns(at=MORNING + 4 * DAY) == 1
    assert book() == {Account.CLIENT_FUNDS: 312_00, Account.OWED_TO_PAYER: -312_00}
    monday = FRIDAY + 3 * DAY
    assert draft_refunds(today=monday, at=MORNING + 3 * DAY) is None
    with staff_scope():
        (source,) = sources()
    assert source == Source(creditor_id=1, entry_id=source.entry_id, amount=312_00, name="Bo Nilsson")
    note_account(source=source, account=ANNAS, staff=astrid, at=MORNING + 3 * DAY)
    again = draft_refunds(today=monday, at=MORNING + 3 * DAY)
    assert again is not None
    for person in (astrid, bertil):
        word_of(person, again, at=MORNING + 3 * DAY)
    assert (the_refund().account, the_refund().state) == (str(ANNAS), Payout.State.APPROVED)


def test_money_used_up_since_the_draft_withdraws_the_run(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = paid_too_much(are_bygg, 50_00, accounts=(ANNAS,))
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    with tenant_scope(are_bygg):
        post(
            key="used",
            kind="overpaid",
            booked_date=FRIDAY,
            lines=[debit(Account.OWED_TO_PAYER, 1, case), credit(Account.DUE_CAPITAL, 1, case)],
        )
    done = approved(run, astrid, bertil)
    assert (done.state, done.file) == (PayoutRun.State.WITHDRAWN, None)
    assert done.problem.startswith(f"Ärende {case.number} har mindre pengar än när utkastet gjordes.")


def taken_back(entry_id: int, amount: int) -> None:
    """The bank takes the money back, and finance connects its debit with it."""
    with agency_scope():
        file = BankFile.objects.latest("pk")
        debit = BankEntry.objects.create(
            file=file, ordinal=9, account="x", bank_reference="BACK", direction="DBIT", reversal=True,
            amount_ore=amount, booked_date=FRIDAY,
        )  # fmt: skip
        waiting = UnmatchedPayment.objects.get(entry_id=entry_id)
    take_from_pile(debit_id=debit.pk, entry=waiting.public_id, by=MACHINE, at=MORNING)


def test_what_the_bank_took_back_before_it_was_sent_back_is_not_sent(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    entry = nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    taken_back(entry, 312_00)
    done = approved(run, astrid, bertil)
    assert (done.state, done.file, book()) == (PayoutRun.State.WITHDRAWN, None, {})
    assert draft_refunds(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY) is None


def test_what_the_bank_took_back_after_it_was_sent_back_is_short_whatever_is_owed_to_others(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    entry = nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    # Somebody else's 500,00 lies there too: it may not be what covers Bo's.
    nobodys(500_00, account=None)
    taken_back(entry, 312_00)
    with staff_scope():
        assert cover().short == 312_00


def test_what_is_owed_to_one_is_as_old_though_another_has_had_his(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    # Anna's 200,00 has waited three weeks for an account; Bo's 312,00 goes at once.
    nobodys(200_00, account=None, decided=MORNING - 21 * DAY)
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    with staff_scope():
        assert owed_since() == [FRIDAY - 21 * DAY, FRIDAY]
    approved(run, astrid, bertil)
    with staff_scope():
        assert owed_since() == [FRIDAY - 21 * DAY]


def test_a_refund_that_was_said_to_have_failed_and_went_all_the_same_is_settled_beside_the_next(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    first = the_refund().end_to_end_id
    report(run, {first: "RJCT"})
    read_reports(at=MORNING)
    with staff_scope():
        (source,) = sources()
    monday, morning = FRIDAY + 3 * DAY, MORNING + 3 * DAY
    note_account(source=source, account=ANNAS, staff=astrid, at=morning)
    again = draft_refunds(today=monday, at=morning)
    assert again is not None
    for person in (astrid, bertil):
        word_of(person, again, at=morning)
    # Somebody else's 500,00 lies there too: it may not be what covers Bo's.
    nobodys(500_00, account=None)
    debited({first: 312_00})
    assert settle_debits(at=morning) == 1
    with staff_scope():
        assert cover().short == 312_00
        assert cover(booked_through=FRIDAY - DAY).short == 0
        left = Payout.objects.filter(refund_entry__isnull=False).order_by("id")
        assert list(left.values_list("state", flat=True)) == ["settled", "approved"]
    assert draft_refunds(today=monday + DAY, at=morning + DAY) is None


def test_the_database_refuses_a_second_refund_of_what_has_gone_back(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    nobodys(312_00, account=BOS)
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    approved(run, astrid, bertil)
    hand_over_files(bank=TheBank(), at=MORNING)
    debited({the_refund().end_to_end_id: 312_00})
    settle_debits(at=MORNING)
    again = the_refund()
    nobodys(500_00, account=ANNAS)
    other = draft_refunds(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY)
    assert other is not None
    again.run = other
    again.pk, again.state, again.entry, again.settled_entry = None, Payout.State.DRAFT, None, None
    again.public_id, again.end_to_end_id = uuid4(), "R2"
    with pytest.raises(IntegrityError, match="has gone back"), agency_scope():
        again.save(force_insert=True)
