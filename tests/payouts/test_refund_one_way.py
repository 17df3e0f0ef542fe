"""Anna has paid 50,00 too much, by Swish. It goes back once: in the bank's file or by Swish, never by both.

And by Swish under the same conditions as in a file: the client funds hold what others own, and agree with the bank.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

import payouts.refunds
from ekrav.agency.models import StaffMember
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Subledger
from ekrav.money import Ore
from ekrav.payments.models import DailyProof, Evidence, Instruction, Reference
from ekrav.payments.ways.note import PART
from ekrav.payments.ways.refund import NotApproved, NotRefundable, approve_refund, refund
from ekrav.payments.ways.states import State, Way
from ekrav.tenancy import tenant_scope
from ops.throwaway import Throwaway
from payouts.models import PayoutRun
from payouts.refund_draft import draft_refunds
from tests.pages import text_of
from tests.payments.cast import ASTRID, BERTIL
from tests.payouts.given import FRIDAY, MORNING, approved, book
from tests.payouts.interleave import PATIENCE, waits
from tests.payouts.test_proof import proven, the_bank_says
from tests.payouts.test_refunds import ANNAS, paid_too_much

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Det fattas 300,00 kr på klientmedelskontot. Inget går tillbaka förrän byrån har satt in det."
DIFFERS = "Klientmedlen stämmer inte med banken: 0,01 kr skiljer 26 november 2026. Inget går tillbaka"


@pytest.fixture
def case(are_bygg: int) -> Subledger:
    """Anna's: 100,00 came in and 50,00 of it was too much."""
    return paid_too_much(are_bygg, 50_00, accounts=(ANNAS,))


@pytest.fixture
def by_swish(case: Subledger) -> Instruction:
    """The Swish payment by which it could go back."""
    with tenant_scope(case.creditor_id):
        reference = Reference.objects.get(subledger=case)
        row = Instruction.objects.create(
            way=Way.SWISH, reference=reference, amount_ore=50_00, created_at=MORNING
        )
        mine = Instruction.objects.filter(pk=row.pk)
        mine.update(state=State.SENT)
        mine.update(state=State.PAID, payment_reference="S1", paid_on=FRIDAY, paid_at=MORNING)
    return row


@pytest.fixture
def by_card(case: Subledger) -> Instruction:
    """A card payment of hers on the case, which is at the bank."""
    with tenant_scope(case.creditor_id):
        reference = Reference.objects.get(subledger=case)
        row = Instruction.objects.create(
            way=Way.CARD, reference=reference, amount_ore=50_00, created_at=MORNING
        )
        mine = Instruction.objects.filter(pk=row.pk)
        mine.update(state=State.SENT)
        mine.update(state=State.PAID, payment_reference="pi_1", paid_on=FRIDAY, paid_at=MORNING)
    return row


def first_word(paid: Instruction) -> Instruction:
    """Bertil's, that it goes back by Swish."""
    return refund(
        creditor_id=paid.creditor_id, instruction_id=paid.pk, amount=Ore(50_00), by=BERTIL, at=MORNING
    )


def posted(case: Subledger, key: str, *, off: Account, to: Account, ore: int) -> None:
    with tenant_scope(case.creditor_id):
        post(
            key=key,
            kind="refund",
            booked_date=FRIDAY - timedelta(days=1),
            lines=[debit(off, Ore(ore), case), credit(to, Ore(ore), case)],
        )


def test_swish_waits_for_the_banks_file_and_finds_nothing_left(
    by_swish: Instruction,
    astrid: StaffMember,
    bertil: StaffMember,
    servers: Throwaway,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    others: list[Any] = []

    def by_another() -> object:
        try:
            return first_word(by_swish)
        except NotRefundable as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, psycopg.connect(servers.admin_url, autocommit=True) as watcher:

        def after_the_look(**entry: Any) -> object:
            # The file's act has seen 50,00 and not posted yet: now somebody sends it back by Swish.
            others.append(pool.submit(by_another))
            while not others[0].done() and not waits(watcher):
                continue
            return post(**entry)

        monkeypatch.setattr(payouts.refunds, "post", after_the_look)
        assert approved(run, astrid, bertil).state == PayoutRun.State.FILE_MADE
        assert others[0].result(timeout=PATIENCE) == "amount"
    # 100,00 came in, 50,00 is Åre Bygg's, and 50,00 leaves in the file.
    assert book() == {
        Account.CLIENT_FUNDS: 100_00,
        Account.DUE_CAPITAL: -50_00,
        Account.PAYOUTS_IN_TRANSIT: -50_00,
    }


def test_what_is_on_its_way_by_swish_is_not_in_the_banks_file(
    by_swish: Instruction, astrid: StaffMember, bertil: StaffMember
) -> None:
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    first_word(by_swish)
    assert approved(run, astrid, bertil).state == PayoutRun.State.WITHDRAWN


def test_a_draft_made_before_the_card_had_it_back_is_not_sent(
    case: Subledger, by_card: Instruction, astrid: StaffMember, bertil: StaffMember
) -> None:
    run = draft_refunds(today=FRIDAY, at=MORNING)
    assert run is not None
    # Her bank has given her 20,00 of it since, and nobody has said what becomes of that.
    with tenant_scope(case.creditor_id):
        Instruction.objects.filter(pk=by_card.pk).update(problem=PART)
        Evidence.objects.create(instruction=by_card, at=MORNING, source="read", said=f"{PART} 2000 dp_1")
    assert approved(run, astrid, bertil).state == PayoutRun.State.WITHDRAWN
    again = draft_refunds(today=FRIDAY, at=MORNING)
    assert (again.total_ore if again else None) == 30_00


def test_the_second_word_is_refused_when_more_has_gone_than_was_owed(
    case: Subledger, by_swish: Instruction
) -> None:
    back = first_word(by_swish)
    posted(case, "gone", off=Account.OWED_TO_PAYER, to=Account.PAYOUTS_IN_TRANSIT, ore=1)
    with pytest.raises(NotApproved, match="spent"):
        approve_refund(creditor_id=back.creditor_id, refund_id=back.pk, by=ASTRID, at=MORNING)
    posted(case, "came back", off=Account.PAYOUTS_IN_TRANSIT, to=Account.OWED_TO_PAYER, ore=1)
    assert approve_refund(creditor_id=back.creditor_id, refund_id=back.pk, by=ASTRID, at=MORNING) == 50_00


def test_nothing_goes_by_swish_while_the_client_funds_are_short(
    case: Subledger, by_swish: Instruction, astrids: Client
) -> None:
    back = first_word(by_swish)
    posted(case, "withdrawn", off=Account.AGENCY_FEES, to=Account.FEES_IN_TRANSIT, ore=300_00)
    assert SHORT in told(astrids, back)
    posted(case, "paid in", off=Account.FEES_IN_TRANSIT, to=Account.AGENCY_FEES, ore=300_00)
    assert "50,00 kr går tillbaka nu." in told(astrids, back)


def test_nothing_goes_by_swish_while_the_bank_and_the_book_differ(
    by_swish: Instruction, astrids: Client
) -> None:
    back = first_word(by_swish)
    the_bank_says(99_99, on=FRIDAY - timedelta(days=1))
    assert proven()[0] == (FRIDAY - timedelta(days=1), DailyProof.State.DIFFERS)
    assert DIFFERS in told(astrids, back)
    with tenant_scope(back.creditor_id):
        assert Instruction.objects.get(pk=back.pk).approved_by is None


def told(astrid: Client, back: Instruction) -> str:
    """What Astrid reads when she approves."""
    return text_of(astrid.post(f"/handlaggning/pa-vag/{back.instruction_id}/godkann/", follow=True))
