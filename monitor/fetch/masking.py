"""Mask what is secret in addresses before anybody reads them."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import quote, unquote

_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_QUERY = re.compile(r"([?&;#][^=&;#\s]*+)(?:=([^&;#\s]++))?")
"""What has a name, in the fragment, too: it goes to no server, but people read it. A name without a value is taken as
well, or each question mark of thousands would be looked for an `=` behind all."""
_SECRET_NAME = re.compile(r"auth|code|cred|hash|key|pass|pw|secret|session|sig|token|user", re.IGNORECASE)
_SECRET_END = re.compile(
    r"(?:auth|cred(?:ential)?s?|key|pass(?:word)?|pwd?|secret|sess(?:ion)?(?:id)?|sig(?:nature)?|token|user(?:name)?)(?:\]|%5D)?$",
    re.IGNORECASE,
)
_LONG = 16
"""Values from this length on are masked whatever their name: tokens hide under any."""
_PATH = re.compile(r"(?<=[^/:])/[^?#\s]*+")
"""The path of an address. Its two slashes before the host do not begin one."""
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_RUN, _JOINED = (re.compile(rf"[{letters}]{{{_LONG},}}") for letters in ("0-9A-Za-z", "0-9A-Za-z_-"))
"""A token as it may stand within a name, and one with the two signs of Base64 that addresses may hold."""
_CHANGE = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[a-z])(?=[A-Z])")
_WORDS_CHANGE_EVERY = 5
"""Words, days and numbers run on for so many letters (`20261202T120000Z`, `UnitedNationsTreaties`); tokens do not."""


def masked(url: str) -> str:
    """Return an address fit for logs and pages: no userinfo, nothing of a query or a path that may be a token."""
    return _PATH.sub(lambda path: _tokenless(path[0]), unkeyed(url), count=1)


def unkeyed(url: str) -> str:
    """Return an address without userinfo and what a query may hold of tokens; its path names what is asked for."""
    return _QUERY.sub(_value, _USERINFO.sub("***@", url))


def _tokenless(text: str) -> str:
    return _JOINED.sub(_run, _RUN.sub(_run, _UUID.sub("***", text)))


def _run(found: re.Match[str]) -> str:
    run = found[0]
    return "***" if len(_CHANGE.findall(run)) * _WORDS_CHANGE_EVERY > len(run) else run


def _value(found: re.Match[str]) -> str:
    name, value = found[1], found[2]
    if value is None:
        return _tokenless(name)
    return f"{name}=***" if len(value) >= _LONG or _SECRET_NAME.search(name) else found[0]


def without_secrets(url: str, depth: int = 2) -> str:
    """Return an address to hand on: no userinfo, no value of a query whose name ends in a word for secrets.

    What is merely long stays, since a search without its words finds nothing. `depth` is how many addresses may stand
    in each other's queries, for other servers to fetch.
    """
    return _QUERY.sub(partial(_named_value, depth), _USERINFO.sub("", url))


def _named_value(depth: int, found: re.Match[str]) -> str:
    inner = unquote(found[2] or "")
    secret = inner and (_SECRET_END.search(found[1]) or (not depth and "//" in inner))
    safe = "***" if secret else without_secrets(inner, depth - 1) if "//" in inner else inner
    return found[0] if safe == inner else f"{found[1]}={quote(safe, safe='*')}"
