"""What a debtor may be asked to pay for collecting measures, lag (1981:739).

The amounts are ceilings on the day of the measure; nothing else may be taken for measures before court (5
§), and no contract widens them (6 §). An agency's price below the ceiling is its own affair: it takes the
lower of the two.
"""

from dataclasses import dataclass
from datetime import date

from ekrav.law.rates import Rates
from ekrav.money import Ore

NOTHING = Ore(0)


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What is owed for collecting one claim, each cost apart (inkassolagen 5 § wants them apart)."""

    reminder: Ore = NOTHING
    demand: Ore = NOTHING
    plan: Ore = NOTHING
    late_payment: Ore = NOTHING

    @property
    def total(self) -> Ore:
        return Ore(self.reminder + self.demand + self.plan + self.late_payment)


def reminder_fee(
    *, sent: date, due: date, agreed_when_debt_arose: bool, creditor_charged_one: bool = False, rates: Rates
) -> Ore:
    """Return the fee for a written reminder sent on `sent`, or 0.

    It takes an overdue debt and an agreement made at the latest when the debt arose; a line on the invoice
    is none (2 §). One fee for each claim: a reminder charged before, the creditor's own, makes ours 0.
    Raises NoRow.
    """
    if sent <= due or not agreed_when_debt_arose or creditor_charged_one:
        return NOTHING
    return rates.ore("fee.reminder.max", sent)


def demand_fee(*, sent: date, due: date, charged_before: bool = False, rates: Rates) -> Ore:
    """Return the fee for an inkassokrav sent on `sent`, formed as inkassolagen 5 § demands (3 § 1), or 0.

    It takes an overdue debt, neither agreement nor reminder. One for each claim. A demand that does not count
    (`deadlines.demand_counts`) has not been sent. Raises NoRow.
    """
    return NOTHING if charged_before or sent <= due else rates.ore("fee.demand.max", sent)


def plan_fee(
    *,
    made: date,
    whole_debt: bool = True,
    with_debtor: bool = True,
    charged_before: bool = False,
    rates: Rates,
) -> Ore:
    """Return the fee for a written instalment plan, or 0.

    It takes a plan over the whole remaining debt, made in consultation with the debtor (3 § 2). One for each
    claim. Raises NoRow.
    """
    owed = whole_debt and with_debtor and not charged_before
    return rates.ore("fee.plan.max", made) if owed else NOTHING


def is_business_debt(
    *, creditor_trades: bool, debtor_trades: bool, bought_for_trade: bool, public_body: bool = False
) -> bool:
    """Tell whether both sides act in their trade as näringsidkare, or a trader is owed by a public body (4 a §).

    A sole trader who buys privately is a consumer. Räntelagen 4 § second paragraph asks the same.
    """
    return creditor_trades and (public_body or (debtor_trades and bought_for_trade))


def late_payment_compensation(
    *, on: date, business_debtor: bool, goods_or_services: bool, interest_from: date | None, rates: Rates
) -> Ore:
    """Return the förseningsersättning owed on `on`, or 0 (4 a §).

    It arises with the right to late interest, without agreement or letter, for payment of goods or services
    between traders (or from a public body), never against a consumer. Interest is not claimed on it. Raises
    NoRow.
    """
    entitled = interest_from is not None and interest_from <= on
    if interest_from is None or not (entitled and business_debtor and goods_or_services):
        return NOTHING
    return rates.ore("fee.late_b2b", interest_from)


def costs_owed(
    *, reminder: Ore = NOTHING, demand: Ore = NOTHING, plan: Ore = NOTHING, late_payment: Ore = NOTHING
) -> Costs:
    """Return what is owed when the measures and the compensation meet (5 §).

    With compensation the measures are owed only to the part their sum exceeds it, so 60 + 180 + 170 beside
    450 is 450. The compensation covers the earliest measure first.
    """
    cover = late_payment
    left = []
    for fee in (reminder, demand, plan):
        covered = min(fee, cover)
        cover = Ore(cover - covered)
        left.append(Ore(fee - covered))
    return Costs(reminder=left[0], demand=left[1], plan=left[2], late_payment=late_payment)


def owed_when_paid(*, demand_sent: date, booked: date, rent_paid_on: date | None = None) -> bool:
    """Tell whether a demand's fee is owed although the claim was paid.

    It is, if the demand was sent no later than the day the payment was booked on the payee's account; for
    rent, no later than the day the debtor made the payment (IMY, questions and answers; `rent_paid_on` for
    rent only).
    """
    return demand_sent <= (booked if rent_paid_on is None else rent_paid_on)
