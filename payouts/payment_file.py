"""The run as one pain.001 in the bank's dialect: a payment to each payee, from the agency's client funds.

Which of the agency's accounts is debited is the bank's rule for the payee's kind of account, so a file may have a group
for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ekrav.agency.models import Agency
from ekrav.bankfiles import pain001
from ekrav.bankfiles.accounts import IBAN, Account, account
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.bankfiles.payment_batch import Debtor, PaymentOrder, gather
from ekrav.money import Ore
from payouts.content import account_of
from payouts.models import Payout, PayoutRun

_LONGEST_TOWN = 35


@dataclass(frozen=True, kw_only=True)
class Payee:
    """A payout and what the payee reads on its statement: at most 25 characters, which the strictest bank takes."""

    payout: Payout
    note: str


def make_file(
    *,
    run: PayoutRun,
    payees: Sequence[Payee],
    agency: Agency,
    profile: BankProfile,
    pay_on: date,
    at: datetime,
) -> bytes:
    """The bytes for the bank, accepted by the schema. The same run gives the same bytes. Raises `NotPayable`."""
    drawn: dict[Account, list[PaymentOrder]] = {}
    for payee in payees:
        order = _order(payee)
        drawn.setdefault(debited(order, agency=agency, profile=profile), []).append(order)
    (first, orders), *others = drawn.items()
    batch = gather(
        message_id=run.message_id,
        created=at,
        debtor=debtor_of(agency, debited=first),
        payments={pay_on: orders},
        others={ours: {pay_on: more} for ours, more in others},
    )
    return pain001.write(batch, profile)


def debited(order: PaymentOrder, *, agency: Agency, profile: BankProfile) -> Account:
    """Our account that the bank wants debited for this payee. Raises `NotPayable`."""
    scheme = profile.debits.get(order.payee_account.scheme)
    if scheme is None:
        raise NotPayable(
            position=f"betalning {order.end_to_end_id}",
            reason_sv="Banken betalar inte till den sortens konto. Ange ett annat konto.",
        )
    number = agency.client_funds_iban if scheme == IBAN else agency.client_funds_bankgiro
    return account(scheme=scheme, number=number)


def debtor_of(agency: Agency, *, debited: Account) -> Debtor:
    """Us, by the account that is debited."""
    return Debtor(
        name=agency.name,
        organisation_number=agency.organisation_number,
        town=agency.city,
        account=debited,
        bic=agency.bank_bic,
    )


def _order(payee: Payee) -> PaymentOrder:
    payout = payee.payout
    return PaymentOrder(
        end_to_end_id=payout.end_to_end_id,
        amount=Ore(payout.amount_ore),
        payee_name=payout.payee_name,
        payee_town=payout.payee_city[:_LONGEST_TOWN],
        payee_account=account_of(payout),
        note=payee.note,
    )
