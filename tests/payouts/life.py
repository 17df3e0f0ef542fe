"""A payout run from its draft to its debits, in a process of its own that may be killed at any commit or file write."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, connection, connections

from ekrav.agency.models import StaffMember
from ekrav.bankfiles import pain001_read
from ekrav.bankfiles.bank_profile import SESBA
from ekrav.payments.bank import BankUnreachable, Listed
from ekrav.payments.inbox import AlreadyRead
from ekrav.tenancy import agency_scope
from payouts.approve import approve
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.issue import make_files
from payouts.models import PayoutRun
from payouts.refusal import ApprovalRefused
from payouts.reports import read_reports
from tests.payouts.bank import camt_of, pain002_of, told


@dataclass
class Death:
    """Counts the moments at which the process could be killed, and kills it at one of them (0: never)."""

    at: int = 0
    seen: int = 0

    def moment(self) -> None:
        """One such moment."""
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Every commit is such a moment, just before it."""
        database_class: Any = type(connections[DEFAULT_DB_ALIAS])
        commit = database_class._commit

        def counted(database: Any) -> None:
            self.moment()
            commit(database)

        with patch.object(database_class, "_commit", counted):
            yield


@dataclass
class FolderBank:
    """A bank that is a folder: what is sent lies there, and a message id that is known is not taken again."""

    folder: Path
    death: Death = field(default_factory=Death)

    def files(self, *, after: str = "") -> list[Listed]:
        """Nothing lies ready: its words are told by `tell`."""
        return []

    def fetch(self, *, file_id: str) -> BinaryIO:
        """There is none."""
        raise BankUnreachable(file_id)

    def send(self, *, content: bytes) -> str:
        """Take a payment file; before and after are moments to die at."""
        self.death.moment()
        name = pain001_read.read(content).message_id
        path = self.folder / f"{name}.xml"
        if not path.exists():
            path.write_bytes(content)
        self.death.moment()
        return name

    def tell(self, *, day: date, at: datetime) -> None:
        """Its report on every file, and its debits: the same bytes however often it is asked."""
        for path in sorted(self.folder.glob("*.xml")):
            batch = pain001_read.read(path.read_bytes())
            for content in (pain002_of(batch, at=at), camt_of(batch, day=day)):
                with suppress(AlreadyRead):
                    told(content, at=at)


@dataclass(frozen=True, kw_only=True)
class Life:
    """One run: on which payday, who approves it, where the bank is."""

    day: date
    morning: datetime
    people: tuple[StaffMember, ...]
    bank: FolderBank

    def live(self, *, at: datetime) -> None:
        """All that the machine, two people and the bank do, once through; what is done already is not done again."""
        run = draft_run(period_end=self.day, at=self.morning)
        for person in self.people:
            with suppress(ApprovalRefused):
                approve(
                    run_id=run.pk, staff=person, content_hash=bytes(run.content_hash), bankid_at=at, at=at
                )
        make_files(profile=SESBA, at=at)
        hand_over_files(bank=self.bank, at=at)
        self.bank.tell(day=self.day, at=self.morning)
        read_reports(at=at)
        settle_debits(at=at)

    def state(self) -> PayoutRun:
        """The run as it stands."""
        with agency_scope():
            return PayoutRun.objects.exclude(state="withdrawn").get(period_end=self.day)


def in_a_process(act: Callable[[], None]) -> int:
    """Do `act` in a process of its own, with its own connection; its exit status, −9 when it was killed."""
    connection.close()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    try:
        act()
        connection.close()
        os._exit(0)
    except BaseException:
        traceback.print_exc(file=sys.stderr)
        os._exit(1)


def live_and_die(life: Life, *, death_at: int, count: Path) -> int:
    """Live the run in a process that is killed at its moment number `death_at`; how many moments there were, kept."""

    def act() -> None:
        death = Death(at=death_at)
        life.bank.death = death
        with death.watching():
            life.live(at=life.morning + timedelta(hours=3))
        count.write_text(str(death.seen))

    return in_a_process(act)
