"""Browsers of the payouts' tests: whom they belong to, and what one does with them."""

from typing import Any

from django.test import Client

from ekrav.accounts.models import Membership
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.sandbox.demo_data import DemoPerson
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.issue import make_files
from payouts.models import Payout, PayoutRun
from payouts.note_pdf import render_notes
from payouts.reports import read_reports
from tests.cast import a_person, right_now
from tests.pages import logged_in
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    money_in,
)


def a_member(creditor_id: int, who: DemoPerson, role: Membership.Role = Membership.Role.READER) -> Client:
    """Somebody of the company, logged in."""
    person = a_person(who)
    at, _today = right_now()
    with tenant_scope(creditor_id):
        Membership.objects.create(person=person, role=role, name=who.name, since=at)
    return logged_in(person)


def the_draft(creditor: int) -> PayoutRun:
    """10 079.73 to Åre Bygg, drafted today."""
    money_in(creditor, ANNA_PAID)
    at, _today = right_now()
    return draft_run(period_end=FRIDAY, at=at)


def url(run: PayoutRun, act: str = "") -> str:
    return f"/handlaggning/utbetalningar/{run.public_id}/{act}"


def approve(browser: Client, run: PayoutRun) -> Any:
    """One person's word; with the second the machine makes the file, as it would within a minute."""
    answer = browser.post(url(run, "godkann/"), {"content": bytes(run.content_hash).hex()})
    at, _today = right_now()
    make_files(profile=SESBA, at=at)
    return answer


def reloaded(run: PayoutRun) -> PayoutRun:
    with agency_scope():
        return PayoutRun.objects.get(pk=run.pk)


def notes_drawn() -> None:
    """The notes that wait are drawn: for whoever looks at them."""
    at, _today = right_now()
    render_notes(at=at)


def paid_out(creditor: int, astrid: Client, bertil: Client) -> Payout:
    """The whole way: approved, sent, reported, debited. The note is not drawn yet."""
    run = the_draft(creditor)
    approve(astrid, run)
    approve(bertil, run)
    at, _today = right_now()
    hand_over_files(bank=TheBank(), at=at)
    with tenant_scope(creditor):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "ACCP"})
    read_reports(at=at)
    debited({payout.end_to_end_id: payout.amount_ore}, on=FRIDAY)
    settle_debits(at=at)
    with tenant_scope(creditor):
        return Payout.objects.select_related("note").get()
