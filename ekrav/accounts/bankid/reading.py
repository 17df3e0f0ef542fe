"""From verified claims to the person: the number from the ID token alone, through the broker's claim map."""

from datetime import UTC, date, datetime

from ekrav.accounts.bankid.claims import ClaimMap
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.bankid.refusal import LoginRefused, Reason
from ekrav.accounts.bankid.token import Claims, moment
from ekrav.identity import NotAPersonNumber, birth_date, person_number

ADULT = 18
"""Whoever is under 18 cannot bind a company or herself by agreement (föräldrabalken 9 kap. 1 §)."""

_LONGEST_NAME = 120


def identity_from(*, claims: Claims, userinfo: Claims, claim_map: ClaimMap, at: datetime) -> BankIdIdentity:
    """The identity in a *verified* ID token's `claims`. Raises `LoginRefused`.

    `userinfo` must be about the same subject; it may supply the name when the token has none, and nothing
    else.
    """
    if userinfo.get("sub") != claims["sub"]:
        raise LoginRefused(Reason.SUBJECT)
    if any(claims.get(name) != value for name, value in claim_map.given):
        raise LoginRefused(Reason.NOT_BANKID)
    number = _number(claims, claim_map)
    if _years_old(born=birth_date(number), on=at.astimezone(UTC).date()) < ADULT:
        raise LoginRefused(Reason.TOO_YOUNG)
    identified = moment(claims, "auth_time")
    if identified is None:
        raise LoginRefused(Reason.AUTH_TIME)
    return BankIdIdentity(
        person_number=number,
        name=_name(claims, userinfo, claim_map),
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        acr=str(claims["acr"]),
        auth_time=identified,
    )


def _number(claims: Claims, claim_map: ClaimMap) -> str:
    stated = {str(claims[name]) for name in claim_map.number if claims.get(name)}
    if not stated:
        raise LoginRefused(Reason.NUMBER_MISSING)
    try:
        numbers = {person_number(text) for text in stated}
    except NotAPersonNumber as refused:
        raise LoginRefused(Reason.NUMBER_INVALID) from refused
    if len(numbers) > 1:
        raise LoginRefused(Reason.NUMBER_INVALID)
    return numbers.pop()


def _name(claims: Claims, userinfo: Claims, claim_map: ClaimMap) -> str:
    for source in (claims, userinfo):
        for name in claim_map.name:
            value = source.get(name)
            line = " ".join(value.split()) if isinstance(value, str) else ""
            if line and line.isprintable():
                return line[:_LONGEST_NAME]
    raise LoginRefused(Reason.NAME_MISSING)


def _years_old(*, born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
