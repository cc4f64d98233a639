"""Turn participants' names, as depositaries write them, into codes: an exact table, never a likeness.

Sources: the participants of the UN Treaty Collection's tables of 2015 and later, ISO 3166 through pycountry,
and the names of member and non-member States in the Council of Europe's charts.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.actors.iso import countries
from monitor.folding import fold

UN_USAGE = {
    "AG": "Antigua and Barbuda",
    "BA": "Bosnia and Herzegovina",
    "BO": "Bolivia",
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "CI": "Côte d'Ivoire",
    "CV": "Cabo Verde",
    "CZ": "Czechia",
    "EU": "European Union",
    "FM": "Micronesia",
    "GB": "United Kingdom",
    "IR": "Iran",
    "KN": "Saint Kitts and Nevis",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "LA": "Lao People's Democratic Republic",
    "LC": "Saint Lucia",
    "MD": "Republic of Moldova",
    "MK": "North Macedonia",
    "MM": "Myanmar",
    "PS": "State of Palestine",
    "RU": "Russian Federation",
    "ST": "Sao Tome and Principe",
    "SY": "Syrian Arab Republic",
    "SZ": "Eswatini",
    "TL": "Timor-Leste",
    "TR": "Türkiye",
    "TT": "Trinidad and Tobago",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "US": "United States",
    "VA": "Holy See",
    "VC": "Saint Vincent and the Grenadines",
    "VE": "Venezuela",
    "VN": "Viet Nam",
    "XK": "Kosovo",
}
"""English names for people where the UN's usage is not CLDR's, without the bracketed forms of state."""

_RECORD = {
    "Bolivia (Plurinational State of)": "BO",
    "Bosnia-Herzegovina": "BA",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Congo (Democratic Republic of the)": "CD",
    "Cote d'Ivoire": "CI",
    "Czech Republic": "CZ",
    "Democratic People's Republic of Korea": "KP",
    "Democratic Republic of the Congo": "CD",
    "European Community": "EU",
    "European Economic Community": "EU",
    "European Union": "EU",
    "Gambia (Islamic Republic of the)": "GM",
    "Gambia (Republic of The)": "GM",
    "Holy See": "VA",
    "Iran (Islamic Republic of)": "IR",
    "Kosovo": "XK",
    "Kosovo*": "XK",
    "Micronesia (Federated States of)": "FM",
    "Moldova": "MD",
    "Naoru": "NR",
    "Netherlands (Kingdom of the)": "NL",
    "Kingdom of the Netherlands": "NL",
    "Palestine": "PS",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Korea": "KR",
    "Republic of North Macedonia": "MK",
    "Russia": "RU",
    "Slovak Republic": "SK",
    "South Korea": "KR",
    "St. Kitts and Nevis": "KN",
    "St. Lucia": "LC",
    "St. Vincent and the Grenadines": "VC",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "The Bahamas": "BS",
    "The former Yugoslav Republic of Macedonia": "MK",
    "The former Yugoslav Republic of Macedonia (former)": "MK",
    "Turkey": "TR",
    "Turkiye": "TR",
    "United Kingdom": "GB",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Republic of Tanzania": "TZ",
    "United States of America": "US",
    "Venezuela (Bolivarian Republic of)": "VE",
    "Vietnam": "VN",
}
"""The depositaries' own spellings that ISO 3166 does not have, as far as they are known."""

FORMER = frozenset(
    {
        "Czechoslovakia", "Democratic Yemen", "Federal Republic of Germany (former)", "German Democratic Republic",
        "Republic of Viet Nam", "Republic of Viet-Nam", "Serbia and Montenegro", "South Viet Nam",
        "Union of Soviet Socialist Republics", "Yemen Arab Republic", "Yugoslavia", "Yugoslavia (former)",
        "Zanzibar", "Taiwan Province of China", "Republic of China",
    }
)  # fmt: skip
"""Participants without a code of today: their acts are kept with the name alone."""


def _key(name: str) -> str:
    """Fold a name and tidy its blanks, so that `Côte  d’Ivoire` is Cote d'Ivoire."""
    return " ".join(fold(re.sub(r"\s+", " ", name)).text.split())


@cache
def _table() -> dict[str, str]:
    """Build the table once: ISO names first, then UN usage, then the depositaries' own."""
    found: dict[str, str] = {}
    for country in countries():
        for words in (country["name"], country.get("common_name"), country.get("official_name")):
            if words:
                found[_key(words)] = country["alpha_2"]
    found.update((_key(words), code) for code, words in UN_USAGE.items())
    found.update((_key(words), code) for words, code in _RECORD.items())
    return found


def from_record(name: str) -> str | None:
    """Return the code of a participant as a depositary writes it, or None for a former or unknown State.

    Only exact names count (but for case, accents and blanks): a likeness would one day take Niger for Nigeria.
    """
    return None if name in FORMER else _table().get(_key(name))
