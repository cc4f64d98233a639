"""Judge what WebSub (w3.org/TR/websub) asks a subscriber to judge: pure, so `now` and chance are arguments.

    announced     what a document says: a hub, and the topic to ask it for
    asked         a new subscription, with a callback and a secret that nobody can guess
    to_do         what is due of a subscription now
    answer        what a hub's question at the callback means
    signed        whether a pushed document comes from who knows the secret

A subscription is never changed into another: one that is renewed is followed by a new one with a callback and a
secret of its own ("changed when subscriptions are renewed", section 5.1.1), and ends once that one is verified.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from monitor.durations import doubled
from monitor.model import Announced, Document, Parsed
from monitor.normalise import text
from monitor.parse.link_header import links

PATH = "/websub"
"""Where the page takes callbacks, below the address of the setting."""
LEASE = timedelta(days=10)
"""What is asked for ("10 days is a good default", section 8.2)."""
LONGEST = timedelta(days=30)
"""A hub that grants more is asked again by then."""
SHORTEST = timedelta(minutes=1)
PATIENCE = timedelta(hours=1)
"""How long a hub that accepted a request may take to verify it."""
RETRY, RETRY_MOST = timedelta(minutes=10), timedelta(days=1)
"""After the first request that failed, doubled each time."""
REFUSED_FOR = timedelta(days=7)
"""How long a hub that refused is left alone; another hub is asked at once."""
FAREWELLS = 3
"""Requests to end a subscription; after that its lease runs out."""
ADDRESS, CHALLENGE = 2_000, 500
"""The longest taken."""
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""Names of `X-Hub-Signature` (section 7.1), which are Python's too."""

_PLAIN = re.compile(r"[\x21-\x7e]+")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class Stage(StrEnum):
    """Say where a subscription stands."""

    ASKED = "asked"
    """The hub has not asked back yet."""
    ACTIVE = "active"
    LEAVING = "leaving"
    """It is to end: the feed left the list, or another subscription took its place."""
    REFUSED = "refused"


class Task(StrEnum):
    """Say what is due of a subscription."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    FOLLOW = "follow"
    """Its lease ends soon: put another beside it."""
    LEAVE = "leave"
    """It is not wanted any more: end it."""
    LAPSE = "lapse"
    """Its lease is over."""
    DROP = "drop"


class Subscription(Struct, frozen=True, kw_only=True):
    """Hold one subscription. Who knows the token can reach its callback, who knows the secret can sign for it."""

    token: str
    secret: str
    base: str
    """The setting by which its callback was made."""
    feed: str
    announced: Announced
    stage: Stage
    due: datetime
    """When something is to be done about it, see `to_do`."""
    ends: datetime | None = None
    """When the lease ends."""
    tries: int = 0
    """Requests of the present kind that were sent."""
    reason: str | None = None
    """Why the last one failed, or the hub refused."""
    pushed: datetime | None = None
    """When a document last came."""

    def __repr__(self) -> str:
        return f"Subscription({self.feed!r}, {self.stage}, due {self.due})"


def standing(subscription: Subscription) -> str:
    """Return in words whether a hub pushes the feed, and why if it does not yet; "" for one that ends."""
    host = urlsplit(subscription.announced.hub).hostname
    match subscription.stage:
        case Stage.ACTIVE:
            return f"pushed by {host}"
        case Stage.REFUSED:
            return f"not pushed by {host}: {subscription.reason}"
        case Stage.ASKED:
            return f"not yet pushed by {host}" + (f": {subscription.reason}" if subscription.reason else "")
        case Stage.LEAVING:
            return ""


# --- What is announced -------------------------------------------------------------------------------------


def announced(document: Document, parsed: Parsed, unkeyed: Callable[[str], str]) -> Announced | None:
    """Return the hub and topic of a document: by its Link headers, or else by what it says itself (section 4).

    Addresses in which `unkeyed` finds what may be a secret are kept nowhere and sent to no hub.
    """
    found: dict[str, list[str]] = {}
    for relation, target in links(document.links or "", document.url):
        found.setdefault(relation, []).append(target)
    hubs = found.get("hub") or list(parsed.hubs)
    topic = next(iter(found.get("self", ())), parsed.topic) or ""
    usable = [hub for hub in hubs if _usable(hub) and unkeyed(hub) == hub]
    if not usable or not _usable(topic) or unkeyed(topic) != topic:
        return None
    return Announced(hub=next((one for one in usable if one.startswith("https:")), usable[0]), topic=topic)


def hub_address(subscription: Subscription) -> str:
    """Return where to ask: https where the hub names http and no port ("favor the HTTPS URL"), by turns with that."""
    hub = subscription.announced.hub
    plain = hub.startswith("http:") and urlsplit(hub).port is None
    return f"https{hub[4:]}" if plain and subscription.tries % 2 == 0 else hub


def form(subscription: Subscription, mode: Task) -> dict[str, str]:
    """Return the fields of a request to the hub (section 5.1)."""
    callback = f"{subscription.base}{PATH}/{subscription.token}"
    fields = {"hub.mode": mode.value, "hub.topic": subscription.announced.topic, "hub.callback": callback}
    if mode is Task.SUBSCRIBE:
        lease = str(int(LEASE.total_seconds()))
        fields |= {"hub.lease_seconds": lease, "hub.secret": subscription.secret}
    return fields


# --- The life of a subscription ----------------------------------------------------------------------------


def asked(feed: str, what: Announced, base: str, now: datetime, chance: Callable[[], str]) -> Subscription:
    """Return a new subscription, due at once; `chance` gives a text that nobody can guess."""
    return Subscription(
        token=chance(), secret=chance(), base=base, feed=feed, announced=what, stage=Stage.ASKED, due=now
    )


def to_do(subscription: Subscription, wanted: Announced | None, now: datetime) -> Task:
    """Return what is due; `wanted` is what the feed announces now, None where it is not to be subscribed."""
    over = subscription.ends is not None and subscription.ends <= now
    match subscription.stage:
        case Stage.LEAVING:
            return Task.DROP if over or subscription.tries >= FAREWELLS else Task.UNSUBSCRIBE
        case Stage.REFUSED:
            return Task.DROP
        case Stage.ASKED:
            return Task.SUBSCRIBE if wanted == subscription.announced else Task.DROP
        case Stage.ACTIVE if over:
            return Task.LAPSE
        case Stage.ACTIVE:
            return Task.FOLLOW if wanted == subscription.announced else Task.LEAVE


def sent(subscription: Subscription, trouble: str | None, now: datetime, jitter: float) -> Subscription:
    """Return the subscription after a request to its hub; `trouble` is why that failed. `jitter` lies in [0, 1)."""
    wait = doubled(RETRY, subscription.tries, RETRY_MOST) * (1 + jitter / 4)
    accepted = "the hub took the request and has not verified it"
    return replace(
        subscription,
        tries=subscription.tries + 1,
        due=now + (wait if trouble else max(wait, PATIENCE)),
        reason=trouble or accepted,
    )


def left(subscription: Subscription, now: datetime) -> Subscription:
    """Return a subscription that is to end."""
    return replace(subscription, stage=Stage.LEAVING, due=now, tries=0, reason=None)


def followed(subscription: Subscription) -> Subscription:
    """Return a subscription beside which another was put: it is due again when its lease ends."""
    return replace(subscription, due=subscription.ends or subscription.due)


# --- What a hub asks ---------------------------------------------------------------------------------------


class Answer(Struct, frozen=True, kw_only=True):
    """Hold what to answer a hub, and what the subscription is after that."""

    after: Subscription | None
    """None where it has ended."""
    challenge: str = ""


def answer(
    subscription: Subscription, asks: Mapping[str, str], now: datetime, jitter: float
) -> Answer | None:
    """Judge a hub's GET at the callback (sections 5.2 and 5.3); None is a 404: nothing was agreed on."""
    challenge, mode = asks.get("hub.challenge", ""), asks.get("hub.mode")
    if not same_address(asks.get("hub.topic", ""), subscription.announced.topic):
        return None
    if mode == "denied" and subscription.stage is Stage.LEAVING:
        return Answer(after=None)
    if mode == "denied":
        return Answer(after=_refused(subscription, asks.get("hub.reason", ""), now))
    if not _PLAIN.fullmatch(challenge) or len(challenge) > CHALLENGE:
        return None
    if mode == Task.SUBSCRIBE and subscription.stage in (Stage.ASKED, Stage.ACTIVE):
        return Answer(
            after=_verified(subscription, asks.get("hub.lease_seconds", ""), now, jitter), challenge=challenge
        )
    if mode == Task.UNSUBSCRIBE and subscription.stage is Stage.LEAVING:
        return Answer(after=None, challenge=challenge)
    return None


def _verified(subscription: Subscription, seconds: str, now: datetime, jitter: float) -> Subscription:
    lease = timedelta(seconds=min(int(seconds[:12]), 10**9)) if re.fullmatch("[0-9]+", seconds) else LEASE
    lease = max(SHORTEST, min(lease, LONGEST))
    # Early enough for a hub that is away for some hours, and not all of a hub's at once.
    renew = now + lease * (0.8 - 0.1 * jitter)
    return replace(subscription, stage=Stage.ACTIVE, due=renew, ends=now + lease, tries=0, reason=None)


def _refused(subscription: Subscription, reason: str, now: datetime) -> Subscription:
    said = text.clean(reason, 200) or "it gave no reason"
    return replace(
        subscription,
        stage=Stage.REFUSED,
        due=now + REFUSED_FOR,
        ends=None,
        tries=0,
        reason=f"the hub refused: {said}",
    )


def same_address(one: str, other: str) -> bool:
    """Say whether two addresses are the same; hubs decode what needs no encoding, and we compare as they do."""
    return one == other or _decoded(one) == _decoded(other)


def _decoded(address: str) -> str:
    def plain(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if _UNRESERVED.fullmatch(letter) else found[0].upper()

    return _ENCODED.sub(plain, address)


# --- What a hub pushes -------------------------------------------------------------------------------------


def signed(secret: str, body: bytes, header: str | None) -> bool:
    """Say whether `X-Hub-Signature` holds the body's HMAC by this secret (section 7.1); compares in constant time."""
    method, _, signature = (header or "").strip().partition("=")
    method = method.strip().lower()
    if method not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.strip().lower().encode("utf-8", "replace"))


def _usable(address: str) -> bool:
    """Say whether an address can be asked at all; whether it may be is the address guard's to say."""
    if len(address) > ADDRESS or not _PLAIN.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
