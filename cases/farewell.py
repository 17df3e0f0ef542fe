"""What a debtor is told when a case ends, or begins again, without its doing. Only one who has had a letter is told."""

from collections.abc import Sequence
from datetime import date, datetime

from cases.joint import answering, key_of
from cases.letters_sent import has_written
from cases.models import Case
from cases.reversed_why import WORDS, Why
from cases.situations import stops
from cases.telling import tell
from cases.untold import note_untold
from ekrav.accounts.models import Creditor
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.facts import NotALetter
from letters.models import Dispatch


def tell_withdrawn(*, case: Case, today: date, at: datetime, rates: Rates) -> Dispatch | None:
    """The creditor has withdrawn the case."""
    creditor = _creditor(case)
    words = (
        f"{creditor} har återkallat sitt ärende hos oss. Vi kräver inte längre in skulden.",
        f"Du behöver inte betala något till oss. Har du frågor om fakturan, kontakta {creditor}.",
    )
    return _tell(case, LetterKind.WITHDRAWN, words, today=today, at=at, rates=rates)


def tell_closed(*, case: Case, today: date, at: datetime, rates: Rates) -> Dispatch | None:
    """The case is closed and nothing more is asked for."""
    words = (
        f"Ärendet om din skuld till {_creditor(case)} är avslutat.",
        "Vi kräver inte det som är kvar. Du behöver inte göra något.",
    )
    return _tell(case, LetterKind.CLOSED, words, today=today, at=at, rates=rates)


def tell_reopened(
    *, case: Case, why: Why, to_pay: Ore, pay_by: date, today: date, at: datetime, rates: Rates
) -> Dispatch | None:
    """A payment does not count any more: the debt is there again, to be paid by a lawful day."""
    said = WORDS[why]
    words = (
        f"{said.reopened.format(creditor=_creditor(case))} Därför är ärendet öppnat igen.",
        said.doubt,
    )
    return _tell(
        case, LetterKind.REOPENED, words, to_pay=to_pay, pay_by=pay_by, today=today, at=at, rates=rates
    )


def _tell(
    case: Case,
    kind: LetterKind,
    words: Sequence[str],
    *,
    to_pay: Ore | None = None,
    pay_by: date | None = None,
    today: date,
    at: datetime,
    rates: Rates,
) -> Dispatch | None:
    """Write the letter; None to somebody who has had none, or whose address cannot be printed: nothing waits for it."""
    written_to = case.portal_keys.values_list("debtor_id", flat=True)
    whom = [each for each in answering(case) if key_of(each, case=case) in set(written_to)]
    if not has_written(case=case) or not whom:
        return None
    try:
        return tell(
            case=case,
            kind=kind,
            paragraphs=words,
            to_pay=to_pay,
            pay_by=pay_by,
            today=today,
            at=at,
            rates=rates,
            only=whom,
        )
    except NotALetter:
        # Who is dissolved or released from its debts is told nothing of an end; whoever speaks for the debtor of a case
        # that is withdrawn or opened again while it is stopped is.
        if kind in (LetterKind.WITHDRAWN, LetterKind.REOPENED) or not stops(case):
            note_untold(case=case, letter=kind, on=today, at=at)
        return None


def _creditor(case: Case) -> str:
    return Creditor.objects.values_list("name", flat=True).get(pk=case.creditor_id)
