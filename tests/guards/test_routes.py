"""Every route says who may open it, and the whole table is read by a person when it grows.

A new route fails here until it has its row. `access` is what the decorator of `ekrav.accounts.access` (or, in Mitt
Ärende, of `debtor_portal.access`) wrote on the view.
"""

import re
from typing import Final

import pytest
from django.test import Client

from ekrav.sandbox.demo_data import ASTRID, BO, CECILIA
from tests.cast import a_creditor, an_agency, staff
from tests.guards.routes import PORTAL, WEB, accesses, routes
from tests.pages import logged_in


@pytest.mark.parametrize("urlconf", ["ekrav.urls", "ekrav.portal_urls"])
def test_every_route_says_who_may_open_it(urlconf: str) -> None:
    assert [address for address, access in accesses(urlconf).items() if not access] == []


@pytest.mark.parametrize("urlconf", ["ekrav.urls", "ekrav.portal_urls"])
def test_no_two_routes_share_an_address(urlconf: str) -> None:
    found = [address for address, _pattern in routes(urlconf)]
    assert sorted(found) == sorted(set(found))


def test_the_reviewed_table_of_mina_sidor_and_handlaggning() -> None:
    assert accesses("ekrav.urls") == WEB


def test_the_reviewed_table_of_mitt_arende() -> None:
    assert accesses("ekrav.portal_urls") == PORTAL


METHOD_NOT_TAKEN: Final = 405  # said before anything is asked about who is there
DUMMIES: Final = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "str": "x", "slug": "x"}


def addresses(*, kind: str) -> list[str]:
    """An address for each route of Mina sidor and Handläggning of that kind of access."""
    return [
        re.sub(r"<(\w+):\w+>", lambda found: DUMMIES[found[1]], address)
        for address, access in WEB.items()
        if access.startswith(kind)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_stranger_is_shown_the_login_on_every_page_that_is_not_public() -> None:
    an_agency()
    stranger = Client()
    for kind in ("person", "creditor", "staff"):
        for address in addresses(kind=kind):
            for answer in (stranger.get(address), stranger.post(address)):
                if answer.status_code != METHOD_NOT_TAKEN:
                    assert (address, answer.status_code) == (address, 302)
                    assert answer["Location"].startswith("/bankid/logga-in/?next=")


@pytest.mark.django_db(transaction=True)
def test_handlaggning_does_not_exist_for_creditors_and_mina_sidor_not_for_staff_or_nobodies() -> None:
    an_agency()
    a_creditor()
    staff(ASTRID)
    cecilia, astrid, bo = logged_in(CECILIA), logged_in(ASTRID), logged_in(BO)
    for address in addresses(kind="staff"):
        for answer in (cecilia.get(address), cecilia.post(address), bo.get(address)):
            if answer.status_code != METHOD_NOT_TAKEN:
                assert (address, answer.status_code) == (address, 404)
    for address in addresses(kind="creditor"):
        for outsider in (astrid, bo):
            for answer in (outsider.get(address), outsider.post(address)):
                if answer.status_code != METHOD_NOT_TAKEN:
                    assert (address, answer.status_code, answer.get("Location")) == (address, 302, "/")
