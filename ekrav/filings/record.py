"""What every record of a file has."""

from dataclasses import dataclass

from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Record:
    """One transaction.

    `id`: the sender's own name of it, which it never uses for another. `reference`: ours of the application that it is
    about; an application that comes again under its reference is the same application.
    """

    id: str
    reference: str

    @property
    def controlled(self) -> Ore:
        """What the record adds to its file's control sum."""
        return Ore(0)
