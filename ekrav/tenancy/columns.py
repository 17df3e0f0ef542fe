"""A column of values as one parameter: the text of a PostgreSQL array.

For what comes by the hundred thousand. The driver would look at each value for its type, quote it by itself and join
the whole; here a column has one type, so one kind of writing does for all of it.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Field, ForeignObject, Lookup


def array(values: Sequence[Any]) -> str:
    """Return the array literal of whole numbers, texts, dates, times, bytes, truths, ids, or what JSON can say.

    None is NULL. The statement says the type: `%s::bigint[]`. Raises `TypeError` for anything else, and for a column of
    several kinds.
    """
    writings = {_writing(kind) for kind in set(map(type, values)) - {type(None)}}
    if len(writings) > 1:
        raise TypeError("a column is of one kind")
    write = next(iter(writings), str)
    if write is _number:
        return "{" + ",".join(["NULL" if value is None else str(int(value)) for value in values]) + "}"
    return "{" + ",".join(["NULL" if value is None else _quoted(write(value)) for value in values]) + "}"


def _writing(kind: type) -> Callable[[Any], str]:
    for known, write in _WRITTEN:
        if issubclass(kind, known):
            return write
    raise TypeError(f"no column is written of {kind.__name__}")


def _number(value: int) -> str:
    return str(int(value))


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


# A moment is a date to Python: it stands before.
_WRITTEN: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (int, _number),
    (str, str),
    (datetime, datetime.isoformat),
    (date, date.isoformat),
    (UUID, str),
    (bytes, lambda value: "\\x" + value.hex()),
    (dict, json.dumps),
    (list, json.dumps),
)


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """`filter(pk__among=ids)`: as `__in`, for hundreds of values, which travel as one parameter."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition: the column is one of the array's values."""
        column, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection).split("(", maxsplit=1)[0]
        return f"{column} = ANY (%s::{kind}[])", (*parameters, array(list(self.rhs)))
