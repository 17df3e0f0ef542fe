"""The debtor's code to Mitt Ärende: ten symbols on each letter, derived, never stored; only its hash is.

31 symbols without 0/O, 1/I/L: 49.5 bits. Written "K7MH Q2VX 9T"; read with any spacing and case.
"""

from django.conf import settings

from ekrav.identity import keyed_hash

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10


def code_for(*, case_number: str, letter_number: int) -> str:
    """The code printed on that letter of that case."""
    digest = keyed_hash(value=f"portal code {case_number} {letter_number}", key=settings.IDENTITY_KEY)
    number = int.from_bytes(digest[1:], "big")
    symbols = []
    for _ in range(LENGTH):
        number, index = divmod(number, len(SYMBOLS))
        symbols.append(SYMBOLS[index])
    return "".join(symbols)


def format_code(code: str) -> str:
    """As it is printed: groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def normal_code(text: str) -> str:
    """What a person typed, without spaces and hyphens, in capitals."""
    return "".join(text.split()).replace("-", "").upper()


def code_hash(*, case_number: str, code: str) -> bytes:
    """What is stored of a code. Bound to its case, so that equal codes of two cases look different."""
    return keyed_hash(value=f"portal hash {case_number} {normal_code(code)}", key=settings.IDENTITY_KEY)
