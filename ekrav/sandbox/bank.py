"""The sandboxed bank: keeps the client-funds account, takes payment files, tells of money in and out in real files.

The customer's wire is described in `ekrav.payments.bank`. For the demo world and the tests there is more:

- `POST /bank/deposits` `{"ocr" or "text", "amount_ore", "payer", "date", "account"?}`: a debtor pays by bankgiro.
  Nothing is checked of the OCR number. It is booked on its date, when that day is played.
- `POST /bank/play` `{"today"}`: a day passes; what is due by then is booked and told of in files.
- `PUT /bank/version` `{"camt": "02" or "08"}`: the version of the camt.054 from now on.
- `GET /bank/account`: what the bank says is on the accounts.
"""

import re
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.bankfiles.refusal import FileRefused
from ekrav.identity import NotABankgiro, bankgiro
from ekrav.sandbox.bank_book import balances, content_of, laid_out, opened, set_setting, setting
from ekrav.sandbox.bank_day import VERSIONS, play
from ekrav.sandbox.bank_orders import read_orders, take_orders
from ekrav.sandbox.demo_data import NORDANVIK
from ekrav.sandbox.store import current_store

blueprint = Blueprint("bank", __name__)

# What has no place in a line of an XML file.
_UNFIT: Final = re.compile("[^\\x20-\\x7e\\u00a0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")

Answer = tuple[Response, int]


class NotAskedRight(ValueError):
    """What came is not what was agreed; the message says why, in Swedish."""


@blueprint.errorhandler(NotAskedRight)
def not_asked_right(wrong: NotAskedRight) -> Answer:
    """Say what was wrong."""
    return jsonify(reason=str(wrong)), 422


@blueprint.get("/files")
def files() -> Answer:
    """What lies ready, in order."""
    with opened(current_store()) as bank:
        ready = laid_out(bank, after=request.args.get("after", ""))
    return jsonify(files=[{"id": one.id, "name": one.name, "created": one.created} for one in ready]), 200


@blueprint.get("/files/<file_id>")
def file(file_id: str) -> Response | Answer:
    """A file's bytes."""
    with opened(current_store()) as bank:
        content = content_of(bank, file_id=file_id)
    if content is None:
        return jsonify(reason="Filen finns inte."), 404
    return Response(content, mimetype="application/xml")


@blueprint.post("/payments")
def payments() -> Answer:
    """Take a payment file. One that cannot be read is refused here; everything else is told in a pain.002."""
    try:
        message, batch = read_orders(request.get_data())
    except FileRefused as refused:
        raise NotAskedRight(str(refused)) from refused
    with opened(current_store()) as bank:
        delivery = take_orders(bank, message, batch)
    return jsonify(id=delivery), 202


@blueprint.post("/deposits")
def deposits() -> Answer:
    """A debtor pays."""
    return jsonify(id=lay_deposit(_asked())), 201


@blueprint.post("/play")
def play_a_day() -> Answer:
    """A day passes. Answers how many bookings were made."""
    today = _day(_asked(), "today")
    with opened(current_store()) as bank:
        booked = play(bank, today=today)
    return jsonify(booked=booked), 200


@blueprint.put("/version")
def version() -> Answer:
    """Which camt.054 the customer wants."""
    wanted = _asked().get("camt")
    if wanted not in VERSIONS:
        raise NotAskedRight("Versionen ska vara 02 eller 08.")
    with opened(current_store()) as bank:
        set_setting(bank, "version", wanted)
    return jsonify(camt=wanted), 200


@blueprint.get("/account")
def account() -> Answer:
    """The closing balance, in all and of each account, and the day that was played last."""
    with opened(current_store()) as bank:
        each, day = balances(bank), setting(bank, "day", "")
    return jsonify(balance_ore=sum(each.values()), accounts=each, day=day), 200


def lay_deposit(asked: dict[str, Any]) -> int | None:
    """Take a debtor's payment, asked for as at `POST /bank/deposits`; its number. Raises `NotAskedRight`."""
    row = (
        str(_account(asked)),
        _amount(asked),
        _text(asked, "ocr", 35),
        _text(asked, "text", 140),
        _text(asked, "payer", 140),
        _day(asked, "date").isoformat(),
    )
    with opened(current_store()) as bank:
        cursor = bank.execute(
            "INSERT INTO bank_deposit (account, amount_ore, reference, text, payer, day) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
    return cursor.lastrowid


def _asked() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise NotAskedRight("Frågan ska vara ett JSON-objekt.")
    return asked


def _day(asked: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(asked.get(name)))
    except ValueError:
        raise NotAskedRight(f"{name} ska vara ett datum, till exempel 2026-11-20.") from None


def _amount(asked: dict[str, Any]) -> int:
    amount = asked.get("amount_ore")
    if type(amount) is not int or not 0 < amount < 10**12:
        raise NotAskedRight("amount_ore ska vara ett helt antal ören, mer än noll.")
    return amount


def _text(asked: dict[str, Any], name: str, longest: int) -> str:
    text = str(asked.get(name) or "")
    if len(text) > longest or _UNFIT.search(text):
        raise NotAskedRight(f"{name} får vara högst {longest} tecken på en rad.")
    return text.strip()


def _account(asked: dict[str, Any]) -> Account:
    try:
        return Account(BANKGIRO, bankgiro(str(asked.get("account") or NORDANVIK.bankgiros[0])))
    except NotABankgiro:
        raise NotAskedRight("account ska vara ett bankgironummer.") from None
