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
    kinds = set(map(type, values))
    nulls = type(None) in kinds
    kinds.discard(type(None))
    writings = {_writing(kind) for kind in kinds}
    if len(writings) > 1:
        raise TypeError("a column is of one kind")
    write, bare = (str, True) if kinds <= {int} else next(iter(writings))
    texts = (
        ["NULL" if value is None else write(value) for value in values] if nulls else list(map(write, values))
    )
    if bare:
        return "{" + ",".join(texts) + "}"
    together = '","'.join(texts)
    # What must be escaped is rare: it is looked for in all of them at once.
    if nulls or "\\" in together or together.count('"') != 2 * len(texts) - 2:
        quoted = [
            "NULL" if value is None else _quoted(text) for value, text in zip(values, texts, strict=True)
        ]
        return "{" + ",".join(quoted) + "}"
    return '{"' + together + '"}'


def _writing(kind: type) -> tuple[Callable[[Any], str], bool]:
    for known, write, bare in _WRITTEN:
        if issubclass(kind, known):
            return write, bare
    raise TypeError(f"no column is written of {kind.__name__}")


def _number(value: int) -> str:
    return str(int(value))


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


# How each kind is written, and whether it may stand in an array without quotes. A moment is a date to Python: it stands
# before. The backslash of bytes is escaped.
_WRITTEN: Final[tuple[tuple[type, Callable[[Any], str], bool], ...]] = (
    (int, _number, True),
    (str, str, False),
    (datetime, datetime.isoformat, True),
    (date, date.isoformat, True),
    (UUID, str, True),
    (bytes, lambda value: "\\\\x" + value.hex(), True),
    (dict, json.dumps, False),
    (list, json.dumps, False),
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
