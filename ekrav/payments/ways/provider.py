"""The one shape of every payment provider: create, read, cancel, send back, and recognise its call.

An adapter speaks the provider's real wire format and knows no database. What it returns is what the provider says;
what follows from it is decided in `ekrav.payments.ways.note`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ekrav.money import Ore
from ekrav.payments.ways.states import State


class NotReached(RuntimeError):
    """The provider cannot have heard us: nothing was begun, and asking again is right."""


class NoAnswer(RuntimeError):
    """The provider may have heard us. Only what it says when it is read, or the bank, tells what became of it."""


class Declined(ValueError):
    """The provider has heard us and says no; `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotKnown(LookupError):
    """The provider has no such instruction."""


class Forged(ValueError):
    """A call that does not come from the provider, or is too old."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An instruction as a provider is told of it. `refund_of`: the payment reference of what is sent back."""

    instruction_id: str
    callback_id: str
    amount: Ore
    ocr: str
    callback_url: str
    return_url: str
    provider_id: str = ""
    refund_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The provider has it: its id there, the token that opens the payer's app, the address where the payer goes on."""

    provider_id: str
    token: str = ""
    pay_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the provider says of an instruction when it is read: never a call's word for it.

    `instruction_id` and `amount` are the provider's, to be compared with ours. `code`: why it did not become paid.
    """

    state: State
    instruction_id: str
    amount: Ore
    currency: str
    payment_reference: str = ""
    paid_on: date | None = None
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Called:
    """Which instruction a call is about: by our callback id, or by the provider's id. A hint and no more.

    `dispute`: of a payment that its payer wants back, the provider's id of that.
    """

    callback_id: str = ""
    provider_id: str = ""
    dispute: str = ""


@dataclass(frozen=True, kw_only=True)
class Disputed:
    """What a card provider says of a payment whose holder wants it back. `dispute`: the provider's id of that, of which
    a payment may have several. `lost`: it has gone back for good."""

    dispute: str
    payment_reference: str
    amount: Ore
    currency: str
    lost: bool


class Disputes(Protocol):
    """A provider whose payments may be taken back by whoever made them."""

    def read_dispute(self, dispute: str) -> Disputed:
        """Read one. Raises `NotKnown`, `NotReached`, `NoAnswer`."""


class Provider(Protocol):
    """A payment provider. Every call has a time limit; none is tried again here."""

    def create(self, asked: Asked) -> Begun:
        """Ask for a payment; the same instruction twice is one. Raises `Declined`, `NotReached`, `NoAnswer`."""

    def read(self, asked: Asked) -> Seen:
        """Read a payment. Raises `NotKnown`, `NotReached`, `NoAnswer`."""

    def cancel(self, asked: Asked) -> None:
        """Ask to take a payment back before it is made. Raises as `read`; reading tells what became of it."""

    def refund(self, asked: Asked) -> Begun:
        """Send money back, likewise once. Raises as `create`."""

    def read_refund(self, asked: Asked) -> Seen:
        """Read what is sent back. Raises as `read`."""

    def called(self, *, headers: Mapping[str, str], body: bytes, now: int) -> Called | None:
        """Recognise a call; None when it is about nothing of ours. `now`: Unix seconds. Raises `Forged`."""
