"""The forecast's page: scenarios are links, and a date that moved is explained."""

from dataclasses import replace
from datetime import date
from re import findall

import pytest
from django.test import Client

from cases.models import Debtor
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, upload
from tests.cases.test_process import pay, play
from tests.cast import ANNA_OWES, a_case, set_today
from tests.pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)


def words(browser: Client, address: str) -> str:
    return text_of(browser.get(address)).replace("\u00a0", " ")


def test_each_scenario_is_a_link_and_says_what_comes_of_it(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    address = f"/arenden/{case.number}/prognos/"
    assert f'href="{address}"' in cecilia.get(f"/arenden/{case.number}/").content.decode()
    links = findall(r'href="(\?om=[a-z0-9-]+)"', cecilia.get(address).content.decode())
    assert links == ["?om=betalar-inte", "?om=betalar-nu", "?om=betalar-om-30-dagar", "?om=bestrider"]
    never, now, later, dispute = (words(cecilia, address + link) for link in links)
    assert "fre 20 nov Du väljer väg tors 19 nov 0,00 10 379,73" in never
    assert "Ansökan hos Kronofogden – 680,00 11 059,73 300,00 900,00" in never
    assert "Svarar du inte väntar ärendet. Det kostar dig ingenting och vi frågar igen var 30:e dag." in never
    assert "Bokförs måndag 12 oktober och betalas ut fredagen därpå, fredag 16 oktober." in now
    assert "Till dig, kr 10 032,88" in now
    assert "Vår avgift −240,00 Moms på avgiften −60,00 Till dig, kr 10 030,41" in later
    assert "Kravet bestrids och alla brev stoppas" in dispute
    assert words(cecilia, f"{address}?om=nonsens") == never


def test_a_date_that_moved_is_explained_and_what_stands_in_the_way_is_told(
    cecilia: Client, are_bygg: int
) -> None:
    case = a_case(are_bygg, debtor=replace(ANNA_OWES, street=""))
    address = f"/arenden/{case.number}/prognos/"
    play(date(2026, 10, 13))
    held = words(cecilia, address)
    assert "Som det är nu går inget brev. Adressen är inte fullständig." in held
    assert "Påminnelsen väntas nu en dag senare, 14 oktober 2026: Adressen är inte fullständig." in held
    with tenant_scope(are_bygg):
        Debtor.objects.update(street="Björkvägen 12")
    play(date(2026, 10, 14))
    sent = words(cecilia, address)
    assert "Som det är nu går inget brev." not in sent
    assert "Påminnelsen kom en dag senare, 14 oktober 2026: Adressen är inte fullständig." in sent


def test_a_case_that_is_paid_has_nothing_ahead(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 26))
    pay(are_bygg, case, "10095.62", date(2026, 10, 26))
    page = words(cecilia, f"/arenden/{case.number}/prognos/")
    assert "Inget mer händer, och ingenting mer kostar." in page
    assert "Inkassokravet, som väntades 2 november 2026, har ingen dag: Skulden betalades" in page


def test_the_page_where_an_invoice_is_confirmed_has_the_same_scenarios(
    cecilia: Client, are_bygg: int
) -> None:
    confirm = cecilia.post(upload(cecilia), ANSWERS).url  # type: ignore[attr-defined]
    assert "Inkassokrav skickas fre 30 okt 180,00 10 330,41" in words(cecilia, confirm)
    assert "fredag 13 november" in words(cecilia, f"{confirm}?om=betalar-om-30-dagar")
