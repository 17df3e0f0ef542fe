"""The words invoices put beside what they say, in Swedish and English, as programs on the market print them."""

import re


def _label(*alternatives: str, after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?!\w){after}", re.IGNORECASE)


_NR = r"(?:[ .-]*(?:nummer|numret|nr|num|number|no|id)(?!\w)\.?|\.? ?#)"

INVOICE_NUMBER = _label(
    rf"faktura{_NR}",
    rf"(?:tax )?invoice{_NR}",
    rf"kreditfaktura{_NR}",
    rf"credit (?:note|invoice){_NR}",
    rf"verifikations?{_NR}",
    rf"avi{_NR}",
)
INVOICE_HEADING = _label(
    r"(?:kontant|sam(?:lings)?|del|slut|kredit|hyres|e-?)?faktura", "hyresavi", "avi", "(?:tax |sales )?invoice",
    "kreditnota", "credit (?:note|invoice)",
)  # fmt: skip
OTHER_INVOICE = re.compile(
    r"(?:krediterar|kreditering av|kredit av|avser|ersätter|tidigare|gäller|credits|crediting|refers to|original)\W*$",
    re.IGNORECASE,
)
CREDIT_NOTE = _label("kreditfaktura", "kreditnota", "kreditering", "credit note", "credit invoice", rf"kreditfaktura{_NR}")

INVOICE_DATE = _label(
    "faktura ?-?datum", r"fakt\.? ?-?datum", "fakturans datum", "faktureringsdatum", "faktureringsdag", "utfärdad", "utfärdat",
    "utfärdandedatum", "utställd", "utställningsdatum", "invoice date", "date of invoice", "date of issue", "issue date", "issued",
    "billing date", "kreditfakturadatum", "avidatum",
)  # fmt: skip
ANY_DATE = _label("datum", "date", "dat", "utskriftsdatum")
DUE_DATE = _label(
    r"förfallo(?:datum|dag|dat|tid)?\.?", r"förf\.? ?(?:datum|dag)?", "förfaller(?: till betalning)?(?: den)?",
    "(?:sista|senaste) betalnings(?:dag|datum)(?:en)?", r"sista betal\.? ?dag", "sista dag för betalning", "betalningsdatum", "betalningsdag",
    r"(?:att )?betal(?:as?|ning|ningen)(?: oss)?(?: till ?handa)? senast(?: den)?",
    r"(?:ska(?:ll)? vara )?(?:oss|vårt konto)(?: till ?handa)? senast(?: den)?", "senast oss till ?handa", "till ?handa(?: senast)?(?: den)?",
    "betala(?:s)? före", "due date", r"due(?: on| by)?(?! ?amount)", "payment due(?: date| by)?", "(?:please )?pay by", "payable by", "date due",
)  # fmt: skip
TERMS = _label(
    "betalningsvillkor", r"bet\.? ?villkor", "betalvillkor", "betalningstid", "kredittid", "villkor", "terms of payment",
    "payment terms", "terms", "credit terms",
)  # fmt: skip

DUE_AMOUNT = _label(
    r"(?:summa |totalt? |belopp |total summa |saldo |slutsumma )?att (?:betala|erlägga)",
    "(?:total )?(?:amount|balance) (?:due|payable|to pay|to be paid)", "(?:total )?to pay", "total (?:due|payable)", "payable amount",
    after=r"(?! (?:senast|inom|till|med|före|den|on|by|within)(?!\w))",
)  # fmt: skip
GROSS = _label(
    r"(?:total(?:t|summa|belopp)?|summa|belopp|tot\.?)(?: \w+)? \(?(?:inkl\.?|inklusive|incl\.?|including|med)(?: (?:moms|vat|tax|mva))?\)?",
    r"inkl\.? ?moms", r"incl\.? ?vat", "fakturabelopp", "fakturatotal", "fakturasumma", "fakturans (?:total|slut)?(?:belopp|summa)", "totalbelopp",
    "totalsumma", "slutsumma", "slutbelopp", "invoice (?:total|amount)", "grand total",
    r"belopp(?= ?\(?(?:sek|kr|eur|usd|nok|dkk)\b)",
)  # fmt: skip
PLAIN_SUM = _label(
    "totalt?", "summa", "sum", "belopp", "amount", "tot",
    after=r"(?! ?\(?(?:exkl|excl|ex|netto|före|utan|moms|vat|net|tax|antal|vikt|rabatt|varor)(?!\w))",
)  # fmt: skip
NET = _label(
    r"(?:(?:total(?:t|summa|belopp)?|summa|belopp|pris|amount|subtotal|varuvärde|delsumma|netto) )?"
    r"\(?(?:exkl\.?|exklusive|excl\.?|excluding|ex\.?|före|utan|before|without)(?: ?(?:moms|vat|tax))\)?",
    "(?:summa |total(?:t)? )?netto(?:belopp|summa|pris)?", "momsunderlag", "momspliktigt?(?: belopp)?", "underlag(?: (?:för )?moms)?",
    "(?:total )?net(?: amount| total)?", "sub-?total", "delsumma", "taxable(?: amount)?", "varuvärde", "beskattningsunderlag",
)  # fmt: skip
_NOT_AFTER = "".join(
    rf"(?<!{word} )" for word in (r"exkl\.", "exkl", "exklusive", r"inkl\.", "inkl", "inklusive", r"excl\.", "excl", r"incl\.", "incl", "ex",
    r"ex\.", "före", "utan", "med", "including", "excluding")
)  # fmt: skip
VAT = _label(
    rf"(?:varav |summa |total(?:t)? |utgående )?{_NOT_AFTER}(?:moms(?:belopp)?|mervärdesskatt|mvs)(?: totalt| summa)?",
    rf"(?:of which |total )?{_NOT_AFTER}(?:vat|sales tax)(?: amount| total)?",
    after=r"(?![ .-]*(?:reg|nr|nummer|no|number|id|underlag|pliktig|fri|registr|sats|rate|kod)|:? ?SE ?\d)",
)  # fmt: skip
ROUNDING = _label(r"öres?(?:avr|utj)[\w.]*", r"avrundning", r"öresutj\.?", "rounding", "öre")
PREPAID = _label("avgår", "förskott", "a ?conto", "redan betalt", "tidigare betalt", "inbetalt", "betalt", "prepaid", "paid", "deposit")

OCR = _label(
    rf"ocr(?:{_NR}|[ -]*referens|[ -]*kod)?", rf"betalningsreferens{_NR}?", rf"referens{_NR}", "payment reference",
    r"(?:ange|referens)(?: vid betalning)?:? ?ocr", "meddelande/ocr", r"inbetalningsreferens",
)  # fmt: skip
BANKGIRO = _label(rf"bank ?-?giro{_NR}?", rf"bg{_NR}?", r"b\.g\.?", "bankgirot")
PLUSGIRO = _label(rf"(?:plus|post) ?-?giro{_NR}?", rf"pg{_NR}?", r"p\.g\.?", "plusgirot")
CURRENCY = _label("valuta", "currency")

ORG_NUMBER = _label(
    rf"org(?:anisations?)?{_NR}", "organisationsnummer", rf"orgnr", rf"company (?:reg(?:istration)?|id){_NR}?",
    rf"corporate (?:id|identity){_NR}?", rf"reg(?:istration)?{_NR}", rf"(?:pers(?:on)?/)?org{_NR}", rf"org(?:anisations?)?-?/pers(?:on)?{_NR}",
)  # fmt: skip
PERSON_NUMBER = _label(rf"pers(?:on)?{_NR}", "personnummer", rf"pers(?:on)?-?/org(?:anisations?)?{_NR}", "personal (?:identity|id) number")
VAT_NUMBER = _label(rf"moms(?:reg(?:istrerings)?)?{_NR}", r"moms ?reg\.?", rf"vat(?:[ -]*reg)?{_NR}?", rf"momsregistreringsnummer", "vat")

DEBTOR = _label(
    "fakturaadress", "faktureringsadress", "fakturamottagare", "faktureras", "faktura till", "fakturerad", "kund", "kundadress", "kunduppgifter",
    "köpare", "mottagare", "till", "betalare", "debitor", "hyresgäst", "medlem", "bill(?:ed)? to", "invoice to", "invoiced to", "sold to",
    "customer", "buyer", "client", "to", "billing address", "invoice address",
)  # fmt: skip
CREDITOR = _label(
    "avsändare", "säljare", "från", "leverantör", "betalningsmottagare", "mottagare av betalning", "utställare", "hyresvärd", "from", "seller",
    "supplier", "payee", "vendor", "postadress", "besöksadress", "adress", "address", "vår adress", "företag", "företaget", "kontakt",
)  # fmt: skip
DELIVERY = _label("leveransadress", "levereras till", "leverans till", "godsmottagare", "deliver(?:y|ed)? (?:address|to)", "ship(?:ped)? to", "arbetsplats")
THEIRS = re.compile(r"(?<!\w)(?:ert|er|ditt|din|kundens?|köparens?|mottagarens?|your|customer'?s?|buyer'?s?|client'?s?)(?!\w)", re.IGNORECASE)

OTHER = _label(
    rf"kund{_NR}", "kundid", r"(?:er|vår|ert|vårt|din|your|our)(?: \w+)?", "referens", "märkning", "order(?:nr|nummer|datum)?", "leverans\\w*", "telefon", "tel",
    "telefax", "fax", "mobil", "e-?post", "e-?mail", "mail", "webbplats", "hemsida", "webb", "www", "sida", "page", "iban", "bic", "swift", "bank", "swish",
    "godkänd för", "innehar", "f-skatt\\w*", "säte", "påminnelse\\w*", "dröjsmåls\\w*", "projekt", "avser", "period", "customer (?:no|number|id)", "phone",
    "handläggare", "säljare", "datum", "date", "konto\\w*", "clearing\\w*", "att", "attn", "anläggning\\w*", "kundtjänst",
)  # fmt: skip
_ALL = (
    INVOICE_NUMBER, INVOICE_DATE, DUE_DATE, TERMS, DUE_AMOUNT, GROSS, PLAIN_SUM, NET, VAT, ROUNDING, OCR, BANKGIRO, PLUSGIRO, CURRENCY, ORG_NUMBER,
    PERSON_NUMBER, VAT_NUMBER, DEBTOR, CREDITOR, DELIVERY, OTHER, INVOICE_HEADING,
)  # fmt: skip


def begins_with_label(text: str) -> bool:
    """Tell whether the text begins with any known label, so that it is not another label's value."""
    return any(label.match(text) for label in _ALL)


_NAMES_A_VALUE = (INVOICE_NUMBER, INVOICE_DATE, DUE_DATE, DUE_AMOUNT, OCR, BANKGIRO, PLUSGIRO, ORG_NUMBER, PERSON_NUMBER, VAT_NUMBER, ANY_DATE)


def names_another_value(text: str) -> bool:
    """Tell whether the text begins with a label whose value must not be taken for the label's before it."""
    return any(label.match(text) for label in _NAMES_A_VALUE)


def is_label(text: str) -> bool:
    """Tell whether the text is a label and nothing more ("Er referens:", "Faktureringsadress")."""
    bare = text.strip(" :.")
    return any(label.fullmatch(bare) for label in _ALL) or text.rstrip().endswith(":")
