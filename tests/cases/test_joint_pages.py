"""Pages of several who answer jointly: Cecilia says who when she registers, and lets one go; Astrid adds and judges."""

import pytest
from django.test import Client

from cases.joint import answering
from cases.models import Case, Debtor, JointDebtor
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, upload
from tests.cases.said import fresh
from tests.cases.test_joint_debtors import OCT_13
from tests.cast import a_case, staff
from tests.debtor_portal.given import play
from tests.pages import logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)

BO = {
    "name": "Bo Nilsson",
    "kind": "person",
    "number": "19960313-2391",
    "care_of": "",
    "street": "Liftvägen 3",
    "postcode": "837 52",
    "city": "Åre",
}
SECOND = {f"debtor2_{name}": value for name, value in BO.items()}


@pytest.fixture
def astrid(are_bygg: int) -> Client:
    staff(ASTRID)
    return logged_in(ASTRID)


def asked(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return [each.name for each in answering(fresh(case))]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"debtor2_street": ""}, "Skriv gatuadressen."),
        ({"debtor2_kind": ""}, "Välj privatperson eller företag."),
        ({"debtor2_postcode": "²²²²²"}, "Postnumret har fem siffror."),
        ({"debtor2_number": "19960313-2392"}, "Numret stämmer inte."),
        ({"debtor2_number": ANSWERS["debtor_number"]}, "Samma gäldenär står två gånger."),
        (
            {"debtor_kind": "company", "debtor_number": "559990-1013", "late_payment_claimed": "no"},
            "Skriv privatpersonen först.",
        ),
    ],
)
def test_what_is_wrong_with_a_second_debtor_is_said(
    cecilia: Client, are_bygg: int, changed: dict[str, str], words: str
) -> None:
    check = upload(cecilia)
    answer = cecilia.post(check, ANSWERS | SECOND | changed)
    assert answer.status_code == 400
    assert words in text_of(answer)


def test_cecilia_registers_two_and_lets_one_go(cecilia: Client, are_bygg: int) -> None:
    check = upload(cecilia)
    confirm = cecilia.post(check, ANSWERS | SECOND)
    page = text_of(cecilia.get(confirm.url))  # type: ignore[attr-defined]
    assert "Svarar också Bo Nilsson, Liftvägen 3, 837 52, Åre" in page
    press(cecilia, confirm.url)  # type: ignore[attr-defined]
    with tenant_scope(are_bygg):
        case = Case.objects.get()
        bo = Debtor.objects.get(name="Bo Nilsson")
        # The price and what is foretold are those of one claim.
        assert case.events.get(kind="registered").facts["foretold"][1]["cost_ore"] == 18_000
    assert asked(case) == ["Anna Lindqvist", "Bo Nilsson"]
    assert "Anna Lindqvist och Bo Nilsson" in text_of(cecilia.get("/arenden/?q=Bo"))
    here = f"/arenden/{case.number}/galdenarer/"
    assert "Krävs på hela skulden." in text_of(cecilia.get(here))
    assert cecilia.post(here, {"act": "release", "whom": bo.pk}).status_code == 400
    gone = cecilia.post(here, {"act": "release", "whom": bo.pk, "why": "not_liable"}, follow=True)
    assert "Svarar inte för skulden" in text_of(gone)
    assert asked(case) == ["Anna Lindqvist"]
    anna = cecilia.post(here, {"act": "release", "whom": case.debtor_id, "why": "creditor"})
    assert anna.status_code == 409
    assert "Ingen skulle vara kvar att kräva." in text_of(anna)


def test_astrid_adds_one_and_judges_the_second_by_itself(astrid: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(OCT_13)
    here = f"/handlaggning/arenden/{case.number}/galdenarer/"
    assert "Skriv gäldenärens namn." in text_of(astrid.post(here, {"act": "add"}))
    added = astrid.post(here, {"act": "add", **BO}, follow=True)
    assert "Var och en får ett eget krav" in text_of(added)
    assert asked(case) == ["Anna Lindqvist", "Bo Nilsson"]
    with tenant_scope(are_bygg):
        bo = JointDebtor.objects.get(label="Bo Nilsson").debtor_id
    names = f"/handlaggning/arenden/{case.number}/namn/?vem={bo}"
    assert "Bo Nilsson" in text_of(astrid.get(names))
    assert astrid.post(names, {"name": "Bo Eriksson", "number": ""}).status_code == 302
    assert asked(case) == ["Anna Lindqvist", "Bo Eriksson"]
    moved = {"care_of": "", "street": "Storgatan 1", "postcode": "831 30", "city": "Östersund"}
    assert astrid.post(f"/handlaggning/arenden/{case.number}/adress/?vem={bo}", moved).status_code == 302
    with tenant_scope(are_bygg):
        streets = dict(Debtor.objects.values_list("name", "street"))
    assert streets == {"Anna Lindqvist": case.debtor.street, "Bo Eriksson": "Storgatan 1"}
    happened = f"/handlaggning/arenden/{case.number}/handelser/?vem={bo}"
    assert "Skriv in vad som har hänt Bo Eriksson" in text_of(astrid.get(happened))
