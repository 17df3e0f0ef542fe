"""Readdress: a corrected address for a debtor, and what came back from the old one is written again."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from cases.addressee import addressee, goes_by_hand
from cases.joint import answering, key_of
from cases.models import Case, CaseEvent, Debtor
from cases.recall import unwrite
from cases.telling import tell_again
from ekrav.audit.record import Actor, record
from ekrav.law.deadlines import next_posting_day
from ekrav.law.rates import Rates
from letters.catalogue import CLAIMS
from letters.facts import NotALetter
from letters.models import Dispatch
from letters.together import count_none, together


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where the debtor is to be written to."""

    care_of: str
    street: str
    postcode: str
    city: str


def correct_address(
    *,
    case: Case,
    debtor: Debtor | None = None,
    address: Address,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> bool:
    """Enter the address of the case's debtor, or another's who answers, and write what came back again; False when
    something that came back cannot be, yet.

    A claim that came back counts as not sent, to whomever it went: nobody was asked to pay by it, and the choice of the
    way on waits until somebody has; one that was made falls. It stays in the queue while the case is out of the
    process, or with an authority, where a person decides what it means; and so does a letter that cannot be told again,
    as nobody has been told of it. So does one that came back from another who answers too, until that one's address has
    been corrected or confirmed: nobody is written to where a letter came back from. In the tenant's scope, with the
    case's row locked.
    """
    debtor = debtor or case.debtor
    confirmed = Address(**{name: getattr(debtor, name) for name in asdict(address)}) == address
    Debtor.objects.filter(pk=debtor.pk).update(**asdict(address))
    debtor.refresh_from_db()
    case.debtor.refresh_from_db()
    record(act="address_corrected", on=case, by=by, at=at)
    returned = Dispatch.objects.filter(
        case_number=case.number,
        addressee=key_of(debtor, case=case),
        state=Dispatch.State.RETURNED,
        void=False,
    )
    outcomes = [
        (confirmed or not _others_nowhere(case=case, dispatch=dispatch))
        and _write_again(case=case, dispatch=dispatch, today=today, at=at, rates=rates)
        for dispatch in returned.order_by("-letter_number")
    ]
    return all(outcomes)


def _others_nowhere(*, case: Case, dispatch: Dispatch) -> bool:
    """Whether what says the same came back from another who answers, and who would be written to there again."""
    back = together(dispatch).exclude(pk=dispatch.pk).filter(state=Dispatch.State.RETURNED)
    came_from = {each.addressee: each.facts["debtor_address"] for each in back}
    others = (other for other in answering(case) if not goes_by_hand(other))
    return any(list(addressee(other)[1]) == came_from.get(key_of(other, case=case)) for other in others)


def _write_again(*, case: Case, dispatch: Dispatch, today: date, at: datetime, rates: Rates) -> bool:
    if dispatch.kind in CLAIMS:
        event = unwrite(
            case=case,
            dispatch=dispatch,
            because=CaseEvent.Kind.NOT_SENT,
            again=next_posting_day(after=today),
            today=today,
            at=at,
            facts={"returned": True},
        )
        if event is None:
            return False
    elif not _told_again(case=case, dispatch=dispatch, today=today, at=at, rates=rates):
        return False
    count_none(dispatch, at=at)
    return True


def _told_again(*, case: Case, dispatch: Dispatch, today: date, at: datetime, rates: Rates) -> bool:
    """What cannot be printed still stands among the letters that came back."""
    try:
        return tell_again(case=case, dispatch=dispatch, today=today, at=at, rates=rates) is not None
    except NotALetter:
        return False
