"""Identity numbers: checked, normalised, masked, kept. All persons here are test numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav import identity

TOLVAN = "191212121212"  # Skatteverket's best known test person
TEST_1890 = "189001019802"  # the first of Skatteverket's test numbers
COORDINATED = "197010632391"  # the example of a samordningsnummer: born on the 3rd, written 63
TODAY = date(2026, 11, 22)
KEY = "a key for tests, of thirty-two characters or more"
NEXT_KEY = "2:another key for tests, of thirty-two characters or more"


@pytest.mark.parametrize("text", ["191212121212", "19121212-1212", " 1912 1212 1212 ", "19121212+1212"])
def test_a_person_number_is_kept_as_twelve_digits(text: str) -> None:
    assert identity.person_number(text) == TOLVAN


def test_test_numbers_and_samordningsnummer_are_accepted() -> None:
    assert identity.person_number("18900101-9802") == TEST_1890
    assert identity.person_number("20170101-2393") == "201701012393"
    assert identity.person_number("19701063-2391") == COORDINATED
    assert identity.is_coordination_number(COORDINATED)
    assert not identity.is_coordination_number(TOLVAN)
    assert identity.birth_date(COORDINATED) == date(1970, 10, 3)
    assert identity.birth_date(TOLVAN) == date(1912, 12, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "191212121213",
        "191202301219",
        "171212121212",
        "211212121212",
        "5566778899",
        "19121212-121",
        "1912121212123",
        "19121212 x1212",
        "１９１２１２１２１２１２",
    ],
)
def test_a_number_that_is_nobodys_is_refused(text: str) -> None:
    with pytest.raises(identity.NotAPersonNumber):
        identity.person_number(text, today=TODAY)


def test_a_refusal_never_repeats_the_number() -> None:
    with pytest.raises(identity.NotAPersonNumber) as refused:
        identity.person_number("191212121213")
    assert "1212" not in str(refused.value)


def test_ten_digits_need_a_day_to_tell_the_century() -> None:
    with pytest.raises(identity.CenturyUnknown):
        identity.person_number("121212-1212")
    assert identity.person_number("121212-1212", today=TODAY) == "201212121212"
    assert identity.person_number("121212-1212", today=date(2012, 12, 12)) == "201212121212"
    assert identity.person_number("121212-1212", today=date(2012, 12, 11)) == TOLVAN
    assert identity.person_number("121212+1212", today=TODAY) == TOLVAN
    assert identity.person_number("701063-2391", today=TODAY) == COORDINATED
    with pytest.raises(identity.NotAPersonNumber):
        identity.person_number("121212-1213", today=TODAY)


def test_a_person_number_is_masked_to_the_day_of_birth() -> None:
    assert identity.mask_person_number("198402151234") == "840215-\u2022\u2022\u2022\u2022"
    assert identity.format_person_number(TOLVAN) == "19121212-1212"


@pytest.mark.parametrize("text", ["5566778899", "556677-8899", "16556677-8899", " 556677 8899 "])
def test_an_organisation_number_is_kept_as_ten_digits(text: str) -> None:
    assert identity.organisation_number(text) == "5566778899"


@pytest.mark.parametrize("text", ["1212121212", "121212-1212", "19121212-1212", "201212121212"])
def test_a_sole_traders_number_is_the_person_without_century(text: str) -> None:
    assert identity.organisation_number(text) == "1212121212"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5566778898",
        "191212121213",
        "556677-889",
        "17556677-8899",
        "1202301219",
        "1299999995",
        "556677+8899",
    ],
)
def test_an_organisation_number_that_is_nobodys_is_refused(text: str) -> None:
    with pytest.raises(identity.NotAnOrganisationNumber):
        identity.organisation_number(text)


def test_a_sole_traders_number_is_masked_and_a_companys_is_not() -> None:
    assert identity.mask_organisation_number("1212121212") == "121212-\u2022\u2022\u2022\u2022"
    assert identity.mask_organisation_number("5566778899") == "556677-8899"
    assert identity.is_sole_trader("7010632391")
    assert not identity.is_sole_trader("2120000142")


@pytest.mark.parametrize(
    ("text", "digits", "printed"),
    [
        ("991-2346", "9912346", "991-2346"),
        ("5805-6201", "58056201", "5805-6201"),
        (" 58056201 ", "58056201", "5805-6201"),
    ],
)
def test_a_bankgiro_has_seven_or_eight_digits(text: str, digits: str, printed: str) -> None:
    assert identity.bankgiro(text) == digits
    assert identity.format_bankgiro(digits) == printed


@pytest.mark.parametrize(
    "text", ["", "991-2347", "58-056201", "580562-01", "0000-0000", "123456", "580562010", "5805--6201"]
)
def test_a_bankgiro_with_a_slip_in_it_is_refused(text: str) -> None:
    with pytest.raises(identity.NotABankgiro):
        identity.bankgiro(text)


@given(st.integers(100_0000, 9999_9999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_in_a_bankgiro_is_always_found(number: int, place: int, step: int) -> None:
    digits = [int(d) for d in str(number)]
    try:
        identity.bankgiro(str(number))
    except identity.NotABankgiro:
        return
    place %= len(digits)
    digits[place] = (digits[place] + step) % 10
    with pytest.raises(identity.NotABankgiro):
        identity.bankgiro("".join(map(str, digits)))


def test_equal_numbers_hash_equal_under_one_key_only() -> None:
    first = identity.keyed_hash(value=TOLVAN, key=KEY)
    assert first == identity.keyed_hash(value=TOLVAN, key=KEY)
    assert first != identity.keyed_hash(value=TEST_1890, key=KEY)
    assert first[1:] != identity.keyed_hash(value=TOLVAN, key=NEXT_KEY)[1:]
    assert (len(first), first[0], identity.keyed_hash(value=TOLVAN, key=NEXT_KEY)[0]) == (33, 1, 2)


@given(st.text())
def test_what_is_encrypted_comes_back(value: str) -> None:
    assert identity.decrypt(value=identity.encrypt(value=value, key=KEY), key=KEY) == value


def test_a_cipher_is_never_twice_the_same_and_carries_its_key_version() -> None:
    one, two = (identity.encrypt(value=TOLVAN, key=NEXT_KEY) for _ in range(2))
    assert one != two
    assert (one[0], TOLVAN.encode() in one) == (2, False)


def test_an_altered_cipher_or_another_key_is_refused() -> None:
    sealed = identity.encrypt(value=TOLVAN, key=KEY)
    for wrong in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x02" + sealed[1:], sealed[:12], b""):
        with pytest.raises(identity.NotDecipherable):
            identity.decrypt(value=wrong, key=KEY)
    for key in (NEXT_KEY, KEY[::-1]):
        with pytest.raises(identity.NotDecipherable):
            identity.decrypt(value=sealed, key=key)


@pytest.mark.parametrize("key", ["", "short", "2:" + "x" * 31, "256:" + "x" * 40, "2:3:" + "x" * 40])
def test_a_weak_key_is_refused(key: str) -> None:
    with pytest.raises(identity.NotAKey):
        identity.keyed_hash(value=TOLVAN, key=key)
