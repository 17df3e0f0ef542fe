"""Whoever is protected is named nowhere: every page, letter, file and export of the creditor's, the portal and the log.

Åre Bygg has a whole company's worth of things about one debtor when the register tells that she is protected.
"""

import logging
from typing import Any, Final

import pypdfium2
import pytest
from django.test import Client, override_settings

from cases.models import Debtor, Document, Situation
from ekrav.outbox.models import Parcel
from ekrav.payments.models import WITHHELD, Reference
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA, CECILIA
from ekrav.tenancy import tenant_scope
from letters.portal_code import code_for
from tests.cases.happening import Registers
from tests.cast import right_now
from tests.debtor_portal.browsing import PortalClient
from tests.pages import logged_in
from tests.reset import Seeds
from tests.tenancy.bait import Bait, lay
from tests.tenancy.test_walls import ASKED, ONE, OWN, address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("drawn_once")]

SECRETS = (
    "kanariefågel ek",
    "kanariegatan",
    "kanarieby",
    ANNA.person_number,
    ANNA.person_number[2:],
    f"{ANNA.person_number[:8]}-",
    f"{ANNA.person_number[2:8]}-",
)


PORTAL: Final = {
    "ROOT_URLCONF": "ekrav.portal_urls",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
}


@pytest.fixture
def bait(seeds: Seeds) -> Bait:
    """Åre Bygg's things, and Duveds El beside. Her name stands in the invoice's file name and in its bytes too."""
    laid = seeds.once(lay)
    with tenant_scope(laid.are_bygg):
        Document.objects.filter(public_id=laid.document).update(
            name="Kanariefågel Ek.xml", content=b"Kanariegatan 1"
        )
    return laid


def text_of(answer: Any) -> str:
    """Everything that can be read in an answer, in small letters."""
    content = bytes(answer.content)
    if content.startswith(b"%PDF") and len(content) > 100:
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
        content = "\n".join(pages).encode() + content
    encoding = "cp437" if answer["Content-Type"] == "application/octet-stream" else "utf-8"
    text = content.decode(encoding, errors="ignore") + str(answer.headers)
    return text.lower().replace("\u00a0", " ").replace("&#x27;", "'")


def shown(client: Client, where: str) -> list[str]:
    answer = client.get(where, follow=True)
    return [secret for secret in SECRETS if secret in text_of(answer)]


def walk(client: Client, bait: Bait) -> dict[str, list[str]]:
    """Every address that a creditor can get, with the secrets that showed there."""
    places = sorted([*OWN, *ASKED, *(address(route, bait) for route in ONE)])
    asked = [where for where in places if "kanarie" not in where]
    return {where: found for where in asked if (found := shown(client, where))}


def test_the_walk_sees_her_everywhere_before_she_is_protected(bait: Bait) -> None:
    found = walk(logged_in(CECILIA), bait)
    assert len(found) > 12
    assert {secret for secrets in found.values() for secret in secrets} >= {"kanariefågel ek", "kanariegatan"}


def test_once_she_is_protected_nothing_of_hers_shows_anywhere(
    bait: Bait, caplog: pytest.LogCaptureFixture
) -> None:
    _at, today = right_now()
    with caplog.at_level(logging.DEBUG):
        assert Registers().tell(EventKind.PROTECTED, ANNA.person_number, today) == 1
        found = walk(logged_in(CECILIA), bait)
    assert found == {}
    assert [secret for secret in SECRETS if secret in caplog.text.lower()] == []
    with tenant_scope(bait.are_bygg):
        debtor = Debtor.objects.get(pk=bait.case.debtor_id)
        assert (debtor.name, debtor.street, debtor.city, debtor.number_masked) == (WITHHELD, "", "", "")
        assert Reference.objects.get(pk=bait.case.reference_id).debtor_label == WITHHELD
        mails = [f"{parcel.subject} {parcel.body}".lower() for parcel in Parcel.objects.all()]
        assert [secret for secret in SECRETS if any(secret in mail for mail in mails)] == []
        assert any("stoppat ärendet" in mail for mail in mails)
        # The creditor is told that the case is stopped, and not why.
        assert [mail for mail in mails if "skydd" in mail] == []
        assert Situation.objects.get(ended_on=None).kind == Situation.Kind.PROTECTED


def test_in_mitt_arende_an_old_letter_opens_the_case_and_shows_no_letter(bait: Bait) -> None:
    _at, today = right_now()
    portal, code = PortalClient(), code_for(case_number=bait.case.number, letter_number=1)
    with override_settings(**PORTAL):
        assert portal.open(bait.case, code).status_code == 302
        assert "/arende/brev/1/" in portal.get("/arende/").content.decode()
    Registers().tell(EventKind.PROTECTED, ANNA.person_number, today)
    with override_settings(**PORTAL):
        assert portal.get("/arende/brev/1/").status_code == 404
        assert "/arende/brev/1/" not in portal.get("/arende/").content.decode()
        places = (
            "/arende/",
            "/arende/betala/",
            "/arende/stammer-inte/",
            "/arende/har-betalat/",
            "/arende/skriv/",
        )
        assert {where: found for where in places if (found := shown(portal, where))} == {}
