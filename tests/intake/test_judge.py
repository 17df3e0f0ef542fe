"""What stops a claim and what is pointed out, in one sentence each."""

from datetime import date
from typing import Any

import pytest

from cases.intake.extraction import Extraction
from cases.intake.findings import Finding, Reason
from cases.intake.judge import judge
from ekrav.money import kronor

TODAY = date(2026, 11, 2)
OURS, GIRO = "5599104410", "55050116"
GOOD = Extraction().typed(
    invoice_date=date(2026, 9, 1),
    due_date=date(2026, 10, 1),
    total_ore=kronor("1250.00"),
    currency="SEK",
    credit_note=False,
    bankgiro=GIRO,
    creditor_name="Åkerlunds Provsnickeri AB",
    creditor_org_number=OURS,
    debtor_name="Kafé Inbillning AB",
    debtor_postcode="392 32",
    debtor_country="SE",
    debtor_number="5599105524",
)


def last_day_to_claim(*, arose: date, consumer_purchase: bool) -> date:
    return arose.replace(year=arose.year + (3 if consumer_purchase else 10))


def judged(today: date = TODAY, **values: Any) -> list[Finding]:
    return judge(
        GOOD.typed(**values),
        today=today,
        creditor_org_number=OURS,
        creditor_bankgiro=GIRO,
        limitation=last_day_to_claim,
        agency_phone="08-555 010 00",
        agency_email="hjalp@byran.example",
    )


def only(**values: Any) -> Finding:
    (finding,) = judged(**values)
    return finding


def test_a_good_invoice_gives_no_finding() -> None:
    assert judged() == []


def test_an_empty_extraction_gives_no_finding() -> None:
    nothing: dict[str, Any] = {name: None for name, _ in GOOD.items()}

    assert judged(**nothing) == []


def test_a_debtor_abroad_is_refused_with_whom_to_contact() -> None:
    finding = only(debtor_country="NO", debtor_postcode="0155")

    assert (finding.reason, finding.stops) == (Reason.ABROAD, True)
    assert finding.sentence == (
        "Kunden finns i Norge. Vi driver bara in fordringar mot kunder i Sverige. "
        "Kontakta oss på 08-555 010 00 eller hjalp@byran.example, så berättar vi hur du kan gå vidare."
    )


def test_a_postcode_of_four_digits_without_a_country_is_pointed_out() -> None:
    finding = only(debtor_country=None, debtor_postcode="1051")

    assert (finding.reason, finding.stops) == (Reason.ABROAD, False)


def test_an_invoice_falls_due_at_the_end_of_its_day() -> None:
    finding = only(due_date=TODAY)

    assert (finding.reason, finding.stops) == (Reason.NOT_DUE, True)
    assert "2 november 2026" in finding.sentence
    assert judged(due_date=date(2026, 11, 1)) == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"credit_note": True}, Reason.CREDIT_NOTE),
        ({"currency": "EUR"}, Reason.CURRENCY),
        ({"total_ore": kronor("0.00")}, Reason.NO_AMOUNT),
        ({"total_ore": kronor("-1250.00")}, Reason.NO_AMOUNT),
        ({"due_date": date(2026, 8, 31)}, Reason.DUE_BEFORE_ISSUED),
        ({"creditor_org_number": "5599108858"}, Reason.NOT_YOURS),
        ({"debtor_number": OURS}, Reason.OWN_DEBT),
        ({"debtor_number": "5599105525"}, Reason.WRONG_NUMBER),
        ({"debtor_number": "191212121213"}, Reason.WRONG_NUMBER),
        ({"debtor_number": "201701012393"}, Reason.MINOR),
    ],
)
def test_a_claim_is_stopped(values: dict[str, object], reason: Reason) -> None:
    finding = only(**values)

    assert (finding.reason, finding.stops) == (reason, True)


def test_an_invoice_dated_tomorrow_is_stopped() -> None:
    found = judged(invoice_date=date(2026, 11, 3), due_date=date(2026, 12, 3))

    assert [finding.reason for finding in found] == [Reason.ISSUED_LATER, Reason.NOT_DUE]


def test_another_bankgiro_is_pointed_out_and_stops_nothing() -> None:
    finding = only(bankgiro="5501051")

    assert (finding.reason, finding.stops) == (Reason.OTHER_GIRO, False)
    assert "550-1051" in finding.sentence
    assert "5505-0116" in finding.sentence


def test_what_is_ten_years_old_is_barred_for_everyone() -> None:
    day: dict[str, Any] = {"invoice_date": date(2016, 11, 1), "due_date": date(2016, 12, 1)}
    finding = only(**day)

    assert (finding.reason, finding.stops) == (Reason.BARRED, True)
    assert "2 november 2026" in finding.sentence
    assert judged(today=date(2026, 11, 1), **day) == []


@pytest.mark.parametrize("number", [None, "191212121212"])
def test_what_is_three_years_old_is_pointed_out_unless_the_debtor_is_a_company(number: str | None) -> None:
    day: dict[str, Any] = {"invoice_date": date(2023, 11, 1), "due_date": date(2023, 12, 1)}
    finding = only(debtor_number=number, **day)

    assert (finding.reason, finding.stops) == (Reason.BARRED, False)
    assert judged(**day) == []


def test_age_counts_on_the_day_of_the_invoice() -> None:
    born = "201701012393"
    adult: dict[str, Any] = {"invoice_date": date(2035, 1, 1), "due_date": date(2035, 1, 31)}
    minor: dict[str, Any] = {"invoice_date": date(2034, 12, 31), "due_date": date(2035, 1, 31)}

    assert judged(today=date(2035, 3, 1), debtor_number=born, **adult) == []
    assert [f.reason for f in judged(today=date(2035, 3, 1), debtor_number=born, **minor)] == [Reason.MINOR]


def test_the_number_of_a_sole_trader_is_masked_in_the_sentence() -> None:
    finding = only(creditor_org_number="1212121212")

    assert "1212121212" not in finding.sentence
    assert "121212-••••" in finding.sentence


def test_what_stops_comes_first() -> None:
    found = judged(bankgiro="5501051", currency="EUR")

    assert [finding.stops for finding in found] == [True, False]
