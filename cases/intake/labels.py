"""The words invoices put beside what they say, in Swedish and English, as programs on the market print them.

In a vocabulary " | " and line ends part the phrases; each phrase is a regular expression and stands as whole words.
"""

import re

_NR = r"(?:[ .-]*(?:nummer|numret|nr|num|number|no|id)(?!\w)\.?|\.? ?#)"


def _label(vocabulary: str, *, after: str = "") -> re.Pattern[str]:
    phrases = [phrase.strip() for phrase in re.split(r"\s\|\s|\n", vocabulary) if phrase.strip()]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(phrases).replace('NR', _NR)})(?!\w){after}", re.IGNORECASE)


INVOICE_NUMBER = _label(
    "fakturaNR | (?:tax )?invoiceNR | kreditfakturaNR | credit (?:note|invoice)NR | verifikations?NR | aviNR"
)
INVOICE_HEADING = _label(
    r"""(?:kontant|sam(?:lings)?|del|slut|kredit|hyres|e-?)?faktura | hyresavi | avi | (?:tax |sales )?invoice
    kreditnota | credit (?:note|invoice)"""
)
OTHER_INVOICE = re.compile(
    r"(?:krediterar|kreditering av|kredit av|avser|ersätter|tidigare|gäller|credits|crediting|refers to|original)\W*$",
    re.IGNORECASE,
)
CREDIT_NOTE = _label(
    "kreditfaktura | kreditnota | kreditering | credit note | credit invoice | kreditfakturaNR"
)

INVOICE_DATE = _label(
    r"""faktura ?-?datum | fakt\.? ?-?datum | fakturans datum | faktureringsdatum | faktureringsdag | kreditfakturadatum
    utfärdad | utfärdat | utfärdandedatum | utställd | utställningsdatum | avidatum
    invoice date | date of invoice | date of issue | issue date | issued | billing date"""
)
ANY_DATE = _label("datum | date | dat | utskriftsdatum")
DUE_DATE = _label(
    r"""förfallo(?:datum|dag|dat|tid)?\.? | förf\.? ?(?:datum|dag)? | förfaller(?: till betalning)?(?: den)?
    (?:sista|senaste) betalnings(?:dag|datum)(?:en)? | sista betal\.? ?dag | sista dag för betalning
    betalningsdatum | betalningsdag | betalas? före | (?:ska(?:ll)? )?vara oss till ?handa(?: senast)?(?: den)?
    (?:att )?betal(?:as?|ning|ningen)(?: oss)?(?: till ?handa)? senast(?: den)? | senast oss till ?handa
    (?:oss|vårt konto)(?: till ?handa)? senast(?: den)? | till ?handa(?: senast)?(?: den)?
    due date | due(?: on| by)?(?! ?amount) | payment due(?: date| by)? | (?:please )?pay by | payable by | date due"""
)
TERMS = _label(
    r"""betalningsvillkor | bet\.? ?villkor | betalvillkor | betalningstid | kredittid | villkor
    terms of payment | payment terms | terms | credit terms"""
)

DUE_AMOUNT = _label(
    """(?:summa |totalt? |belopp |total summa |saldo |slutsumma )?att (?:betala|erlägga)
    (?:total )?(?:amount|balance) (?:due|payable|to pay|to be paid)
    (?:total )?to pay | total (?:due|payable) | payable amount""",
    after=r"(?! (?:senast|inom|till|med|före|den|on|by|within)(?!\w))",
)
GROSS = _label(
    r"""(?:total(?:t|summa|belopp)?|summa|belopp|tot\.?)(?: \w+)? \(?WITH(?: (?:moms|vat|tax))?\)?
    inkl\.? ?moms | incl\.? ?vat
    fakturabelopp | fakturatotal | fakturasumma | fakturans (?:total|slut)?(?:belopp|summa)
    totalbelopp | totalsumma | slutsumma | slutbelopp | invoice (?:total|amount) | grand total
    belopp(?= ?\(?(?:sek|kr|eur|usd|nok|dkk)\b)""".replace(
        "WITH", r"(?:inkl\.?|inklusive|incl\.?|including|med)"
    )
)
PLAIN_SUM = _label(
    "totalt? | summa | sum | belopp | amount | tot",
    after=r"(?! ?\(?(?:exkl|excl|ex|netto|före|utan|moms|vat|net|tax|antal|vikt|rabatt|varor)(?!\w))",
)
NET = _label(
    r"""(?:SUM )?\(?WITHOUT ?(?:moms|vat|tax)\)? | SUM \(?WITHOUT\)? | (?:summa |totalt? )?netto(?:belopp|summa|pris)?
    momsunderlag | momspliktigt?(?: belopp)? | underlag(?: (?:för )?moms)? | beskattningsunderlag | taxable(?: amount)?
    (?:total )?net(?: amount| total)? | sub-?total | delsumma | varuvärde""".replace(
        "WITHOUT", r"(?:exkl\.?|exklusive|excl\.?|excluding|ex\.?|före|utan|before|without)"
    ).replace(
        "SUM", "(?:total(?:t|summa|belopp)?|summa|belopp|pris|amount|subtotal|varuvärde|delsumma|netto)"
    )
)
_COUNTED = r"exkl\.|exkl|exklusive|inkl\.|inkl|inklusive|excl\.|excl|incl\.|incl|ex|ex\.|före|utan|including|excluding"
_ALONE = "".join(rf"(?<!{word} )" for word in _COUNTED.split("|"))  # not the VAT of "Summa exkl. moms"
VAT = _label(
    rf"""(?:varav |summa |totalt? |utgående )?{_ALONE}(?:moms(?:belopp)?|mervärdesskatt|mvs)(?: totalt| summa)?
    (?:of which |total )?{_ALONE}(?:vat|sales tax)(?: amount| total)?""",
    after=r"(?![ .-]*(?:reg|nr|nummer|no|number|id|underlag|pliktig|fri|registr|sats|rate|kod)|:? ?SE ?\d)",
)
ROUNDING = _label(r"öres?(?:avr|utj)[\w.]* | avrundning | rounding | öre")

OCR = _label(
    r"""ocr(?:NR|[ -]*referens|[ -]*kod)? | betalningsreferensNR? | referensNR | inbetalningsreferens
    payment reference | (?:ange|referens)(?: vid betalning)?:? ?ocr"""
)
BANKGIRO = _label(r"bank ?-?giro(?:t|NR)? | bgNR? | b\.g\.?")
PLUSGIRO = _label(r"(?:plus|post) ?-?giro(?:t|NR)? | pgNR? | p\.g\.?")
CURRENCY = _label("valuta | currency")

ORG_NUMBER = _label(
    r"""org(?:anisations?)?NR | (?:pers(?:on)?/)?orgNR | org(?:anisations?)?-?/pers(?:on)?NR
    company (?:reg(?:istration)?|id)NR? | corporate (?:id|identity)NR? | reg(?:istration)?NR"""
)
PERSON_NUMBER = _label(
    "pers(?:on)?NR | pers(?:on)?-?/org(?:anisations?)?NR | personal (?:identity|id) number"
)
VAT_NUMBER = _label(r"moms(?:reg(?:istrerings)?)?NR | moms ?reg\.? | vat(?:[ -]*reg)?NR?")

DEBTOR = _label(
    """fakturaadress | faktureringsadress | fakturamottagare | faktureras | faktura till | fakturerad | kund
    kundadress | kunduppgifter | köpare | mottagare | till | betalare | debitor | hyresgäst | medlem
    bill(?:ed)? to | invoiced? to | sold to | customer | buyer | client | to | billing address | invoice address"""
)
CREDITOR = _label(
    """avsändare | säljare | från | leverantör | betalningsmottagare | mottagare av betalning | utställare | hyresvärd
    from | seller | supplier | payee | vendor | postadress | besöksadress | adress | address | vår adress | företag
    företaget | kontakt"""
)
DELIVERY = _label(
    """leveransadress | levereras till | leverans till | godsmottagare | arbetsplats
    deliver(?:y|ed)? (?:address|to) | ship(?:ped)? to"""
)
THEIRS = re.compile(
    r"(?<!\w)(?:ert|er|ditt|din|kundens?|köparens?|mottagarens?|your|customer'?s?|buyer'?s?|client'?s?)(?!\w)",
    re.IGNORECASE,
)

OTHER = _label(
    r"""kundNR | kundid | customer(?: no| number| id) | (?:er|vår|ert|vårt|din|your|our)(?: \w+)? | referens | märkning
    order(?:nr|nummer|datum)? | leverans\w* | telefon | tel | telefax | fax | mobil | phone | e-?post | e-?mail | mail
    webbplats | hemsida | webb | www | sida | page | iban | bic | swift | bank | swish | godkänd för | innehar
    f-skatt\w* | säte | påminnelse\w* | dröjsmåls\w* | projekt | avser | period | handläggare | konto\w* | clearing\w*
    att | attn | anläggning\w* | kundtjänst"""
)
_ALL = (
    *(
        INVOICE_NUMBER,
        INVOICE_HEADING,
        INVOICE_DATE,
        ANY_DATE,
        DUE_DATE,
        TERMS,
        DUE_AMOUNT,
        GROSS,
        PLAIN_SUM,
        NET,
        VAT,
    ),
    *(
        ROUNDING,
        OCR,
        BANKGIRO,
        PLUSGIRO,
        CURRENCY,
        ORG_NUMBER,
        PERSON_NUMBER,
        VAT_NUMBER,
        DEBTOR,
        CREDITOR,
        DELIVERY,
        OTHER,
    ),
)
_NAMES_A_VALUE = (
    *(INVOICE_NUMBER, INVOICE_DATE, ANY_DATE, DUE_DATE, DUE_AMOUNT, OCR, BANKGIRO, PLUSGIRO),
    *(ORG_NUMBER, PERSON_NUMBER, VAT_NUMBER),
)


def begins_with_label(text: str) -> bool:
    """Tell whether the text begins with any known label, so that it is not another label's value."""
    return any(label.match(text) for label in _ALL)


def names_another_value(text: str) -> bool:
    """Tell whether the text begins with a label whose value must not be taken for the label's before it."""
    return any(label.match(text) for label in _NAMES_A_VALUE)


def is_label(text: str) -> bool:
    """Tell whether the text is a label and nothing more ("Er referens:", "Faktureringsadress")."""
    bare = text.strip(" :.")
    return any(label.fullmatch(bare) for label in _ALL) or text.rstrip().endswith(":")
