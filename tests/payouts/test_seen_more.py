"""The pages of what went wrong on the way out, in a real browser: holds, questions to the bank, refunds, returns."""

from datetime import timedelta

import pytest

from ekrav.accounts.models import Creditor, Membership
from ekrav.agency.models import StaffMember
from ekrav.audit.record import MACHINE
from ekrav.payments.bank import AnswerLost
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.unmatched import send_back
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.decide import Decider, Document, propose
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.holds import hold
from payouts.models import Decision, Payout
from payouts.reports import read_reports
from payouts.returned import take_returns
from tests.cast import right_now, set_today, staff
from tests.look.seen import seen, service
from tests.pages import logged_in
from tests.payouts.bank import TheBank, came_back, report
from tests.payouts.browsing import a_member, notes_drawn, paid_out
from tests.payouts.given import (
    FRIDAY,
    Paid,
    a_case,
    a_creditor,
    another_bankgiro,
    approved_at,
    costs_paid_to_creditor,
    money_in,
)

__all__ = ["service"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def came_back_to_are_bygg(creditor: int) -> Payout:
    """Paid out on Friday, back on Monday; new money and a debt have come since; another bankgiro is asked for."""
    payout = paid_out(creditor, logged_in(ASTRID), logged_in(BERTIL))
    notes_drawn()
    set_today(FRIDAY + 3 * DAY)
    at, today = right_now()
    came_back({payout.end_to_end_id: payout.amount_ore}, on=today, at=at)
    take_returns(at=at)
    costs_paid_to_creditor(creditor, "180.00", case=a_case(creditor, invoice="0994", debtor="Jonas Ek"))
    another_bankgiro(creditor, "9902008", asked_at=at, confirmed=False)
    return payout


def three_at_the_bank(people: tuple[StaffMember, StaffMember]) -> None:
    """One unknown with a proposal, one unknown without, one of which the bank contradicts itself."""
    names = ("Solna El AB", "Åkeri Norr AB", "Fjällström Redovisning AB")
    for name in names:
        money_in(a_creditor(name, bankgiro="9903006"), Paid(capital="18430.00"))
    at, today = right_now()
    run = approved_at(at, draft_run(period_end=today, at=at), *people)
    hand_over_files(bank=TheBank(raises=AnswerLost("ReadTimeout")), at=at)
    with staff_scope():
        first, *_, last = Payout.objects.filter(run=run).order_by("id")
    for status in ("RJCT", "ACCP"):
        report(run, {last.end_to_end_id: status}, code="AM04", at=at)
    read_reports(at=at)
    propose(
        payout=first,
        verdict=Decision.Verdict.NOT_PAID,
        reason="Eva på banken, telefon 09:10",
        document=Document(name="svar.pdf", content=b"%PDF"),
        by=Decider(staff=people[0], bankid_at=at, at=at),
    )


def test_nothing_is_wrong_with_the_pages(are_bygg: int, service: str) -> None:
    set_today(FRIDAY)
    people = (staff(ASTRID), staff(BERTIL))
    payout = came_back_to_are_bygg(are_bygg)
    three_at_the_bank(people)
    at, today = right_now()
    came_back({"NOBODYS": 31_200}, on=today, at=at)
    with agency_scope():
        waiting = UnmatchedPayment.objects.get(state=UnmatchedPayment.State.OPEN)
    send_back(entry=waiting.public_id, by=MACHINE, at=at)
    held = a_creditor("Duveds El HB", bankgiro="9902008")
    money_in(held, Paid(capital="900.00"))
    hold(
        creditor_id=held,
        reason="Konkursutredning",
        last_day=today + 9 * DAY,
        staff=people[0],
        today=today,
        at=at,
    )
    bertil, cecilia = logged_in(BERTIL), a_member(are_bygg, CECILIA, Membership.Role.ADMIN)
    with tenant_scope(held):
        creditor = Creditor.objects.get().public_id
    with staff_scope():
        unknown = list(Payout.objects.filter(state="unknown").order_by("id"))
        told = Payout.objects.get(state="rejected")
    hers = {
        "returned-list": "/utbetalningar/",
        "returned": f"/utbetalningar/{payout.public_id}/",
        "company": "/foretaget/",
        "bankgiro": "/foretaget/bankgiro/",
        "rhythm": "/foretaget/utbetalning/",
    }
    desk = "/handlaggning/utbetalningar"
    theirs = {
        "forecast": f"{desk}/prognos/",
        "holds": f"{desk}/borgenar/{creditor}/",
        "watch": f"{desk}/bevaka/",
        "watched-proposed": f"{desk}/bevaka/{unknown[0].public_id}/",
        "watched-unknown": f"{desk}/bevaka/{unknown[1].public_id}/",
        "watched-contradicted": f"{desk}/bevaka/{told.public_id}/",
        "refunds": "/handlaggning/aterbetalningar/",
        "payer-account": f"/handlaggning/aterbetalningar/betalning/{waiting.entry_id}/",
    }
    assert seen(service, (cecilia, hers), (bertil, theirs)) == []
