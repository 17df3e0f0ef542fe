"""The invoices of one case, the first due first, and what the law's questions about *the* claim come to for them all.

One reminder and one demand ask for all of them, so a fee may be charged, or a step left out, only when every invoice
allows it; what is counted from a day is counted from the day that is best for the debtor.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Claim
from ekrav.look.figures import listed
from ekrav.money import Ore

NAMED: Final = 3


@dataclass(frozen=True)
class Claims:
    """What one case claims. Never empty."""

    rows: tuple[Claim, ...]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> Claim:
        """The invoice that fell due first: the one that money goes to first."""
        return self.rows[0]

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.rows) > 1

    @property
    def capital(self) -> Ore:
        """The capital of them all, as registered."""
        return Ore(sum(claim.capital_ore for claim in self.rows))

    @property
    def arose_on(self) -> date:
        """The day the first of them arose: limitation, and whether the debtor was a minor, are counted from it."""
        return min(claim.arose_on for claim in self.rows)

    @property
    def invoiced_on(self) -> date:
        """The day of the first invoice."""
        return min(claim.invoice_date for claim in self.rows)

    @property
    def last_due(self) -> date:
        """The day the last of them fell due: before its end nothing may be charged for asking for them all."""
        return self.rows[-1].due_date

    @property
    def reminder_fee_agreed(self) -> bool:
        """Whether the fee was agreed for every one of them."""
        return all(claim.reminder_fee_agreed for claim in self.rows)

    @property
    def late_payment_claimed(self) -> bool:
        """Whether compensation is asked instead of the letters' fees, for every one of them: then once."""
        return all(claim.late_payment_claimed for claim in self.rows)

    @property
    def reminded_of_some(self) -> bool:
        """The creditor has sent a reminder of its own about one of them: no more may be charged for another."""
        return any(claim.own_reminder_on for claim in self.rows)

    @property
    def reminded_of_all(self) -> bool:
        """The creditor has sent a reminder of its own about every one of them: the case begins on the demand."""
        return all(claim.own_reminder_on for claim in self.rows)

    @property
    def is_rent(self) -> bool:
        """Rent, all of it: what is rent and what is not are never claimed together."""
        return self.first.kind == Claim.Kind.RENT

    @property
    def numbers(self) -> str:
        """The invoices' numbers: "1061", "1061 och 1062", "1061, 1062, 1063 och 4 till"."""
        names = [claim.invoice_number for claim in self.rows]
        if len(names) > NAMED:
            names = [*names[:NAMED], _("%(n)s till") % {"n": len(names) - NAMED}]
        return listed(names)

    @property
    def words(self) -> str:
        """The invoices as a sentence names them: "faktura 1061", "fakturorna 1061 och 1062"."""
        words = ngettext("faktura %(numbers)s", "fakturorna %(numbers)s", len(self.rows))
        return words % {"numbers": self.numbers}

    @property
    def described(self) -> str:
        """What was bought: each invoice's description once."""
        return ", ".join(dict.fromkeys(claim.description for claim in self.rows))


def in_order(rows: Sequence[Claim]) -> Claims:
    """The invoices of one case in the order in which they fell due."""
    return Claims(tuple(sorted(rows, key=lambda claim: (claim.due_date, claim.invoice_date, claim.pk or 0))))


def claims_in(case: Case) -> Claims:
    """The case's invoices; in no query of their own when they have been prefetched."""
    return in_order(list(case.claims.all()))


def claims_of(cases: Sequence[Case]) -> dict[int, Claims]:
    """The invoices of several cases, by case id, in one query."""
    rows: dict[int, list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(case_id__among=[case.pk for case in cases]):
        rows[claim.case_id].append(claim)
    return {case_id: in_order(found) for case_id, found in rows.items()}
