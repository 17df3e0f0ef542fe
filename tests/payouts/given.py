"""Minimal rows for the payouts' tests: an agency, creditors, money applied to cases.

Money is laid in the book as the cases lay it (matched, then applied), without any case.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from ekrav.accounts.bankgiro import ask_change, confirm_change
from ekrav.accounts.models import BankgiroChange, Creditor, Membership
from ekrav.agency.models import Agency, StaffMember, Tariff
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.bankfiles.ocr import mint
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Line, Subledger
from ekrav.money import Ore, kronor
from ekrav.payments.models import Payment, Reference
from ekrav.sandbox.demo_data import DIDRIK
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope, person_scope, routing_scope, tenant_scope
from ekrav.tenancy.models import Tenant
from payouts.approve import Approved, approve
from payouts.draft import draft_run
from payouts.issue import make_files
from payouts.models import PayoutRun
from tests.cast import a_person

FRIDAY = date(2026, 11, 27)
MORNING = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
ARE_BYGG = "Åre Bygg AB"
CLIENT_FUNDS_BANKGIRO = "53172045"
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Paid:
    """What a debtor paid on one case, and how it was applied; kronor as written in code."""

    capital: str = "0.00"
    interest: str = "0.00"
    costs: str = "0.00"
    late_payment: str = "0.00"
    on: date = date(2026, 11, 20)

    @property
    def parts(self) -> dict[Account, Ore]:
        """The parts in öre, by the account they are due on."""
        return {
            Account.DUE_CAPITAL: kronor(self.capital),
            Account.DUE_INTEREST: kronor(self.interest),
            Account.DUE_COSTS: kronor(self.costs),
            Account.DUE_LATE_PAYMENT: kronor(self.late_payment),
        }


ANNA_PAID = Paid(capital="10000.00", interest="139.73", costs="240.00")


def an_agency() -> None:
    """Nordanvik with a complete record and one tariff: interest to the creditor."""
    with agency_scope():
        tariff = Tariff.objects.create(version=1, valid_from=date(2025, 1, 1), legal_forms=["AB"])
        Tariff.objects.create(
            version=2, valid_from=date(2025, 1, 1), legal_forms=["AB"], interest_to="agency"
        )
        Tariff.objects.create(
            version=3, valid_from=date(2025, 1, 1), legal_forms=["AB"], late_payment_to="creditor"
        )
        Agency.objects.update(
            name="Nordanvik Inkasso AB",
            organisation_number="5599887766",
            vat_number="SE559988776601",
            licence="tillstånd från Finansinspektionen",
            street="Prästgatan 40",
            postcode="831 31",
            city="Östersund",
            phone="08-555 010 20",
            phone_hours="vardagar 8–17",
            email="inkasso@nordanvik.example",
            web="nordanvik.example",
            client_funds_bankgiro=CLIENT_FUNDS_BANKGIRO,
            client_funds_iban="SE4550000000058398257466",
            bank_bic="ESSESESS",
            tariff=tariff,
        )


def a_creditor(
    name: str = ARE_BYGG,
    *,
    bankgiro: str = "50501055",
    held: bool = False,
    tariff: int = 1,
    vat: bool = True,
) -> int:
    """A company, confirmed unless held."""
    moment = None if held else MORNING - timedelta(days=60)
    with person_scope():
        creditor_id = Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk
    with tenant_scope(creditor_id):
        Creditor.objects.create(
            creditor_id=creditor_id,
            name=name,
            organisation_number="5566778899" if name == ARE_BYGG else f"559{next(_numbers):07}",
            legal_form="AB",
            street="Kabinbanevägen 22",
            postcode="837 52",
            city="Åre",
            bankgiro=bankgiro,
            notes_email="ekonomi@arebygg.example",
            vat_registered=vat,
            f_skatt=True,
            tariff_id=tariff,
            signed_up_at=MORNING - timedelta(days=60),
            signatory_confirmed_at=moment,
            bankgiro_confirmed_at=moment,
        )
    return creditor_id


def an_administrator(creditor_id: int, *, since: datetime = MORNING) -> Membership:
    """Didrik, who may do everything for the company and has an address."""
    person = a_person(DIDRIK)
    with tenant_scope(creditor_id):
        facts = {"role": Membership.Role.ADMIN, "name": person.name, "email": DIDRIK.email, "since": since}
        return Membership.objects.get_or_create(person=person, defaults=facts)[0]


def another_bankgiro(
    creditor_id: int,
    number: str,
    *,
    asked_at: datetime = MORNING - timedelta(days=14),
    confirmed: bool = True,
) -> BankgiroChange:
    """Didrik asks for another number; staff confirm it at once, unless not."""
    member = an_administrator(creditor_id, since=asked_at)
    with tenant_scope(creditor_id):
        change = ask_change(bankgiro=number, by=member, actor=MACHINE, at=asked_at)
        if confirmed:
            by = Actor(kind=AuditEvent.Actor.STAFF, id=1)
            confirm_change(change=change, source="Bankgirots register", actor=by, at=asked_at)
    return change


def a_staff_member(name: str, *roles: StaffMember.Role) -> StaffMember:
    """Somebody at the agency, who may do everything unless `roles` say less."""
    with agency_scope():
        return StaffMember.objects.create(
            person_key=name.encode(), name=name, roles=list(roles or StaffMember.Role), appointed_at=MORNING
        )


def a_case(creditor_id: int, *, invoice: str = "1042", debtor: str = "Anna Lindqvist") -> Subledger:
    """A case's account in the book, and its line in the directory."""
    serial = next(_numbers)
    number = f"{serial:08}"
    with tenant_scope(creditor_id):
        subledger = Subledger.objects.create(number=number)
        Reference.objects.create(
            ocr=mint(serial=1_104_000_000 + serial),
            subledger=subledger,
            case_number=number,
            invoice_number=invoice,
            debtor_label=debtor,
        )
    return subledger


def money_in(creditor_id: int, paid: Paid, *, case: Subledger | None = None) -> Subledger:
    """Money on a case, matched and applied."""
    case = case or a_case(creditor_id)
    serial, total = next(_numbers), sum(paid.parts.values())
    with tenant_scope(creditor_id):
        Payment.objects.create(
            bank_entry_id=10_000 + serial,
            reference=Reference.objects.get(subledger=case),
            amount_ore=total,
            booked_date=paid.on,
            routed_at=MORNING,
            applied_at=MORNING,
        )
        post(
            key=f"bank entry {serial}",
            kind="payment in",
            booked_date=paid.on,
            lines=[debit(Account.CLIENT_FUNDS, total), credit(Account.PAYMENTS_TO_APPLY, total, case)],
        )
        apply(paid, case=case)
    return case


def apply(paid: Paid, *, case: Subledger) -> None:
    """Apply what has been matched to the case, in its creditor's scope."""
    total = sum(paid.parts.values())
    post(
        key=f"payment {next(_numbers)} applied",
        kind="apply payment",
        booked_date=paid.on,
        lines=[
            debit(Account.PAYMENTS_TO_APPLY, total, case),
            *(credit(due, amount, case) for due, amount in paid.parts.items()),
        ],
    )


def costs_paid_to_creditor(creditor_id: int, costs: str, *, case: Subledger | None = None) -> Subledger:
    """The debtor paid the creditor itself; of that, `costs` belong to the agency."""
    case = case or a_case(creditor_id)
    amount = kronor(costs)
    with tenant_scope(creditor_id):
        post(
            key=f"direct payment {next(_numbers)} costs",
            kind="costs paid to creditor",
            booked_date=date(2026, 11, 20),
            lines=[debit(Account.CREDITOR_OWES, amount, case), credit(Account.DUE_COSTS, amount, case)],
        )
    return case


def money_taken_back(creditor_id: int, case: Subledger, paid: Paid) -> None:
    """The bank takes a payment back: its parts are no longer due."""
    total = sum(paid.parts.values())
    with tenant_scope(creditor_id):
        dues = [debit(due, amount, case) for due, amount in paid.parts.items()]
        post(
            key=f"taken back {next(_numbers)}",
            kind="payment taken back",
            booked_date=paid.on,
            lines=[*dues, credit(Account.CLIENT_FUNDS, total)],
        )


def a_draft(period_end: date = FRIDAY, *, at: datetime = MORNING) -> PayoutRun:
    """The payday's draft."""
    return draft_run(period_end=period_end, at=at)


def word_of(staff: StaffMember, run: PayoutRun, *, at: datetime = MORNING + timedelta(hours=3)) -> Approved:
    """One person's approval of the run as it stands, with BankID a minute old; with the second the file is made."""
    word = approve(
        run_id=run.pk,
        staff=staff,
        content_hash=bytes(run.content_hash),
        bankid_at=at - timedelta(minutes=1),
        at=at,
    )
    if not word.complete:
        return word
    make_files(profile=SESBA, at=at)
    with agency_scope():
        return Approved(run=PayoutRun.objects.get(pk=run.pk), complete=True)


def approved(run: PayoutRun, astrid: StaffMember, bertil: StaffMember) -> PayoutRun:
    """The run with both people's word: its file is made."""
    word_of(astrid, run)
    return word_of(bertil, run).run


def approved_at(at: datetime, run: PayoutRun, *people: StaffMember) -> PayoutRun:
    """The run with everybody's word at that moment: its file is made."""
    words = [word_of(person, run, at=at) for person in people]
    return words[-1].run


def book() -> dict[Account, Ore]:
    """Every account over every tenant, debit positive; those that are zero left out."""
    with routing_scope():
        tenants = [AGENCY_TENANT_ID, *Creditor.objects.values_list("pk", flat=True)]
    sums: dict[Account, Ore] = {}
    for tenant in tenants:
        with agency_scope() if tenant == AGENCY_TENANT_ID else tenant_scope(tenant):
            for account_name, amount in Line.objects.values_list("account", "amount_ore"):
                name = Account(account_name)
                sums[name] = Ore(sums.get(name, 0) + amount)
    return {name: amount for name, amount in sums.items() if amount}
