"""The bank's statements are kept, each day once, and never booked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.utils import InternalError, ProgrammingError

from ekrav.bankfiles.accounts import BANKGIRO, IBAN, Account
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.inbox import take_in
from ekrav.payments.keep import AlreadyRead
from ekrav.payments.models import BankFile, BankStatement, StatementEntry
from ekrav.payments.statements import Stated
from ekrav.tenancy import agency_scope
from tests.payments.cast import AT, DAY, IBAN_OF_CLIENTS, Debt, on_the_bank
from tests.payments.statements import camt053, line

pytestmark = pytest.mark.django_db(transaction=True)

ONE_DAY = camt053(
    line("1842.00", reference="B1"), line("-342.00", reference="B2"), opening="5000.00", sequence=7
)


def kept(content: bytes, name: str = "s.xml") -> Stated:
    """The file, taken in at the door for all files."""
    stated = take_in(content=content, name=name, at=AT)
    assert isinstance(stated, Stated)
    return stated


def test_a_day_is_kept_and_nothing_of_it_is_booked(anna: Debt) -> None:
    stated = kept(ONE_DAY)
    assert (stated.last_day, stated.lines) == (DAY, 2)
    with agency_scope():
        statement = BankStatement.objects.select_related("file").get()
        lines = list(StatementEntry.objects.values_list("direction", "amount_ore", "bank_reference"))
    # 5 000,00 + 1 842,00 − 342,00 = 6 500,00
    assert (statement.opening_ore, statement.credit_ore, statement.debit_ore) == (500000, 184200, 34200)
    assert (statement.closing_ore, statement.sequence, statement.to_date) == (650000, 7, DAY)
    assert (statement.file.format, statement.file.outcome) == ("camt.053.001.08", BankFile.Outcome.READ)
    assert lines == [("CRDT", 184200, "B1"), ("DBIT", 34200, "B2")]
    assert on_the_bank([anna.creditor_id]) == 0


def test_the_iban_is_ours_too_and_another_account_is_not(anna: Debt) -> None:
    kept(camt053(account=Account(IBAN, IBAN_OF_CLIENTS)))
    with pytest.raises(FileRefused, match="ett annat konto"):
        kept(camt053(account=Account(BANKGIRO, "50501055")))


@pytest.mark.parametrize("again", [ONE_DAY, ONE_DAY + b"\n"])
def test_the_same_statement_again_is_already_read(anna: Debt, again: bytes) -> None:
    kept(ONE_DAY, "first.xml")
    with pytest.raises(AlreadyRead) as told:
        kept(again, "second.xml")
    assert (told.value.name, told.value.at) == ("first.xml", AT)
    with agency_scope():
        assert (BankFile.objects.count(), BankStatement.objects.count()) == (1, 1)


def test_another_word_about_a_day_that_is_kept_refuses_the_file(anna: Debt) -> None:
    kept(ONE_DAY)
    with pytest.raises(FileRefused, match="Banken har redan lämnat ett utdrag för 2026-11-20"):
        kept(camt053(line("1842.01", reference="B1"), opening="5000.00"))
    with agency_scope():
        assert list(BankFile.objects.order_by("id").values_list("outcome", flat=True)) == ["read", "refused"]


def test_days_that_overlap_are_another_word_too(anna: Debt) -> None:
    kept(ONE_DAY)
    with pytest.raises(FileRefused, match="andra uppgifter"):
        kept(camt053(first=DAY - timedelta(days=3), day=DAY, opening="5000.00"))


def test_a_number_that_the_bank_has_used_this_year_is_another_word_too(anna: Debt) -> None:
    kept(ONE_DAY)
    with pytest.raises(FileRefused, match="andra uppgifter"):
        kept(camt053(day=DAY - timedelta(days=1), sequence=7))


def test_one_day_twice_in_a_file_refuses_it(anna: Debt) -> None:
    start, end = ONE_DAY.index(b"<Stmt>"), ONE_DAY.index(b"</Stmt>") + len(b"</Stmt>")
    with pytest.raises(FileRefused, match="utdrag 2"):
        kept(ONE_DAY[:end] + ONE_DAY[start:])
    with agency_scope():
        assert not BankStatement.objects.exists()


def test_a_day_that_has_not_been_is_refused(anna: Debt) -> None:
    with pytest.raises(FileRefused, match="2026-11-21, en dag som inte har varit"):
        kept(camt053(day=DAY + timedelta(days=1)))


@pytest.mark.parametrize(
    "wrong",
    [{"closing_ore": 1}, {"credit_ore": -1, "closing_ore": -1}, {"from_date": DAY + timedelta(days=1)}],
)
def test_the_database_refuses_a_statement_that_does_not_add_up(anna: Debt, wrong: dict[str, object]) -> None:
    kept(ONE_DAY)
    other_day = DAY - timedelta(days=1)
    known: dict[str, object] = {
        "account": "BGNR:1",
        "from_date": other_day,
        "to_date": other_day,
        "opening_ore": 0,
        "credit_ore": 0,
        "debit_ore": 0,
        "closing_ore": 0,
    }
    with pytest.raises(IntegrityError), agency_scope():
        BankStatement.objects.create(file=BankFile.objects.get(), **(known | wrong))


def test_a_kept_statement_never_changes(anna: Debt) -> None:
    kept(ONE_DAY)
    with pytest.raises((ProgrammingError, InternalError)), agency_scope():
        BankStatement.objects.update(closing_ore=0)
