"""What is taken off the next payout, case by case, each with its reason in words for the creditor to read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ekrav.money import Ore
from payouts.settle import Due, DueLine


@dataclass(frozen=True, kw_only=True)
class Netted:
    """One case that takes money off, öre below zero."""

    case_number: str
    debtor: str
    why: str
    ore: Ore


def netted(due: Due) -> tuple[Netted, ...]:
    """The cases that cost the creditor more than they bring."""
    return tuple(
        Netted(case_number=line.case_number, debtor=line.debtor_label, why=why(line), ore=to_creditor(line))
        for line in due.lines
        if to_creditor(line) < 0
    )


def to_creditor(line: DueLine) -> Ore:
    """What of the case's money goes to the creditor."""
    return Ore(line.balance.received - line.fee - line.vat - line.balance.set_off)


def why(line: DueLine) -> str:
    """Why the case takes money off."""
    if line.balance.received < 0:
        return _("Banken har tagit tillbaka en betalning som redan är utbetald till dig.")
    if line.balance.set_off > 0:
        return _(
            "Kostnader som du ska betala: betalda direkt till dig, eller enligt ett pris du har godkänt."
        )
    return _("Avgift och moms för kostnader som betalats.")
