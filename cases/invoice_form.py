"""The check page's form: what was read from the invoice and what the law needs to know about the claim."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.fees import may_be_compensated
from cases.forms import AmountField, PostcodeField
from cases.intake.extraction import Extraction, State
from cases.joint_form import check_joint, joint_fields, joint_of, together_words
from cases.models import Claim, Debtor
from cases.register import ClaimFacts, DebtorFacts
from ekrav import identity
from ekrav.money import Ore

YES_NO = [("yes", _("Ja")), ("no", _("Nej"))]

# The form's field ← the reader's.
READ: dict[str, str] = {
    "invoice_number": "invoice_number",
    "amount": "total_ore",
    "invoice_date": "invoice_date",
    "due_date": "due_date",
    "description": "description",
    "debtor_name": "debtor_name",
    "debtor_number": "debtor_number",
    "care_of": "debtor_co",
    "street": "debtor_street",
    "postcode": "debtor_postcode",
    "city": "debtor_city",
}


def _question(label: Any, missing: Any, **kwargs: Any) -> forms.ChoiceField:
    words = {"required": missing}
    return forms.ChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, error_messages=words, **kwargs
    )


def _text(label: Any, missing: Any, length: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, error_messages={"required": missing}, **kwargs)


def _day(label: Any, missing: Any, **kwargs: Any) -> forms.DateField:
    words = {"required": missing, "invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD.")}
    return forms.DateField(label=label, error_messages=words, **kwargs)


class InvoiceForm(forms.Form):
    """Everything a claim needs. Fields read from the invoice first, then the questions."""

    debtor_name = _text(_("Vem ska betala?"), _("Skriv gäldenärens namn."), 120)
    debtor_number = forms.CharField(
        label=_("Personnummer eller organisationsnummer"), required=False, max_length=20,
        help_text=_("Behövs senare hos Kronofogden. Tolv siffror för en person."),
    )  # fmt: skip
    care_of = forms.CharField(label=_("c/o"), required=False, max_length=120)
    street = _text(_("Gatuadress eller box"), _("Skriv gatuadressen."), 120)
    postcode = PostcodeField(
        label=_("Postnummer"), max_length=6, error_messages={"required": _("Skriv postnumret, fem siffror.")}
    )
    city = _text(_("Ort"), _("Skriv orten."), 60)
    invoice_number = _text(_("Fakturanummer"), _("Skriv fakturanumret."), 60)
    amount = AmountField(
        label=_("Belopp att betala, kr"), error_messages={"required": _("Skriv hur mycket som är obetalt.")}
    )
    invoice_date = _day(_("Fakturadatum"), _("Skriv fakturans datum."))
    due_date = _day(_("Förfallodatum"), _("Skriv när fakturan skulle vara betald."))
    description = _text(_("Vad avser fakturan?"), _("Skriv kort vad fakturan avser."), 120)

    debtor_kind = forms.ChoiceField(
        label=_("Är gäldenären en privatperson eller ett företag?"), choices=Debtor.Kind.choices,
        widget=forms.RadioSelect, error_messages={"required": _("Välj privatperson eller företag.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Vad har du sålt?"),
        choices=[*Claim.Kind.choices, ("credit", _("Kredit eller avbetalning"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad fordran gäller.")},
    )
    delivered_on = _day(_("När levererades varan eller utfördes arbetet?"), _("Skriv när du levererade."))
    sent_on = _day(_("När skickades fakturan?"), _("Skriv när fakturan skickades."))
    due_agreed = _question(
        _("Hade ni kommit överens om betalningstiden innan fakturan skickades?"),
        _("Svara om ni var överens om betalningstiden."),
        help_text=_("Till exempel i avtal eller orderbekräftelse. Det avgör när räntan börjar."),
    )
    interest_stated = _question(
        _("Står det på fakturan att sen betalning kostar ränta?"), _("Svara om räntan står på fakturan.")
    )
    agreed_rate = forms.DecimalField(
        label=_("Avtalad dröjsmålsränta, procent om året"), required=False, max_digits=5, decimal_places=2,
        min_value=0, max_value=99, help_text=_("Lämna tomt om ni inte har avtalat. Då gäller räntelagen."),
        error_messages={"invalid": _("Skriv räntan i procent, till exempel 12.")},
    )  # fmt: skip
    reminder_fee_agreed = _question(
        _("Har ni avtalat om påminnelseavgift senast när köpet gjordes?"),
        _("Svara om ni har avtalat om påminnelseavgift."),
        help_text=_("En rad på fakturan räcker inte."),
    )
    late_payment_claimed = _question(
        _("Ska vi begära 450 kr i förseningsersättning, i stället för 60 och 180 kr för breven?"),
        None,
        required=False,
        help_text=_("Bara av ett företag som har köpt varor eller tjänster. Svarar du inte begär vi den."),
    )
    own_reminder_on = forms.DateField(
        label=_("Har du redan skickat en egen påminnelse? Vilken dag?"), required=False,
        help_text=_("Lämna tomt om inte. Annars börjar vi med inkassokravet."),
        error_messages={"invalid": _("Skriv dagen som ÅÅÅÅ-MM-DD.")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields |= joint_fields()

    def clean_debtor_number(self) -> str:
        text = self.cleaned_data["debtor_number"].strip()
        if not text:
            return ""
        company = self.data.get("debtor_kind") == Debtor.Kind.COMPANY
        try:
            return (
                identity.organisation_number(text)
                if company
                else identity.person_number(text, today=self.today)
            )
        except ValueError as refused:
            words = (
                _("Organisationsnumret stämmer inte. Kontrollera siffrorna.")
                if company
                else _("Personnumret stämmer inte. Kontrollera siffrorna.")
            )
            raise forms.ValidationError(words) from refused

    def clean_kind(self) -> str:
        if self.cleaned_data["kind"] == "credit":
            raise forms.ValidationError(
                _("Vi tar inte emot krediter och avbetalningar. Kontakta oss så berättar vi mer.")
            )
        return str(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("sent_on", "delivered_on", "own_reminder_on"):
            if said.get(name) and said[name] > self.today:
                self.add_error(name, _("Dagen har inte varit än."))
        sent, made = said.get("sent_on"), said.get("invoice_date")
        if sent and made and sent < made:
            self.add_error("sent_on", _("Fakturan kan inte ha skickats före fakturadatum."))
        own, due = said.get("own_reminder_on"), said.get("due_date")
        if own and due and own <= due:
            self.add_error("own_reminder_on", _("En påminnelse skickas efter förfallodagen."))
        self._settle_compensation(said)
        check_joint(said, today=self.today, refuse=lambda field, words: self.add_error(field, str(words)))
        self._judge_together(said)
        return said

    def _judge_together(self, said: dict[str, Any]) -> None:
        if self.errors:
            return
        words = together_words([facts_of(said)[0], *joint_of(said, today=self.today)])
        if words:
            self.add_error("debtor_name", str(words))

    def _settle_compensation(self, said: dict[str, Any]) -> None:
        """Asked of every company for goods and services unless it was said not to be; of nobody else."""
        debtor, kind = said.get("debtor_kind"), said.get("kind")
        if not debtor or not kind:
            return
        if may_be_compensated(debtor=debtor, claim=kind):
            said["late_payment_claimed"] = said.get("late_payment_claimed") or "yes"
        elif said.get("late_payment_claimed") == "yes":
            words = _(
                "Bara ett företag som har köpt varor eller tjänster betalar förseningsersättning. Välj Nej."
            )
            self.add_error("late_payment_claimed", words)


def initial_of(extraction: Extraction) -> dict[str, Any]:
    """What the form shows at first: what was read, and nothing that was not."""
    initial: dict[str, Any] = {name: getattr(extraction, source).value for name, source in READ.items()}
    initial["sent_on"] = extraction.invoice_date.value
    if extraction.interest_terms.value is not None:
        # A rate printed on the invoice is no agreement (räntelagen 1 §): the page shows it, a person says it.
        initial["interest_stated"] = "yes"
    number = extraction.debtor_number.value
    if number:
        initial["debtor_kind"] = Debtor.Kind.PERSON if len(number) == 12 else Debtor.Kind.COMPANY
    return initial


def typed_into(extraction: Extraction, said: dict[str, Any]) -> Extraction:
    """The extraction with what the person left in the form: corrected values are marked as typed."""
    values = {source: None if said.get(name) == "" else said.get(name) for name, source in READ.items()}
    return extraction.typed(**values)


def read_states(extraction: Extraction) -> dict[str, tuple[str, str]]:
    """How sure each of the form's fields is: state and reason, for fields not typed by a person."""
    states = {}
    for name, source in READ.items():
        found = getattr(extraction, source)
        if found.state is not State.TYPED:
            states[name] = (found.state.value, str(found.reason))
    return states


def facts_of(said: dict[str, Any]) -> tuple[DebtorFacts, ClaimFacts]:
    """What `register` takes, from a valid form."""
    debtor = DebtorFacts(
        kind=Debtor.Kind(said["debtor_kind"]),
        name=said["debtor_name"],
        number=said["debtor_number"],
        care_of=said["care_of"],
        street=said["street"],
        postcode=said["postcode"],
        city=said["city"],
    )
    claim = ClaimFacts(
        invoice_number=said["invoice_number"],
        kind=Claim.Kind(said["kind"]),
        description=said["description"],
        invoice_date=said["invoice_date"],
        sent_on=said["sent_on"],
        delivered_on=said["delivered_on"],
        due_date=said["due_date"],
        due_agreed=said["due_agreed"] == "yes",
        interest_stated=said["interest_stated"] == "yes",
        agreed_rate=said["agreed_rate"],
        reminder_fee_agreed=said["reminder_fee_agreed"] == "yes",
        own_reminder_on=said["own_reminder_on"],
        capital=Ore(said["amount"]),
        late_payment_claimed=said["late_payment_claimed"] == "yes",
    )
    return debtor, claim
