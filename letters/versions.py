"""What each version of a template is made of: the facts it is given and its style sheets. Pure."""

from dataclasses import dataclass
from typing import Any, Final

from letters.catalogue import CATALOGUE, UnknownTemplate
from letters.company import CompanyFacts
from letters.facts import Facts, LetterFacts, from_json
from letters.joint import JointFacts
from letters.plain import PlainFacts


@dataclass(frozen=True)
class Version:
    """The shape of the facts, and the style sheets under the template folder, a later one on top of an earlier."""

    facts: type[Facts]
    styles: tuple[str, ...]


_CLAIM: Final = Version(LetterFacts, ("letters/letter-1.css",))
_JOINT: Final = Version(JointFacts, ("letters/letter-1.css",))
_COMPANY: Final = Version(CompanyFacts, ("letters/letter-1.css",))

MADE_OF: Final[dict[str, Version]] = {
    "reminder-1": _CLAIM,
    "demand-1": _CLAIM,
    "final-1": _CLAIM,
    "surveillance-1": _CLAIM,
    "reminder-joint-1": _JOINT,
    "demand-joint-1": _JOINT,
    "final-joint-1": _JOINT,
    "surveillance-joint-1": _JOINT,
    "reminder-company-1": _COMPANY,
    "demand-company-1": _COMPANY,
    "final-company-1": _COMPANY,
    "surveillance-company-1": _COMPANY,
    "plain-1": Version(PlainFacts, ("letters/letter-1.css", "letters/plain-1.css")),
}


def version_sent(facts: Facts) -> str:
    """Return the version by which a letter with these facts is sent today."""
    entry = CATALOGUE[facts.kind]
    if isinstance(facts, JointFacts):
        return entry.joint
    return entry.company if isinstance(facts, CompanyFacts) else entry.version


def made_of(version: str) -> Version:
    """Return what a version is made of. Raises UnknownTemplate."""
    if version not in MADE_OF:
        raise UnknownTemplate(version)
    return MADE_OF[version]


def facts_kept(plain: Any, *, version: str) -> Facts:
    """Return the facts of a kept letter, checked again. Raises NotALetter, UnknownTemplate."""
    return from_json(made_of(version).facts, plain)
