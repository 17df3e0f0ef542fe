"""The run as one pain.001.001.09: a payment to each creditor's bankgiro, from the agency's client funds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ekrav.agency.models import Agency
from ekrav.bankfiles import pain001
from ekrav.bankfiles.accounts import BANKGIRO, IBAN, account
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.payment_batch import Debtor, PaymentOrder, gather
from ekrav.money import Ore
from payouts.models import Payout, PayoutRun

_LONGEST_TOWN = 35


@dataclass(frozen=True, kw_only=True)
class Payee:
    """A payout and the label of its note, which the payee reads on its statement."""

    payout: Payout
    note_label: str


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
    batch = gather(
        message_id=run.message_id,
        created=at,
        debtor=debtor_of(agency, profile=profile),
        payments={pay_on: [_order(payee) for payee in payees]},
    )
    return pain001.write(batch, profile)


def debtor_of(agency: Agency, *, profile: BankProfile) -> Debtor:
    """Us, by the account the bank wants debited for a bankgiro payee."""
    scheme = profile.debits[BANKGIRO]
    number = agency.client_funds_iban if scheme == IBAN else agency.client_funds_bankgiro
    return Debtor(
        name=agency.name,
        organisation_number=agency.organisation_number,
        town=agency.city,
        account=account(scheme=scheme, number=number),
        bic=agency.bank_bic,
    )


def _order(payee: Payee) -> PaymentOrder:
    """25 characters of note is what the strictest bank takes for a giro payment."""
    payout = payee.payout
    return PaymentOrder(
        end_to_end_id=payout.end_to_end_id,
        amount=Ore(payout.amount_ore),
        payee_name=payout.payee_name,
        payee_town=payout.payee_city[:_LONGEST_TOWN],
        payee_account=account(scheme=BANKGIRO, number=payout.bankgiro),
        note=f"Avräkningsnota {payee.note_label}",
    )
