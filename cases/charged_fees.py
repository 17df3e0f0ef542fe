"""The fees that letters have charged: which of them stand, and which are not owed after all, or are again.

A letter's event names the entry that charged its fee first. A fee that was taken back and is owed again is charged by
an entry of its own, named after the first and of its kind and day, so that the book reads as if it had always stood.

Compensation arose with the interest, but was first asked by the letter: it gives way as a fee does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef

from cases.book import ACCOUNT_OF, AUTHORITY_COSTS, CLAIM_ACCOUNTS, COSTS
from cases.models import Case, CaseEvent
from cases.states import Action
from ekrav.law.allocation import Component
from ekrav.law.costs import owed_when_paid
from ekrav.ledger.book import Posting, balance, post, reverse
from ekrav.ledger.models import Account, Entry, Line
from ekrav.money import Ore

# The letters that cost something, and the fee of each. What one has charged, its entry says: it may be compensation.
FEE_OF: Final = {
    CaseEvent.Kind.REMINDED.value: Component.REMINDER,
    CaseEvent.Kind.DEMANDED.value: Component.DEMAND,
    CaseEvent.Kind.PLAN_ACCEPTED.value: Component.PLAN,
}
AGAIN: Final = " again "


@dataclass(frozen=True, kw_only=True)
class ChargedFee:
    """A fee that stands: the letter that asked for it and the entry by which it stands."""

    letter: CaseEvent
    entry: Entry
    part: Component
    amount: Ore

    @property
    def is_application(self) -> bool:
        """Whether it was an application to Kronofogden that charged it, not a letter."""
        return self.letter.kind == CaseEvent.Kind.APPLIED


def standing_fees(*, case: Case) -> list[ChargedFee]:
    """What the case's letters have charged and nobody has taken back."""
    letters = case.events.filter(dispatch__isnull=False, entry__isnull=False)
    mirror = Entry.objects.filter(reverses=OuterRef("entry_id"))
    lines = Line.objects.filter(
        subledger=case.subledger_id, account__in=[ACCOUNT_OF[part] for part in COSTS], amount_ore__gt=0
    )
    charged = list(lines.exclude(Exists(mirror)).select_related("entry"))
    return [
        ChargedFee(
            letter=letter,
            entry=line.entry,
            part=CLAIM_ACCOUNTS[Account(line.account)],
            amount=Ore(line.amount_ore),
        )
        for letter in letters.select_related("dispatch", "entry").order_by("id")
        for line in charged
        if letter.entry and _names(line.entry, first=letter.entry)
    ]


def fee_of(*, letter: CaseEvent, case: Case) -> ChargedFee | None:
    """The fee that stands of one letter."""
    return next((fee for fee in standing_fees(case=case) if fee.letter.pk == letter.pk), None)


def fees_after(*, case: Case, on: date) -> dict[Component, ChargedFee]:
    """The fees of letters that were sent after the day, by part, and the costs of an application that was.

    A letter that was posted late was sent that late.
    """
    return _application_after(case=case, on=on) | {
        fee.part: fee
        for fee in standing_fees(case=case)
        if fee.letter.kind in FEE_OF and not owed_when_paid(demand_sent=_sent_on(fee.letter), booked=on)
    }


def _application_after(*, case: Case, on: date) -> dict[Component, ChargedFee]:
    """What an application to Kronofogden after the day has added: owed only if it left no later than the money came."""
    applied = case.events.filter(kind=CaseEvent.Kind.APPLIED, on__gt=on).order_by("id").last()
    if applied is None:
        return {}
    mirror = Entry.objects.filter(reverses=OuterRef("entry_id"))
    lines = Line.objects.filter(
        subledger=case.subledger_id,
        account__in=[ACCOUNT_OF[part] for part in AUTHORITY_COSTS],
        amount_ore__gt=0,
        entry__kind=Action.APPLY_ORDER,
        entry__booked_date=applied.on,
    )
    standing = lines.exclude(Exists(mirror)).select_related("entry")
    charged = {CLAIM_ACCOUNTS[Account(line.account)]: line for line in standing}
    return {
        part: ChargedFee(letter=applied, entry=line.entry, part=part, amount=Ore(line.amount_ore))
        for part, line in charged.items()
    }


def take_back_fees(*, case: Case, fees: Mapping[Component, ChargedFee], key: str) -> set[Component]:
    """Take fees back by their mirror images, on their own days; the parts that stand. `key` names why.

    One that has been paid since stands: what becomes of that money is for a person.
    """
    standing = {part for part, fee in fees.items() if is_paid(fee, case=case)}
    for entry in [fee.entry for part, fee in fees.items() if part not in standing]:
        reverse(entry=entry, key=f"{key} takes back {entry.key}", booked_date=entry.booked_date)
    return standing


def take_back_fees_after(*, case: Case, on: date, key: str) -> None:
    """Take back the unpaid fees of letters that were sent after a day on which they could be sent no more."""
    take_back_fees(case=case, fees=fees_after(case=case, on=on), key=key)


def charge_again(*, mirror: Entry) -> Entry:
    """Charge a fee that `mirror` took back: it is owed after all. Once, however often."""
    first = mirror.reverses
    assert first is not None
    lines = [
        Posting(account=Account(line.account), amount=-line.amount_ore, subledger_id=line.subledger_id)
        for line in mirror.lines.order_by("id")
    ]
    key = f"{first.key}{AGAIN}{mirror.pk}"
    return post(key=key, kind=first.kind, booked_date=first.booked_date, lines=lines)


def is_paid(fee: ChargedFee, *, case: Case) -> bool:
    """Whether some of the fee has been paid."""
    return balance(account=ACCOUNT_OF[fee.part], subledger=case.subledger) < fee.amount


def _names(entry: Entry, *, first: Entry) -> bool:
    return entry.pk == first.pk or entry.key.startswith(f"{first.key}{AGAIN}")


def _sent_on(letter: CaseEvent) -> date:
    return (letter.dispatch and letter.dispatch.posted_on) or letter.on
