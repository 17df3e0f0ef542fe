"""What each version of a template is made of: the facts it is given and its style sheets. Pure."""

from dataclasses import dataclass
from typing import Any, Final

from letters.catalogue import UnknownTemplate
from letters.facts import Facts, LetterFacts, from_json
from letters.plain import PlainFacts


@dataclass(frozen=True)
class Version:
    """The shape of the facts, and the style sheets under the template folder, a later one on top of an earlier."""

    facts: type[Facts]
    styles: tuple[str, ...]


_CLAIM: Final = Version(LetterFacts, ("letters/letter-1.css",))

MADE_OF: Final[dict[str, Version]] = {
    "reminder-1": _CLAIM,
    "demand-1": _CLAIM,
    "final-1": _CLAIM,
    "surveillance-1": _CLAIM,
    "plain-1": Version(PlainFacts, ("letters/letter-1.css", "letters/plain-1.css")),
}


def made_of(version: str) -> Version:
    """Return what a version is made of. Raises UnknownTemplate."""
    if version not in MADE_OF:
        raise UnknownTemplate(version)
    return MADE_OF[version]


def facts_kept(plain: Any, *, version: str) -> Facts:
    """Return the facts of a kept letter, checked again. Raises NotALetter, UnknownTemplate."""
    return from_json(made_of(version).facts, plain)
