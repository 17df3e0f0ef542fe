"""The cast: the persons and companies that the identity provider, the registers and the demo world share.

Person numbers are Skatteverket's published test numbers, which are never given to anyone (open data,
"Testpersonnummer"; also printed, one by one, in the MIT-licensed ActiveLogin.Identity). Company names,
addresses and numbers are invented; the organisation numbers lie in series that Bolagsverket has not
reached.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody with a number. `who` says in Swedish what the person does in the demo world, `standing` how the
    population register has it.
    """

    person_number: str
    name: str
    who: str
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    standing: str = "registered"


@dataclass(frozen=True, kw_only=True)
class DemoCompany:
    """What the registers say about a company. `alone` sign for it each by themselves, `together` only
    jointly.
    """

    organisation_number: str
    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    alone: tuple[DemoPerson, ...] = ()
    together: tuple[DemoPerson, ...] = ()
    f_skatt: bool = True
    vat_number: str = ""
    status: str = "active"
    bankgiros: tuple[str, ...] = ()
    email: str = ""


CECILIA = DemoPerson(
    person_number="199102142388",
    name="Cecilia Ek",
    who="Firmatecknare, Åre Bygg AB",
    email="cecilia@arebygg.example",
)
ESKIL = DemoPerson(
    person_number="199510152391",
    name="Eskil Holm",
    who="Kollega till Cecilia, Åre Bygg AB",
    email="eskil@arebygg.example",
)
DIDRIK = DemoPerson(
    person_number="199009202392",
    name="Didrik Sjöberg",
    who="Firmatecknare, Duveds El HB",
    email="didrik@duvedsel.example",
)
ELSA = DemoPerson(
    person_number="199504032385",
    name="Elsa Hed",
    who="Enskild firma, Hed Foto",
    email="elsa@hedfoto.example",
    street="Fotografgränd 3",
    postcode="831 31",
    city="Östersund",
)
SAMIR = DemoPerson(
    person_number="194512622392",
    name="Samir Haddad",
    who="Har samordningsnummer, inget företag",
)
ANNA = DemoPerson(
    person_number="199505092388",
    name="Anna Lindqvist",
    who="Gäldenär, skyldig Åre Bygg AB",
    email="anna@lindqvist.example",
    street="Björkvägen 12",
    postcode="831 45",
    city="Östersund",
)
BO = DemoPerson(
    person_number="199603132391",
    name="Bo Nilsson",
    who="Gäldenär, skyldig Duveds El HB",
    email="bo@nilsson.example",
    street="Storgatan 8 lgh 1102",
    postcode="837 52",
    city="Åre",
)
ASTRID = DemoPerson(
    person_number="199012132388",
    name="Astrid Norén",
    who="Handläggare, Nordanvik Inkasso AB",
    email="astrid@nordanvik.example",
)
BERTIL = DemoPerson(
    person_number="199103212396",
    name="Bertil Falk",
    who="Ekonomi, Nordanvik Inkasso AB",
    email="bertil@nordanvik.example",
)
SIGNE = DemoPerson(
    person_number="199908072391",
    name="Signe Wallin",
    who="Har skyddade personuppgifter",
    standing="protected",
)
GUSTAV = DemoPerson(
    person_number="191212121212",
    name="Gustav Öman",
    who="Avliden",
    street="Ängsvägen 4",
    postcode="831 45",
    city="Östersund",
    standing="deceased",
)

PERSONS: tuple[DemoPerson, ...] = (CECILIA, ESKIL, DIDRIK, ELSA, ASTRID, BERTIL, ANNA, BO, SAMIR)
"""In the order the identity provider shows them."""
REGISTERED: tuple[DemoPerson, ...] = (*PERSONS, SIGNE, GUSTAV)
"""Whom the population register knows."""

NORDANVIK = DemoCompany(
    organisation_number="5599887766",
    name="Nordanvik Inkasso AB",
    legal_form="AB",
    street="Prästgatan 40",
    postcode="831 31",
    city="Östersund",
    alone=(ASTRID,),
    vat_number="SE559988776601",
    bankgiros=("53172045", "9907007"),
    email="inkasso@nordanvik.example",
)
ARE_BYGG = DemoCompany(
    organisation_number="5566778899",
    name="Åre Bygg AB",
    legal_form="AB",
    street="Kabinbanevägen 22",
    postcode="837 52",
    city="Åre",
    alone=(CECILIA,),
    vat_number="SE556677889901",
    bankgiros=("50501055",),
    email="ekonomi@arebygg.example",
)
DUVEDS_EL = DemoCompany(
    organisation_number="9699990017",
    name="Duveds El HB",
    legal_form="HB",
    street="Karl XIII:s väg 5",
    postcode="837 71",
    city="Duved",
    alone=(DIDRIK,),
    vat_number="SE969999001701",
    bankgiros=("9902008",),
    email="faktura@duvedsel.example",
)
HED_FOTO = DemoCompany(
    organisation_number="9504032385",
    name="Hed Foto",
    legal_form="EF",
    street="Fotografgränd 3",
    postcode="831 31",
    city="Östersund",
    alone=(ELSA,),
    vat_number="SE950403238501",
    bankgiros=("9903006",),
    email="elsa@hedfoto.example",
)
STORSJO_KAYAK = DemoCompany(
    organisation_number="8029991018",
    name="Storsjöns Kajakförening",
    legal_form="IF",
    street="Badhusparken 1",
    postcode="831 36",
    city="Östersund",
    together=(ELSA, ESKIL),
    bankgiros=("9904004",),
)
OVIKEN_SECOND_HAND = DemoCompany(
    organisation_number="5599903019",
    name="Ovikens Andrahand AB",
    legal_form="AB",
    street="Myrvägen 4",
    postcode="834 97",
    city="Oviken",
    alone=(DIDRIK,),
    f_skatt=False,
    bankgiros=("9905001",),
)
BYDALEN_TIMBER = DemoCompany(
    organisation_number="5599903027",
    name="Bydalens Timmerhus AB",
    legal_form="AB",
    street="Dalsågen 9",
    postcode="845 91",
    city="Höglekardalen",
    alone=(CECILIA,),
    status="bankrupt",
    bankgiros=("9906009",),
)
LUNDBERGS = DemoCompany(
    organisation_number="5599903035",
    name="Lundbergs Måleri AB",
    legal_form="AB",
    street="Penselvägen 17",
    postcode="831 60",
    city="Östersund",
)
BJORKEN = DemoCompany(
    organisation_number="9699991239",
    name="Kafé Björken HB",
    legal_form="HB",
    street="Torget 2",
    postcode="837 52",
    city="Åre",
)

COMPANIES: tuple[DemoCompany, ...] = (
    NORDANVIK,
    ARE_BYGG,
    DUVEDS_EL,
    HED_FOTO,
    STORSJO_KAYAK,
    OVIKEN_SECOND_HAND,
    BYDALEN_TIMBER,
    LUNDBERGS,
    BJORKEN,
)
