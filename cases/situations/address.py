"""A new address: letters go there, what came back is written again, and a case that had nowhere to write goes on."""

from collections.abc import Iterable
from datetime import date, datetime

from cases.address import Address, correct_address
from cases.joint import key_of
from cases.models import Case, Debtor, Situation
from cases.situations.go_on import go_on, over
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.rates import Rates
from ekrav.registers.events import TheirAddress

Kind = Situation.Kind


class Withheld(ValueError):
    """The debtor is protected: the address is not ours to keep."""


def new_address(
    *,
    case: Case,
    debtor: Debtor | None = None,
    address: Address,
    nowhere: Iterable[Situation] | None = None,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> bool:
    """Write to the debtor, or another who answers, at the address from now on, and end what stopped the case for want
    of one: `nowhere`, or all of it.

    False when something that came back cannot be written again yet. With the case's row locked. Raises `Withheld`.
    """
    debtor = debtor or case.debtor
    if debtor.is_sealed:
        raise Withheld(case.number)
    if nowhere is None:
        nowhere = Situation.objects.filter(
            case=case, debtor=key_of(debtor, case=case), kind=Kind.NO_ADDRESS, ended_on=None
        )
    # Over first: what came back is written again, and while the case is stopped nothing is.
    stopping = [each for each in nowhere if over(case=case, situation=each, today=today, rates=rates)]
    written = correct_address(
        case=case, debtor=debtor, address=address, today=today, at=at, by=by, rates=rates
    )
    for situation in stopping:
        go_on(case=case, situation=situation, today=today, at=at, by=by, rates=rates)
    return written


def moved(
    *,
    case: Case,
    debtor: Debtor,
    to: TheirAddress,
    nowhere: Iterable[Situation],
    today: date,
    at: datetime,
    rates: Rates,
) -> bool:
    """The register tells where the debtor lives now; False when it is not ours to know, or letters go to a guardian."""
    if not takes_registers_address(case, debtor=debtor):
        return False
    new_address(
        case=case,
        debtor=debtor,
        address=Address(care_of="", street=to.street, postcode=to.postcode, city=to.city),
        nowhere=nowhere,
        today=today,
        at=at,
        by=MACHINE,
        rates=rates,
    )
    return True


def takes_registers_address(case: Case, *, debtor: Debtor) -> bool:
    """Whether letters go where the register has the debtor: not of whoever is protected, nor past a guardian."""
    guarded = Situation.objects.filter(
        case=case, debtor=key_of(debtor, case=case), kind=Kind.GUARDIAN, ended_on=None
    )
    return not (debtor.is_sealed or guarded.exists())
