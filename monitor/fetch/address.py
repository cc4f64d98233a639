"""Judge addresses: which may a feed live on. Pure; the transport asks at connect time, on what it dials.

The networks are those of the IANA registries of special-purpose addresses (RFC 6890 and its updates), kept
here because `ipaddress.is_global` changes between Python releases.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from msgspec import Struct

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PRIVATE = frozenset({"loopback", "private", "carrier-grade NAT"})
"""What one setting opens. The rest, such as link-local with its metadata servers, must be named."""

_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("127.0.0.0/8", "loopback"),  # RFC 1122
        ("10.0.0.0/8", "private"),  # RFC 1918
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),  # RFC 6598
        ("169.254.0.0/16", "link-local"),  # RFC 3927
        ("0.0.0.0/8", "unspecified"),  # RFC 1122; Linux takes 0.0.0.0 for this machine
        ("192.0.0.0/24", "reserved"),  # RFC 6890
        ("192.0.2.0/24", "reserved"),  # RFC 5737, documentation, as the next two
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),  # RFC 7526, 6to4 relays
        ("198.18.0.0/15", "reserved"),  # RFC 2544, benchmarks
        ("224.0.0.0/4", "multicast"),  # RFC 5771
        ("240.0.0.0/4", "reserved"),  # RFC 1112, with the broadcast address
        ("::1/128", "loopback"),  # RFC 4291
        ("::/128", "unspecified"),
        ("fc00::/7", "private"),  # RFC 4193
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "Teredo"),  # RFC 4380: carries another address inside
        ("2001::/23", "reserved"),  # RFC 2928
        ("2001:db8::/32", "reserved"),  # RFC 3849, documentation
        ("2002::/16", "6to4"),  # RFC 3056: carries another address inside
        ("3fff::/20", "reserved"),  # RFC 9637, documentation
    )
)
_GLOBAL_V6 = ip_network("2000::/3")
"""All of IPv6 that is handed out (RFC 4291, section 2.4); whatever lies outside is refused."""
_NAT64 = ip_network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in the last 32 bits."""


class Guard(Struct, frozen=True, kw_only=True):
    """Hold what is allowed beyond public addresses."""

    allow_private: bool = False
    """Loopback, private networks and carrier-grade NAT."""
    networks: Sequence[Network] = ()
    """Networks allowed by name, of any kind."""

    def refusal(self, address: str) -> str | None:
        """Say why a dialled address (numeric, as resolved) is refused, or None if it is allowed."""
        try:
            dialled = inner(ip_address(address.partition("%")[0]))
        except ValueError:
            return f"{address!r:.80} is no address"
        kind = kind_of(dialled)
        if kind is None or any(dialled in network for network in self.networks):
            return None
        if kind in PRIVATE:
            if self.allow_private:
                return None
            return f"{dialled} is a {kind} address; TREATYWATCH_ALLOW_PRIVATE=1 allows feeds on such"
        return f"{dialled} is {'an' if kind.startswith('u') else 'a'} {kind} address"


def kind_of(address: Address) -> str | None:
    """Name the kind of a special address (loopback, private, ...), or None for a public one."""
    for network, kind in _SPECIAL:
        if address in network:
            return kind
    if address.version == 6 and address not in _GLOBAL_V6:
        return "reserved"
    return None


def inner(address: Address) -> Address:
    """Take the IPv4 address out of an IPv4-mapped or NAT64 one: that is where the packets go."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
