"""What is wrong with an application before it is sent: every problem by its name, with a sentence that says what to do.

The rules are one table. Amounts are the law's of the day of the application (`ekrav.law.kronofogden`, lag (1981:739)).
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from ekrav.filings.claims import ClaimKind, InterestBasis, PartClaim
from ekrav.filings.parties import Respondent
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.plain_swedish import is_clear
from ekrav.identity import (
    NotABankgiro,
    NotAnOrganisationNumber,
    NotAPersonNumber,
    bankgiro,
    organisation_number,
    person_number,
)
from ekrav.law.kronofogden import application_fee
from ekrav.law.rates import Rates

Application = PaymentOrderApplication


class Problem(StrEnum):
    """Something that keeps an application from being sent; its value tells the person what to do."""

    APPLICANT_NUMBER = (
        "Sökandens person- eller organisationsnummer stämmer inte. Rätta det i borgenärens uppgifter."
    )
    APPLICANT_ADDRESS = (
        "Sökandens adress är inte hel. Fyll i gata, postnummer och ort i borgenärens uppgifter."
    )
    APPLICANT_BANKGIRO = "Bankgirot som ska stå i ansökan stämmer inte. Rätta det i byråns uppgifter."
    AGENT_CODE = "Ombudskoden saknas. Fyll i den kod Kronofogden har gett byrån."
    AGENT_AUTHORITY = "Ombudets behörighet saknas. Skriv vilken fullmakt byrån har och dess dag."
    AGENT_CONTACT = "Kontaktperson, telefon eller e-post till ombudet saknas. Fyll i dem i byråns uppgifter."
    NO_RESPONDENT = "Ingen svarande finns i ansökan. Ange vem som ska betala."
    RESPONDENT_NAME = "En svarande saknar namn. Fyll i namnet som det står i registret."
    RESPONDENT_NUMBER = (
        "En svarandes person- eller organisationsnummer stämmer inte. Kontrollera det mot fakturan."
    )
    RESPONDENT_TWICE = "Samma svarande står två gånger. Ta bort den ena."
    RESPONDENT_IS_APPLICANT = "Sökande och svarande är samma. Kontrollera vem som är skyldig."
    RESPONDENT_ADDRESS = "En svarande saknar adress. Sök den i registret innan ansökan skickas."
    PROTECTED_ADDRESS = (
        "En svarande har skyddade uppgifter, och adressen får inte stå i ansökan. Ta bort den."
    )
    SEVERAL_NOT_JOINT = (
        "Flera svarande kan stå i en ansökan bara om de svarar solidariskt. Gör en ansökan för var och en."
    )
    JOINT_ALONE = "En ensam svarande kan inte svara solidariskt. Ta bort uppgiften eller lägg till den andra."
    NO_CLAIM = "Inget belopp begärs. Ange minst ett delkrav."
    NOT_POSITIVE = "Ett delkrav är noll eller mindre. Ta bort det eller rätta beloppet."
    NOT_DUE = "Ett delkrav har inte förfallit på ansökningsdagen. Vänta till dagen efter förfallodagen."
    NO_LABEL = "Ett delkrav säger inte vad det gäller. Skriv fakturans nummer."
    INTEREST_ON_COSTS = "Ränta begärs på annat än kapital. Ränta räknas inte på ränta eller kostnader."
    INTEREST_TOO_EARLY = "Räntan börjar senast på förfallodagen. Första räntedagen är dagen efter."
    INTEREST_RATE_MISSING = (
        "Avtalad ränta saknar räntesats. Skriv den avtalade satsen eller välj 6 § räntelagen."
    )
    INTEREST_RATE_TWICE = (
        "Ränta enligt 6 § räntelagen följer referensräntan. Ta bort räntesatsen eller välj avtalad ränta."
    )
    INTEREST_NEGATIVE = "Upplupen ränta är mindre än noll. Räkna om den."
    INTEREST_OTHER_DAY = "Upplupen ränta är inte räknad till ansökningsdagen. Räkna om den."
    INTEREST_BEFORE_START = "Ränta är räknad för dagar innan den börjar löpa. Räkna om den."
    FEE = "Ansökningsavgiften är inte den som gäller på ansökningsdagen. Rätta beloppet."
    AGENT_FEE = "Ombudets kostnad är högre än lagen medger, eller mindre än noll. Rätta beloppet."
    COLLECTING_TOO_MUCH = "Inkassokostnaden är högre än lagen medger. Rätta beloppet."
    REMINDER_TOO_MUCH = "Kostnaden för påminnelse är högre än lagen medger. Rätta beloppet."
    LATE_PAYMENT_TOO_MUCH = "Förseningsersättningen är högre än lagen tillåter. Rätta beloppet."
    LATE_PAYMENT_AND_COSTS = (
        "Både förseningsersättning och kostnader för påminnelse eller inkassokrav begärs. Välj det ena."
    )
    GROUNDS_MISSING = "Grunden saknas. Beskriv vad som köptes, när, och fakturans nummer."
    GROUNDS_NOT_CLEAR = (
        "Grunden har förkortningar eller uppgifter om hur man betalar. Skriv ut orden, ta bort resten."
    )


class NotAnApplication(ValueError):
    """An application that is not sent, and all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.name for problem in problems))
        self.problems = problems


def check(application: Application, *, rates: Rates) -> None:
    """Raise NotAnApplication with every problem of the application. Raises NoRow for a day the law's rows leave out."""
    found = problems(application, rates=rates)
    if found:
        raise NotAnApplication(found)


def problems(application: Application, *, rates: Rates) -> tuple[Problem, ...]:
    """Return every problem of the application, in the table's order. Raises NoRow."""
    return tuple(problem for problem, holds in _RULES.items() if holds(application, rates))


def is_party_number(number: str) -> bool:
    """Whether these 10 or 12 digits are a valid organisation or person number."""
    try:
        return (person_number(number) if len(number) == 12 else organisation_number(number)) == number
    except (NotAPersonNumber, NotAnOrganisationNumber):
        return False


def _is_bankgiro(number: str) -> bool:
    try:
        return bankgiro(number) == number
    except NotABankgiro:
        return False


def _addressed(one: Respondent) -> bool:
    return one.protected or (
        one.address is not None and all((one.address.street, one.address.postcode, one.address.city))
    )


def _numbers(application: Application) -> list[str]:
    return [one.number[-10:] for one in application.respondents]


def _of(application: Application, *kinds: ClaimKind) -> Iterable[PartClaim]:
    return (claim for claim in application.claims if claim.kind in kinds)


def _over(key: str, kind: ClaimKind) -> Callable[[Application, Rates], bool]:
    """One cost of a kind for each claim: a part claim above the law's ceiling is too much."""
    return lambda a, rates: any(claim.amount > rates.ore(key, a.applied_on) for claim in _of(a, kind))


def _interest(holds: Callable[[PartClaim, Application], bool]) -> Callable[[Application, Rates], bool]:
    return lambda a, _: any(claim.interest is not None and holds(claim, a) for claim in a.claims)


def _asked(claim: PartClaim) -> tuple[InterestBasis, int | None]:
    assert claim.interest is not None
    return claim.interest.basis, claim.interest.rate


def _before_start(claim: PartClaim, application: Application) -> bool:
    asked = claim.interest
    return asked is not None and asked.starts > asked.through and asked.accrued > 0


_C, _P = ClaimKind, Problem
_RULES: Final[dict[Problem, Callable[[Application, Rates], bool]]] = {
    _P.APPLICANT_NUMBER: lambda a, _: not is_party_number(a.applicant.number),
    _P.APPLICANT_ADDRESS: lambda a, _: (
        not all((a.applicant.address.street, a.applicant.address.postcode, a.applicant.address.city))
    ),
    _P.APPLICANT_BANKGIRO: lambda a, _: bool(a.applicant.bankgiro) and not _is_bankgiro(a.applicant.bankgiro),
    _P.AGENT_CODE: lambda a, _: not a.agent.code.strip(),
    _P.AGENT_AUTHORITY: lambda a, _: not a.agent.authority.strip(),
    _P.AGENT_CONTACT: lambda a, _: (
        not all((a.agent.contact.strip(), a.agent.email.strip(), a.agent.phone.strip()))
    ),
    _P.NO_RESPONDENT: lambda a, _: not a.respondents,
    _P.RESPONDENT_NAME: lambda a, _: any(not one.name.strip() for one in a.respondents),
    _P.RESPONDENT_NUMBER: lambda a, _: any(not is_party_number(one.number) for one in a.respondents),
    _P.RESPONDENT_TWICE: lambda a, _: len(set(_numbers(a))) != len(_numbers(a)),
    _P.RESPONDENT_IS_APPLICANT: lambda a, _: a.applicant.number[-10:] in _numbers(a),
    _P.RESPONDENT_ADDRESS: lambda a, _: any(not _addressed(one) for one in a.respondents),
    _P.PROTECTED_ADDRESS: lambda a, _: any(
        one.protected and one.address is not None for one in a.respondents
    ),
    _P.SEVERAL_NOT_JOINT: lambda a, _: len(a.respondents) > 1 and not a.joint,
    _P.JOINT_ALONE: lambda a, _: len(a.respondents) == 1 and a.joint,
    _P.NO_CLAIM: lambda a, _: not a.claims,
    _P.NOT_POSITIVE: lambda a, _: any(claim.amount <= 0 for claim in a.claims),
    _P.NOT_DUE: lambda a, _: any(claim.due_on >= a.applied_on for claim in a.claims),
    _P.NO_LABEL: lambda a, _: any(not claim.label.strip() for claim in a.claims),
    _P.INTEREST_ON_COSTS: _interest(lambda claim, _: claim.kind is not _C.CAPITAL),
    _P.INTEREST_TOO_EARLY: _interest(
        lambda claim, _: claim.interest is not None and claim.interest.starts <= claim.due_on
    ),
    _P.INTEREST_RATE_MISSING: _interest(lambda claim, _: _asked(claim) == (InterestBasis.AGREED, None)),
    _P.INTEREST_RATE_TWICE: _interest(
        lambda claim, _: _asked(claim)[0] is InterestBasis.LATE and _asked(claim)[1] is not None
    ),
    _P.INTEREST_NEGATIVE: _interest(
        lambda claim, _: claim.interest is not None and claim.interest.accrued < 0
    ),
    _P.INTEREST_OTHER_DAY: _interest(
        lambda claim, a: claim.interest is not None and claim.interest.through != a.applied_on
    ),
    _P.INTEREST_BEFORE_START: _interest(_before_start),
    _P.FEE: lambda a, rates: a.fee != application_fee(applied=a.applied_on, rates=rates),
    _P.AGENT_FEE: lambda a, rates: not 0 <= a.agent_fee <= rates.ore("kfm.agent_fee.max", a.applied_on),
    _P.COLLECTING_TOO_MUCH: _over("fee.demand.max", _C.COLLECTING),
    _P.REMINDER_TOO_MUCH: _over("fee.reminder.max", _C.REMINDER),
    _P.LATE_PAYMENT_TOO_MUCH: lambda a, rates: any(
        claim.amount > rates.ore("fee.late_b2b", a.applied_on) for claim in _of(a, _C.LATE_PAYMENT)
    ),
    _P.LATE_PAYMENT_AND_COSTS: lambda a, _: (
        any(_of(a, _C.LATE_PAYMENT)) and any(_of(a, _C.COLLECTING, _C.REMINDER))
    ),
    _P.GROUNDS_MISSING: lambda a, _: not a.grounds.strip(),
    _P.GROUNDS_NOT_CLEAR: lambda a, _: not is_clear(a.grounds),
}
