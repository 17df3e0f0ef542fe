"""What the stories of disputes share: what is looked at, and the dispute of the whole."""

from datetime import date

from cases.models import Case, Dispute, Ground, Notice
from cases.recall import recall_all_unsent
from ekrav.agency.rates import current_rates
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.said import (
    says,
    take_up,
)
from tests.cast import right_now, set_today

REGISTERED = ("registered", date(2026, 10, 12), "machine", "registered")
REMINDED = ("reminded", date(2026, 10, 13), "machine", "reminded")
DEMANDED = ("demanded", date(2026, 11, 2), "machine", "demanded")


def the_dispute(case: Case) -> Dispute:
    with tenant_scope(case.creditor_id):
        return Dispute.objects.latest("id")


def letters(case: Case) -> list[tuple[str, str]]:
    with tenant_scope(case.creditor_id):
        rows = Dispatch.objects.filter(case_number=case.number).order_by("letter_number")
        return [(str(kind), str(state)) for kind, state in rows.values_list("kind", "state")]


def mails(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return list(Parcel.objects.order_by("id").values_list("subject", flat=True))


def recalled_on(day: date) -> int:
    """The letters that did not leave on their day are taken back on `day`; how many of them."""
    set_today(day)
    at, today = right_now()
    return recall_all_unsent(today=today, at=at, rates=current_rates())


def dispute_whole(case: Case) -> None:
    """Anna disputes the whole claim on 20 October, in Mitt Ärende, and the task takes it up."""
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE, text="Jag har inte köpt något.")
    assert take_up() == 1
