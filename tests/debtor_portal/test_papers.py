"""Anna hands in a paper with what she says in Mitt Ärende. Staff and her creditor read it, nobody else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError
from django.test import Client

from cases.intake.kinds import Kind
from cases.models import Case, Document, Notice
from cases.papers_in import MOST_A_DAY, Paper, keep_paper
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import case_scope, tenant_scope
from tests.cast import right_now, staff
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait
from tests.debtor_portal.test_say import KEY, anna, taken_up  # noqa: F401
from tests.pages import logged_in, text_of
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)
WAY = "/arende/stammer-inte/"
PDF = b"%PDF-1.7 ett kvitto"


def a_file(content: bytes, name: str = "kvitto.pdf") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def given(content: bytes, name: str = "kvitto.pdf") -> dict[str, object]:
    return {"key": KEY, "ground": "already_paid", "text": "Se kvittot.", "paper": a_file(content, name)}


def papers(world: Bait) -> list[tuple[str, bytes, int | None]]:
    with tenant_scope(world.anna.creditor_id):
        rows = Document.objects.exclude(given_in=None).order_by("id")
        return [(row.content_type, bytes(row.content), row.given_in_id) for row in rows]


def test_a_receipt_comes_with_the_dispute_once_and_staff_open_it(
    anna: PortalClient,  # noqa: F811
    world: Bait,
    settings: object,
) -> None:
    assert [anna.post(WAY, given(PDF, "../../kvitto.html")).status_code for _ in range(2)] == [302, 302]
    assert papers(world) == [("application/pdf", PDF, world.anna.pk)]
    assert "Vi har fått filen som du skickade med." in text_of(anna.get("/arende/mottaget/"))
    taken_up(settings)
    with tenant_scope(world.anna.creditor_id):
        notice = Notice.objects.select_related("scan").get(kind="dispute")
        assert notice.scan is not None
    staff(ASTRID)
    settings.ROOT_URLCONF = "ekrav.urls"  # type: ignore[attr-defined]
    astrid: Client = logged_in(ASTRID)
    decides = astrid.get(f"/handlaggning/arenden/{world.anna.number}/bestridande/").content.decode()
    address = f"/handlaggning/arenden/{world.anna.number}/inkommet/{notice.public_id}/bilaga/"
    assert f'<a href="{address}">kvitto.html</a>' in decides
    opened = astrid.get(address)
    assert (opened.content, opened["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in opened["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"<html>", "kvitto.pdf", "Filen måste vara en hel PDF, JPG eller PNG."),
        (b"MZ\x90\x00", "bild.png", "Filen måste vara en hel PDF, JPG eller PNG."),
        (b"", "tom.pdf", "Filen är tom."),
        (PDF + bytes(10_000_000), "stor.pdf", "Filen får vara högst 10 MB."),
    ],
)
def test_what_is_no_paper_is_refused_in_words_and_nothing_is_kept(
    anna: PortalClient,  # noqa: F811
    world: Bait,
    content: bytes,
    name: str,
    why: str,
) -> None:
    answer = anna.post(WAY, given(content, name))
    assert (answer.status_code, why in text_of(answer)) == (400, True)
    assert papers(world) == []
    with tenant_scope(world.anna.creditor_id):
        assert not Notice.objects.exists()


def test_a_case_takes_so_many_papers_a_day_and_says_when_it_is_enough(
    anna: PortalClient,  # noqa: F811
    world: Bait,
) -> None:
    at, _today = right_now()

    def gives(case: Case, number: int) -> str:
        paper = Paper(name="kvitto.pdf", kind=Kind.PDF, content=PDF + bytes([number]))
        with case_scope(case.creditor_id, case.pk):
            return keep_paper(paper, at=at, given_in=Case.objects.get(pk=case.pk)).name

    for number in range(MOST_A_DAY - 2):
        gives(world.anna, number)
    with as_portal(), crowd(6) as people:
        outcomes = people.rush(lambda number: gives(world.anna, number))
    assert kinds(outcomes) == {"str": 2, "EnoughPapers": 4}
    answer = anna.post(WAY, given(PDF))
    assert (answer.status_code, len(papers(world))) == (400, MOST_A_DAY)
    assert "Vi har fått 20 filer från dig i dag" in text_of(answer)
    with tenant_scope(world.anna.creditor_id):
        assert not Notice.objects.exists()
    # Without a file it is said, another case is not in its way, and at midnight a new day begins.
    assert anna.post(WAY, {"key": KEY, "ground": "already_paid", "text": "x"}).status_code == 302
    assert gives(world.bo, 0) == "kvitto.pdf"
    at += timedelta(days=1)
    assert gives(world.anna, 0) == "kvitto.pdf"


def test_the_portals_login_gives_to_its_own_case_only_and_reads_no_paper(world: Bait) -> None:
    at, _today = right_now()
    row = {"name": "x", "size": 1, "sha256": bytes(32), "content": b"x", "uploaded_at": at}
    with as_portal():
        for case, kind in ((world.bo, "application/pdf"), (world.anna, "text/html")):
            with (
                pytest.raises(DatabaseError, match="row-level security"),
                case_scope(world.anna.creditor_id, world.anna.pk),
            ):
                Document.objects.create(content_type=kind, given_in_id=case.pk, **row)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            case_scope(world.anna.creditor_id, world.anna.pk),
        ):
            list(Document.objects.values_list("content"))
