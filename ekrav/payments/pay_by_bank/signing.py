"""The signature of every request and notification: HMAC-SHA256 over time, method, path and body, with a shared key.

`Ekrav-Signature: t=UNIX,v1=HEX`, good for five minutes.
"""

import hashlib
import hmac
from typing import Final

HEADER: Final = "Ekrav-Signature"
TOLERANCE: Final = 300


def sign(*, key: str, method: str, path: str, body: bytes, now: int) -> str:
    """Return the header's value."""
    return f"t={now},v1={_digest(key, f'{now}', method, path, body)}"


def is_signed(*, key: str, header: str, method: str, path: str, body: bytes, now: int) -> bool:
    """Tell whether the header is right for exactly this, and fresh."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    made = parts.get("t", "")
    if not made.isascii() or not made.isdigit() or len(made) > 12 or abs(now - int(made)) > TOLERANCE:
        return False
    digest = _digest(key, made, method, path, body)
    return hmac.compare_digest(digest.encode(), parts.get("v1", "").encode())


def _digest(key: str, made: str, method: str, path: str, body: bytes) -> str:
    return hmac.new(key.encode(), f"{made}\n{method}\n{path}\n".encode() + body, hashlib.sha256).hexdigest()
