"""What one does at the sandboxed bank from outside: pays, lets a day pass, hands over a payment file."""

from datetime import UTC, date, datetime
from typing import Any

import requests

from ekrav.bankfiles import pain001, pain002
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.bankfiles.payment_batch import Debtor, PaymentOrder, gather
from ekrav.bankfiles.status_report import StatusReport
from ekrav.money import kronor
from ekrav.payments.bank import HttpBank

DAY = date(2026, 11, 20)
MORNING = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
BANKGIRO_OF_CLIENTS = "53172045"
ARE_BYGG = "50501055"
DUVEDS_EL = "9902008"


def deposit(url: str, **asked: Any) -> requests.Response:
    """A debtor pays; `amount_ore`, `date` and `payer` have defaults."""
    body = {"amount_ore": 1_842_00, "date": DAY.isoformat(), "payer": "Anna Lindqvist"} | asked
    return requests.post(f"{url}/deposits", json=body, timeout=10)


def play(url: str, today: date = DAY) -> int:
    """A day passes; how many bookings were made."""
    answer = requests.post(f"{url}/play", json={"today": today.isoformat()}, timeout=10)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["booked"])


def balance(url: str) -> int:
    """What the bank says is on all accounts."""
    return int(requests.get(f"{url}/account", timeout=10).json()["balance_ore"])


def orders(*payments: tuple[str, str, str], message_id: str = "EK-2026-47", day: date = DAY) -> bytes:
    """A payment file: end-to-end id, payee's bankgiro, kronor."""
    debtor = Debtor(
        name="Nordanvik Inkasso AB",
        organisation_number="5599887766",
        town="Östersund",
        account=account(scheme=BANKGIRO, number=BANKGIRO_OF_CLIENTS),
        bic="SWEDSESS",
    )
    asked = [
        PaymentOrder(
            end_to_end_id=name,
            amount=kronor(amount),
            payee_name="Åre Bygg AB",
            payee_town="Åre",
            payee_account=account(scheme=BANKGIRO, number=bankgiro),
            note="Avräkningsnota 1",
        )
        for name, bankgiro, amount in payments
    ]
    return pain001.write(
        gather(message_id=message_id, created=MORNING, debtor=debtor, payments={day: asked}), SESBA
    )


def laid_out(url: str, *, kind: str) -> list[bytes]:
    """The files of one kind ("camt054", "pain002") that lie ready, in order."""
    bank = HttpBank(url)
    return [bank.fetch(file_id=file.id).read() for file in bank.files() if file.name.startswith(kind)]


def reports(url: str) -> list[StatusReport]:
    """The bank's reports, in order."""
    return [pain002.read(content) for content in laid_out(url, kind="pain002")]
