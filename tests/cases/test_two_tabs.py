"""Two tabs on one uploaded invoice: what is registered is what the person who pressed the button had read."""

import pytest
from django.test import Client

from cases.models import Case, Claim
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, upload
from tests.pages import fields_of, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def answered(cecilia: Client, check: str, amount: str) -> str:
    """The address of the page where answers with this amount are confirmed."""
    return str(cecilia.post(check, ANSWERS | {"amount": amount}).url)  # type: ignore[attr-defined]


def cases(creditor_id: int) -> int:
    with tenant_scope(creditor_id):
        return Case.objects.count()


def test_answers_changed_in_another_tab_are_shown_before_anything_is_registered(
    cecilia: Client, are_bygg: int
) -> None:
    check = upload(cecilia)
    confirm = answered(cecilia, check, "10 000,00")
    first_tab = fields_of(cecilia.get(confirm))
    assert answered(cecilia, check, "10 500,00") == confirm

    refused = cecilia.post(confirm, first_tab)
    assert refused.status_code == 409
    assert "Svaren har ändrats sedan du öppnade sidan" in text_of(refused)
    assert "Inget är registrerat." in text_of(refused)
    assert "10 500,00 kr" in text_of(refused).replace("\u00a0", " ")
    assert cases(are_bygg) == 0

    done = cecilia.post(confirm, fields_of(refused), follow=True)
    assert "är registrerat." in text_of(done)
    with tenant_scope(are_bygg):
        assert Claim.objects.get().capital_ore == 1_050_000


def test_answers_changed_and_changed_back_are_the_ones_that_were_shown(
    cecilia: Client, are_bygg: int
) -> None:
    check = upload(cecilia)
    confirm = answered(cecilia, check, "10 000,00")
    first_tab = fields_of(cecilia.get(confirm))
    answered(cecilia, check, "10 500,00")
    answered(cecilia, check, "10 000,00")
    assert cecilia.post(confirm, first_tab).status_code == 302
    assert cases(are_bygg) == 1


@pytest.mark.parametrize("shown", ["", "0" * 64, "é"])
def test_a_form_that_does_not_say_what_it_showed_registers_nothing(
    cecilia: Client, are_bygg: int, shown: str
) -> None:
    confirm = answered(cecilia, upload(cecilia), "10 000,00")
    assert cecilia.post(confirm, {"shown": shown}).status_code == 409
    assert cases(are_bygg) == 0
    assert press(cecilia, confirm).status_code == 200
    assert cases(are_bygg) == 1
