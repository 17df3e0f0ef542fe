"""Names on notes that are no longer shown: a debtor has come to have protected personal data since the note was made.

A note never changes, and neither do its bytes: they are shown no more. Its figures are, without the name.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ekrav.payments.models import WITHHELD, Reference
from payouts.models import PayoutLine, SettlementNote


def withheld_cases(numbers: Collection[str]) -> set[str]:
    """Of these cases, those whose debtor's name is no longer shown. In a scope that sees them; one query."""
    rows = Reference.objects.filter(case_number__in=numbers, debtor_label=WITHHELD)
    return set(rows.values_list("case_number", flat=True))


def shown(notes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The notes' facts as they may be shown now."""
    hidden = withheld_cases({line["case_number"] for facts in notes for line in facts["lines"]})
    return [dict(facts) | {"lines": [_line(line, hidden) for line in facts["lines"]]} for facts in notes]


def hide_names(lines: Sequence[PayoutLine]) -> None:
    """Put the word for it in the place of the names that are no longer shown; nothing is saved."""
    hidden = withheld_cases({line.case_number for line in lines})
    for line in lines:
        if line.case_number in hidden:
            line.debtor_label = WITHHELD


def names_withheld(note: SettlementNote) -> bool:
    """Whether the note's own bytes name somebody who is no longer shown."""
    hidden = withheld_cases({line["case_number"] for line in note.facts["lines"]})
    named = {line["case_number"] for line in note.facts["lines"] if line["debtor"] not in ("", WITHHELD)}
    return bool(hidden & named)


def _line(line: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    return dict(line) | ({"debtor": WITHHELD} if line["case_number"] in hidden else {})
