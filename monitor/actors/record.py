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
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "CV": "Cabo Verde",
    "EU": "European Union",
    "FM": "Micronesia",
    "KN": "Saint Kitts and Nevis",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "LA": "Lao People's Democratic Republic",
    "LC": "Saint Lucia",
    "MD": "Republic of Moldova",
    "PS": "State of Palestine",
    "RU": "Russian Federation",
    "ST": "Sao Tome and Principe",
    "SY": "Syrian Arab Republic",
    "TT": "Trinidad and Tobago",
    "VA": "Holy See",
    "VC": "Saint Vincent and the Grenadines",
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
    "European Community": "EU",
    "European Economic Community": "EU",
    "Gambia (Islamic Republic of the)": "GM",
    "Gambia (Republic of The)": "GM",
    "Iran (Islamic Republic of)": "IR",
    "Kosovo*": "XK",
    "Micronesia (Federated States of)": "FM",
    "Naoru": "NR",
    "Netherlands (Kingdom of the)": "NL",
    "Palestine": "PS",
    "Korea": "KR",
    "Russia": "RU",
    "St. Kitts and Nevis": "KN",
    "St. Lucia": "LC",
    "St. Vincent and the Grenadines": "VC",
    "Swaziland": "SZ",
    "The Bahamas": "BS",
    "The former Yugoslav Republic of Macedonia": "MK",
    "The former Yugoslav Republic of Macedonia (former)": "MK",
    "Turkey": "TR",
    "Venezuela (Bolivarian Republic of)": "VE",
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
