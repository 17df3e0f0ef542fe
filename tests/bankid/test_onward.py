"""Where to after the login: the corpus of addresses that must not lead anywhere, and the few that may."""

import pytest

from ekrav.accounts.bankid.onward import own_path

ELSEWHERE = [
    "", " ", "//evil.se", "///evil.se", "////evil.se", "/\\evil.se", "\\\\evil.se", "\\/evil.se", "/\\/evil.se",
    "https://evil.se", "http://evil.se/healthz", "HTTPS://EVIL.SE", "http:evil.se", "https:/evil.se", "https:///evil.se",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
    "mailto:a@b.se",
    "%2f%5cevil", "/%2f%5cevil", "/%2fevil.se", "%2f%2fevil.se", "/%5cevil.se", "/%252fevil.se", "/%255cevil.se",
    "/\tevil.se", "/\n/evil.se", "/\r\nLocation: //evil.se", "/%0d%0aSet-Cookie:x", "/healthz\x00", "\t//evil.se",
    " /healthz",
    "healthz", "./healthz", "../healthz", "?next=//evil.se", "#healthz", "@evil.se", "/@evil.se", "evil.se/healthz",
    "//testserver@evil.se", "//evil.se/healthz", "/nosuchpage", "/healthz/../..", "/" + "x" * 3000,
    "/bankid/logga-in/", "/bankid/logga-ut/", "/bankid/tillbaka/?code=x", "/bankid/igen/",
]  # fmt: skip


@pytest.mark.parametrize("text", ELSEWHERE)
def test_nowhere_else(text: str) -> None:
    assert own_path(text) == ""


@pytest.mark.parametrize(
    "text",
    ["/healthz", "/healthz?next=//evil.se", "/healthz?a=1&b=%2f%2f#c", "/readyz?q=å ä".replace(" ", "+")],
)
def test_to_ones_own_pages(text: str) -> None:
    assert own_path(text) == text


def test_the_corpus_is_large_enough() -> None:
    assert len(ELSEWHERE) >= 40
