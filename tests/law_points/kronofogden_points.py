"""The points of law about what is filed with Kronofogden. To add one, read `database_points`."""

from datetime import date

from cases.authority import tell
from cases.checks import Stop
from cases.models import Application, Case, CaseEvent, Debtor
from cases.move import Next, move
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.kronofogden.models import Outgoing
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.tenancy import tenant_scope
from tests.cases.test_process import pay
from tests.cast import ANNA_OWES, HYTTAN_OWES, a_case, right_now
from tests.kronofogden_acts.quick import chose_orders, known_to_kronofogden, reported
from tests.law_points.database_points import left_behind, loaded, point, run

DECIDED, APPLIED, LATER = date(2026, 10, 13), date(2026, 10, 14), date(2026, 10, 15)


def decided(creditor: int, *, company: bool = False) -> Case:
    """A demanded case; its creditor has chosen Kronofogden beforehand, up to 300 kr, and the report is clean."""
    known_to_kronofogden()
    chose_orders(creditor, up_to=30_000)
    case = a_case(creditor, debtor=HYTTAN_OWES if company else ANNA_OWES, invoice_number="1099")
    at, today = right_now()
    with tenant_scope(creditor):
        move(
            case=loaded(case),
            action=Action.DEMAND,
            kind=CaseEvent.Kind.TOLD,
            on=today,
            at=at,
            by=MACHINE,
            next_step=Next(action=Action.AWAIT_DECISION, on=DECIDED),
        )
    assert run(case, DECIDED) == ""
    reported(case)
    return case


def filed(case: Case) -> list[str]:
    """What has been laid out for Kronofogden, when it has been told all that has happened."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        for application in Application.objects.filter(case=case):
            tell.tell(application=application, case=loaded(case), today=today, at=at)
        ours = Outgoing.objects.filter(reference__startswith=case.number).order_by("id")
        return list(ours.values_list("kind", flat=True))


@point(16)
def nothing_is_collected_beside_a_plan_and_what_is_pending_is_pulled_back(creditor: int) -> None:
    case = a_case(creditor)
    left_behind(case, action=Action.ACCEPT_PLAN)
    assert run(case, date(2026, 10, 13)) == Stop.PLAN
    pending = decided(creditor)
    assert run(pending, APPLIED) == ""
    left_behind(pending, action=Action.ACCEPT_PLAN)
    assert filed(pending) == ["PaymentOrderApplication", "Withdrawal"]


@point(22)
def kronofogden_is_told_of_money_and_its_300_are_the_creditors_who_accepted_them(creditor: int) -> None:
    case = decided(creditor)
    assert run(case, APPLIED) == ""
    assert laid_out_for(case) == [30_000, -30_000]
    pay(creditor, case, "5000.00", APPLIED, bank_entry=901)
    assert filed(case) == ["PaymentOrderApplication", "Reduction"]
    pay(creditor, case, "9000.00", LATER, bank_entry=902)
    assert filed(case) == ["PaymentOrderApplication", "Reduction", "Withdrawal"]
    # Repaid by the debtor first, and so the creditor's own again.
    assert laid_out_for(case) == [0, -30_000]


def laid_out_for(case: Case) -> list[Ore]:
    """What the creditor owes for the outlay, and the agency's side of it."""
    accounts = (Account.CREDITOR_OWES, Account.AGENCY_OUTLAYS)
    with tenant_scope(case.creditor_id):
        return [balance(account=account, subledger=case.subledger) for account in accounts]


@point(26)
def a_company_that_is_no_more_is_not_written_to_nor_filed_against(creditor: int) -> None:
    case, to_file = a_case(creditor, debtor=HYTTAN_OWES), decided(creditor, company=True)
    with tenant_scope(creditor):
        companies = Debtor.objects.filter(pk__in=[case.debtor_id, to_file.debtor_id])
        companies.update(register_word=Debtor.RegisterWord.NOT_ACTIVE)
    assert run(case, date(2026, 10, 13)) == Stop.NOT_ACTIVE
    assert Stop.NOT_ACTIVE in run(to_file, APPLIED).split(",")
