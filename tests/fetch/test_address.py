"""Which addresses are public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.address import Guard, inner, kind_of

CLOSED = Guard()
OPEN = Guard(allow_private=True)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("10.1.2.3", "private"),
        ("172.15.255.255", None),
        ("172.16.0.0", "private"),
        ("172.31.255.255", "private"),
        ("172.32.0.0", None),
        ("192.168.1.1", "private"),
        ("100.63.255.255", None),
        ("100.64.0.1", "carrier-grade NAT"),
        ("100.127.255.255", "carrier-grade NAT"),
        ("169.254.169.254", "link-local"),
        ("0.0.0.0", "unspecified"),  # noqa: S104 - judged, not bound
        ("192.0.0.170", "reserved"),
        ("198.18.0.1", "reserved"),
        ("203.0.113.9", "reserved"),
        ("224.0.0.251", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("8.8.8.8", None),
        ("1.1.1.1", None),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("fc00::1", "private"),
        ("fdff::1", "private"),
        ("fe80::1", "link-local"),
        ("ff02::1", "multicast"),
        ("2001::1", "Teredo"),
        ("2001:2::1", "reserved"),
        ("2001:db8::1", "reserved"),
        ("2002:7f00:1::", "6to4"),
        ("3fff::1", "reserved"),
        ("100::1", "reserved"),
        ("4000::1", "reserved"),
        ("64:ff9b:1::1", "reserved"),
        ("fec0::1", "reserved"),
        ("2606:4700::1111", None),
        ("2a00:1450::1", None),
    ],
)
def test_kinds(address: str, kind: str | None) -> None:
    assert kind_of(ip_address(address)) == kind
    assert (CLOSED.refusal(address) is None) == (kind is None)


def test_a_refusal_reads_well() -> None:
    assert CLOSED.refusal("::") == ":: is an unspecified address"
    assert CLOSED.refusal("fe80::1") == "fe80::1 is a link-local address"


def test_one_setting_opens_private_addresses_only() -> None:
    for address in ("127.0.0.1", "::1", "10.0.0.1", "fd00::1", "100.64.0.1", "::ffff:10.0.0.1"):
        assert OPEN.refusal(address) is None
    for address in ("169.254.169.254", "fe80::1", "224.0.0.1", "::", "2002:7f00:1::", "2001::1"):
        assert OPEN.refusal(address)


def test_networks_open_what_they_name() -> None:
    guard = Guard(networks=(ip_network("10.1.0.0/16"), ip_network("fe80::/64")))
    assert guard.refusal("10.1.2.3") is None
    assert guard.refusal("::ffff:10.1.2.3") is None
    assert guard.refusal("fe80::1%eth0") is None
    assert guard.refusal("10.2.0.1")
    assert guard.refusal("127.0.0.1")


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "1.2.3.4.5", "::g", "1" * 500])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert OPEN.refusal(text)


@given(st.ip_addresses(v=4))
def test_hidden_addresses_are_judged_as_what_they_are(address: IPv4Address) -> None:
    plain = CLOSED.refusal(str(address))
    assert CLOSED.refusal(f"::ffff:{address}") == plain
    assert CLOSED.refusal(f"64:ff9b::{address}") == plain
    assert inner(ip_address(f"::ffff:{address}")) == address


@given(st.ip_addresses())
def test_nothing_python_calls_special_is_public(address: IPv4Address | IPv6Address) -> None:
    dialled = inner(address)
    special = (
        dialled.is_private
        or dialled.is_loopback
        or dialled.is_link_local
        or dialled.is_multicast
        or dialled.is_unspecified
        or dialled.is_reserved
    )
    if special:
        assert CLOSED.refusal(str(address))
