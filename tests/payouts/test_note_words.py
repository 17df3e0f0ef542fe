"""What is set off, taken back or not yet posted by any act: how a note explains it and how it is bookkept."""

import pytest

from ekrav.agency.models import StaffMember
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Subledger
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from payouts.note_page import note_page
from tests.payouts.given import FRIDAY, Paid, a_case, costs_paid_to_creditor, money_in, money_taken_back
from tests.payouts.note_words import FULL, bookkept, plain, reckoning
from tests.payouts.notes import issued, note_of

pytestmark = pytest.mark.django_db(transaction=True)


def charged(creditor: int, fee: str, case: Subledger) -> None:
    """The creditor has accepted a price and pays it, as when a case is withdrawn."""
    ore = kronor(fee)
    lines = [debit(Account.CREDITOR_OWES, ore, case), credit(Account.DUE_COSTS, ore, case)]
    with tenant_scope(creditor):
        post(key="quote 1", kind="charge creditor", booked_date=FRIDAY, lines=lines)


def test_what_is_set_off_is_explained_by_what_it_is(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, FULL)
    costs_paid_to_creditor(are_bygg, "180.00", case=a_case(are_bygg, invoice="1043"))
    charged(are_bygg, "60.00", a_case(are_bygg, invoice="1044"))
    issued(astrid, bertil)
    facts = note_of(are_bygg).facts
    # Fees 240 + 180 + 60 = 480, VAT 120. 1 240 + 240 − 480 − 120 − 180 − 60 = 640.
    assert reckoning(facts) == [
        ("Kapital", "1 000,00"),
        ("Påminnelser och inkassokrav", "480,00"),
        ("Betalt av gäldenärerna och dig", "1 480,00"),
        ("Våra avgifter", "-480,00"),
        ("Moms 25 % på 480,00 kr", "-120,00"),
        ("Kostnader som betalats direkt till dig", "-180,00"),
        ("Avgifter som du har godkänt", "-60,00"),
        ("Utbetalas", "640,00"),
    ]
    page = note_page(facts)
    assert [case.paid_on.replace("\u00a0", " ") for case in page.cases] == ["20 nov", "till dig", "–"]
    assert [sentence[:40] for sentence in page.explanation[-2:]] == [
        "När en gäldenär betalar direkt till dig ",
        "En avgift som du har godkänt, till exemp",
    ]
    # Nothing is netted: what was set off is a debit of its own, the charged fee against the income it never was.
    assert bookkept(facts) == [
        ("1930", 64_000),
        ("6062", 48_000),
        ("2641", 12_000),
        ("1687", 18_000),
        ("3990", 6_000),
        ("1510", -100_000),
        ("3990", -48_000),
    ]


def test_a_payment_that_the_bank_took_back_is_explained_and_names_the_note_it_changes(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    case = money_in(are_bygg, FULL)
    issued(astrid, bertil)
    money_taken_back(are_bygg, case, FULL)
    money_in(are_bygg, Paid(capital="5000.00", costs="240.00"), case=a_case(are_bygg, invoice="1043"))
    issued(astrid, bertil, weeks=1)
    facts = note_of(are_bygg, number=2).facts
    # 5 240 − 1 240 = 4 000; fees 240 − 240 = 0, so no VAT; 4 000 are paid.
    assert (facts["received_ore"], facts["fee_ore"], facts["vat_ore"], facts["paid_ore"]) == (
        400_000,
        0,
        0,
        400_000,
    )
    (told,) = [plain(line) for line in note_page(facts).explanation if "tagit tillbaka" in line]
    number = f"{case.number[:4]} {case.number[4:]}"
    assert told == (
        f"Banken har tagit tillbaka en betalning i ärende {number} som vi redan hade räknat av. Därför dras"
        " 1 240,00 kr här, och avgift och moms på den ges tillbaka. Det ändrar avräkningsnota 2026-0001."
    )


def test_a_set_off_whose_reason_is_not_known_says_so(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, FULL)
    case = a_case(are_bygg, invoice="1043")
    lines = [debit(Account.CREDITOR_OWES, 500, case), credit(Account.DUE_COSTS, 500, case)]
    with tenant_scope(are_bygg):
        post(key="something", kind="something", booked_date=FRIDAY, lines=lines)
    issued(astrid, bertil)
    facts = note_of(are_bygg).facts
    assert facts["set_offs"] == [["other", 500]]
    assert ("Avräknat mot vad du är skyldig oss", "-5,00") in reckoning(facts)


def test_kronofogdens_fee_outlays_and_surveillance_have_their_kinds_before_anything_posts_them(
    are_bygg: int, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(are_bygg, FULL)
    issued(astrid, bertil)
    facts = note_of(are_bygg).facts
    (line,) = facts["lines"]
    # The debtor has paid 380 for our work and 300 that the creditor had advanced; a letter of 5 kr is the creditor's.
    # Fees 240 + 380 + 5 = 625, VAT 156.25. 1 240 + 380 + 300 + 5 − 625 − 156.25 − 5 = 1 138.75.
    more = {
        "agent_fee_ore": 38_000,
        "outlay_ore": 30_000,
        "surveillance_ore": 500,
        "received_ore": 192_500,
        "fee_ore": 62_500,
        "vat_ore": 15_625,
        "set_off_ore": 500,
        "set_offs": [["charged", 500]],
    }
    facts |= more | {"paid_ore": 113_875, "lines": [line | more | {"to_creditor_ore": 113_875}]}
    assert reckoning(facts)[2:5] == [
        ("Arvode hos Kronofogden", "380,00"),
        ("Utlägg hos Kronofogden, återbetalda", "300,00"),
        ("Efterbevakningsbrev", "5,00"),
    ]
    assert bookkept(facts) == [
        ("1930", 113_875),
        ("6062", 62_500),
        ("2641", 15_625),
        ("3990", 500),
        ("1510", -100_000),
        ("3990", -24_000),
        ("3990", -38_000),
        ("1689", -30_000),
        ("3990", -500),
    ]
