"""The payouts' pages in a real browser: axe finds nothing, nothing is wider than the window; pictures on request."""

from datetime import timedelta

import pytest
from django.test import Client

from ekrav.accounts.models import Membership
from ekrav.audit.record import MACHINE
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.credit import give_back
from payouts.draft import draft_run
from payouts.models import Payout, PayoutRun
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from tests.cast import right_now, set_today, staff
from tests.look.seen import seen, service
from tests.pages import logged_in
from tests.payouts.browsing import a_member, approve, paid_out, url
from tests.payouts.given import (
    FRIDAY,
    Paid,
    a_case,
    a_creditor,
    another_bankgiro,
    costs_paid_to_creditor,
    money_in,
)

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_is_wrong_with_the_pages(are_bygg: int, service: str) -> None:
    set_today(FRIDAY)
    for who in (ASTRID, BERTIL):
        staff(who)
    astrid, bertil = logged_in(ASTRID), logged_in(BERTIL)
    for number, debtor in enumerate(("Karin Nyström", "Fjällström Redovisning AB", "Mohammed Al-Hassan")):
        case = a_case(are_bygg, invoice=f"10{number}5", debtor=debtor)
        money_in(are_bygg, Paid(capital=f"{number + 1}240.50", interest="13.97", costs="240.00"), case=case)
    costs_paid_to_creditor(are_bygg, "180.00", case=a_case(are_bygg, invoice="0994", debtor="Jonas Ek"))
    payout = paid_out(are_bygg, astrid, bertil)
    run = _next_week(are_bygg, astrid)
    _correct(payout)
    cecilia = a_member(are_bygg, CECILIA, Membership.Role.ADMIN)
    hers = {
        "list": "/utbetalningar/",
        "payout": f"/utbetalningar/{payout.public_id}/",
        "credit-note": "/utbetalningar/noter/2/",
        "bookkeeping": "/utbetalningar/bokforing/",
        "accounts": "/utbetalningar/bokforing/konton/",
        "delivery": "/utbetalningar/bokforing/mejl/",
    }
    theirs = {
        "runs": "/handlaggning/utbetalningar/",
        "run": url(run),
        "refuse": url(run, "avvisa/"),
        "settled": url(_first(payout.run_id)),
        "notes": "/handlaggning/noter/",
        "staff-note": "/handlaggning/noter/1/",
        "credit": "/handlaggning/noter/1/kreditera/",
        "vat": "/handlaggning/moms/?fran=2026-11-01&till=2026-12-31",
        "vat-accounts": "/handlaggning/moms/konton/",
    }
    assert seen(service, (cecilia, hers), (bertil, theirs)) == []


def _correct(payout: Payout) -> None:
    """One of the note's cases is credited, and the note's mail came back."""
    at, _today = right_now()
    mail_notes(at=at)
    give_back(
        creditor_id=payout.creditor_id,
        number=1,
        cases=[payout.note.facts["lines"][0]["case_number"]],
        reason="Kravet skickades trots att fakturan var betald.",
        by=MACHINE,
        at=at,
    )
    render_notes(at=at)
    with tenant_scope(payout.creditor_id):
        Parcel.objects.update(state=Parcel.State.BOUNCED, problem="5.1.1")


def _next_week(creditor: int, astrid: Client) -> PayoutRun:
    """A draft with a new payee and another bankgiro, approved by one."""
    set_today(FRIDAY.replace(month=12, day=4))
    money_in(creditor, Paid(capital="60000.00"))
    at, _today = right_now()
    another_bankgiro(creditor, "9902008", asked_at=at - timedelta(days=4))
    for name in ("Solna El AB", "Åkeri Norr AB"):
        money_in(a_creditor(name, bankgiro="9903006"), Paid(capital="18430.00"))
    at, today = right_now()
    run = draft_run(period_end=today, at=at)
    approve(astrid, run)
    return run


def _first(run_id: int) -> PayoutRun:
    with agency_scope():
        return PayoutRun.objects.get(pk=run_id)
