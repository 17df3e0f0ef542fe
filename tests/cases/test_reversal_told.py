"""The bank takes a payment back: the creditor is told, and so is the debtor who has been told that it was paid.

Anna owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. She pays 5 000.00 on 13 October: 60, 35.62 (13 days)
and 4 904.38 of the capital. The demand of 2 November asks for the rest, 5 303.54: 5 095.62, 27.92 (20 days) and 180.
"""

from datetime import date

import pytest

from cases.models import Case, CaseEvent, Ground, Notice
from cases.pause import Reason, pause
from cases.plan_offer import Wish
from cases.states import Action, State
from ekrav.outbox.models import Parcel
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases import plans
from tests.cases.disputes import mails
from tests.cases.endings import DEMANDED, REMINDED, annas_case, are_bygg_on, broken, log, take_back_case
from tests.cases.said import ASTRID_ACTS, act, fresh, says, take_up
from tests.cases.test_late_news import due_on
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import set_today, take_as_posted
from tests.reset import Seeds

pytestmark = pytest.mark.django_db(transaction=True)

NOV_4 = date(2026, 11, 4)


@pytest.fixture
def case(seeds: Seeds) -> Case:
    """Anna's: she has paid a half, and been told so."""
    return seeds.once(half_paid)


def half_paid() -> Case:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "5000.00", REMINDED)
    play(DEMANDED)
    set_today(NOV_4)
    return case


def taken_back(case: Case) -> None:
    bank_takes_back("5000.00", NOV_4)
    reversed_by_finance(case)


def letter_of(case: Case) -> Dispatch:
    with tenant_scope(case.creditor_id):
        return Dispatch.objects.get(kind="payment_reversed")


def test_whoever_has_been_told_of_the_payment_is_asked_for_all_of_it_in_lawful_time(case: Case) -> None:
    taken_back(case)
    assert log(case)[-2:] == ["reversed", "told"]
    letter = letter_of(case)
    assert letter.planned_on == date(2026, 11, 5)
    first, asks, wrong = letter.facts["paragraphs"]
    assert first.replace("\xa0", " ") == (
        "Banken har tagit tillbaka betalningen på 5 000,00 kr som vi fick 13 oktober 2026 för din skuld till"
        " Åre Bygg AB. Den räknas inte längre."
    )
    # Of the 5th: there on the 12th, four bank days more.
    assert asks.replace("\xa0", " ") == "Nu ska hela skulden betalas, senast onsdag 18 november."
    assert wrong == "Tror du att det är fel? Kontakta din bank, eller oss."
    # What the demand asked for, and the 5 000: its word holds until the 13th.
    assert (letter.facts["payment"]["amount"], letter.facts["payment"]["pay_by"]) == (1_030_354, "2026-11-18")
    again = fresh(case)
    # Four bank days of grace after the 18th.
    assert (again.pay_by, again.next_action, again.next_date) == (
        date(2026, 11, 18),
        Action.AWAIT_DECISION,
        date(2026, 11, 25),
    )
    assert broken() == []


def test_the_creditor_is_told_once_of_every_payment_that_is_owed_again(case: Case) -> None:
    taken_back(case)
    subjects = [mail for mail in mails(case) if mail.startswith("Banken")]
    assert subjects == [f"Banken har tagit tillbaka en betalning: ärende {case.number}, faktura 1042"]
    with tenant_scope(case.creditor_id):
        body = Parcel.objects.get(key__startswith="reversed payment ").body.replace("\xa0", " ")
    assert "Banken har tagit tillbaka 5 000,00 kr som betalades 13 oktober 2026." in body
    assert "Skulden krävs igen, med det beloppet." in body
    assert "Anna" not in body


def test_whoever_has_had_no_letter_since_is_told_nothing_and_the_creditor_is(transactional_db: None) -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "5000.00", REMINDED)
    bank_takes_back("5000.00", REMINDED)
    reversed_by_finance(case)
    assert log(case) == ["registered", "reminded", "paid", "reversed"]
    assert len([mail for mail in mails(case) if mail.startswith("Banken")]) == 1


def test_in_a_dispute_the_debtor_is_told_and_asked_for_nothing(case: Case) -> None:
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE, text="Jag har inte köpt något.")
    assert take_up() == 1
    taken_back(case)
    letter = letter_of(case)
    assert letter.facts["payment"] is None
    assert letter.facts["paragraphs"][1] == "Kravet har sagts emot. Vi kräver inget medan vi utreder det."
    assert (fresh(case).state, fresh(case).next_date) == (State.DISPUTED, None)


def test_while_a_case_is_paused_nothing_is_asked_for(case: Case) -> None:
    until = date(2026, 12, 1)
    act(case, pause, reason=Reason.TALKING, until=until, by=ASTRID_ACTS)
    before = fresh(case)
    taken_back(case)
    letter = letter_of(case)
    assert letter.facts["payment"] is None
    assert letter.facts["paragraphs"][1] == "Ärendet vilar som förut. Vi skickar inget krav så länge."
    assert (fresh(case).pay_by, fresh(case).next_date) == (before.pay_by, before.next_date)


def test_a_plan_goes_on_as_it_was_made(transactional_db: None) -> None:
    creditor = are_bygg_on(date(2026, 1, 12))
    case = plans.annas_case(creditor)
    plan = plans.offer(creditor, case, Wish(months=4, first=date(2026, 2, 27)))
    plans.accept(creditor, case, plan)
    take_as_posted(creditor)
    plans.play(date(2026, 2, 13))
    part = plan_part(creditor)
    set_today(date(2026, 2, 27))
    anna_pays(case, f"{part // 100}.{part % 100:02}", date(2026, 2, 27))
    plans.play(date(2026, 3, 13))
    bank_takes_back(f"{part // 100}.{part % 100:02}", date(2026, 3, 13))
    reversed_by_finance(case)
    letter = letter_of(case)
    assert letter.facts["payment"] is None
    assert letter.facts["paragraphs"][1] == (
        "Amorteringsplanen gäller som förut. Det som fattas i den ska betalas."
    )
    assert (fresh(case).state, broken()) == (State.PLAN, [])


def plan_part(creditor: int) -> int:
    """The first instalment, in öre."""
    with tenant_scope(creditor):
        return int(CaseEvent.objects.get(kind=CaseEvent.Kind.PLAN_NOTICE).facts["asked_ore"])


def test_a_withdrawn_case_stays_so_and_its_creditor_reads_that(case: Case) -> None:
    take_back_case(case)
    taken_back(case)
    with tenant_scope(case.creditor_id):
        assert (
            "Ärendet är avslutat som förut." in Parcel.objects.get(key__startswith="reversed payment ").body
        )
    assert log(case)[-2:] == ["withdrawn", "reversed"]


def test_a_letter_of_it_that_did_not_leave_on_its_day_asks_by_a_new_day(case: Case) -> None:
    taken_back(case)
    due_on(date(2026, 11, 6))
    with tenant_scope(case.creditor_id):
        states = list(
            Dispatch.objects.filter(kind="payment_reversed").order_by("id").values_list("state", flat=True)
        )
    assert states == ["cancelled", "composed"]
    # Dated Monday the 9th: there on the 16th, four bank days more.
    assert fresh(case).pay_by == date(2026, 11, 20)
