"""What each broker calls the claims of a BankID login: one row a broker, and nothing else knows their
names.
"""

from dataclasses import dataclass

_OIDC_SE = "https://id.oidc.se/claim/"


@dataclass(frozen=True, kw_only=True)
class ClaimMap:
    """One broker's dialect.

    `number` are the claims that may hold the person number (exactly one distinct value may be found among
    them), `name` the claims that may hold the name (the first found is used), `given` further claims with
    the one value that makes the login a BankID login of a natural person in Sweden. `scope` and `acr` are
    what is asked for, and the only `acr` values that are accepted unless the installation names others.
    """

    number: tuple[str, ...]
    name: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    scope: str
    acr: tuple[str, ...]


CLAIM_MAPS: dict[str, ClaimMap] = {
    # OpenID Connect Sweden: "Claims and Scopes Specification" and "Swedish OpenID Connect Profile" (oidc.se).
    "oidc_se": ClaimMap(
        number=(_OIDC_SE + "personalIdentityNumber", _OIDC_SE + "coordinationNumber"),
        name=("name",),
        given=(),
        scope="openid https://id.oidc.se/scope/naturalPersonInfo https://id.oidc.se/scope/naturalPersonNumber",
        acr=("http://id.elegnamnden.se/loa/1.0/loa3",),
    ),
    # Idura (formerly Criipto) Verify: Swedish BankID.
    "idura": ClaimMap(
        number=("ssn",),
        name=("name",),
        given=(("identityscheme", "sebankid"), ("country", "SE")),
        scope="openid",
        acr=(
            "urn:grn:authn:se:bankid",
            "urn:grn:authn:se:bankid:same-device",
            "urn:grn:authn:se:bankid:qr",
            "urn:grn:authn:se:bankid:another-device:qr",
        ),
    ),
    # Signicat: Swedish BankID, with the national identity number in the ID token (a setting at Signicat).
    "signicat": ClaimMap(
        number=("nin",),
        name=("name",),
        given=(("nin_type", "PERSON"), ("nin_issuing_country", "SE"), ("idp", "sbid")),
        scope="openid profile nin",
        acr=("idp:sbid",),
    ),
}
