"""Handläggning, "Satser": reading the law's rows, entering one, the second person's word."""

import time
from datetime import date

import pytest
from django.test import Client

from cases.rates_form import REASONS
from cases.rates_page import MARKS, NAMES, PARTS
from ekrav.agency.models import RateRow
from ekrav.agency.rate_rows import Reason
from ekrav.agency.rates import current_rates
from ekrav.law.allocation import Component
from ekrav.law.interest import REFERENCE
from ekrav.law.rates import Mark
from ekrav.law.shipped import shipped_rates
from ekrav.sandbox.demo_data import ASTRID, BERTIL
from ekrav.tenancy import staff_scope
from tests.cast import set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SATSER = "/handlaggning/satser/"
SPRING = {
    "key": REFERENCE,
    "value": "2,50",
    "valid_from": "2027-01-01",
    "valid_to": "2027-06-30",
    "statute": "",
    "source": "riksbank.se, beslut 2026-12-30",
    "mark": "V",
}


@pytest.fixture
def astrids(are_bygg: int) -> Client:
    """Her browser, on the day of the decision."""
    set_today(date(2026, 12, 30))
    staff(ASTRID)
    staff(BERTIL)
    return logged_in(ASTRID)


@pytest.fixture
def bertils(astrids: Client) -> Client:
    return logged_in(BERTIL)


def entered(browser: Client) -> str:
    """The address of the row that was just entered."""
    answer = browser.post(f"{SATSER}ny/", SPRING)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_every_row_is_shown_in_words_with_its_source_and_mark(astrids: Client) -> None:
    page = text_of(astrids.get(SATSER)).replace("\u00a0", " ")
    assert (
        "2 procent gäller i dag 1 juli 2026 31 december 2026 räntelagen (1975:635) 9 § två öppna projekts register,"
        " stämda mot riksbank.se 2026-09-04; gäller till 2026-12-31 Läst i andra hand" in page
    )
    assert "180,00 kr gäller i dag 16 mars 2013 tills vidare lag (1981:739) 3 § 1 och 4 §" in page
    assert "påminnelse, inkassokrav, amorteringsplan, förseningsersättning, ränta, kapital" in page
    assert "Ur minnet, måste bekräftas" in page
    assert "5 bankdagar gäller i dag" in page
    assert page.count("−0,5 procent") == 6
    assert "Ingen rad gäller i dag" not in page
    set_today(date(2027, 1, 4))
    assert text_of(astrids.get(SATSER)).count("Ingen rad gäller i dag") == 2


def test_one_enters_and_the_other_confirms(astrids: Client, bertils: Client) -> None:
    row = entered(astrids)
    page = text_of(astrids.get(row))
    assert "Du skrev in raden. En annan person behöver läsa och bekräfta den." in page
    assert "Astrid Norén" in text_of(bertils.get(SATSER))
    assert "Bekräfta 2,5 procent" in text_of(bertils.get(row)).replace("\u00a0", " ")
    assert bertils.post(f"{row}bekrafta/").status_code == 302
    page = text_of(bertils.get(row))
    assert "Raden är bekräftad av två och gäller nu." in page
    assert "Raden ändrar inget som är uttaget." in page
    assert current_rates().on(REFERENCE, date(2027, 1, 1)).mark is Mark.READ


def test_the_same_person_twice_is_told_so(astrids: Client) -> None:
    row = entered(astrids)
    answer = astrids.post(f"{row}bekrafta/")
    assert answer.status_code == 409
    assert "En annan person behöver bekräfta den." in text_of(answer)


def test_old_bankid_is_asked_for_again(astrids: Client, bertils: Client) -> None:
    row = entered(astrids)
    session = bertils.session
    session["bankid"] = session["bankid"] | {"auth_time": int(time.time()) - 601}
    session.save()
    assert "Legitimera dig med BankID för att bekräfta" in text_of(bertils.get(row))
    assert bertils.post(f"{row}bekrafta/")["Location"].startswith("/bankid/igen/?next=")


def test_a_refused_row_is_gone_from_what_waits(astrids: Client, bertils: Client) -> None:
    row = entered(astrids)
    assert "Satser att bekräfta 1" in text_of(bertils.get("/handlaggning/"))
    page = text_of(bertils.post(f"{row}avvisa/", follow=True))
    assert "Raden är avvisad och gäller inte." in page
    assert "Satser att bekräfta 1" not in text_of(bertils.get("/handlaggning/"))
    assert bertils.post(f"{row}bekrafta/").status_code == 409


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"value": "två och en halv"}, REASONS[Reason.VALUE][1]),
        ({"valid_to": "2027-05-31"}, REASONS[Reason.HALF_YEAR][1]),
        ({"source": ""}, "Skriv var uppgiften står, så att nästa person kan läsa den."),
        ({"valid_from": "1/1 2027"}, "Skriv dagen som ÅÅÅÅ-MM-DD."),
        ({"mark": "S"}, "S"),
        ({"key": "hittat.på"}, "hittat.på"),
    ],
)
def test_a_row_that_cannot_stand_is_told_why(astrids: Client, said: dict[str, str], words: str) -> None:
    answer = astrids.post(f"{SATSER}ny/", SPRING | said)
    assert answer.status_code == 400
    assert str(words) in text_of(answer)
    with staff_scope():
        assert RateRow.objects.count() == 0


def test_every_series_mark_and_reason_has_its_words() -> None:
    assert {row.key for row in shipped_rates().rows} - set(NAMES) == set()
    assert set(Component) - set(PARTS) == set()
    assert set(Mark) - set(MARKS) == set()
    assert set(Reason) - set(REASONS) == set()
