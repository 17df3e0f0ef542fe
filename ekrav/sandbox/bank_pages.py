"""The bank's window: what is on the accounts, the files laid out, and a counter where a debtor pays.

The internet bank of everybody at once. Only the demo world has it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ekrav.identity import format_bankgiro
from ekrav.money import NotAnAmount, parse_amount
from ekrav.sandbox.bank import NotAskedRight, lay_deposit
from ekrav.sandbox.bank_book import account_of, balances, laid_out, opened, setting, waiting
from ekrav.sandbox.store import current_store

blueprint = Blueprint("bank_pages", __name__)

MOST: Final = 50
_TYPED: Final = ("reference", "amount", "payer")


@dataclass(kw_only=True)
class Form:
    """The payment form as typed, and what is wrong with each field."""

    typed: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(_TYPED, "") | {"payer": "Anna Lindqvist"}
    )
    wrong: dict[str, str] = field(default_factory=dict)


@blueprint.get("/")
def account() -> str:
    """The accounts and the form."""
    return _page(Form())


@blueprint.post("/")
def pay() -> Response | tuple[str, int]:
    """A debtor pays by bankgiro: booked when the next day is played."""
    form = Form(typed={name: " ".join(request.form.get(name, "").split()) for name in _TYPED})
    with opened(current_store()) as bank:
        day = setting(bank, "day", "")
    if not day:
        return _page(form), 409
    _lay(form, day=day)
    if form.wrong:
        return _page(form), 400
    return redirect("./#waiting", 303)


def _lay(form: Form, *, day: str) -> None:
    """Lay the payment at the bank, or say in the form what is wrong with it."""
    try:
        ore = parse_amount(form.typed["amount"])
    except NotAnAmount:
        ore = None
    if not form.typed["reference"]:
        form.wrong["reference"] = "Skriv OCR-numret eller ett meddelande"
    if ore is None or ore <= 0:
        form.wrong["amount"] = "Skriv beloppet i kronor, till exempel 1\u00a0250,50"
    if not form.typed["payer"]:
        form.wrong["payer"] = "Skriv vem som betalar"
    if form.wrong:
        return
    digits = "".join(form.typed["reference"].split())
    asked = {"ocr": digits} if digits.isdigit() else {"text": form.typed["reference"]}
    try:
        lay_deposit({**asked, "amount_ore": ore, "payer": form.typed["payer"], "date": day})
    except NotAskedRight:
        form.wrong["reference"] = "Skriv kortare, utan ovanliga tecken"


def _page(form: Form) -> str:
    with opened(current_store()) as bank:
        day = setting(bank, "day", "")
        on = [(format_bankgiro(account_of(name).number), ore) for name, ore in balances(bank).items()]
        files = list(reversed(laid_out(bank, after="")))
        coming = waiting(bank)
    return render_template(
        "bank/account.html", day=day and date.fromisoformat(day), accounts=on, coming=coming,
        files=files[:MOST], count=len(files), form=form,
    )  # fmt: skip
