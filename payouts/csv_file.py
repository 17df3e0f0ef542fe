"""Rows as CSV, the way a Swedish spreadsheet opens it: semicolons, decimal commas, UTF-8 with its mark. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# A cell that begins so is a formula to a spreadsheet.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | None


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file. Whole numbers are öre and written as kronor; text stays text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        whole, part = divmod(abs(cell), 100)
        return f"{'-' if cell < 0 else ''}{whole},{part:02}"
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
