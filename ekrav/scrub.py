"""Text for a log with nothing in it that could be a person number, an account, a code, a token or a cookie. Pure.

Better a date too many lost than a person number kept: eight digits or more in a row go, however they are grouped.
"""

import re

GONE = "[…]"

# Signs as a program writes them down ("\n", "\xa0", "%20"): they stand between words, or groups of a number.
_ESCAPES = re.compile(r"\\+(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrtvf])|%[0-9a-fA-F]{2}")
# Person and organisation numbers, OCR, account numbers, postcodes with phones: digits with at most three signs between.
_GAP = r"[\s\-+.,·/_:–−\u2010-\u2015]"
_NUMBERS = re.compile(rf"\d(?:{_GAP}{{0,3}}\d){{7,}}")
# Any IBAN, printed in one or in groups of four.
_IBANS = re.compile(r"\b[A-Z]{2}\d{2}(?:[\s\-]?[A-Z0-9]{4}){2,7}(?:[\s\-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
# The letters' code: ten of its 31 signs, at least one a digit, in groups of 4, 4 and 2 or in one.
_SIGN = "[2-9A-HJKMNP-Za-hjkmnp-z]"
_GROUPS = rf"{_SIGN}{{4}}[\s\-+]{{0,3}}{_SIGN}{{4}}[\s\-+]{{0,3}}{_SIGN}{{2}}"
_CODES = re.compile(rf"(?<![A-Za-z0-9_])(?=[\sA-Za-z\-+]{{0,12}}\d){_GROUPS}(?![A-Za-z0-9_])")
_CAPITALS = "[2-9A-HJKMNP-Z]"
_PRINTED_CODES = re.compile(
    rf"\b{_CAPITALS}{{4}}[\s\-+]{{0,3}}{_CAPITALS}{{4}}[\s\-+]{{0,3}}{_CAPITALS}{{2}}\b"
)
# Tokens, cookies, keys: long unbroken runs that are no name of a thing in a program.
_RUNS = re.compile(r"[A-Za-z0-9_\-+=%~]{20,}")
_NAME = re.compile(r"[A-Za-z_\-]+")
# What stands after the name of a secret, and an address from its path on.
_SECRET = (
    r"\w*token|\w*secret|password|set-cookie|cookie|session(?:id|_key)?|csrf\w*|authorization|bearer|api_?key|"
    r"code_verifier|__Host-\w+|ekrav_\w+"
)
# Ordinary words elsewhere, secrets in an address: state=…, code=….
_IN_ADDRESSES = r"code|state|nonce"
_NAMED = re.compile(
    rf"""(?<![A-Za-z])((?:(?:{_SECRET})["']?\s*[=:]|(?:{_IN_ADDRESSES})=)\s*["']?(?:Bearer |Basic )?)[^\s"'&;,]+""",
    re.IGNORECASE,
)
# Who logs in, in the address of a database or a broker.
_LOGINS = re.compile(r"://[^\s/@]+@")
_BEARERS = re.compile(r"\b(Bearer|Basic)\s+\S+")
_ADDRESSES = re.compile(r"\b(https?://[^\s/?#\"'@]+)[/?#][^\s\"'<>)]*")
# An address within this service, as Django and its libraries log it: "Not Found: /arenden/…".
_PATHS = re.compile(r"(^|[\s(\"'=]|:(?=/[^/]))/[^\s\"')>]+")
_TRIED = re.compile(r"(url: )/[^\s)]+")
# A refused row with its values, names and streets among them: to the end of that exception.
_ROWS = re.compile(r"DETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)

_SECRET_FIELD = re.compile(rf"^(?:{_SECRET}|{_IN_ADDRESSES})$", re.IGNORECASE)
# Values with the paths of our own files in them, which tell of nobody.
_TRACES = frozenset({"exception", "stack", "stack_info"})


def scrub(text: str) -> str:
    """The text without anything that could be a person number, an account, a code, a token or a cookie."""
    text = _ESCAPES.sub(" ", _ROWS.sub(f"DETAIL: {GONE}", text))
    text = _LOGINS.sub(f"://{GONE}@", text)
    text = _TRIED.sub(rf"\1{GONE}", _ADDRESSES.sub(rf"\1/{GONE}", text))
    text = _NAMED.sub(rf"\1{GONE}", text)
    text = _BEARERS.sub(rf"\1 {GONE}", text)
    for pattern in (_IBANS, _NUMBERS, _PRINTED_CODES, _CODES):
        text = pattern.sub(GONE, text)
    return _RUNS.sub(lambda run: run[0] if _is_a_name(run[0]) else GONE, text)


def scrub_message(text: str) -> str:
    """A log line's own words: scrubbed, and without addresses within this service."""
    return scrub(_PATHS.sub(rf"\1{GONE}", text))


def clean(name: str, value: object) -> object:
    """A field's value as it may be written; a secret is known by the field's name too."""
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10_000_000):
        return value
    if _SECRET_FIELD.search(name):
        return GONE
    text = value if isinstance(value, str) else repr(value)
    return scrub(text) if name in _TRACES else scrub_message(text)


def _is_a_name(run: str) -> bool:
    """Whether a long run reads like a name in a program: no digits, and few capitals."""
    return bool(_NAME.fullmatch(run)) and sum(sign.isupper() for sign in run) * 4 <= len(run)
