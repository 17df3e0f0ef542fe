"""Countries as addresses name them, to know when a debtor lives outside Sweden. ISO 3166-1 codes."""

import re

_NAMES = {
    "SE": "sverige sweden schweden",
    "NO": "norge norway norwegen", "DK": "danmark denmark dänemark", "FI": "finland suomi finnland", "IS": "island iceland ísland",
    "DE": "tyskland germany deutschland", "GB": "storbritannien england skottland wales uk united·kingdom great·britain scotland",
    "IE": "irland ireland", "NL": "nederländerna holland netherlands the·netherlands nederland", "BE": "belgien belgium belgique",
    "LU": "luxemburg luxembourg", "FR": "frankrike france", "ES": "spanien spain españa", "PT": "portugal", "IT": "italien italy italia",
    "AT": "österrike austria österreich", "CH": "schweiz switzerland suisse", "PL": "polen poland polska", "CZ": "tjeckien czechia czech·republic",
    "SK": "slovakien slovakia", "HU": "ungern hungary", "RO": "rumänien romania", "BG": "bulgarien bulgaria", "GR": "grekland greece",
    "EE": "estland estonia eesti", "LV": "lettland latvia latvija", "LT": "litauen lithuania lietuva", "HR": "kroatien croatia",
    "SI": "slovenien slovenia", "CY": "cypern cyprus", "MT": "malta", "UA": "ukraina ukraine", "TR": "turkiet turkey türkiye",
    "US": "usa united·states united·states·of·america", "CA": "kanada canada", "AU": "australien australia", "CN": "kina china",
    "IN": "indien india", "JP": "japan", "TH": "thailand", "AX": "åland",
}  # fmt: skip
_CODES = {name.replace("·", " "): code for code, names in _NAMES.items() for name in names.split()}
_PREFIXES = {"S": "SE", "N": "NO", "DK": "DK", "FIN": "FI", "D": "DE", "F": "FR"}


def country_of(text: str) -> str | None:
    """Return the code of the country that the text names and nothing else ("Norge", "NORWAY", "SE-Sweden" not)."""
    return _CODES.get(re.sub(r"[.,]", "", text).strip().lower())


def country_of_prefix(prefix: str) -> str | None:
    """Return the code of the country that a postcode's prefix names ("SE", "S", "DK", "FI")."""
    upper = prefix.upper()
    return _PREFIXES.get(upper, upper if upper in _NAMES else None)


def name_of(code: str) -> str:
    """Return the Swedish name of the country with this code; the code itself when it is not known."""
    names = _NAMES.get(code)
    return names.split()[0].replace("·", " ").capitalize() if names and code != "US" else code.replace("US", "USA")
