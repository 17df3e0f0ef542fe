"""The identity provider's keys and signatures. One RSA key per store, made when first needed."""

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from jwt import PyJWS
from jwt.algorithms import RSAAlgorithm

from ekrav.sandbox.store import Store

_SPACE = "idp_key"


def signing_key(store: Store, *, name: str = "own", bits: int = 2048) -> rsa.RSAPrivateKey:
    """The store's key of that name: `own` signs; others exist for misbehaviour in tests."""
    kept = store.get(space=_SPACE, key=name)
    if kept is None:
        made = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        with store.transaction() as connection:  # of two that make one at once, the first is kept
            connection.execute(
                "INSERT OR IGNORE INTO document (space, key, body) VALUES (?, ?, ?)",
                (_SPACE, name, json.dumps({"pem": pem})),
            )
        kept = store.get(space=_SPACE, key=name)
    assert kept is not None
    return _parsed(kept["pem"])


@lru_cache(maxsize=8)
def _parsed(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def key_id(key: rsa.RSAPrivateKey) -> str:
    """A name for the key, from the key itself."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()[:16]


def public_jwk(key: rsa.RSAPrivateKey) -> dict[str, Any]:
    """The public half as a JSON Web Key (RFC 7517)."""
    numbers = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id(key),
        "n": numbers["n"],
        "e": numbers["e"],
    }


def signed(
    claims: dict[str, Any],
    *,
    key: rsa.RSAPrivateKey,
    header: dict[str, Any] | None = None,
    algorithm: str = "RS256",
) -> str:
    """A signed JWT; `header` adds to or replaces what the header says, `kid` included."""
    full = {"kid": key_id(key)} if header is None else header
    return PyJWS().encode(json.dumps(claims).encode(), key, algorithm=algorithm, headers=full)


def signed_with_public_key(claims: dict[str, Any], *, key: rsa.RSAPrivateKey) -> str:
    """An attacker's token: HS256 with the published public key as the secret."""
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": key_id(key)}
    body = f"{_part(head)}.{_part(claims)}"
    return f"{body}.{_encoded(hmac.digest(pem, body.encode(), hashlib.sha256))}"


def unsigned(claims: dict[str, Any], *, key: rsa.RSAPrivateKey) -> str:
    """An attacker's token: `alg` none."""
    return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': key_id(key)})}.{_part(claims)}."


def altered(token: str, claims: dict[str, Any]) -> str:
    """An attacker's token: other claims under a signature that was true."""
    head, _, signature = token.split(".")
    return f"{head}.{_part(claims)}.{signature}"


def access_token_hash(access_token: str) -> str:
    """`at_hash` for RS256 (OpenID Connect Core 3.1.3.6)."""
    return _encoded(hashlib.sha256(access_token.encode()).digest()[:16])


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
