"""The client funds short: the agency has withdrawn what it had to give back, and pays it in before anybody is paid.

Åre Bygg's payout left 240,00 in fees and 60,00 VAT, which the agency has withdrawn. Then the note is credited: 300,00
are Åre Bygg's, and lie with the agency. Duveds El has 1 000,00 to be paid.
"""

from datetime import timedelta

import pytest
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.notification import BankTransaction, Direction
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.cover import FundsShort, cover
from ekrav.payments.models import DailyProof, TopUp, UnmatchedPayment
from ekrav.payments.pay_in import NothingShort, begin_pay_in
from ekrav.payments.receive import receive
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from payouts.confirm import settle_debits
from payouts.credit import give_back
from payouts.draft import draft_run
from payouts.due import draft_due
from payouts.models import SettlementNote
from payouts.refund_draft import draft_refunds
from payouts.settle_fees import hand_over_fees
from tests.cast import right_now, set_today
from tests.pages import text_of
from tests.payments.cast import camt
from tests.payments.crowd import crowd, kinds
from tests.payouts.bank import TheBank, debited
from tests.payouts.browsing import approve as approve_run
from tests.payouts.fees import State, approved, drafted, held, word
from tests.payouts.given import CLIENT_FUNDS_BANKGIRO, FRIDAY, Paid, a_case, a_creditor, money_in
from tests.payouts.test_proof import proven, the_bank_says

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/handlaggning/klientmedel/"
NEXT_FRIDAY = FRIDAY + timedelta(days=7)


def short() -> int:
    with staff_scope():
        return cover().short


def arrives(ore: int, reference: str) -> None:
    """The agency's transfer is on the client-funds account."""
    at, today = right_now()
    told = BankTransaction(
        account=account(scheme=BANKGIRO, number=CLIENT_FUNDS_BANKGIRO),
        direction=Direction.CREDIT,
        amount=Ore(ore),
        booked_date=today,
        value_date=today,
        bank_reference=f"P{ore}",
        references=(reference,) if reference else (),
        payer_name="Nordanvik Inkasso AB",
    )
    receive(content=camt(told, message_id=f"P{ore}"), name="camt.xml", at=at)


@pytest.fixture
def credited(paid: int, astrids: Client, bertils: Client, astrid: StaffMember) -> int:
    """The fees are withdrawn, and then credited; Duveds El waits for its money."""
    transfer = approved(astrids, bertils)
    at, _today = right_now()
    hand_over_fees(bank=TheBank(), at=at)
    debited({transfer.end_to_end_id: 30_000})
    settle_debits(at=at)
    with tenant_scope(paid):
        note = SettlementNote.objects.get()
    give_back(
        creditor_id=paid,
        number=note.number,
        cases=[line["case_number"] for line in note.facts["lines"]],
        reason="Kravet var redan betalt.",
        by=Actor(kind=AuditEvent.Actor.STAFF, id=astrid.pk),
        at=at,
    )
    duved = a_creditor("Duveds El HB")
    money_in(duved, Paid(capital="1000.00"), case=a_case(duved))
    set_today(NEXT_FRIDAY)
    return paid


def test_nothing_is_paid_out_until_the_agency_has_paid_in_what_it_owes(
    credited: int, astrids: Client, bertils: Client
) -> None:
    at, today = right_now()
    assert short() == 30_000
    with pytest.raises(FundsShort):
        draft_run(period_end=today, at=at)
    assert (draft_due(today=today, at=at), draft_refunds(today=today, at=at), drafted()) == (None, None, None)
    desk = astrids.get("/handlaggning/").content.decode()
    assert 'Klientmedel som fattas, att sätta in</a></th><td class="num">1<' in desk
    foretold = text_of(astrids.get("/handlaggning/utbetalningar/prognos/"))
    assert "Det fattas 300,00 kr på klientmedelskontot. Inget betalas ut" in foretold
    page = text_of(astrids.get(PAGE))
    assert "Det fattas 300,00 kr på klientmedelskontot." in page
    assert "Byrån har tagit ut 300,00 kr mer i avgifter än den har kvar rätt till" in page
    assert [astrids.post(PAGE).status_code, bertils.post(PAGE).status_code] == [302, 302]
    with agency_scope():
        transfer = TopUp.objects.get()
    assert (
        f"för över 300,00 kr från byråns eget konto till bankgiro 5317-2045 med referensen {transfer.reference}"
        in (text_of(astrids.get(PAGE)))
    )
    arrives(30_000, transfer.reference)
    assert (short(), astrids.post(PAGE).status_code) == (0, 409)
    assert "Det fattas" not in text_of(astrids.get("/handlaggning/utbetalningar/prognos/"))
    run = draft_due(today=today, at=at)
    # Duved's 1 000,00 and the 300,00 that Åre Bygg got back.
    assert run is not None
    assert (run.count, run.total_ore) == (2, 130_000)
    assert [approve_run(browser, run).status_code for browser in (astrids, bertils)] == [302, 302]
    with agency_scope():
        assert balance(account=Account.CLIENT_FUNDS) == 30_000
    # Åre Bygg's book is 300,00 short of the fees, the agency's own has them: there is nothing to withdraw.
    transfer_of_fees = drafted()
    assert transfer_of_fees is not None
    assert (transfer_of_fees.state, transfer_of_fees.total_ore) == (State.EMPTY, 0)
    broken = {found.invariant for found in broken_invariants() if "bank" not in found.invariant}
    assert broken == set()


def test_what_was_paid_in_is_the_agencys_again_when_new_fees_have_come(
    credited: int, astrids: Client, bertils: Client
) -> None:
    at, today = right_now()
    arrives(30_000, begin_pay_in(by=MACHINE, at=at).reference)
    duved = a_creditor("Krokoms Rör AB")
    money_in(duved, Paid(capital="2000.00", costs="180.00"), case=a_case(duved))
    run = draft_run(period_end=today, at=at)
    assert [approve_run(browser, run).status_code for browser in (astrids, bertils)] == [302, 302]
    with staff_scope():
        moving = {one.end_to_end_id: one.amount_ore for one in run.payouts.all()}
    debited(moving, on=today, at=at)
    settle_debits(at=at)
    # 180,00 and 45,00 of Krokoms; Åre Bygg's −300,00 and the agency's own 300,00 cancel.
    transfer = drafted()
    assert transfer is not None
    assert transfer.total_ore == 22_500
    assert [word(astrids, transfer), word(bertils, transfer)] == [302, 302]
    debited({transfer.end_to_end_id: 22_500}, on=today, at=at)
    settle_debits(at=at)
    with agency_scope():
        transfer.refresh_from_db()
    assert (transfer.state, held(credited)) == (State.SETTLED, [0, 0, 0])
    assert short() == 0


def test_a_run_that_is_approved_when_the_note_is_credited_is_given_back(
    credited: int, astrids: Client, bertils: Client
) -> None:
    at, today = right_now()
    arrives(30_000, begin_pay_in(by=MACHINE, at=at).reference)
    run = draft_run(period_end=today, at=at)
    assert approve_run(astrids, run).status_code == 302
    # Another 100,00 of Åre Bygg's went with the bank.
    with tenant_scope(credited):
        post(
            key="planted",
            kind="credit note",
            booked_date=today,
            lines=[debit(Account.AGENCY_FEES, 10_000), credit(Account.CREDITOR_OWES, 10_000)],
        )
    answer = approve_run(bertils, run)
    assert answer.status_code == 409
    assert "Det fattas 100,00 kr på klientmedelskontot." in text_of(answer)


def test_the_daily_proof_says_what_was_short_though_book_and_bank_agree(
    credited: int, astrids: Client
) -> None:
    with staff_scope():
        book = DailyProof.objects.count()
    assert book == 0
    the_bank_says(100_000, on=NEXT_FRIDAY)
    set_today(NEXT_FRIDAY + timedelta(days=1))
    assert proven() == [(NEXT_FRIDAY, "holds")]
    with staff_scope():
        assert DailyProof.objects.get().short_ore == 30_000
    assert "300,00 kr fattades" in text_of(astrids.get(PAGE))


def test_fifty_who_pay_in_at_once_ask_for_one_transfer(credited: int) -> None:
    at, _today = right_now()
    with crowd() as rush:
        answers = rush.rush(lambda _place: begin_pay_in(by=MACHINE, at=at))
    assert kinds(answers) == {"TopUp": 50}
    with agency_scope():
        assert [row.amount_ore for row in TopUp.objects.all()] == [30_000]
    arrives(30_000, begin_pay_in(by=MACHINE, at=at).reference)
    with pytest.raises(NothingShort):
        begin_pay_in(by=MACHINE, at=at)


def test_a_transfer_of_another_sum_waits_for_a_person(credited: int) -> None:
    at, _today = right_now()
    arrives(29_000, begin_pay_in(by=MACHINE, at=at).reference)
    assert short() == 30_000


def test_one_that_came_without_its_reference_is_connected_by_a_person(credited: int, astrids: Client) -> None:
    at, today = right_now()
    transfer = begin_pay_in(by=MACHINE, at=at)
    arrives(30_000, "")
    assert short() == 30_000
    with staff_scope():
        waits = UnmatchedPayment.objects.get(state="open").public_id
    page = f"/handlaggning/oplacerade/{waits}/"
    assert f"med referensen {transfer.reference}" in text_of(astrids.get(page))
    assert astrids.post(page + "overforing/", {"overforing": transfer.pk}).status_code == 302
    assert (short(), draft_due(today=today, at=at) is not None) == (0, True)
    assert {found.invariant for found in broken_invariants() if "bank" not in found.invariant} == set()
    with agency_scope():
        assert [balance(account=Account.UNMATCHED), balance(account=Account.CLIENT_FUNDS)] == [0, 30_000]
