"""What the demo world's creditors are owed, by whom and since when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.models import Debtor
from cases.register import DebtorFacts
from ekrav.sandbox.demo_data import ANNA, BO, DemoPerson


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An invoice of the demo world: registered `after` days, `amount` in kronor, overdue since `due`.

    `joint` answer for it beside the debtor; `further` are the same debtor's others in the same case.
    """

    invoice_number: str
    description: str
    amount: str
    due: date
    after: int
    debtor: DebtorFacts
    agreed_rate: Decimal | None = None
    joint: tuple[DebtorFacts, ...] = ()
    further: tuple["Owed", ...] = ()


def _person(who: DemoPerson) -> DebtorFacts:
    return DebtorFacts(
        kind=Debtor.Kind.PERSON,
        name=who.name,
        number=who.person_number,
        care_of="",
        street=who.street,
        postcode=who.postcode,
        city=who.city,
        email=who.email,
    )


def _at_home(name: str) -> DebtorFacts:
    """One of two who live together, whose numbers the creditor does not know."""
    return DebtorFacts(
        kind=Debtor.Kind.PERSON,
        name=name,
        number="",
        care_of="",
        street="Fjällgatan 6",
        postcode="837 52",
        city="Åre",
    )


def _company(name: str, street: str, postcode: str, city: str) -> DebtorFacts:
    return DebtorFacts(
        kind=Debtor.Kind.COMPANY,
        name=name,
        number="",
        care_of="",
        street=street,
        postcode=postcode,
        city=city,
    )


ARE_BYGG_IS_OWED = (
    Owed(
        invoice_number="1042",
        description="badrumsrenovering",
        amount="15642.80",
        due=date(2025, 1, 31),
        after=0,
        debtor=_person(ANNA),
    ),
    Owed(
        invoice_number="1043",
        description="altanbygge",
        amount="48200.00",
        due=date(2025, 2, 10),
        after=0,
        debtor=_company("Fjällhotellet Provbacken AB", "Liftvägen 3", "837 52", "Åre"),
    ),
    Owed(
        invoice_number="1047",
        description="takläggning",
        amount="8950.00",
        due=date(2025, 2, 14),
        after=9,
        debtor=_company("Restaurang Älgen AB", "Torget 2", "831 31", "Östersund"),
    ),
    Owed(
        invoice_number="1051",
        description="snickeriarbete",
        amount="3200.00",
        due=date(2025, 2, 28),
        after=30,
        debtor=_person(BO),
    ),
    Owed(
        invoice_number="1053",
        description="köksrenovering",
        amount="7420.00",
        due=date(2025, 3, 10),
        after=30,
        debtor=_at_home("Karin Nyström"),
        joint=(_at_home("Johan Nyström"),),
        further=(
            Owed(
                invoice_number="1054",
                description="golvläggning",
                amount="2180.00",
                due=date(2025, 3, 17),
                after=30,
                debtor=_at_home("Karin Nyström"),
            ),
        ),
    ),
)
DUVEDS_EL_IS_OWED = (
    Owed(invoice_number="208", description="elinstallation", amount="6480.50", due=date(2025, 2, 5), after=0,
         debtor=_person(BO)),
    Owed(invoice_number="211", description="felsökning", amount="1875.00", due=date(2025, 2, 20), after=14,
         debtor=_person(ANNA)),
)  # fmt: skip
