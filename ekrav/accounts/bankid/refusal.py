"""Why a login is refused: one closed list, so that every refusal has a name in the log and words on the
page.
"""

from enum import StrEnum


class Reason(StrEnum):
    """What was wrong. The value is the code shown to the person and written to the log; it names nobody."""

    # The browser's side of the login
    CANCELLED = "cancelled"
    PROVIDER_ERROR = "provider-error"
    STATE_UNKNOWN = "state-unknown"
    STATE_OLD = "state-old"
    CODE_MISSING = "code-missing"
    ISSUER_MIXED = "issuer-mixed"
    # The identity provider's answers
    UNREACHABLE = "unreachable"
    ANSWER_UNREADABLE = "answer-unreadable"
    CODE_REFUSED = "code-refused"
    # The ID token
    TOKEN_MALFORMED = "token-malformed"
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    NONCE = "nonce"
    ACR = "acr"
    AUTH_TIME = "auth-time"
    SUBJECT = "subject"
    ACCESS_TOKEN = "access-token"
    # The person
    NOT_BANKID = "not-bankid"
    NUMBER_MISSING = "number-missing"
    NUMBER_INVALID = "number-invalid"
    NAME_MISSING = "name-missing"
    TOO_YOUNG = "too-young"
    SOMEBODY_ELSE = "somebody-else"
    NOT_LOGGED_IN = "not-logged-in"
    NOT_WELCOME = "not-welcome"


class LoginRefused(Exception):
    """Nobody was let in. Carries the reason only: never a token, a code or a person number."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
