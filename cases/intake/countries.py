"""Countries as addresses name them: ISO 3166-1 codes, the Swedish name first."""

import re

_NAMES = """
SE Sverige, Sweden, Schweden
NO Norge, Norway, Norwegen
DK Danmark, Denmark, Dänemark
FI Finland, Suomi, Finnland
IS Island, Iceland, Ísland
AX Åland
DE Tyskland, Germany, Deutschland
GB Storbritannien, England, Skottland, Wales, UK, United Kingdom, Great Britain, Scotland
IE Irland, Ireland
NL Nederländerna, Holland, Netherlands, The Netherlands, Nederland
BE Belgien, Belgium, Belgique
LU Luxemburg, Luxembourg
FR Frankrike, France
ES Spanien, Spain, España
PT Portugal
IT Italien, Italy, Italia
AT Österrike, Austria, Österreich
CH Schweiz, Switzerland, Suisse
PL Polen, Poland, Polska
CZ Tjeckien, Czechia, Czech Republic
SK Slovakien, Slovakia
HU Ungern, Hungary
RO Rumänien, Romania
BG Bulgarien, Bulgaria
GR Grekland, Greece
EE Estland, Estonia, Eesti
LV Lettland, Latvia, Latvija
LT Litauen, Lithuania, Lietuva
HR Kroatien, Croatia
SI Slovenien, Slovenia
CY Cypern, Cyprus
MT Malta
UA Ukraina, Ukraine
TR Turkiet, Turkey, Türkiye
US USA, United States, United States of America
CA Kanada, Canada
AU Australien, Australia
CN Kina, China
IN Indien, India
JP Japan
TH Thailand
"""
_BY_CODE = {line[:2]: line[3:].split(", ") for line in _NAMES.strip().splitlines()}
_CODES = {name.lower(): code for code, names in _BY_CODE.items() for name in names}
_PREFIXES = {"S": "SE", "N": "NO", "FIN": "FI", "D": "DE", "F": "FR"}


def country_of(text: str) -> str | None:
    """Return the code of the country that the text names and nothing else ("Norge", "NORWAY")."""
    return _CODES.get(re.sub(r"[.,]", "", text).strip().lower())


def country_of_prefix(prefix: str) -> str | None:
    """Return the code of the country that a postcode's prefix names ("SE", "S", "DK", "FI")."""
    upper = prefix.upper()
    return _PREFIXES.get(upper, upper if upper in _BY_CODE else None)


def name_of(code: str) -> str:
    """Return the Swedish name of the country with this code; the code itself when it is not known."""
    return _BY_CODE.get(code, [code])[0]
