"""Every route says who may open it, and the whole table is read by a person when it grows.

A new route fails here until it has its row. `access` is what the decorator of `ekrav.accounts.access` (or, in Mitt
Ärende, of `debtor_portal.access`) wrote on the view.
"""

import re
from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ekrav.sandbox.demo_data import ASTRID, BO, CECILIA
from tests.cast import a_creditor, an_agency, staff
from tests.pages import logged_in

EVERYONE = "creditor: admin, reader, user"
WRITERS = "creditor: admin, user"
ADMINS = "creditor: admin"
STAFF = "staff: administrator, finance, handler"
FINANCE = "staff: administrator, finance"
BOSSES = "staff: administrator"

WEB: Final[dict[str, str]] = {
    "/healthz": "public",
    "/readyz": "public",
    "/bankid/logga-in/": "public",
    "/bankid/tillbaka/": "public",
    "/bankid/igen/": "person",
    "/bankid/logga-ut/": "public",
    "/bankid/utloggad/": "public",
    "/": "public",
    "/valj-foretag/": "person",
    "/hjalp/": "public",
    "/tillganglighet/": "public",
    "/nytt-foretag/": "person",
    "/nytt-foretag/uppgifter/": "person",
    "/nytt-foretag/avtal/": "person",
    "/nytt-foretag/klart/": EVERYONE,
    "/avtal/<int:version>.pdf": "person",
    "/inbjudan/<str:token>/": "person",
    "/foretaget/": EVERYONE,
    "/foretaget/avtal.pdf": EVERYONE,
    "/foretaget/bankgiro/": ADMINS,
    "/foretaget/bankgiro/<uuid:public_id>/ta-tillbaka/": ADMINS,
    "/foretaget/utbetalning/": ADMINS,
    "/foretaget/notor/": ADMINS,
    "/foretaget/anvandare/": EVERYONE,
    "/foretaget/anvandare/bjud-in/": ADMINS,
    "/foretaget/anvandare/<uuid:public_id>/": ADMINS,
    "/foretaget/anvandare/<uuid:public_id>/ta-bort/": ADMINS,
    "/foretaget/inbjudningar/<uuid:public_id>/igen/": ADMINS,
    "/foretaget/inbjudningar/<uuid:public_id>/dra-tillbaka/": ADMINS,
    "/oversikt/": EVERYONE,
    "/arenden/": EVERYONE,
    "/arenden/nytt/": WRITERS,
    "/arenden/utkast/<uuid:public_id>/": WRITERS,
    "/arenden/utkast/<uuid:public_id>/stammer/": WRITERS,
    "/arenden/utkast/<uuid:public_id>/ta-bort/": WRITERS,
    "/arenden/utkast/<uuid:public_id>/sida.png": EVERYONE,
    "/arenden/<str:number>/": EVERYONE,
    "/arenden/<str:number>/summa/": EVERYONE,
    "/arenden/<str:number>/prognos/": EVERYONE,
    "/arenden/<str:number>/betalning/": WRITERS,
    "/arenden/<str:number>/vag/": WRITERS,
    "/arenden/<str:number>/efterbevakning/": EVERYONE,
    "/handlaggning/efterbevakning/": STAFF,
    "/handlaggning/arenden/<str:number>/efterbevakning/": STAFF,
    "/arenden/<str:number>/utmatning/": WRITERS,
    "/arenden/<str:number>/tingsratt/": WRITERS,
    "/arenden/<str:number>/aterkalla/": WRITERS,
    "/arenden/<str:number>/skriv-av/": WRITERS,
    "/foretaget/staende-val/": EVERYONE,
    "/arenden/<str:number>/bestridande/": WRITERS,
    "/arenden/<str:number>/paus/": WRITERS,
    "/arenden/<str:number>/brev/<int:letter_number>/": EVERYONE,
    "/fragor/": WRITERS,
    "/fragor/<uuid:public_id>/nej/": WRITERS,
    "/fraga/<str:token>/": "public",
    "/underlag/<uuid:public_id>/": EVERYONE,
    "/handlaggning/": STAFF,
    "/handlaggning/inkommet/": STAFF,
    "/handlaggning/bestridanden/": STAFF,
    "/handlaggning/arenden/": STAFF,
    "/handlaggning/arenden/<str:number>/adress/": STAFF,
    "/handlaggning/brev/": STAFF,
    "/handlaggning/brev/<uuid:public_id>/igen/": STAFF,
    "/handlaggning/arenden/<str:number>/": STAFF,
    "/handlaggning/arenden/<str:number>/summa/": STAFF,
    "/handlaggning/arenden/<str:number>/brev/<int:letter_number>/": STAFF,
    "/handlaggning/arenden/<str:number>/brev/<int:letter_number>/for-hand/": STAFF,
    "/handlaggning/arenden/<str:number>/brev/<int:letter_number>/for-hand/brev.pdf": STAFF,
    "/handlaggning/arenden/<str:number>/skriv-av/": FINANCE,
    "/handlaggning/aterforingar/": FINANCE,
    "/handlaggning/aterforingar/<int:entry>/": FINANCE,
    "/handlaggning/aterforingar/<int:entry>/aterfor/": FINANCE,
    "/handlaggning/arenden/<str:number>/namn/": STAFF,
    "/handlaggning/arenden/<str:number>/namn/samma/": STAFF,
    "/handlaggning/arenden/<str:number>/namn/registret/": STAFF,
    "/handlaggning/galdenarer/": STAFF,
    "/handlaggning/handelser/": STAFF,
    "/handlaggning/arenden/<str:number>/handelser/": STAFF,
    "/handlaggning/arenden/<str:number>/handelser/<uuid:public_id>/": STAFF,
    "/handlaggning/arenden/<str:number>/inkommet/": STAFF,
    "/handlaggning/arenden/<str:number>/inkommet/<uuid:public_id>/": STAFF,
    "/handlaggning/arenden/<str:number>/inkommet/<uuid:public_id>/bilaga/": STAFF,
    "/handlaggning/arenden/<str:number>/bestridande/": STAFF,
    "/handlaggning/arenden/<str:number>/anstand/": STAFF,
    "/handlaggning/arenden/<str:number>/paus/": STAFF,
    "/handlaggning/arenden/<str:number>/plan/": STAFF,
    "/handlaggning/arenden/<str:number>/plan/antagen/": STAFF,
    "/handlaggning/arenden/<str:number>/plan/avsluta/": STAFF,
    "/handlaggning/borgenarer/": STAFF,
    "/handlaggning/borgenarer/<uuid:public_id>/": STAFF,
    "/handlaggning/bankgiron/<uuid:public_id>/": STAFF,
    "/handlaggning/bankgiron/<uuid:public_id>/avvisa/": STAFF,
    "/handlaggning/byran/": BOSSES,
    "/handlaggning/medarbetare/": BOSSES,
    "/handlaggning/oplacerade/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/placera/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/aterbetala/": FINANCE,
    "/betalningar/svar/<slug:way>/": "public",
    "/handlaggning/pa-vag/": FINANCE,
    "/handlaggning/pa-vag/<uuid:instruction>/tillbaka/": FINANCE,
    "/handlaggning/pa-vag/<uuid:instruction>/godkann/": FINANCE,
    "/handlaggning/pa-vag/<uuid:instruction>/blev-inte-av/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/pa-vag/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/samma/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/dela/": FINANCE,
    "/handlaggning/oplacerade/<uuid:public_id>/annan-skuld/": FINANCE,
    "/handlaggning/banken/": FINANCE,
    "/handlaggning/klientmedel/": FINANCE,
    "/handlaggning/kontoplan/": FINANCE,
    "/handlaggning/bankfiler/": FINANCE,
    "/handlaggning/kronofogden/": STAFF,
    "/handlaggning/kronofogden/koder/": BOSSES,
    "/handlaggning/kronofogden/svar/": STAFF,
    "/handlaggning/kronofogden/svar/<str:reference>/<slug:kind>/": STAFF,
    "/handlaggning/kronofogden/reda-ut/": STAFF,
    "/handlaggning/kompletteringar/": STAFF,
    "/handlaggning/arenden/<str:number>/kreditupplysning/": STAFF,
    "/handlaggning/arenden/<str:number>/komplettering/": STAFF,
    "/handlaggning/kronofogden/for-hand/": STAFF,
    "/handlaggning/kronofogden/for-hand/<uuid:public_id>/": STAFF,
    "/handlaggning/kronofogden/for-hand/<uuid:public_id>/blankett.pdf": STAFF,
    "/handlaggning/satser/": STAFF,
    "/handlaggning/satser/ny/": FINANCE,
    "/handlaggning/satser/<uuid:public_id>/": FINANCE,
    "/handlaggning/satser/<uuid:public_id>/bekrafta/": FINANCE,
    "/handlaggning/satser/<uuid:public_id>/avvisa/": FINANCE,
    "/utbetalningar/": EVERYONE,
    "/utbetalningar/<uuid:public_id>/": EVERYONE,
    "/utbetalningar/<uuid:public_id>/summa/": EVERYONE,
    "/utbetalningar/<uuid:public_id>/avrakningsnota.pdf": EVERYONE,
    "/utbetalningar/noter/<int:number>/": EVERYONE,
    "/utbetalningar/noter/<int:number>.pdf": EVERYONE,
    "/utbetalningar/noter/<int:number>.csv": EVERYONE,
    "/utbetalningar/noter/<int:number>.si": EVERYONE,
    "/utbetalningar/noter/<int:number>/mejla/": WRITERS,
    "/utbetalningar/bokforing/": EVERYONE,
    "/utbetalningar/bokforing/noter.csv": EVERYONE,
    "/utbetalningar/bokforing/noter.si": EVERYONE,
    "/utbetalningar/bokforing/konton/": EVERYONE,
    "/utbetalningar/bokforing/mejl/": ADMINS,
    "/utbetalningar/arsbesked/<int:year>.pdf": EVERYONE,
    "/utbetalningar/arsbesked/<int:year>.csv": EVERYONE,
    "/handlaggning/noter/": FINANCE,
    "/handlaggning/noter/<int:number>/": FINANCE,
    "/handlaggning/noter/<int:number>.pdf": FINANCE,
    "/handlaggning/noter/<int:number>/kreditera/": FINANCE,
    "/handlaggning/moms/": FINANCE,
    "/handlaggning/moms.csv": FINANCE,
    "/handlaggning/moms.si": FINANCE,
    "/handlaggning/moms/konton/": FINANCE,
    "/handlaggning/avgifter/": FINANCE,
    "/handlaggning/avgifter/<uuid:public_id>/": FINANCE,
    "/handlaggning/avgifter/<uuid:public_id>/godkann/": FINANCE,
    "/handlaggning/avgifter/<uuid:public_id>/avvisa/": FINANCE,
    "/handlaggning/utbetalningar/": FINANCE,
    "/handlaggning/utbetalningar/summa/<uuid:public_id>/": FINANCE,
    "/handlaggning/utbetalningar/prognos/": FINANCE,
    "/handlaggning/utbetalningar/borgenar/<uuid:public_id>/": FINANCE,
    "/handlaggning/utbetalningar/paus/<uuid:public_id>/slapp/": FINANCE,
    "/handlaggning/utbetalningar/bevaka/": FINANCE,
    "/handlaggning/utbetalningar/bevaka/<uuid:public_id>/": FINANCE,
    "/handlaggning/utbetalningar/bevaka/<uuid:public_id>/svara/": FINANCE,
    "/handlaggning/utbetalningar/besked/<uuid:public_id>/": FINANCE,
    "/handlaggning/utbetalningar/motsagelse/<uuid:public_id>/utredd/": FINANCE,
    "/handlaggning/aterbetalningar/": FINANCE,
    "/handlaggning/aterbetalningar/<str:kind>/<int:number>/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/godkann/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/avvisa/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/skicka-igen/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/ge-upp/": FINANCE,
    "/handlaggning/utbetalningar/<uuid:public_id>/fil.xml": FINANCE,
    "/look/": "public",
    "/look/<slug:face>/": "public",
    "/tidsmaskin/": "public",
}
PORTAL: Final[dict[str, str]] = {
    "/healthz": "public",
    "/readyz": "public",
    "/": "public",
    "/arende/": "debtor",
    "/arende/brev/<int:letter_number>/": "debtor",
    "/arende/stammer-inte/": "debtor",
    "/arende/har-betalat/": "debtor",
    "/arende/kan-inte-betala/": "debtor",
    "/arende/inga-fler-brev/": "debtor",
    "/arende/skriv/": "debtor",
    "/arende/mottaget/": "debtor",
    "/arende/betala/": "debtor",
    "/arende/betalning/": "debtor",
    "/arende/plan/": "debtor",
    "/logga-ut/": "public",
    "/akta/": "public",
    "/personuppgifter/": "public",
}


def routes(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """Every route of the resolver with its whole address pattern."""

    def walk(before: str, patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(before + str(pattern.pattern), pattern.url_patterns)
            else:
                yield before + str(pattern.pattern), pattern

    yield from walk("/", get_resolver(urlconf).url_patterns)


def accesses(urlconf: str) -> dict[str, str]:
    """Who may open each route, as the view itself says; "" when it does not say."""
    return {address: getattr(pattern.callback, "access", "") for address, pattern in routes(urlconf)}


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
