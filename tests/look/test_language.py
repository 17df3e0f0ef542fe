"""Pages speak one language all through: Swedish, whatever the browser asks for. A debtor may choose English."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/finns-inte/"])
def test_a_browser_that_asks_for_english_gets_swedish_and_not_a_mixture(path: str) -> None:
    page = Client().get(path, headers={"accept-language": "en-US,en;q=0.9"}).content.decode()
    assert '<html lang="sv"' in page
