"""The pages of what people say: Cecilia answers, Astrid hears, reads and decides."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client

from cases.models import Case, Debtor, Dispute, Document, Ground, Notice
from cases.states import State
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import tenant_scope
from tests.cases.said import claims_of, fresh, heard, says, story, take_up
from tests.cast import a_case, set_today, staff
from tests.debtor_portal.given import pay, play
from tests.pages import log_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


@pytest.fixture
def astrid(case: Case) -> Client:
    """Astrid at the agency, logged in."""
    staff(ASTRID)
    return log_in(Client(), ASTRID)


def disputed(case: Case) -> None:
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_GOODS, text="Kaklet sitter snett.")
    take_up()


def test_the_overview_and_the_list_say_what_a_disputed_case_asks_of_cecilia(
    cecilia: Client, case: Case
) -> None:
    disputed(case)
    shown = text_of(cecilia.get("/oversikt/"))
    assert ("Svara på bestridandet" in shown, "Svarar du inte väntar vi." in shown) == (True, False)
    listed = text_of(cecilia.get("/arenden/?vy=behover-dig"))
    assert ("Bestridandet avgörs" in listed, "Inget mer händer" in listed) == (True, False)


def test_cecilia_reads_what_anna_says_and_stands_by_the_claim(cecilia: Client, case: Case) -> None:
    disputed(case)
    way = f"/arenden/{case.number}/bestridande/"
    shown = text_of(cecilia.get(f"/arenden/{case.number}/"))
    assert "Anna Lindqvist säger att kravet inte stämmer" in shown
    assert "Inget brev går och inga kostnader kommer till" in shown
    page = text_of(cecilia.get(way))
    assert "Kaklet sitter snett." in page
    assert "Svara senast tisdag 3 november." in page
    silent = cecilia.post(way, {"answer": "stands", "words": ""})
    assert (silent.status_code, "Berätta varför kravet stämmer." in text_of(silent)) == (400, True)
    done = cecilia.post(way, {"answer": "stands", "words": "Golvet är besiktigat."}, follow=True)
    assert "En handläggare avgör bestridandet och hör av sig." in text_of(done)
    twice = cecilia.post(way, {"answer": "all", "words": ""})
    assert (twice.status_code, "Bestridandet är redan besvarat." in text_of(twice)) == (400, True)
    assert fresh(case).state == State.DISPUTED


def test_cecilia_gives_in_to_a_part_and_is_told_when_the_part_is_too_large(
    cecilia: Client, case: Case
) -> None:
    disputed(case)
    way = f"/arenden/{case.number}/bestridande/"
    for amount in ("", "10 000,00"):
        assert cecilia.post(way, {"answer": "part", "credited": amount, "words": ""}).status_code == 400
    with tenant_scope(case.creditor_id):
        assert Dispute.objects.get().answered_at is None
    done = cecilia.post(way, {"answer": "part", "credited": "4 000,00", "words": ""}, follow=True)
    assert "Bestridandet är avgjort, och gäldenären får ett brev." in text_of(done)
    assert claims_of(case) == {"claim_capital": 600_000, "claim_reminder": 6_000}


def test_astrid_sees_the_dispute_in_its_queue_and_decides_it(astrid: Client, case: Case) -> None:
    disputed(case)
    queue = text_of(astrid.get("/handlaggning/bestridanden/"))
    assert "Borgenären, till tisdag 3 november" in queue
    assert "Bestridanden att avgöra 1" not in text_of(astrid.get("/handlaggning/"))
    set_today(date(2026, 11, 4))
    assert "Beslut: borgenären har inte svarat i tid" in text_of(astrid.get("/handlaggning/bestridanden/"))
    assert "Bestridanden att avgöra 1" in text_of(astrid.get("/handlaggning/"))
    way = f"/handlaggning/arenden/{case.number}/bestridande/"
    assert way in astrid.get(f"/handlaggning/arenden/{case.number}/").content.decode()
    assert "Kaklet sitter snett." in text_of(astrid.get(way))
    assert astrid.post(way, {"outcome": "partly", "credited": ""}).status_code == 400
    done = astrid.post(way, {"outcome": "upheld"}, follow=True)
    assert "Bestridandet är avgjort. Gäldenären får ett brev." in text_of(done)
    assert fresh(case).state == State.CLOSED_DISPUTED
    assert astrid.get(way).status_code == 404
    assert astrid.post(way, {"outcome": "rejected"}).status_code == 400
    assert "Inget krav är bestritt" in text_of(astrid.get("/handlaggning/bestridanden/"))


def test_astrid_registers_a_letter_with_its_scan(astrid: Client, case: Case) -> None:
    set_today(date(2026, 10, 20))
    way = f"/handlaggning/arenden/{case.number}/inkommet/"
    scan = BytesIO(b"%PDF-1.7 ett brev")
    scan.name = "brev.pdf"
    given = {
        "key": KEY,
        "kind": "dispute",
        "channel": "returned",
        "on": "2026-10-19",
        "ground": "wrong_person",
        "amount": "",
        "text": "Bor inte här.",
        "scan": scan,
    }
    done = astrid.post(way, given, follow=True)
    assert "Det är registrerat, och ärendet har fått det som följer." in text_of(done)
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 19), "staff", "reminded"),
        ("disputed", date(2026, 10, 20), "staff", "disputed"),
    ]
    with tenant_scope(case.creditor_id):
        notice, kept = Notice.objects.get(), Document.objects.get()
    assert bytes(kept.content) == b"%PDF-1.7 ett brev"
    page = astrid.get(f"{way}{notice.public_id}/").content.decode()
    assert f"{way}{notice.public_id}/bilaga/" in page
    answer = astrid.get(f"{way}{notice.public_id}/bilaga/")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 ett brev", "application/pdf")
    scan.seek(0)
    astrid.post(way, {**given, "scan": scan})
    with tenant_scope(case.creditor_id):
        assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Välj vad det gäller."),
        ({"channel": "portal"}, "portal finns inte bland tillgängliga alternativ."),
        ({"on": "2026-10-21"}, "Skriv en dag från det att ärendet registrerades till i dag."),
        ({"on": "2026-10-11"}, "Skriv en dag från det att ärendet registrerades till i dag."),
        ({"amount": "0"}, "Beloppet måste vara större än 0."),
        ({"text": ""}, "Skriv vad gäldenären sa, eller bifoga brevet."),
        ({"text": "a" * 5001}, "Texten får vara högst 5 000 tecken."),
    ],
)
def test_what_cannot_be_registered_is_said_and_nothing_is_kept(
    astrid: Client, case: Case, wrong: dict[str, str], words: str
) -> None:
    set_today(date(2026, 10, 20))
    given = {"key": KEY, "kind": "paid", "channel": "phone", "on": "2026-10-20", "text": "Betalt."}
    answer = astrid.post(f"/handlaggning/arenden/{case.number}/inkommet/", {**given, **wrong})
    assert answer.status_code == 400
    assert words in text_of(answer)
    with tenant_scope(case.creditor_id):
        assert Notice.objects.count() == 0


def test_the_queue_lists_the_oldest_first_and_a_notice_is_taken_up_once(astrid: Client, case: Case) -> None:
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.PLAN, months=6, text="Jag har blivit sjuk.")
    set_today(date(2026, 10, 21))
    message = heard(case, Notice.Kind.MESSAGE, text="Ringde om adressen.")
    queue = text_of(astrid.get("/handlaggning/inkommet/"))
    assert queue.index("Vill betala i delar tis 20 okt") < queue.index("Meddelande ons 21 okt")
    assert "Från gäldenärer 2" in text_of(astrid.get("/handlaggning/"))
    way = f"/handlaggning/arenden/{case.number}/inkommet/{message.public_id}/"
    assert "Ringde om adressen." in text_of(astrid.get(way))
    assert "Det är omhändertaget." in text_of(astrid.post(way, follow=True))
    assert "Någon annan har redan tagit hand om det." in text_of(astrid.post(way, follow=True))
    assert "Från gäldenärer 1" in text_of(astrid.get("/handlaggning/"))
    assert astrid.get(f"/handlaggning/arenden/{case.number}/inkommet/{KEY}/").status_code == 404


def test_what_was_paid_is_named_before_the_whole_claim_is_given_up(cecilia: Client, case: Case) -> None:
    pay(case, "500.00", on=date(2026, 10, 13), bank_entry=1)
    disputed(case)
    page = text_of(cecilia.get(f"/arenden/{case.number}/bestridande/")).replace("\u00a0", " ")
    assert "500,00 kr är redan betalt. Är hela kravet fel ska du betala tillbaka de pengarna." in page


def test_a_dispute_is_not_decided_while_the_letter_about_it_cannot_go(
    cecilia: Client, astrid: Client, case: Case
) -> None:
    disputed(case)
    with tenant_scope(case.creditor_id):
        Debtor.objects.update(name="Anna 林 Lindqvist")  # no letter can print that
    for outcome in ("rejected", "upheld"):
        page = astrid.post(f"/handlaggning/arenden/{case.number}/bestridande/", {"outcome": outcome})
        assert (page.status_code, "Brevet till gäldenären kan inte gå." in text_of(page)) == (400, True)
    page = cecilia.post(f"/arenden/{case.number}/bestridande/", {"answer": "all", "words": ""})
    assert (page.status_code, "Vi kan inte skriva till gäldenären just nu." in text_of(page)) == (400, True)
    # Nothing is half done.
    assert (fresh(case).state, claims_of(case)) == (
        State.DISPUTED,
        {"claim_capital": 1_000_000, "claim_reminder": 6_000},
    )
