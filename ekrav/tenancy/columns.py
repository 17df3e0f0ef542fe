"""A column of values as one parameter: the text of a PostgreSQL array.

For what comes by the hundred thousand. The driver would look at each value for its type, quote it by itself and join
the whole; here a column has one type, so one kind of writing does for all of it.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Field, ForeignObject, Lookup


def array(values: Sequence[Any]) -> str:
    """Return the array literal of whole numbers, texts, dates, times, bytes, truths, ids, or what JSON can say.

    None is NULL. The statement says the type: `%s::bigint[]`.
    """
    kind = next((type(value) for value in values if value is not None), int)
    if issubclass(kind, int):
        return "{" + ",".join(["NULL" if value is None else str(int(value)) for value in values]) + "}"
    write = _WRITTEN.get(kind, str)
    return "{" + ",".join(["NULL" if value is None else _quoted(write(value)) for value in values]) + "}"


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_WRITTEN: dict[type, Any] = {
    bytes: lambda value: "\\x" + value.hex(),
    dict: json.dumps,
    list: json.dumps,
    date: date.isoformat,
}


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
