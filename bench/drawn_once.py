"""Letters and notes drawn once of each design: what a long run is about is when they leave, not how they look."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from letters import dispatch
from letters.facts import Facts
from letters.fits import require_printable
from letters.render import render
from payouts import note_pdf


@contextmanager
def drawn_once() -> Iterator[None]:
    """Until it ends, the first letter or note of each design is drawn and its bytes serve for the rest.

    What each says is composed and kept as ever, and must fit its paper.
    """
    letters: dict[str, bytes] = {}
    notes: dict[str, bytes] = {}
    right_note = note_pdf.render_note

    def letter(*, facts: Facts, version: str) -> bytes:
        require_printable(facts)
        if version not in letters:
            letters[version] = render(facts=facts, version=version)
        return letters[version]

    def note(facts: dict[str, Any]) -> bytes:
        design = facts["version"]
        if design not in notes:
            notes[design] = right_note(facts)
        return notes[design]

    with patch.object(dispatch, "render", letter), patch.object(note_pdf, "render_note", note):
        yield
