"""Nonsense in addresses and forms: refused in words, never a broken page, and never anything written."""

from urllib.parse import quote

import pytest
from django.test import Client

from ekrav.sandbox.demo_data import BERTIL, CECILIA
from tests.attacks.given import Prey
from tests.cases.given import ANSWERS
from tests.pages import logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

PILE = "/handlaggning/oplacerade/"


def test_the_sign_nul_is_refused_wherever_it_stands(prey: Prey) -> None:
    cecilia, bertil = logged_in(CECILIA), logged_in(BERTIL)
    for address in ("/arenden/%00/", "/arenden/%00/betalning/", "/arenden/%00/brev/1/"):
        assert cecilia.get(address).status_code == 400, address
    for address in (
        "/handlaggning/arenden/?q=a%00",
        "/handlaggning/kronofogden/svar/?referens=a%00",
        "/?%00=1",
    ):
        assert bertil.get(address).status_code == 400, address
    check = f"/arenden/utkast/{prey.draft.public_id}/"
    assert cecilia.post(check, {**ANSWERS, "invoice_number": "\x00"}).status_code == 400
    assert bertil.post(f"{PILE}{prey.unmatched}/placera/", {"ocr": "\x00"}).status_code == 400


def test_a_page_that_is_no_page_is_the_first_or_an_empty_one(prey: Prey) -> None:
    bertil, cecilia = logged_in(BERTIL), logged_in(CECILIA)
    for browser, address in (
        (bertil, PILE),
        (bertil, "/handlaggning/utbetalningar/"),
        (cecilia, "/arenden/"),
        (cecilia, "/utbetalningar/"),
    ):
        for page in ("²", "٣", "9" * 25, "-1", "0", "1e6", "NaN", ""):
            assert browser.get(f"{address}?sida={quote(page)}").status_code == 200, (address, page)


@pytest.mark.parametrize(
    ("day", "words"),
    [("0001-01-01", "preskriberad"), ("1981-12-31", "preskriberad"), ("9999-12-31", "har inte varit än")],
)
def test_an_invoice_from_the_ends_of_the_calendar_is_told_why_it_is_no_claim(
    prey: Prey, day: str, words: str
) -> None:
    answer = logged_in(CECILIA).post(
        f"/arenden/utkast/{prey.draft.public_id}/", {**ANSWERS, "invoice_date": day, "invoice_number": "77"}
    )
    assert answer.status_code == 400
    assert words in text_of(answer)


OUTWARDS = (
    "//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "%2f%2fevil.example",
    "/%5cevil.example", "/%09/evil.example", "\\\\evil.example", "/bankid/logga-ut/", "///evil.example",
    "/arenden/..//evil.example", "http:evil.example", "/@evil.example\n",
)  # fmt: skip


def test_nobody_is_led_out_of_the_house(prey: Prey, subtests: pytest.Subtests) -> None:
    cecilia = logged_in(CECILIA)
    company = cecilia.get("/valj-foretag/").context["rows"][0]["company"].public_id
    for evil in OUTWARDS:
        with subtests.test(evil):
            assert cecilia.get(f"/bankid/logga-in/?next={quote(evil)}")["Location"] == "/"
            chosen = cecilia.post("/valj-foretag/", {"company": str(company), "next": evil})
            assert chosen["Location"] == "/oversikt/"


CANARY = "<script>alert(1)</script>{{7*7}}{% now 'Y' %}\u202e"


def test_what_somebody_typed_is_shown_as_they_typed_it(prey: Prey) -> None:
    cecilia = logged_in(CECILIA)
    check = f"/arenden/utkast/{prey.draft.public_id}/"
    typed = dict.fromkeys(("debtor_name", "care_of", "street", "description"), CANARY)
    answer = cecilia.post(check, {**ANSWERS, **typed, "city": CANARY[:60], "invoice_number": CANARY[:60]})
    pages = [answer, cecilia.get("/arenden/", {"q": CANARY})]
    if answer.status_code == 302:
        pages += [cecilia.get(f"{check}stammer/"), press(cecilia, f"{check}stammer/")]
        pages += [cecilia.get("/arenden/?vy=alla"), cecilia.get("/oversikt/")]
    assert len(pages) == 6
    for page in pages:
        assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in pages[3].content.decode()


def test_a_form_from_elsewhere_does_nothing(prey: Prey) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = logged_in(CECILIA).cookies
    for address in (
        "/arenden/nytt/",
        f"/arenden/utkast/{prey.draft.public_id}/stammer/",
        f"/arenden/{prey.case.number}/betalning/",
        "/foretaget/anvandare/bjud-in/",
        "/bankid/logga-in/",
        "/bankid/logga-ut/",
    ):
        assert browser.post(address, {"role": "admin"}).status_code == 403, address
