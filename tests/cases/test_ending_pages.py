"""Mina sidor and Handläggning: Cecilia sees each price to the krona before she accepts it; finance sees to the rest."""

import uuid
from datetime import date
from re import findall

import pytest

from cases.models import Case, Quote, StandingChoice
from cases.states import State
from ekrav.accounts.models import Membership
from ekrav.ledger.models import Account
from ekrav.look.figures import in_fours
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import (
    DEMANDED,
    REMINDED,
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    log,
    owed,
    state,
)
from tests.cases.test_reversal import anna_pays, bank_takes_back
from tests.cast import a_case, set_today, staff
from tests.pages import Browser, fields_of, logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def cecilia_with(case: Case) -> tuple[Browser, str]:
    """Her browser, and the case's address."""
    return logged_in(CECILIA), f"/arenden/{case.number}/"  # type: ignore[return-value]


def words(page: object) -> str:
    return text_of(page).replace("\u00a0", " ")


def quotes_of(case: Case) -> list[tuple[str, int]]:
    """The prices that are kept of a case: what each is for, with its outlay."""
    with tenant_scope(case.creditor_id):
        return list(Quote.objects.filter(case=case).values_list("kind", "outlay_ore"))


def form_of(page: object, choice: str) -> dict[str, str]:
    """What the button of one way sends."""
    (token,) = findall(rf'name="choice" value="{choice}"><input[^>]* value="([^"]+)"', page.content.decode())  # type: ignore[attr-defined]
    return {"choice": choice, "quote": token}


def test_withdrawing_shows_the_price_first_and_takes_no_other() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    cecilia, url = cecilia_with(case)
    shown = words(cecilia.get(f"{url}aterkalla/"))
    assert (
        "Våra kostnader som inte är betalda 240,00 kr Moms, 25 procent 60,00 kr Du betalar 300,00 kr" in shown
    )
    assert "Priset gäller till onsdag 2 december" in shown
    assert cecilia.post(f"{url}aterkalla/", {"quote": "inte ett pris"}).status_code == 409
    assert state(case) == State.DEMANDED
    after = words(press(cecilia, f"{url}aterkalla/"))
    assert "Ärendet är återkallat." in after
    assert "10 240,00 kr krävs inte längre. Kostar borgenären 300,00 kr, varav moms 60,00 kr." in after
    assert (state(case), owed(case, Account.CREDITOR_OWES)) == (State.WITHDRAWN, [24_000])
    assert "Ärendet är redan avslutat" in words(cecilia.get(f"{url}aterkalla/"))


def test_an_old_price_is_refused_in_words_and_the_new_one_is_a_click_away() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    cecilia, url = cecilia_with(case)
    old = fields_of(cecilia.get(f"{url}aterkalla/"))
    set_today(date(2026, 11, 13))
    refused = cecilia.post(f"{url}aterkalla/", old)
    assert refused.status_code == 409
    assert "Priset har gått ut. Hämta ett nytt, så kan du godkänna det." in words(refused)
    assert state(case) == State.REMINDED


def test_the_way_on_is_chosen_at_its_price() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    cecilia, url = cecilia_with(case)
    overview = words(cecilia.get("/oversikt/"))
    assert "Hur vill du gå vidare med ett ärende? Ansökan hos Kronofogden, per ärende 300,00 kr" in overview
    assert "Välj en gång för alla" in overview
    assert "Hur vill du gå vidare med Anna Lindqvist?" in words(cecilia.get(url))
    page = cecilia.get(f"{url}vag/")
    shown = words(page)
    assert "Kronofogdens avgift, ett utlägg utan moms 300,00 kr" in shown
    assert "på 380,00 kr för vårt arbete" in shown
    assert "En utmätning kostar 600,00 kr till." in shown
    assert "Du betalar per år 18,75 kr" in shown
    assert "Vi slutar kräva. Det kostar 300,00 kr med moms." in shown
    assert "Ansökan skickas nästa bankdag." in shown
    answer = form_of(page, "payment_order")
    assert quotes_of(case) == []
    done = words(cecilia.post(f"{url}vag/", answer, follow=True))
    assert "Vi tar det härifrån." in done
    assert "Ansökan hos Kronofogden." in done
    again = cecilia.post(f"{url}vag/", answer)
    assert (again.status_code, state(case)) == (409, State.DECIDED)
    assert quotes_of(case) == [("payment_order", 30_000)]


def test_the_price_of_one_way_or_one_case_does_not_pay_for_another() -> None:
    creditor = are_bygg_on()
    other = a_case(creditor, invoice_number="1043")
    case = annas_case(creditor, through=WAITING)
    cecilia, url = cecilia_with(case)
    page = cecilia.get(f"{url}vag/")
    wrong_way = form_of(page, "payment_order") | {"choice": "surveillance"}
    assert cecilia.post(f"{url}vag/", wrong_way).status_code == 409
    refused = cecilia.post(f"/arenden/{other.number}/vag/", form_of(page, "payment_order"))
    assert refused.status_code == 409
    assert "Priset gäller inte det här ärendet. Hämta det på nytt." in words(refused)
    assert [(state(each), quotes_of(each)) for each in (case, other)] == [(State.AWAITING_DECISION, [])] * 2


def test_a_price_that_has_changed_since_it_was_shown_is_told_and_nothing_is_kept() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    cecilia, url = cecilia_with(case)
    shown = fields_of(cecilia.get(f"{url}aterkalla/"))
    # Anna pays 40 of the reminder's 60 kr: 20 kr with 5 kr of VAT is another price than 60 with 15.
    anna_pays(case, "40.00", REMINDED)
    refused = cecilia.post(f"{url}aterkalla/", shown)
    assert refused.status_code == 409
    assert "Priset har ändrats sedan du såg det. Inget har hänt. Hämta det nya priset." in words(refused)
    assert (state(case), quotes_of(case)) == (State.REMINDED, [])
    assert "Du betalar 25,00 kr" in words(cecilia.get(f"{url}aterkalla/"))


def test_to_wait_is_a_click_and_nonsense_is_no_choice() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    cecilia, url = cecilia_with(case)
    assert cecilia.post(f"{url}vag/", {"choice": "åtal"}).status_code == 400
    assert "Ärendet väntar." in words(cecilia.post(f"{url}vag/", {"choice": "wait"}, follow=True))
    assert log(case)[-1] == "decided"


def test_a_part_paid_to_cecilia_asks_what_becomes_of_the_rest() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    cecilia, url = cecilia_with(case)
    form = {"key": str(uuid.uuid4()), "amount": "100,00", "paid_on": "2026-11-02"}
    asked = cecilia.post(f"{url}betalning/", form)
    assert asked.status_code == 200
    assert "10 230,41 kr är kvar efter betalningen" in words(asked)
    assert "kostar det 175,00 kr" in words(asked)
    assert log(case)[-1] == "demanded"
    unchosen = cecilia.post(f"{url}betalning/", form | fields_of(asked))
    assert (unchosen.status_code, log(case)[-1]) == (400, "demanded")
    assert "Välj vad som händer med resten." in words(unchosen)
    done = cecilia.post(f"{url}betalning/", form | fields_of(asked) | {"rest": "waived"}, follow=True)
    assert "Skulden är betald och ärendet avslutat." in words(done)
    assert (state(case), log(case)[-2:]) == (State.PAID, ["direct_payment", "closed"])
    assert broken() == []


def test_only_an_administrator_makes_the_standing_choice_and_too_low_a_ceiling_is_told() -> None:
    creditor = are_bygg_on()
    cecilia = logged_in(CECILIA)
    page = "/foretaget/staende-val/"
    assert "Ansökan, per ärende 300,00 kr" in words(cecilia.get(page))
    low = cecilia.post(page, {"payment_order": "200", "surveillance": "", "otherwise": "ask"})
    assert low.status_code == 400
    assert "Det räcker inte: det kostar 300,00 kr." in words(low)
    said = {"payment_order": "300", "surveillance": "", "otherwise": "ask", "final_notice": "on"}
    assert "Valet är sparat." in words(cecilia.post(page, said, follow=True))
    with tenant_scope(creditor):
        choice = StandingChoice.objects.get()
        assert (choice.payment_order_up_to_ore, choice.final_notice) == (30_000, True)
        Membership.objects.update(role=Membership.Role.USER)
    assert "Högst 300,00 kr" in words(cecilia.get(page))
    assert cecilia.post(page, said).status_code == 404


def test_cecilia_writes_off_the_rest_with_its_reason() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    cecilia, url = cecilia_with(case)
    form = fields_of(cecilia.get(f"{url}skriv-av/"))
    assert "Välj varför resten skrivs av." in words(cecilia.post(f"{url}skriv-av/", form))
    done = words(cecilia.post(f"{url}skriv-av/", form | {"why": "no_means"}, follow=True))
    assert "Gäldenären kan inte betala. 10 060,00 kr krävs inte längre. Kostar borgenären 75,00 kr" in done
    assert (state(case), owed(case, Account.CREDITOR_OWES)) == (State.WRITTEN_OFF, [6_000])
    assert broken() == []


def test_finance_writes_off_the_rest_at_nobodys_cost() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    staff(ASTRID)
    astrid, url = logged_in(ASTRID), f"/handlaggning/arenden/{case.number}/"
    assert "Skriv av resten" in words(astrid.get(url))
    assert astrid.post(f"{url}skriv-av/", {"why": "åldern"}).status_code == 400
    done = words(astrid.post(f"{url}skriv-av/", {"why": "bankrupt"}, follow=True))
    assert "Resten är avskriven och ärendet avslutat." in done
    assert (log(case)[-1], owed(case, Account.CREDITOR_OWES)) == ("written_off", [0])
    assert astrid.post(f"{url}skriv-av/", {"why": "bankrupt"}).status_code == 409
    assert broken() == []


def test_finance_connects_what_the_bank_took_back_with_its_payment() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    staff(ASTRID)
    anna_pays(case, "10095.62", REMINDED)
    bank_takes_back("10095.62", REMINDED)
    astrid = logged_in(ASTRID)
    assert "debiteringar som ingen bad om 1" in words(astrid.get("/handlaggning/"))
    (address,) = findall(
        r'href="(/handlaggning/aterforingar/\d+/)"',
        astrid.get("/handlaggning/aterforingar/").content.decode(),
    )
    shown = astrid.get(address)
    assert f"Återför 10 095,62 kr på ärende {in_fours(case.number)}".replace("\u00a0", " ") in words(shown)
    assert "samma referens hos banken" in words(shown)
    form = fields_of(shown)
    done = words(astrid.post(f"{address}aterfor/", form, follow=True))
    assert "10 095,62 kr är återförda." in done
    assert "Inga återföringar väntar" in done
    assert (state(case), log(case)[-3:]) == (State.REMINDED, ["reversed", "reopened", "told"])
    assert astrid.post(f"{address}aterfor/", form).status_code == 409
    assert broken() == []
