"""Åre Bygg's claim on Anna as an application, and any record at all."""

from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from ekrav.filings.claims import ClaimKind, InterestAsked, InterestBasis, PartClaim
from ekrav.filings.file import KINDS, Direction, Filing
from ekrav.filings.grounds import Asked, Asking, InvoiceGrounds, Sold, grounds
from ekrav.filings.parties import Address, Agent, Applicant, Respondent
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.record import Record
from ekrav.money import Ore, kronor
from ekrav.sandbox.demo_data import ANNA, ARE_BYGG, NORDANVIK

DAY = date(2025, 5, 12)
MADE = datetime(2025, 5, 12, 6, 0, tzinfo=UTC)

INVOICE = InvoiceGrounds(
    seller="Åre Bygg AB",
    sold=Sold.SERVICES,
    described="Byte av takpannor",
    delivered=(date(2025, 1, 20), date(2025, 1, 22)),
    number="1061",
    invoiced_on=date(2025, 1, 24),
    due_on=date(2025, 2, 23),
    due_agreed=True,
    capital=kronor("10000.00"),
    left=kronor("10000.00"),
    asked=(
        Asked(how=Asking.DEMAND, sent_on=date(2025, 3, 24)),
        Asked(how=Asking.REMINDER, sent_on=date(2025, 3, 4)),
    ),
    fee_agreed=True,
)
APPLICANT = Applicant(
    name="Åre Bygg AB",
    number=ARE_BYGG.organisation_number,
    address=Address(street="Kabinbanevägen 22", postcode="837 52", city="Åre"),
    bankgiro="53172045",
)
AGENT = Agent(
    name="Nordanvik Inkasso AB",
    number=NORDANVIK.organisation_number,
    code="4711",
    authority="Fullmakt i avtal 2025-03-03",
    address=Address(street="Prästgatan 40", postcode="831 31", city="Östersund"),
    contact="Astrid Norén",
    email="inkasso@nordanvik.example",
    phone="063-10 00 00",
)
RESPONDENT = Respondent(
    name="Anna Lindqvist",
    number=ANNA.person_number,
    address=Address(street="Björkvägen 12", postcode="831 45", city="Östersund"),
)
# 10 000 kr at 3 + 8 = 11 % from 24 February through 12 May 2025: 5 + 31 + 30 + 12 = 78 days, 235,07 kr.
INTEREST = InterestAsked(
    basis=InterestBasis.LATE, starts=date(2025, 2, 24), accrued=kronor("235.07"), through=DAY
)


def a_claim(kind: ClaimKind, amount: str, *, interest: InterestAsked | None = None) -> PartClaim:
    """A part claim that fell due on 23 February."""
    return PartClaim(
        kind=kind, amount=kronor(amount), due_on=date(2025, 2, 23), label="Faktura 1061", interest=interest
    )


def application(**changed: Any) -> PaymentOrderApplication:
    """What is asked of Anna, with some of it `changed`."""
    asked = PaymentOrderApplication(
        id="11042950-BF-1",
        reference="11042950 BF",
        applied_on=DAY,
        applicant=APPLICANT,
        agent=AGENT,
        respondents=(RESPONDENT,),
        claims=(
            a_claim(ClaimKind.CAPITAL, "10000.00", interest=INTEREST),
            a_claim(ClaimKind.REMINDER, "60.00"),
            a_claim(ClaimKind.COLLECTING, "180.00"),
        ),
        fee=kronor("300.00"),
        agent_fee=kronor("380.00"),
        grounds=grounds(INVOICE),
        enforcement_wanted=True,
    )
    return replace(asked, **changed)


def a_file(*records: Record, number: int = 1, direction: Direction = Direction.OUT) -> Filing:
    """A file of ours with these records."""
    return Filing(filer="EKRA", direction=direction, number=number, made_at=MADE, records=records)


_LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_PARTY = st.from_regex(r"[0-9]{10}([0-9]{2})?", fullmatch=True)
_BY_NAME = {
    "id": st.from_regex(r"[A-Za-z0-9\-]{1,60}", fullmatch=True),
    "reference": st.from_regex(r"[A-Za-z0-9 \-]{1,35}", fullmatch=True),
    "number": _PARTY,
    "respondent": _PARTY,
}


def any_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any record of a kind: its fields by their types, an optional one sometimes left out."""
    kinds = get_type_hints(kind)
    return st.builds(
        kind, **{one.name: _field(one.name, kinds[one.name], one.default is not MISSING, one.default)
                 for one in fields(kind)},
    )  # fmt: skip


def _field(name: str, kind: Any, optional: bool, default: Any) -> st.SearchStrategy[Any]:
    present = _BY_NAME[name] if kind is str and name in _BY_NAME else _value(kind)
    return st.just(default) | present if optional else present


def _value(kind: Any) -> st.SearchStrategy[Any]:
    if type(None) in get_args(kind):
        return _value(next(one for one in get_args(kind) if one is not type(None)))
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return st.lists(_PARTY if inner is str else _value(inner), min_size=1, max_size=2).map(tuple)
    if is_dataclass(kind):
        return any_of(kind)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    plain = {
        str: _LINES,
        bool: st.booleans(),
        date: _DAYS,
        int: st.integers(1, 999_999_999),
        Ore: st.integers(0, 10**10).map(Ore),
    }
    return plain[kind]


records: st.SearchStrategy[Record] = st.sampled_from(list(KINDS.values())).flatmap(any_of)
moments = st.builds(
    lambda seconds, hours: (MADE + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=hours))),
    st.integers(-(10**9), 10**9),
    st.integers(-12, 14),
)
filings: st.SearchStrategy[Filing] = st.builds(
    Filing,
    filer=st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True),
    direction=st.sampled_from(Direction),
    number=st.integers(1, 999_999_999),
    made_at=moments,
    records=st.lists(records, min_size=1, max_size=3, unique_by=lambda record: record.id).map(tuple),
)
