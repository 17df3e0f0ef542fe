"""The payment providers' calls to the service, and how they go wrong when told to.

Each call is remembered, made or not. `PUT /calls/PROVIDER` `{"how"}` says how the following are made: `well`, `lose`
(never), `twice`, `late` (when `POST /calls/PROVIDER/late` says so), `forge` (with a wrong secret or signature).
`GET /calls/PROVIDER` tells them all.
"""

from typing import Final

import requests
from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.store import current_store

blueprint = Blueprint("calls", __name__)

HOW: Final = ("well", "lose", "twice", "late", "forge")
_SPACE: Final = "calls"
_TIME_LIMIT: Final = 10


def call(provider: str, *, url: str, headers: dict[str, str], body: str) -> None:
    """Call the service, the way that has been told."""
    store = current_store()
    how = str((store.get(space=_SPACE, key=provider) or {}).get("how", "well"))
    forged = {name: _wrong(value) for name, value in headers.items()} if how == "forge" else headers
    number = len(store.all(space=f"{_SPACE} {provider}"))
    made = {"url": url, "headers": forged, "body": body, "waits": how == "late"}
    store.put(space=f"{_SPACE} {provider}", key=f"{number:06}", body=made)
    for _ in range({"lose": 0, "late": 0, "twice": 2}.get(how, 1)):
        _post(url, forged, body)


@blueprint.put("/<provider>")
def tell(provider: str) -> tuple[Response, int]:
    """Say how calls are made from now on."""
    how = (request.get_json(silent=True) or {}).get("how")
    if how not in HOW:
        return jsonify(error=f"how: {', '.join(HOW)}"), 422
    current_store().put(space=_SPACE, key=provider, body={"how": how})
    return jsonify(how=how), 200


@blueprint.get("/<provider>")
def made(provider: str) -> tuple[Response, int]:
    """Every call, in order."""
    return jsonify(calls=list(current_store().all(space=f"{_SPACE} {provider}").values())), 200


@blueprint.post("/<provider>/late")
def late(provider: str) -> tuple[Response, int]:
    """Make the calls that wait; how many."""
    store = current_store()
    waiting = {key: one for key, one in store.all(space=f"{_SPACE} {provider}").items() if one["waits"]}
    for key, one in waiting.items():
        store.put(space=f"{_SPACE} {provider}", key=key, body={**one, "waits": False})
        _post(one["url"], one["headers"], one["body"])
    return jsonify(made=len(waiting)), 200


def _post(url: str, headers: dict[str, str], body: str) -> None:
    try:
        requests.post(
            url,
            data=body.encode(),
            headers={"Content-Type": "application/json", **headers},
            timeout=_TIME_LIMIT,
            allow_redirects=False,
        )
    except requests.RequestException:
        return


def _wrong(value: str) -> str:
    """As long, and not the same."""
    return value[:-4] + value[-4:][::-1].translate(
        str.maketrans("0123456789abcdefABCDEF", "1234567890bcdefaBCDEFA")
    )
