"""Amounts and dates as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from ekrav.look import dates, figures
from ekrav.money import Ore, kronor

TODAY = date(2026, 11, 25)  # a Wednesday


def test_an_amount_keeps_its_two_decimals_in_tables_and_drops_zeros_in_prose() -> None:
    with translation.override("sv"):
        assert figures.amount(kronor("1842")) == "1\u00a0842,00"
        assert figures.kronor(kronor("-60")) == "\u221260,00\u00a0kr"
        assert figures.short_kronor(kronor("1842")) == "1\u00a0842\u00a0kr"
        assert figures.short_kronor(kronor("1842.50")) == "1\u00a0842,50\u00a0kr"
        assert figures.short_amount(Ore(0)) == "0"


def test_the_english_reader_gets_points_and_the_currency_first() -> None:
    with translation.override("en"):
        assert figures.kronor(kronor("1842.50")) == "SEK\u00a01,842.50"
        assert figures.short_kronor(kronor("-1842")) == "SEK\u00a0\u22121,842"
        assert figures.amount(Ore(5)) == "0.05"


def test_an_unknown_amount_is_a_dash_everywhere() -> None:
    for words in (
        figures.amount,
        figures.kronor,
        figures.short_amount,
        figures.short_kronor,
        figures.signed_kronor,
    ):
        assert words(None) == "–"
    assert figures.key_amount(None) == '<span class="money-key">–</span>'


def test_what_an_event_adds_to_a_debt_carries_a_plus() -> None:
    with translation.override("sv"):
        assert figures.signed_kronor(kronor("180")) == "+\u00a0180,00\u00a0kr"
        assert figures.signed_kronor(kronor("-500")) == "\u2212500,00\u00a0kr"
        assert figures.signed_kronor(Ore(0)) == "0,00\u00a0kr"


def test_the_key_amount_sets_its_unit_apart() -> None:
    with translation.override("sv"):
        assert figures.key_amount(kronor("18430")) == (
            '<span class="money-key">18\u00a0430\u00a0<span class="unit">kr</span></span>'
        )


def test_a_date_this_year_has_its_weekday_and_another_year_its_number() -> None:
    with translation.override("sv"):
        assert dates.short_day(date(2026, 12, 10), today=TODAY) == "tors 10 dec"
        assert dates.short_day(date(2027, 1, 15), today=TODAY) == "15 jan 2027"
        assert dates.long_day(date(2026, 12, 4), today=TODAY) == "fredag 4 december"
        assert dates.long_day(date(2027, 12, 4), today=TODAY) == "lördag 4 december 2027"
        assert dates.whole_day(TODAY) == "onsdag 25 november 2026"
        assert dates.full_date(date(2026, 5, 1)) == "1 maj 2026"


def test_the_english_reader_gets_english_dates() -> None:
    with translation.override("en"):
        assert dates.short_day(date(2026, 12, 10), today=TODAY) == "Thu 10 Dec"
        assert dates.long_day(date(2026, 12, 4), today=TODAY) == "Friday 4 December"


def test_a_time_is_stockholms_and_carries_its_day_unless_it_is_today() -> None:
    with translation.override("sv"):
        assert dates.time_of_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "00:30"
        assert dates.short_moment(datetime(2026, 11, 25, 5, 12, tzinfo=UTC), today=TODAY) == "06:12"
        # 23:30 in London on the 24th is already the 25th in Stockholm.
        assert dates.short_moment(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), today=TODAY) == "00:30"
        assert (
            dates.short_moment(datetime(2026, 11, 24, 14, 20, tzinfo=UTC), today=TODAY) == "tis 24 nov 15:20"
        )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% day d %}", '<time datetime="2026-12-10">tors 10 dec</time>'),
        ('{% day d "long" %}', '<time datetime="2026-12-10">torsdag 10 december</time>'),
        ("{% day nothing %}", "–"),
        ("{{ 3120|count }}", "3\u00a0120"),
        ('{{ "5566778899"|organisation_number }}', "556677-8899"),
        ('{{ "Åre Bygg AB"|monogram }}', "ÅB"),
        ('{{ "08-555 010 20"|dial }}', "0855501020"),
    ],
)
def test_the_tags_write_what_the_functions_say(template: str, expected: str) -> None:
    with translation.override("sv"):
        context = Context({"d": date(2026, 12, 10), "today": TODAY, "nothing": None})
        assert Template("{% load look %}" + template).render(context) == expected


def test_a_sole_traders_number_is_never_written_out() -> None:
    assert (
        Template("{% load look %}{{ n|organisation_number }}").render(Context({"n": "8402151234"}))
        == "840215-••••"
    )


def test_a_case_number_is_read_in_fours_and_names_stand_as_in_a_sentence() -> None:
    assert figures.in_fours("11042950") == "1104\u00a02950"
    with translation.override("sv"):
        assert [figures.listed(names) for names in ([], ["Karin"], ["Karin", "Johan"], ["Karin", "Johan", "Bo"])] == [
            "", "Karin", "Karin och Johan", "Karin, Johan och Bo",
        ]  # fmt: skip


def test_the_day_in_a_hint_is_never_broken_and_the_rest_is_escaped() -> None:
    hint = Template("{% load look %}{{ words|whole_dates }}").render(
        Context({"words": "Längst <2025-05-15."})
    )
    assert hint == 'Längst &lt;<span class="whole">2025-05-15</span>.'
