"""Each wall alone holds: without the ORM's filters row-level security leaks nothing, and as roles that bypass it the
ORM's filters leak nothing, on every page of Mina sidor and in every task.

Didrik of Duveds El asks for Åre Bygg's things by their true addresses. A new page of a creditor's, or a new task, fails
here until it has its row.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.apps import apps

from cases.apply_payment import apply_routed
from cases.due import do_due
from cases.look_up import look_up
from cases.models import CaseEvent
from cases.note_posted import note_posted
from cases.recall import recall_unsent
from cases.tasks import do_due_cases
from ekrav.agency.rates import current_rates
from ekrav.celery import app
from ekrav.payments.models import Payment
from ekrav.sandbox.demo_data import CECILIA, DIDRIK
from ekrav.tenancy import tenant_scope
from ekrav.tenancy.models import TenantManager, TenantOwned
from letters.models import Dispatch
from tests.cast import right_now, set_today
from tests.conftest import Connection
from tests.guards.routes import accesses
from tests.pages import logged_in
from tests.reset import Seeds
from tests.tenancy.bait import Bait, lay

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("drawn_once")]

# Pages about the company one works in: they open for everybody and say nothing of another company.
OWN: Final = {
    "/nytt-foretag/klart/",
    "/foretaget/",
    "/foretaget/avtal.pdf",
    "/foretaget/anvandare/",
    "/foretaget/anvandare/bjud-in/",
    "/foretaget/bankgiro/",
    "/foretaget/utbetalning/",
    "/foretaget/notor/",
    "/oversikt/",
    "/arenden/",
    "/arenden/nytt/",
    "/foretaget/staende-val/",
    "/fragor/",
    "/utbetalningar/",
    "/utbetalningar/bokforing/",
    "/utbetalningar/bokforing/konton/",
    "/utbetalningar/bokforing/mejl/",
}
# Files of a period or a year, which everybody has of their own, asked for in `ASKED`.
OF_A_TIME: Final = {
    "/utbetalningar/bokforing/noter.csv",
    "/utbetalningar/bokforing/noter.si",
    "/utbetalningar/arsbesked/<int:year>.pdf",
    "/utbetalningar/arsbesked/<int:year>.csv",
}
# Pages of one thing, and whose name of it stands in the address.
ONE: Final[dict[str, Callable[[Bait], object]]] = {
    "/foretaget/anvandare/<uuid:public_id>/": lambda bait: bait.colleague,
    "/foretaget/anvandare/<uuid:public_id>/ta-bort/": lambda bait: bait.colleague,
    "/foretaget/inbjudningar/<uuid:public_id>/igen/": lambda bait: bait.invitation,
    "/foretaget/inbjudningar/<uuid:public_id>/dra-tillbaka/": lambda bait: bait.another_invitation,
    "/foretaget/bankgiro/<uuid:public_id>/ta-tillbaka/": lambda bait: bait.bankgiro_change,
    "/arenden/utkast/<uuid:public_id>/": lambda bait: bait.draft,
    "/arenden/utkast/<uuid:public_id>/stammer/": lambda bait: bait.draft,
    "/arenden/utkast/<uuid:public_id>/sida.png": lambda bait: bait.draft,
    "/arenden/utkast/<uuid:public_id>/faktura/": lambda bait: bait.draft,
    "/arenden/utkast/<uuid:public_id>/ta-bort/": lambda bait: bait.draft,
    "/arenden/<str:number>/": lambda bait: bait.case.number,
    "/arenden/<str:number>/prognos/": lambda bait: bait.case.number,
    "/arenden/<str:number>/betalning/": lambda bait: bait.case.number,
    "/arenden/<str:number>/vag/": lambda bait: bait.case.number,
    "/arenden/<str:number>/utmatning/": lambda bait: bait.case.number,
    "/arenden/<str:number>/efterbevakning/": lambda bait: bait.case.number,
    "/arenden/<str:number>/tingsratt/": lambda bait: bait.case.number,
    "/arenden/<str:number>/aterkalla/": lambda bait: bait.case.number,
    "/arenden/<str:number>/skriv-av/": lambda bait: bait.case.number,
    "/arenden/<str:number>/galdenarer/": lambda bait: bait.case.number,
    "/arenden/<str:number>/bestridande/": lambda bait: bait.case.number,
    "/arenden/<str:number>/paus/": lambda bait: bait.case.number,
    "/arenden/<str:number>/brev/<int:letter_number>/": lambda bait: bait.case.number,
    "/arenden/<str:number>/summa/": lambda bait: bait.case.number,
    "/arenden/<str:number>/rapport.pdf": lambda bait: bait.case.number,
    "/fragor/<uuid:public_id>/nej/": lambda bait: bait.question,
    "/underlag/<uuid:public_id>/": lambda bait: bait.document,
    "/utbetalningar/<uuid:public_id>/": lambda bait: bait.payout,
    "/utbetalningar/<uuid:public_id>/summa/": lambda bait: bait.payout,
    "/utbetalningar/<uuid:public_id>/avrakningsnota.pdf": lambda bait: bait.payout,
    "/utbetalningar/noter/<int:number>/": lambda bait: bait.note,
    "/utbetalningar/noter/<int:number>.pdf": lambda bait: bait.note,
    "/utbetalningar/noter/<int:number>.csv": lambda bait: bait.note,
    "/utbetalningar/noter/<int:number>.si": lambda bait: bait.note,
    "/utbetalningar/noter/<int:number>/mejla/": lambda bait: bait.note,
}
# Lists asked in every way they can be asked.
ASKED: Final = (
    "/arenden/?vy=alla",
    "/arenden/?vy=behover-dig",
    "/arenden/?q=kanarie",
    "/arenden/?q=KANARIE-1",
    "/valj-foretag/",
    "/utbetalningar/bokforing/noter.csv?fran=2026-10-01&till=2026-10-31",
    "/utbetalningar/bokforing/noter.si?fran=2026-10-01&till=2026-10-31",
    "/utbetalningar/arsbesked/2026.pdf",
    "/utbetalningar/arsbesked/2026.csv",
    "/",
)
# Tasks that find for themselves what is due, of everybody's, and the one that is told whose.
FOR_ALL: Final = {
    "ekrav.agency.tasks.fetch_simulated_rates",
    "ekrav.audit.tasks.seal",
    "ekrav.ledger.tasks.seal",
    "cases.tasks.wake_due_cases",
    "cases.tasks.look_up_debtors",
    "cases.tasks.apply_payments",
    "cases.tasks.take_in_events",
    "cases.tasks.ask_for_decisions",
    "cases.tasks.note_posted_letters",
    "cases.tasks.recall_unsent_letters",
    "cases.tasks.take_up_notices",
    "cases.tasks.ask_who_has_paid",
    "cases.tasks.take_credit_reports",
    "cases.tasks.follow_kronofogden",
    "cases.tasks.look_again_for_debtors",
    "cases.tasks.sum_up_surveillance",
    "cases.tasks.end_barred_claims",
    "letters.tasks.render_letters",
    "letters.tasks.hand_over_letters",
    "letters.tasks.collect_posted_letters",
    "ekrav.payments.tasks.fetch_bank_files",
    "ekrav.payments.tasks.ask_providers",
    "ekrav.kronofogden.tasks.exchange_files",
    "payouts.tasks.wake_payouts",
    "ekrav.outbox.tasks.send_parcels",
    "ekrav.outbox.tasks.note_bounces",
}
TOLD_WHOSE: Final = {"cases.tasks.do_due_cases"}


@pytest.fixture
def bait(seeds: Seeds) -> Bait:
    """Åre Bygg's things, and Duveds El beside."""
    return seeds.once(lay)


@pytest.fixture
def without_filters(bait: Bait, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ORM filters nothing: row-level security stands alone."""
    monkeypatch.setattr(TenantManager, "within_scope", lambda self, rows: rows)


def address(route: str, bait: Bait) -> str:
    """The route's address of Åre Bygg's thing."""
    before, rest = route.split("<", 1)
    return f"{before}{ONE[route](bait)}{rest.split('>', 1)[1]}".replace("<int:letter_number>", "1")


def tenant_models() -> list[type[TenantOwned]]:
    return [model for model in apps.get_models() if issubclass(model, TenantOwned)]


def rows_of(creditor_id: int, bypass: Connection) -> dict[str, Any]:
    """Every row of a company, by table, as the database has it."""
    found = {}
    for model in tenant_models():
        table = model._meta.db_table
        question = f"SELECT t::text FROM {table} t WHERE creditor_id = %s ORDER BY 1"
        found[table] = bypass.execute(question, [creditor_id]).fetchall()
    return found


def assert_nothing_shows(bait: Bait, bypass: Connection) -> None:
    """Didrik opens everything of Åre Bygg's that has an address, and posts to it; nothing shows and nothing changes."""
    didrik = logged_in(DIDRIK)
    before = rows_of(bait.are_bygg, bypass)
    for route in ONE:
        where = address(route, bait)
        answers = [didrik.get(where).status_code, didrik.post(where, {}).status_code]
        assert sorted({404, *answers}) in ([404], [404, 405]), where
        assert 404 in answers, where
    for where in sorted(OWN) + list(ASKED):
        answer = didrik.get(where, follow=True)
        assert answer.status_code == 200, where
        readable = answer["Content-Type"].startswith("text/")
        shown = answer.content.decode("utf-8" if readable else "cp437").lower()
        found = [word for word in bait.canaries if word in shown.replace("\u00a0", "").replace("&#x27;", "'")]
        # A search says again what was searched for, and that is all it says.
        assert [word for word in found if word not in where.lower()] == [], where
    assert rows_of(bait.are_bygg, bypass) == before


def test_every_page_of_a_creditor_has_its_row_here() -> None:
    pages = {route for route, access in accesses("ekrav.urls").items() if access.startswith("creditor")}
    assert pages == OWN | OF_A_TIME | set(ONE)


def test_every_task_has_its_row_here() -> None:
    app.loader.import_default_modules()
    assert {name for name in app.tasks if not name.startswith("celery.")} == FOR_ALL | TOLD_WHOSE


def test_every_tenant_table_holds_something_that_could_leak(bait: Bait, bypass: Connection) -> None:
    assert len(tenant_models()) > 20
    for creditor in (bait.are_bygg, bait.duveds_el):
        assert [table for table, rows in rows_of(creditor, bypass).items() if not rows] == []


def test_to_cecilia_the_same_addresses_open(bait: Bait) -> None:
    cecilia = logged_in(CECILIA)
    for route in ONE:
        where = address(route, bait)
        opened = cecilia.get(where).status_code
        if opened in {404, 405}:  # takes a post only
            opened = cecilia.post(where, {}).status_code
        # 409: the page is hers, and the case is in no state for what it does.
        assert opened in {200, 302, 409}, route
    assert "kanariefågel" in cecilia.get("/arenden/?q=kanarie").content.decode().lower()


def test_without_the_orms_filters_row_security_shows_nothing(
    bait: Bait, without_filters: None, bypass: Connection
) -> None:
    assert_nothing_shows(bait, bypass)


def test_without_row_security_the_orms_filters_show_nothing(
    bait: Bait, without_row_security: None, bypass: Connection
) -> None:
    assert_nothing_shows(bait, bypass)


def test_with_both_walls_nothing_shows(bait: Bait, bypass: Connection) -> None:
    assert_nothing_shows(bait, bypass)


def test_the_walk_sees_a_hole_when_both_walls_are_down(
    bait: Bait, without_filters: None, without_row_security: None, bypass: Connection
) -> None:
    with pytest.raises(AssertionError):
        assert_nothing_shows(bait, bypass)


@pytest.mark.parametrize("wall", ["without_filters", "without_row_security"])
def test_work_told_of_another_companys_things_does_nothing(
    bait: Bait, wall: str, bypass: Connection, request: pytest.FixtureRequest
) -> None:
    with tenant_scope(bait.are_bygg):
        due, letter = bait.case.next_date, Dispatch.objects.values_list("pk", flat=True).get()
        payment = Payment.objects.values_list("pk", flat=True).get()
        assert CaseEvent.objects.count() > 3
    assert due is not None
    set_today(due)
    # As if the letter, the payment and the look-up still waited, so that there is work to take.
    bypass.execute("UPDATE letters_dispatch SET noted_at = NULL WHERE id = %s", [letter])
    bypass.execute("UPDATE cases_debtor SET looked_up_at = NULL WHERE id = %s", [bait.case.debtor_id])
    request.getfixturevalue(wall)
    before = rows_of(bait.are_bygg, bypass)
    at, today = right_now()
    rates = current_rates()
    wrong = bait.duveds_el
    do_due_cases(wrong, [bait.case.pk])
    assert do_due(creditor_id=wrong, case_ids=[bait.case.pk], today=today, at=at, rates=rates) == 0
    with pytest.raises(Dispatch.DoesNotExist):
        recall_unsent(creditor_id=wrong, dispatch_id=letter, today=today, at=at, rates=rates)
    assert note_posted(creditor_id=wrong, dispatch_id=letter, today=today, at=at, rates=rates) is None
    assert apply_routed(creditor_id=wrong, payment_id=payment, today=today, at=at, rates=rates) is None
    assert look_up(creditor_id=wrong, debtor_id=bait.case.debtor_id, today=today, at=at) is False
    assert rows_of(bait.are_bygg, bypass) == before
    assert do_due(creditor_id=bait.are_bygg, case_ids=[bait.case.pk], today=today, at=at, rates=rates) == 1
