"""From claims to the person: each broker's dialect gives the same identity, and nothing else gives any."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ekrav.accounts.bankid.claims import CLAIM_MAPS
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.bankid.reading import identity_from
from ekrav.accounts.bankid.refusal import LoginRefused, Reason

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LOGIN = {"iss": "https://idp.example", "sub": "s", "acr": "a", "auth_time": 1_795_175_990}
DIALECTS: dict[str, dict[str, object]] = {
    "oidc_se": {"https://id.oidc.se/claim/personalIdentityNumber": "199102142388", "name": "Cecilia Ek"},
    "idura": {"ssn": "199102142388", "name": "Cecilia Ek", "identityscheme": "sebankid", "country": "SE"},
    "signicat": {
        "nin": "199102142388",
        "nin_type": "PERSON",
        "nin_issuing_country": "SE",
        "idp": "sbid",
        "name": "Cecilia Ek",
    },
}
CECILIA = BankIdIdentity(
    person_number="199102142388",
    name="Cecilia Ek",
    issuer="https://idp.example",
    subject="s",
    acr="a",
    auth_time=datetime(2026, 11, 20, 11, 59, 50, tzinfo=UTC),
)


def read(dialect: str, *, userinfo: dict[str, object] | None = None, **changes: object) -> BankIdIdentity:
    said = LOGIN | DIALECTS[dialect] | changes
    claims = {name: value for name, value in said.items() if value is not None}
    return identity_from(
        claims=claims, userinfo=userinfo or {"sub": "s"}, claim_map=CLAIM_MAPS[dialect], at=AT
    )


def refusal(dialect: str, *, userinfo: dict[str, object] | None = None, **changes: object) -> Reason:
    with pytest.raises(LoginRefused) as refused:
        read(dialect, userinfo=userinfo, **changes)
    return refused.value.reason


def test_every_broker_has_a_dialect_tried_here() -> None:
    assert set(DIALECTS) == set(CLAIM_MAPS)


@pytest.mark.parametrize("dialect", CLAIM_MAPS)
def test_every_dialect_says_the_same_person(dialect: str) -> None:
    assert read(dialect) == CECILIA


@pytest.mark.parametrize("dialect", CLAIM_MAPS)
def test_the_person_number_comes_from_the_token_and_never_from_userinfo(dialect: str) -> None:
    (claim, *_) = CLAIM_MAPS[dialect].number
    assert (
        refusal(dialect, userinfo={"sub": "s", claim: "199102142388"}, **{claim: None})
        is Reason.NUMBER_MISSING
    )


@pytest.mark.parametrize("dialect", CLAIM_MAPS)
def test_the_name_may_come_from_userinfo_about_the_same_subject(dialect: str) -> None:
    assert read(dialect, name=None, userinfo={"sub": "s", "name": " Cecilia \u2003 Ek"}).name == "Cecilia Ek"
    assert refusal(dialect, name=None, userinfo={"sub": "other", "name": "Cecilia Ek"}) is Reason.SUBJECT
    assert refusal(dialect, name=None) is Reason.NAME_MISSING


@pytest.mark.parametrize(
    ("dialect", "changes"),
    [
        ("idura", {"identityscheme": "sefrejaid"}),
        ("idura", {"identityscheme": None}),
        ("idura", {"country": "NO"}),
        ("signicat", {"idp": "nbid"}),
        ("signicat", {"nin_type": "ORGANISATION"}),
        ("signicat", {"nin_issuing_country": "FI"}),
    ],
)
def test_another_e_identity_than_bankid_is_refused(dialect: str, changes: dict[str, Any]) -> None:
    assert refusal(dialect, **changes) is Reason.NOT_BANKID


def test_a_number_is_read_in_any_way_it_is_written() -> None:
    assert read("idura", ssn="19910214-2388") == CECILIA


@pytest.mark.parametrize(
    "number", ["9102142388", "199102142389", "5566778899", "1991021423", "Cecilia", 7, True]
)
def test_what_is_no_person_number_is_refused(number: object) -> None:
    assert refusal("idura", ssn=number) is Reason.NUMBER_INVALID


def test_an_eighteenth_birthday_opens_the_door() -> None:
    # Skatteverket's test number of somebody born on 29 February 2024.
    born = {"https://id.oidc.se/claim/personalIdentityNumber": "202402292383"}
    claims = LOGIN | DIALECTS["oidc_se"] | born
    row = CLAIM_MAPS["oidc_se"]
    with pytest.raises(LoginRefused, match="too-young"):
        identity_from(
            claims=claims, userinfo={"sub": "s"}, claim_map=row, at=datetime(2042, 2, 28, 12, tzinfo=UTC)
        )
    grown = identity_from(
        claims=claims, userinfo={"sub": "s"}, claim_map=row, at=datetime(2042, 3, 1, 12, tzinfo=UTC)
    )
    assert grown.person_number == "202402292383"


@pytest.mark.parametrize("name", ["", "   ", "Cecilia\x00Ek", "Cecilia\u202eEk", 7])
def test_a_name_that_is_no_line_of_text_is_no_name(name: object) -> None:
    assert refusal("oidc_se", name=name) is Reason.NAME_MISSING


def test_a_name_without_end_is_cut() -> None:
    assert len(read("oidc_se", name="x" * 500).name) == 120
