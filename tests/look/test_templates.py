"""Templates by themselves: all parse, none breaks the content security policy, and error pages need nothing."""

import re
from pathlib import Path

import pytest
from django.http import Http404
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.utils import translation

from ekrav.look.views import FACES, gallery

ROOT = Path(__file__).parents[2] / "templates"
OWN = sorted(
    p.relative_to(ROOT).as_posix()
    for folder in ("", "parts/", "errors/", "look/")
    for p in ROOT.glob(folder + "*.html")
)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)

# Without the houses' own context processor: the frames must stand when everything is missing.
BARE = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


@pytest.mark.parametrize("name", OWN)
def test_a_template_parses_and_holds_no_inline_style_or_script(name: str) -> None:
    get_template(name)
    assert INLINE.findall((ROOT / name).read_text(encoding="utf-8")) == []


@override_settings(TEMPLATES=BARE, DEMO=True)
@pytest.mark.parametrize("face", sorted(FACES))
def test_a_style_page_has_one_h1_a_main_and_a_title(face: str) -> None:
    html = gallery(RequestFactory().get("/look/"), face).content.decode()
    assert html.count("<h1") == html.count("<main") == html.count("<title>") == 1
    assert INLINE.findall(html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "500"])
def test_an_error_page_stands_without_any_context(name: str) -> None:
    with translation.override("sv"):
        html = get_template(f"errors/{name}.html").render({})
    assert "<h1>" in html
    assert '<a href="/">Till startsidan</a>' in html


@override_settings(DEMO=False)
def test_the_style_pages_exist_in_a_demo_world_only() -> None:
    with pytest.raises(Http404):
        gallery(RequestFactory().get("/look/"))
