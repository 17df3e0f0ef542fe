"""What a filer does at the sandboxed Kronofogden from outside: files, lets days pass, reads what came."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import requests

from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.enforcement import EnforcementApplication
from ekrav.filings.file import Direction, Filing, read, write
from ekrav.filings.payment_order import PaymentOrderApplication, Title
from ekrav.filings.record import Record
from ekrav.kronofogden.channel import HttpChannel
from ekrav.money import kronor
from tests.filings.given import AGENT, APPLICANT, RESPONDENT, application

MONDAY = date(2025, 5, 12)
BF, VE = "11042950 BF", "11042950 VE"

R = TypeVar("R", bound=Record)


@dataclass
class Filer:
    """A filer's side of the wire."""

    url: str
    number: int = 0
    today: date = MONDAY
    fetched: str = ""
    came: list[Record] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @property
    def channel(self) -> HttpChannel:
        """The channel."""
        return HttpChannel(f"{self.url}/kronofogden")

    def say(self, place: str, **said: Any) -> requests.Response:
        """Tell the sandbox something."""
        return requests.post(f"{self.url}/kronofogden/{place}", json=said, timeout=10)

    def send(self, *records: Record) -> None:
        """Hand the records over in the next file."""
        self.number += 1
        self.channel.send(content=self.written(*records))

    def written(self, *records: Record) -> bytes:
        """A file of ours with the present number."""
        at = datetime.combine(self.today, datetime.min.time(), tzinfo=UTC)
        return write(
            Filing(filer="EKRA", direction=Direction.OUT, number=self.number, made_at=at, records=records)
        )

    def play(self, days: int = 1, *, at_a_time: int = 1) -> list[Record]:
        """Let days pass, perhaps several at a time; what came in that time."""
        before = len(self.came)
        for _ in range(0, days, at_a_time):
            self.today += timedelta(days=at_a_time)
            self.say("play", today=self.today.isoformat()).raise_for_status()
            self.fetch()
        return self.came[before:]

    def fetch(self) -> None:
        """Read the files that lie ready."""
        for listed in self.channel.files(after=self.fetched):
            filing = read(self.channel.fetch(file_id=listed.id))
            self.numbers.append(filing.number)
            self.came += filing.records
            self.fetched = listed.id

    def of(self, kind: type[R]) -> list[R]:
        """What has come of one kind."""
        return [record for record in self.came if isinstance(record, kind)]

    def apply(self, fate: str, **changed: Any) -> PaymentOrderApplication:
        """Apply for a payment order that goes that way."""
        asked = application(**changed)
        self.send(asked)
        self.say("fate", reference=asked.reference, fate=fate).raise_for_status()
        return asked

    def enforce(self, fate: str) -> EnforcementApplication:
        """Apply for enforcement of 10 000 and 680 kr that finds that."""
        claims = application().claims[:1]
        asked = EnforcementApplication(
            id="11042950-VE-1",
            reference=VE,
            applied_on=self.today,
            applicant=APPLICANT,
            agent=AGENT,
            debtors=(RESPONDENT,),
            title=Title(
                case_number="01-00001-25",
                decided_on=self.today,
                claims=tuple(replace(claim, interest=None) for claim in claims),
                costs=kronor("680.00"),
                against=(RESPONDENT.number,),
            ),
            left=(
                Amount(kind=AmountKind.CAPITAL, amount=kronor("10000.00")),
                Amount(kind=AmountKind.COSTS, amount=kronor("680.00")),
            ),
        )
        self.send(asked)
        self.say("fate", reference=VE, fate=fate).raise_for_status()
        return asked
