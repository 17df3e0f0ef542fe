"""Payments that we ask the bank to make, as frozen records: what a pain.001 says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ekrav.bankfiles.accounts import Account
from ekrav.money import Ore


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Us: the account that is debited, and who owns it. `bic` is our bank's."""

    name: str
    organisation_number: str
    town: str
    country: str = "SE"
    account: Account
    bic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """One payment. `end_to_end_id` (at most 35 characters) is ours and follows it into pain.002 and camt.054.

    It carries either `note`, a free text (25 characters to a giro, else 140), or `ocr`, the payee's own OCR
    reference. A sole trader's organisation number is a person number, so the payee is known by name, town and
    account only.
    """

    end_to_end_id: str
    amount: Ore
    payee_name: str
    payee_town: str
    payee_country: str = "SE"
    payee_account: Account
    note: str = ""
    ocr: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentGroup:
    """The payments of one execution date (a `PmtInf`), known to the bank by `payment_information_id`.

    `debited` is which of our accounts they are drawn from, when it is another than the debtor's.
    """

    payment_information_id: str
    execution_date: date
    payments: tuple[PaymentOrder, ...]
    debited: Account | None = None

    @property
    def total(self) -> Ore:
        """Return the sum of its payments."""
        return Ore(sum(payment.amount for payment in self.payments))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentBatch:
    """A whole payment file. `message_id` must never be used again: the bank refuses a file by it."""

    message_id: str
    created: datetime
    debtor: Debtor
    groups: tuple[PaymentGroup, ...]

    @property
    def payments(self) -> tuple[PaymentOrder, ...]:
        """Return all payments, in order."""
        return tuple(payment for group in self.groups for payment in group.payments)

    @property
    def total(self) -> Ore:
        """Return the sum of all payments."""
        return Ore(sum(group.total for group in self.groups))


def gather(
    *,
    message_id: str,
    created: datetime,
    debtor: Debtor,
    payments: Mapping[date, Sequence[PaymentOrder]],
    others: Mapping[Account, Mapping[date, Sequence[PaymentOrder]]] | None = None,
) -> PaymentBatch:
    """Return the batch of `payments`: each execution date is a group, known by message id and date.

    `others` are drawn from other accounts of ours, numbered in the order given: their groups' names end in the number.
    """
    groups = tuple(
        PaymentGroup(
            payment_information_id=f"{message_id}-{day:%Y%m%d}" + (f"-{number}" if debited else ""),
            execution_date=day,
            payments=tuple(drawn[day]),
            debited=debited,
        )
        for number, (debited, drawn) in enumerate([(None, payments), *(others or {}).items()])
        for day in sorted(drawn)
    )
    return PaymentBatch(message_id=message_id, created=created, debtor=debtor, groups=groups)
