"""Bring the many spellings of one article's address to one canonical form, and clean addresses for people.

The canonical form is a key, not an address to fetch: it always says https, drops `www.`, and so on. What is
dropped is known not to choose the article: parameters of tracking tools, named one by one. A list of patterns
(as in courlan 1.4) would also take `cid`, `eid` or `uid`, which on some sites are the article's number, and
would merge two articles into one; a parameter too many only costs a second look.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

from yarl import URL

LONGEST = 8_192
"""Characters of an address that are still looked at; RFC 9110, section 4.1 asks for at least 8,000."""

_HOPS = 4
_SEGMENT = r"[\w~-][\w.~+:@!$,=-]*"
_PLAIN = re.compile(
    r"https?://([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,24})"
    rf"(/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?)(?:\?([\w.~+:@!$,/=&-]+))?",
    re.ASCII,
)
"""An address as almost all are: nothing in it can be written in another way, so that it need not be taken apart."""
_SPACE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_EDGE = re.compile(r"^[\s\x00-\x20]+|[\s\x00-\x20]+$")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]*:[0-9a-f:.]*")
_MIRROR = re.compile(r"^(?:www\d?|m|mobile|amp|wap|touch)\.(?=[^.]+\.)|(?<=[a-z-]\.)m\.(?=[^.]+\.[^.]+$)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;?#]*", re.IGNORECASE)
_DOTS = re.compile(r"(?<=/)\.{1,2}(?:/|$)")
_SLASHES = re.compile(r"/{2,}")
_AMP_END = re.compile(
    r"(?:/(?:amp|amp\.html|index\.(?:html?|php|aspx?|jsp))|/)+$|(?<=[^/.])(?:\.amp)+(?=\.html?$|$)"
)
_AMP_START = re.compile(r"^(?:/amp)+(?=/)")

_TRACKERS = re.compile(
    r"""(?ix)^(?:
      utm_.+ | mtm_.+ | pk_(?:campaign|kwd|keyword|source|medium|content|cid) | piwik_.+ | matomo_.+ | itm_.+ | hsa_.+
    | at_(?:medium|campaign|campaign_type|custom\d*|link_.+|ptr_name|format|bbc_team|creation|variant) | ns_.+
    | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | ysclid | twclid | ttclid | igshid | igsh
    | li_fat_id | srsltid | epik | mc_[ce]id | mkt_tok | _hsenc | _hsmi | __hs.+ | hsctatracking | vero_(?:id|conv)
    | oly_(?:anon|enc)_id | wickedid | rb_clickid | s_kwcid | s_cid | _ga | _gl | _openstat | xtor | cmpid | ocid
    | icid | ito | ftcamp | ftag | ncid | cvid | guccounter | guce_referrer(?:_sig)? | fb_(?:action|source|ref).*
    | __twitter_impression | ref_?src | ref_?url | spm | share_?source | sharetype | smid | smtyp | partner_rss
    | phpsessid | jsessionid | aspsessionid.* | amp | amp_(?:js_v|gsa|r) | amp;? | usqp | output_?type
    | traffic_?source | taid | rss | from_?rss | feed_?name | feature | __cf_.+ | at_xt
    )$"""
)
_KEPT_UNLESS = {
    "outputtype": "amp",
    "output_type": "amp",
    "rss": ("", "1", "yes", "true"),
    "feature": "share",
}
"""Parameters that are dropped only with these values; with others they may choose the page."""


def address(raw: str, base: str = "") -> str | None:
    """Return a web address as a person may follow it: absolute, http or https, percent-encoded, no credentials.

    Anything else (another scheme, no host, over `LONGEST` characters) is None. Never raises.
    """
    if len(raw) <= LONGEST and _PLAIN.fullmatch(raw):
        return raw
    url = _parse(raw, base)
    return None if url is None else str(url)


def canonical(url: str) -> str | None:
    """Return the key under which every spelling of one article's address is the same, or None if it is no key.

    None is for what is no web address and for wrappers that hide the article (newer Google News links).
    Idempotent: the canonical form of a canonical form is itself. Never raises.
    """
    plain = _PLAIN.fullmatch(url) if len(url) <= LONGEST else None
    if plain and not _WRAPS.fullmatch(plain[1].removeprefix("www.")):
        return _spelled(plain[1], plain[2], plain[3] or "")
    return _canonical(url)


def _canonical(url: str) -> str | None:
    """Return what `canonical` does, for an address that must be taken apart."""
    current: str | None = url
    for _ in range(_HOPS):
        parsed = _parse(current or "")
        if parsed is None:
            return None
        inside = _unwrap(parsed)
        if inside is None:
            return None
        if inside == "":
            return _key(parsed)
        current = inside
    return None


def is_article(link: str) -> bool:
    """Say whether a canonical link looks like one article's own page rather than a front or index page.

    An index page (`/`, `/news`, `/press-releases`) stands behind many items, and so tells none of them apart.
    """
    _, _, rest = link.partition("//")
    _, _, path = rest.partition("/")
    if "?" in path or "#" in path:
        return True
    return any(
        any(char.isdigit() for char in part) or len(part) >= 25 or part.count("-") + part.count("_") >= 3
        for part in path.split("/")
    )


def _parse(raw: str, base: str = "") -> URL | None:
    """Read an address leniently, as browsers do, and only as a value: None for all that is not http(s)."""
    if len(raw) > LONGEST:
        return None
    text = _EDGE.sub("", raw.replace("&amp;", "&"))
    text = re.sub(r"[\t\r\n]", "", text)
    text = _SPACE.sub(lambda found: "%20" if found[0] in " \xa0" else "", text).replace("\\", "/")
    try:
        url = URL(text)
        if not url.absolute and base:
            url = URL(base).join(url)
        host = (url.raw_host or "").rstrip(".").lower()
        if url.scheme not in ("http", "https") or not _HOST.fullmatch(host) or ".." in host:
            return None
        return url.with_user(None).with_host(host)
    # yarl's answers to what is no address; UnicodeError of IDNA is a ValueError
    except (ValueError, TypeError):
        return None


def _key(url: URL) -> str:
    host = url.raw_host or ""
    port = "" if url.explicit_port in (None, 80, 443) else f":{url.explicit_port}"
    query = url.raw_query_string.replace("%20", "+")
    fragment = url.raw_fragment if url.raw_fragment[:1] in ("!", "/") and len(url.raw_fragment) > 1 else ""
    return _spelled(host, url.raw_path, query, port, f"#{fragment}" if fragment else "")


def _spelled(host: str, path: str, query: str, port: str = "", fragment: str = "") -> str:
    host = _fixed(_MIRROR, host)
    if ":" in host:
        host = f"[{host}]"
    if ";" in path:
        path = _fixed(_SESSION, path)
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "/." in path:
        path = _fixed(_DOTS, path)
    path = _fixed(_AMP_END, _AMP_START.sub("", path)) or "/"
    if query:
        query = "&".join(sorted(filter(_chooses, query.split("&"))))
    return f"https://{host}{port}{path}{'?' + query if query else ''}{fragment}"


def _fixed(pattern: re.Pattern[str], text: str) -> str:
    """Take a pattern away until none is left; each round shortens the text."""
    shorter = pattern.sub("", text)
    while shorter != text:
        text, shorter = shorter, pattern.sub("", shorter)
    return text


def _chooses(parameter: str) -> bool:
    """Say whether a parameter may choose the page."""
    written, _, value = parameter.partition("=")
    name, tracks = _named(written)
    if name in _KEPT_UNLESS:
        return value.lower() not in _KEPT_UNLESS[name] if value else name != "rss"
    return not tracks


@lru_cache(maxsize=256)
def _named(written: str) -> tuple[str, bool]:
    """Return a parameter's name, and whether it is known to choose no page."""
    name = unquote(written).lower().strip()
    return name, not name or _TRACKERS.match(name) is not None


# --- Wrappers: each answers the address inside, "" where there is none to take out, None where it is hidden ------


def _unwrap(url: URL) -> str | None:
    host = (url.raw_host or "").removeprefix("www.")
    path = url.raw_path
    for wrapper in _WRAPPERS:
        if wrapper[0].fullmatch(host) and path.startswith(wrapper[1]):
            return wrapper[2](url)
    return ""


def _parameter(*names: str) -> Callable[[URL], str]:
    def inside(url: URL) -> str:
        return next(
            (url.query[name] for name in names if url.query.get(name, "").startswith(("http:", "https:"))), ""
        )

    return inside


def _google_news(url: URL) -> str | None:
    """Read the address out of a Google News token where it holds one.

    The token is base64url of a protocol buffer; until 2024 its field 4 was the address itself. Newer tokens hold
    only Google's own number (`AU_yqL...`), and their link says nothing about the article.
    """
    token = url.raw_path.rsplit("/", 1)[-1]
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    found = re.search(rb"https?://[\x21-\x7e]+", data)
    return found[0].decode("ascii") if found else None


def _amp_cache(url: URL) -> str:
    """Read `/c/s/example.org/a` and `/amp/s/example.org/a` (`s` says https)."""
    rest = re.sub(r"^/(?:[civ]|amp)/(?:s/)?", "", url.raw_path)
    query = f"?{url.raw_query_string}" if url.raw_query_string else ""
    return f"https://{rest}{query}" if "." in rest else ""


def _yahoo(url: URL) -> str:
    found = re.search(r"/RU=([^/]+)", url.raw_path)
    return unquote(found[1]) if found else ""


_Wrapper = tuple[re.Pattern[str], str, Callable[[URL], str | None]]
_WRAPPERS: tuple[_Wrapper, ...] = (
    (re.compile(r"news\.google\.com"), "/rss/articles/", _google_news),
    (re.compile(r"news\.google\.com"), "/articles/", _google_news),
    (re.compile(r"news\.google\.com"), "/read/", _google_news),
    (re.compile(r"google(?:\.[a-z]{2,3}){1,2}"), "/url", _parameter("q", "url")),
    (re.compile(r"google(?:\.[a-z]{2,3}){1,2}"), "/amp/", _amp_cache),
    (re.compile(r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org"), "/", _amp_cache),
    (re.compile(r"(?:l|lm)\.(?:facebook|instagram)\.com"), "/", _parameter("u")),
    (re.compile(r"bing\.com"), "/news/apiclick.aspx", _parameter("url")),
    (re.compile(r"r\.search\.yahoo\.com"), "/", _yahoo),
    (re.compile(r"(?:[a-z0-9]+\.)?safelinks\.protection\.outlook\.com"), "/", _parameter("url")),
    (re.compile(r"linkedin\.com"), "/redir/redirect", _parameter("url")),
    (re.compile(r"youtube\.com"), "/redirect", _parameter("q")),
    (re.compile(r"slack-redir\.net"), "/link", _parameter("url")),
    (re.compile(r"go\.redirectingat\.com"), "/", _parameter("url")),
    (re.compile(r"out\.reddit\.com"), "/", _parameter("url")),
)
_WRAPS = re.compile("|".join(host.pattern for host, _, _ in _WRAPPERS))
