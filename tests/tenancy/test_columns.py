"""A column of values travels as the text of an array: what is written is what PostgreSQL reads, to the byte."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekrav.payments.models import BankFile
from ekrav.tenancy import agency_scope
from ekrav.tenancy.columns import array
from ekrav.tenancy.insert import insert_columns, insert_rows

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 hypothesis gives it the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
SAID = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda some: st.lists(some, max_size=3) | st.dictionaries(WORDS, some, max_size=3),
    max_leaves=6,
)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "text": WORDS | st.sampled_from(["NULL", "", "{}", '"', "\\", "a,b", " ", "\n"]),
    "date": st.dates(min_value=date(1, 1, 1)),
    "timestamptz": MOMENTS,
    "uuid": st.uuids(),
    "bytea": st.binary(max_size=40),
    "jsonb": st.dictionaries(WORDS, SAID, max_size=3) | st.lists(SAID, max_size=3),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_postgresql_reads_what_was_written(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | KINDS[kind], max_size=6))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT each FROM unnest(%s::{kind}[]) WITH ORDINALITY o(each, n) ORDER BY n", [array(values)]
        )
        read = [_plain(kind, each) for (each,) in cursor.fetchall()]
    assert read == values


def _plain(kind: str, value: Any) -> Any:
    if value is None:
        return None
    return json.loads(value) if kind == "jsonb" else bytes(value) if kind == "bytea" else value


@pytest.mark.parametrize(
    "values",
    [
        [memoryview(b"ett kvitto")],
        [Decimal("1.10")],
        [1.1],
        [object()],
        ["a", 1],
        [date(2026, 11, 26), datetime(2026, 11, 26, 12, tzinfo=UTC)],
    ],
)
def test_what_has_no_way_of_writing_is_refused_and_never_guessed(values: list[Any]) -> None:
    with pytest.raises(TypeError, match="column"):
        array(values)


def a_file(number: int, *, name: str, content: bytes) -> BankFile:
    return BankFile(
        sha256=number.to_bytes(8, "big") + content, size=len(content), name=name, format="camt.054",
        message_id="M", entry_count=1, credit_ore=2**40, debit_ore=0,
        received_at=datetime(2026, 11, 26, 12, 30, 1, 5, tzinfo=UTC),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(st.tuples(WORDS, st.binary(max_size=40)), min_size=1, max_size=5))
def test_rows_are_inserted_as_they_stand_and_get_their_keys_in_order(told: list[tuple[str, bytes]]) -> None:
    with agency_scope():
        before = BankFile.objects.count()
        rows = [
            a_file(before + number, name=name, content=content) for number, (name, content) in enumerate(told)
        ]
        insert_rows(rows)
        for row in rows:
            kept = BankFile.objects.get(pk=row.pk)
            for field in BankFile._meta.concrete_fields:
                written, read = getattr(row, field.attname), getattr(kept, field.attname)
                assert (bytes(read) if isinstance(read, memoryview) else read) == written, field.attname


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    row = a_file(1, name="x" * 201, content=b"")
    fields = {
        field.attname: [getattr(row, field.attname)]
        for field in BankFile._meta.concrete_fields
        if not field.primary_key
    }
    with agency_scope(), pytest.raises(DataError, match="too long"), transaction.atomic():
        insert_columns(BankFile, fields)
