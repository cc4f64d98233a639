"""Name the actors that rules may ask for."""

from __future__ import annotations

from functools import cache

import pycountry


@cache
def codes() -> frozenset[str]:
    """Return the codes of actors: ISO 3166-1 alpha-2, and EU for the European Union."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"EU"}
