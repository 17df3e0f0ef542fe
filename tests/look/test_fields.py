"""The Field component and the error summary over real Django forms."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from ekrav.look.fields import NoSuchReadState, error_links, render_field
from ekrav.look.parts import Link
from ekrav.look.samples import DisputeForm, SampleForm


def test_a_field_ties_its_label_hint_and_error_to_the_control() -> None:
    html = render_field(SampleForm({})["number"], width="24")
    assert '<label for="id_number">Personnummer eller organisationsnummer</label>' in html
    assert 'aria-describedby="id_number_hint id_number_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="control w-24"' in html
    assert html.count('id="id_number_hint"') == html.count('id="id_number_error"') == 1


@pytest.mark.parametrize(
    ("longest", "drawn"), [(6, "control w-8"), (20, "control w-16"), (40, "control w-24"), (120, "control")]
)
def test_a_control_is_as_wide_as_its_longest_answer(longest: int, drawn: str) -> None:
    form = type("OneField", (forms.Form,), {"code": forms.CharField(max_length=longest)})()
    assert f'class="{drawn}"' in render_field(form["code"])


def test_a_field_that_may_be_left_empty_says_so() -> None:
    with translation.override("sv"):
        assert '<span class="optional">(valfritt)</span>' in render_field(SampleForm()["note"])
        assert "valfritt" not in render_field(SampleForm()["amount"])


def test_choices_stand_in_a_fieldset_whose_legend_is_the_question() -> None:
    html = render_field(DisputeForm()["reason"], legend="hidden")
    assert '<legend class="hidden">Varför stämmer inte kravet?</legend>' in html
    assert html.count('class="choice"') == 7
    assert "checked" not in html


def test_a_field_read_from_a_document_says_how_sure_it_is() -> None:
    with translation.override("sv"):
        html = render_field(SampleForm()["amount"], state="check", note="två belopp hittades")
    assert "Kontrollera: två belopp hittades" in html
    assert 'aria-describedby="id_amount_read"' in html
    with pytest.raises(NoSuchReadState):
        render_field(SampleForm()["amount"], state="guessed")


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    assert 'value="&lt;b&gt;1&quot;"' in render_field(SampleForm({"amount": '<b>1"'})["amount"])


def test_the_summary_has_the_fields_own_words_and_leads_to_them() -> None:
    assert error_links([DisputeForm({})]) == [
        Link(label="Välj varför kravet inte stämmer", url="#id_reason_0")
    ]


def test_the_summary_takes_focus_and_the_title_begins_with_the_error() -> None:
    template = Template("{% load look %}{% error_prefix form %}|{% error_summary form %}")
    with translation.override("sv"):
        wrong = template.render(Context({"form": DisputeForm({})}))
        right = template.render(Context({"form": DisputeForm()}))
    assert wrong.startswith("Fel: |")
    assert "autofocus" in wrong
    assert "Det finns ett problem" in wrong
    assert right == "|"
