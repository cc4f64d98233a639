"""Name an actor for people."""

from __future__ import annotations

import pycountry


def actor_name(code: str) -> str:
    """Return a display name for an ISO 3166-1 alpha-2 code or `EU`; the code itself where none is known."""
    if code == "EU":
        return "The European Union"
    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", None) or country.name) if country else code
