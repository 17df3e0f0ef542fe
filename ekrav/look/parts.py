"""What the page parts are handed: plain frozen values, so that a view says what to show and a template how.

Words are already translated. A `url` left empty means no link. Amounts are öre. The templates that take these lie in
`templates/parts/`; `templates/README.md` says which takes what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

from ekrav.money import Ore

Words = str | Promise


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere. `current` marks the one that is shown now; `count` stands beside it."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None
    late: bool = False


@dataclass(frozen=True)
class LinkGroup:
    """A heading over links, as in the staff rail."""

    label: Words
    links: Sequence[Link]


@dataclass(frozen=True)
class Row:
    """One line of a check page or of a group of facts. `read` puts the mark "read from the invoice" after the value."""

    term: Words
    value: Words
    change_url: str = ""
    note: Words = ""
    read: bool = False


@dataclass(frozen=True)
class Sum:
    """One line of a reckoning: label, amount, `note` small under the label; `total` is the ruled last line.

    `url` leads from the amount to the entries that made it.
    """

    label: Words
    ore: Ore | None
    note: Words = ""
    total: bool = False
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """A key figure: never without its definition or comparison (`note`) or the list behind it (`url`)."""

    label: Words
    ore: Ore | None = None
    text: Words = ""
    unit: Words = ""
    note: Words = ""
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One line of a timeline, planned or past. `line` may be safe markup; `effect` is what it does to the debt."""

    day: date
    what: Words
    shape: str = "ring"
    line: Words = ""
    at: datetime | None = None
    earliest: bool = False
    effect: Ore | None = None
    effect_note: Words = ""


@dataclass(frozen=True)
class Act:
    """A button: a form of its own when it posts, a link drawn as a button when not. `key` is its letter key."""

    label: Words
    url: str
    post: bool = False
    name: str = ""
    value: str = ""
    key: str = ""


@dataclass(frozen=True)
class Decision:
    """A card that asks. Its answers are drawn alike; `otherwise` says what happens without one."""

    kind: Words
    question: Words
    by: date | None = None
    shape: str = "flag"
    text: Words = ""
    quote: Sequence[Sum] = field(default_factory=tuple)
    acts: Sequence[Act] = field(default_factory=tuple)
    link: Link | None = None
    otherwise: Words = ""


@dataclass(frozen=True)
class ForecastStep:
    """One row of "what happens next and what does it cost". Unknown amounts are None and shown as a dash.

    `stops_if_paid_by`: the last day on which a booked payment stops the step; `todays_rate`: the total is reckoned with
    a rate that is not decided for all its days.
    """

    day: date
    what: Words
    debtor_pays: Ore | None
    total_then: Ore | None
    you_pay: Ore | None
    you_risk: Ore | None
    choice: Words = ""
    stops_if_paid_by: date | None = None
    todays_rate: bool = False


@dataclass(frozen=True)
class Step:
    """One station of an approval or of a dispatch: done, current or ahead."""

    label: Words
    done: bool = False
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """Where in a long list we are: "1–50 av 3 120"."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class Place:
    """Where in a document a value was found, in the page's own units, for the outline beside the fields."""

    field: str
    x: int
    y: int
    width: int
    height: int
    current: bool = False
    text: str = ""
