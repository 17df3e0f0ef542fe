"""What a creditor is due, read from the ledger: nothing is remembered anywhere else.

Per case, the balances of `DUE_COSTS`, `DUE_LATE_PAYMENT`, `DUE_INTEREST`, `DUE_CAPITAL` and `CREDITOR_OWES`. The
agency keeps the costs (and late payment compensation and interest, where the tariff says so) and the VAT on them; what
the creditor owes is taken off. The VAT is computed on the sum of the fees, rounded once, and then shared between the
cases (ML 17 kap.: never by subtraction). What goes back with a payment that the bank took back is never more than the
case has been charged: a fee that a credit note has given back is not given back again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, QuerySet, Sum

from ekrav.accounts.models import Creditor
from ekrav.agency.models import Tariff
from ekrav.law.rates import Rates
from ekrav.law.vat import vat_on
from ekrav.ledger.models import Account, Line, Subledger
from ekrav.money import Ore, split
from ekrav.payments.models import Payment, Reference

SETTLED_ACCOUNTS = (
    Account.DUE_CAPITAL,
    Account.DUE_INTEREST,
    Account.DUE_COSTS,
    Account.DUE_LATE_PAYMENT,
    Account.CREDITOR_OWES,
)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """One case's money that is due, in öre: what debtors have paid by part, and what the creditor owes."""

    capital: int = 0
    interest: int = 0
    costs: int = 0
    late_payment: int = 0
    set_off: int = 0

    @property
    def received(self) -> int:
        """All that debtors have paid."""
        return self.capital + self.interest + self.costs + self.late_payment


@dataclass(frozen=True, kw_only=True)
class Charged:
    """What the agency has taken of one case and not given back, in öre."""

    fee: int = 0
    vat: int = 0


@dataclass(frozen=True, kw_only=True)
class DueLine:
    """One case's part of what is due."""

    subledger: Subledger
    case_number: str
    invoice_number: str
    debtor_label: str
    last_paid_on: date | None
    balance: Balance
    fee: Ore
    vat: Ore


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a creditor is due. `amount` may be zero or less: then nothing is paid, and the balances wait.

    `waiting`: what debtors have paid on cases that a payment is on its way to, öre by case; none of it is in the rest.
    """

    lines: tuple[DueLine, ...]
    waiting: tuple[int, ...] = ()

    @property
    def capital(self) -> int:
        """Capital paid by debtors."""
        return sum(line.balance.capital for line in self.lines)

    @property
    def interest(self) -> int:
        """Interest paid by debtors."""
        return sum(line.balance.interest for line in self.lines)

    @property
    def costs(self) -> int:
        """Costs paid by debtors."""
        return sum(line.balance.costs for line in self.lines)

    @property
    def late_payment(self) -> int:
        """Late payment compensation paid by debtors."""
        return sum(line.balance.late_payment for line in self.lines)

    @property
    def received(self) -> int:
        """All that debtors have paid."""
        return self.capital + self.interest + self.costs + self.late_payment

    @property
    def set_off(self) -> int:
        """What the creditor owes the agency."""
        return sum(line.balance.set_off for line in self.lines)

    @property
    def fee(self) -> int:
        """The agency's fees without VAT."""
        return sum(line.fee for line in self.lines)

    @property
    def vat(self) -> int:
        """VAT on the fees."""
        return sum(line.vat for line in self.lines)

    @property
    def waits_for_bank(self) -> Ore:
        """What is paid out when the payments on their way have come."""
        return Ore(sum(self.waiting))

    @property
    def amount(self) -> Ore:
        """What is to be paid out: received − fees − VAT − set-off."""
        return Ore(self.received - self.fee - self.vat - self.set_off)


def due_to(*, creditor: Creditor, on: date, rates: Rates) -> Due:
    """What the creditor is due, with the VAT of the day `on`. In its scope. Raises `NoRow`."""
    return dues(creditors=[creditor], on=on, rates=rates)[creditor.pk]


def dues(*, creditors: Sequence[Creditor], on: date, rates: Rates) -> dict[int, Due]:
    """What each of many creditors is due, in a fixed number of questions. In a scope that sees them. Raises `NoRow`."""
    of_cases = Line.objects.filter(creditor_id__in=[creditor.pk for creditor in creditors])
    waits, balances = on_its_way(of_cases), _balances(of_cases)
    found = {pk: balance for pk, balance in balances.items() if pk not in waits}
    owners = Subledger.objects.in_bulk(list(balances))
    told = (_cases(list(found)), _last_paid(list(found)))
    taken = charged(list(found))
    by_creditor: dict[int, dict[int, Balance]] = {creditor.pk: {} for creditor in creditors}
    waiting: dict[int, list[int]] = {creditor.pk: [] for creditor in creditors}
    for subledger_id, balance in balances.items():
        creditor_id = owners[subledger_id].creditor_id
        if subledger_id in found:
            by_creditor[creditor_id][subledger_id] = balance
        elif balance.received > 0:
            waiting[creditor_id].append(balance.received)
    return {
        creditor.pk: replace(
            _due(
                by_creditor[creditor.pk],
                creditor=creditor,
                owners=owners,
                told=told,
                taken=taken,
                on=on,
                rates=rates,
            ),
            waiting=tuple(waiting[creditor.pk]),
        )
        for creditor in creditors
    }


def _due(
    balances: Mapping[int, Balance],
    *,
    creditor: Creditor,
    owners: Mapping[int, Subledger],
    told: tuple[Mapping[int, Reference], Mapping[int, date]],
    taken: Mapping[int, Charged],
    on: date,
    rates: Rates,
) -> Due:
    cases, paid = told
    fees = [
        _fee(due, tariff=creditor.tariff, taken=taken.get(subledger_id, Charged()))
        for subledger_id, due in balances.items()
    ]
    vat = share_vat(fees=fees, on=on, rates=rates)
    return Due(
        lines=tuple(
            DueLine(
                subledger=owners[subledger_id],
                case_number=owners[subledger_id].number,
                invoice_number=cases[subledger_id].invoice_number if subledger_id in cases else "",
                debtor_label=cases[subledger_id].debtor_label if subledger_id in cases else "",
                last_paid_on=paid.get(subledger_id),
                balance=balance,
                fee=fee,
                vat=part,
            )
            for (subledger_id, balance), fee, part in zip(balances.items(), fees, vat, strict=True)
        )
    )


def on_its_way(lines: QuerySet[Line]) -> set[int]:
    """The subledgers of cases with money that is paid and not on the client-funds account yet: by card or Swish."""
    moving = lines.filter(account=Account.PAYMENTS_IN_TRANSIT)
    sums = moving.values("subledger_id").annotate(total=Sum("amount_ore")).filter(total__gt=0)
    return set(sums.values_list("subledger_id", flat=True))


def balances_due(subledger_ids: Sequence[int]) -> dict[int, Balance]:
    """Each of these cases' balance by its subledger; cases with nothing left out. In a scope that sees them."""
    return _balances(Line.objects.filter(subledger_id__in=subledger_ids))


def charged(subledger_ids: Sequence[int]) -> dict[int, Charged]:
    """What of each of these cases is the agency's by the book, by its subledger. In a scope that sees them."""
    if not subledger_ids:
        return {}
    kept = Line.objects.filter(
        account__in=[Account.AGENCY_FEES, Account.AGENCY_VAT], subledger_id__in=subledger_ids
    )
    sums: dict[int, dict[str, int]] = {}
    for pk, account, ore in (
        kept.order_by().values_list("subledger_id", "account").annotate(Sum("amount_ore"))
    ):
        sums.setdefault(pk, {})[account] = -ore
    return {
        pk: Charged(fee=of.get(Account.AGENCY_FEES, 0), vat=of.get(Account.AGENCY_VAT, 0))
        for pk, of in sums.items()
    }


def _balances(lines: QuerySet[Line]) -> dict[int, Balance]:
    """Oldest case first."""
    settled = lines.filter(account__in=SETTLED_ACCOUNTS, subledger__isnull=False)
    rows = settled.values("subledger_id", "account").annotate(total=Sum("amount_ore"))
    sums: dict[int, dict[Account, int]] = {}
    for row in rows.order_by("subledger_id"):
        sums.setdefault(row["subledger_id"], {})[Account(row["account"])] = row["total"]
    found = {subledger_id: _balance(totals) for subledger_id, totals in sums.items()}
    return {subledger_id: balance for subledger_id, balance in found.items() if balance != Balance()}


def share_vat(*, fees: Sequence[Ore], on: date, rates: Rates) -> list[Ore]:
    """The VAT on the sum of the fees, rounded once, shared so that the parts sum to it. Raises `NoRow`.

    A negative fee (a payment that the bank took back after it was settled) carries its own VAT back; the rest is shared
    between the others by weight.
    """
    total = vat_on(fee=Ore(sum(fees)), on=on, rates=rates)
    back = [vat_on(fee=Ore(min(fee, 0)), on=on, rates=rates) for fee in fees]
    weights = [max(fee, 0) for fee in fees]
    if not any(weights):
        weights, back = [-min(fee, 0) for fee in fees], [Ore(0)] * len(fees)
    if not any(weights):
        return [Ore(0)] * len(fees)
    shares = split(total=Ore(total - sum(back)), weights=weights)
    return [Ore(share + own) for share, own in zip(shares, back, strict=True)]


def _fee(due: Balance, *, tariff: Tariff, taken: Charged) -> Ore:
    """What of a case's money is the agency's; less than zero is given back, of what it has taken.

    When more has been given back than taken (credited, and then its payout came back), that much is charged again.
    """
    interest = due.interest if tariff.keeps_interest else 0
    late_payment = due.late_payment if tariff.keeps_late_payment else 0
    return Ore(max(due.costs + interest + late_payment, -taken.fee))


def _balance(totals: Mapping[Account, int]) -> Balance:
    """Credits are what is due; `CREDITOR_OWES` is a debit."""
    return Balance(
        capital=-totals.get(Account.DUE_CAPITAL, 0),
        interest=-totals.get(Account.DUE_INTEREST, 0),
        costs=-totals.get(Account.DUE_COSTS, 0),
        late_payment=-totals.get(Account.DUE_LATE_PAYMENT, 0),
        set_off=totals.get(Account.CREDITOR_OWES, 0),
    )


def _cases(subledger_ids: Sequence[int]) -> dict[int, Reference]:
    """What the directory says of each case; the latest reference where a case has had several."""
    rows = Reference.objects.filter(subledger_id__in=subledger_ids).order_by("id")
    return {row.subledger_id: row for row in rows}


def _last_paid(subledger_ids: Sequence[int]) -> dict[int, date]:
    rows = Payment.objects.filter(reference__subledger_id__in=subledger_ids, applied_at__isnull=False)
    latest = rows.values("reference__subledger_id").annotate(day=Max("booked_date"))
    return {row["reference__subledger_id"]: row["day"] for row in latest}
