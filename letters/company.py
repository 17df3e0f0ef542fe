"""What a letter says to a company: what it says to a person, but for the municipality's advice. Pure."""

from dataclasses import dataclass

from letters.facts import LetterFacts


@dataclass(frozen=True)
class CompanyFacts(LetterFacts):
    """A letter that claims the debt of a company, which answers for it alone."""
