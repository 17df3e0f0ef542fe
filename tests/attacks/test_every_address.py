"""Every address of Mina sidor and Handläggning, crawled: looking changes nothing, and what is said with each answer."""

from re import DOTALL, findall
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ekrav.edge import LargestRequestMiddleware
from ekrav.sandbox.demo_data import DIDRIK
from tests.attacks.given import Prey, browsers, fingerprints, web_addresses
from tests.guards.routes import WEB
from tests.pages import logged_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("drawn_once")]

ALWAYS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
NOT_FOUND, NOT_TAKEN = 404, 405


def test_looking_at_every_page_twice_changes_no_row_and_every_answer_has_the_headers(
    prey: Prey, superuser: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    """And no cache keeps what a session was told, and every form of Mina sidor says which company it was opened for."""
    forms: list[tuple[str, str]] = []
    for who, browser in browsers().items():
        browser.get("/")  # coming in is noted once
        before = fingerprints(superuser)
        assert len(before) > 30
        for address, access in web_addresses(prey) * 2:
            answer = browser.get(address)
            assert answer.status_code < 500, address
            assert [name for name in ALWAYS if name not in answer] == [], (who, address)
            if access != "public" and answer.status_code != NOT_TAKEN:  # said before anybody is asked for
                assert "no-store" in answer.get("Cache-Control", ""), (who, address, answer.status_code)
            if who == "cecilia" and access.startswith("creditor"):
                forms += [(address, form) for form in forms_of(answer)]
        assert fingerprints(superuser) == before
    written = superuser.execute("SELECT array_agg(DISTINCT act) FROM audit_auditevent WHERE act LIKE 'case%'")
    assert written.fetchone() == (["case_opened"],)
    said = f'name="of_company" value="{prey.company}"'
    assert [address for address, form in forms if said not in form] == []
    assert len(forms) > 2 * 7


def forms_of(page: Any) -> list[str]:
    """What may be sent from a page, but for logging out."""
    if not page.get("Content-Type", "").startswith("text/html"):
        return []
    found = findall(r'<form [^>]*method="post".*?</form>', page.content.decode(), DOTALL)
    return [form for form in found if "/logga-ut/" not in form]


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [("/", "evil.example", 400), ("/arenden", "localhost", 301), ("/finns/inte/", "localhost", 404)],
)
def test_refusals_and_redirects_before_any_page_have_the_headers_too(
    transactional_db: None, address: str, host: str, status: int
) -> None:
    answer = Client(raise_request_exception=False).get(address, HTTP_HOST=host)
    assert (answer.status_code, [name for name in ALWAYS if name not in answer]) == (status, [])
    assert "evil" not in answer.content.decode() + answer.get("Location", "")


def test_another_companys_things_do_not_exist_in_address_or_body(
    prey: Prey, superuser: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    didrik = logged_in(DIDRIK)
    didrik.get("/")
    before = fingerprints(superuser)
    body = {
        "ocr": prey.case.number,
        "content": bytes(prey.run.content_hash).hex(),
        "reason": "x",
        "role": "admin",
        "amount": "1,00",
        "paid_on": "2026-11-20",
        "key": "00000000-0000-4000-8000-000000000000",
        "company": str(prey.case.creditor_id),
        "creditor_id": str(prey.case.creditor_id),
        "is_staff": "1",
    }
    tried = 0
    for route, access in WEB.items():
        if "<" in route and access.startswith(("creditor", "staff")):
            address, tried = prey.url(route), tried + 1
            answers = {didrik.get(address).status_code, didrik.post(address, body).status_code}
            assert answers <= {NOT_FOUND, NOT_TAKEN}, address
    assert tried > 20
    assert fingerprints(superuser) == before


def test_a_body_larger_than_anything_we_take_is_refused_unread() -> None:
    larger = str(settings.LARGEST_REQUEST + 1)
    for address in ("/bankid/logga-in/", "/arenden/nytt/", "/finns/inte/"):
        for said in (larger, larger.zfill(40), "9" * 5_000):
            answer = Client().post(
                address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=said
            )
            assert answer.status_code == 400, (address, said)


def test_the_banks_large_files_are_taken_from_whoever_has_logged_in_and_nowhere_else() -> None:
    session = {SESSION_KEY: "1"}
    large, file = settings.LARGEST_REQUEST + 1, "/handlaggning/bankfiler/"
    assert [said_to(file, large, session), said_to(file, large, {})] == ["taken", "refused"]
    assert said_to("/arenden/nytt/", large, session) == "refused"
    assert said_to(file, settings.LARGER_REQUESTS[file] + 1, session) == "refused"


def said_to(address: str, length: int, session: dict[str, str]) -> str:
    """What the edge says of a body that calls itself so long."""
    request = RequestFactory().post(address)
    request.META["CONTENT_LENGTH"] = str(length)
    request.session = session  # type: ignore[assignment]
    try:
        return LargestRequestMiddleware(lambda _request: HttpResponse("taken"))(request).content.decode()
    except RequestDataTooBig:
        return "refused"
