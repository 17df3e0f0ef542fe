"""Anna's case, her payment on its way, and everybody it passes: the provider, its phone, the bank."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import requests
from django.conf import settings
from django.test import Client

from cases.apply_payment import apply_all
from cases.checks import stops
from cases.circumstances import gather
from cases.debt import debt_of
from cases.models import Case
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.payments.bank import HttpBank
from ekrav.payments.fetch import fetch_files
from ekrav.payments.models import Evidence, Instruction
from ekrav.payments.ways.ask import ask_all
from ekrav.payments.ways.begin import begin, regret
from ekrav.payments.ways.note import locked, note_ended
from ekrav.payments.ways.open import addressed, providers
from ekrav.payments.ways.states import Source, State, Way
from ekrav.sandbox.store import Store
from ekrav.sandbox.swish import PAYMENTS
from ekrav.tenancy import case_scope, staff_scope, tenant_scope
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today
from tests.debtor_portal.given import play

DAY = date(2026, 10, 13)
"""The day of Anna's reminder."""
EVERYTHING = 10_095_62
"""What she owes then: 10 000,00; interest 1 to 13 October, 10 000 × 10 % × 13 / 365 = 35,62; 60,00 for the letter."""


def reminded() -> Case:
    """Anna's case at Åre Bygg, registered on Monday 12 October 2026 and reminded the day after."""
    set_today(date(2026, 10, 12))
    an_agency()
    case = a_case(a_creditor())
    play(DAY)
    return case


def owed(case: Case) -> Ore:
    """What the case owes today."""
    _at, today = right_now()
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)
        return debt_of(case=fresh, on=today, rates=current_rates()).total


def state_of(case: Case) -> str:
    """The case's state."""
    with tenant_scope(case.creditor_id):
        return str(Case.objects.values_list("state", flat=True).get(pk=case.pk))


def begins(case: Case, ore: int, *, way: Way = Way.SWISH) -> Instruction:
    """The debtor begins to pay, in Mitt Ärende."""
    at, _today = right_now()
    with case_scope(creditor_id=case.creditor_id, case_id=case.pk):
        fresh = (
            Case.objects.select_related("reference").only("id", "creditor_id", "reference").get(pk=case.pk)
        )
        return begin(reference=fresh.reference, way=way, amount=Ore(ore), owed=kronor("20000"), at=at)


def begins_in_vain(case: Case, ore: int) -> None:
    """The debtor begins to pay by Swish, and nothing comes of it."""
    at, _today = right_now()
    row = begins(case, ore)
    with tenant_scope(case.creditor_id):
        note_ended(locked(row.pk), state=State.DECLINED, source=Source.CREATE, code="NOT_REACHED", at=at)


def asks() -> None:
    """The worker comes round, without waiting for anything's time, and the case takes what has been paid."""
    at, today = right_now()
    ask_all(providers=providers(), addressed=addressed, at=at, waiting=False)
    apply_all(today=today, at=at, rates=current_rates())


def regrets(case: Case) -> None:
    """The debtor presses "Avbryt"."""
    at, _today = right_now()
    with case_scope(creditor_id=case.creditor_id, case_id=case.pk):
        fresh = (
            Case.objects.select_related("reference").only("id", "creditor_id", "reference").get(pk=case.pk)
        )
        regret(reference=fresh.reference, at=at)


def paid_after_all(row: Instruction) -> None:
    """The payer's bank answers Swish at last."""
    url = f"{settings.SANDBOX_URL}/swish/paid-after-all/{row.payee_reference}"
    requests.post(url, timeout=10).raise_for_status()


def change_at_swish(store: Store, row: Instruction, **change: str) -> None:
    """Swish says something else of the payment from now on."""
    found = store.get(space=PAYMENTS, key=row.payee_reference)
    assert found is not None
    store.put(space=PAYMENTS, key=row.payee_reference, body={**found, **change})


def letters_due(case: Case, day: date) -> int:
    """How many letters would leave for the case on that day, without sending any."""
    set_today(day)
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)
        (circumstances,) = gather(cases=[fresh], today=day, rates=current_rates())
        return 0 if stops(circumstances) else 1


def seen(row: Instruction) -> Instruction:
    """The instruction as it is now."""
    with tenant_scope(row.creditor_id):
        return Instruction.objects.get(pk=row.pk)


def paid_now(case: Case) -> Instruction:
    """The payment on the case that was begun last."""
    with tenant_scope(case.creditor_id):
        return Instruction.objects.order_by("id").last() or Instruction()


def heard(row: Instruction) -> list[str]:
    """What was heard of it, in order, without the provider's own references."""
    with tenant_scope(row.creditor_id):
        return [
            one.said.split(" ")[0] for one in Evidence.objects.filter(instruction_id=row.pk).order_by("id")
        ]


def on_the_phone(row: Instruction, act: str) -> None:
    """Anna opens the app and approves or declines."""
    url = f"{settings.SANDBOX_URL}/swish/telefon/"
    requests.post(url, data={"token": seen(row).token, "act": act}, timeout=10).raise_for_status()


def at_the_page(row: Instruction, act: str) -> None:
    """Anna is at the provider's page and pays, with a card or from her account, or goes back."""
    requests.post(seen(row).pay_url, data={"act": act}, timeout=10, allow_redirects=False).raise_for_status()


def tell_sandbox(path: str, **how: Any) -> None:
    """Tell a provider how to misbehave."""
    requests.put(f"{settings.SANDBOX_URL}{path}", json=how, timeout=10).raise_for_status()


@dataclass(frozen=True)
class Call:
    """A call that a provider made, or meant to."""

    url: str
    headers: dict[str, str]
    body: str

    def arrives(self) -> int:
        """It reaches the service; the answer's status."""
        path = "/" + self.url.split("/", 3)[3]
        answer = Client().post(
            path, data=self.body, content_type="application/json",
            headers=self.headers,
        )  # fmt: skip
        return int(answer.status_code)


def calls(provider: str) -> list[Call]:
    """Every call that a provider has made."""
    found = requests.get(f"{settings.SANDBOX_URL}/calls/{provider}", timeout=10).json()["calls"]
    return [Call(one["url"], one["headers"], one["body"]) for one in found]


def the_bank_tells(day: date) -> None:
    """The bank plays the day, and its file is read."""
    at, _today = right_now()
    requests.post(
        f"{settings.SANDBOX_URL}/bank/play", json={"today": day.isoformat()}, timeout=10
    ).raise_for_status()
    fetch_files(bank=HttpBank(settings.BANK_URL), at=at)


def in_book(case: Case, *accounts: Account) -> list[int]:
    """The balances of one case in its creditor's book, debit positive."""
    with tenant_scope(case.creditor_id):
        return [balance(account=account, subledger=case.subledger) for account in accounts]


def client_funds(case: Case) -> int:
    """What the creditor's book says is at the bank."""
    with tenant_scope(case.creditor_id):
        return balance(account=Account.CLIENT_FUNDS)


def all_instructions() -> int:
    """How many there are."""
    with staff_scope():
        return Instruction.objects.count()


def body_of(call: Call) -> dict[str, Any]:
    """What a call says."""
    return dict(json.loads(call.body))
