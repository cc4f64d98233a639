"""The State of a page's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.actors import codes
from monitor.actors.seat import seat


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://www.senat.fr/loi", "FR"),
        ("https://www.gov.uk/news", "GB"),
        ("https://SENADO.gob.MX/nota", "MX"),
        ("https://example.com/fr", None),
        ("https://euractiv.eu/x", None),
        ("https://start-up.co/x", None),
        ("https://www.cancilleria.gov.co/x", "CO"),
        ("https://laws.ai/x", None),
        ("https://fr/x", "FR"),
        ("https://192.0.2.1/x", None),
        ("https://[::1/x", None),
        ("", None),
        (None, None),
    ],
)
def test_a_national_domain_tells_the_state(url: str | None, code: str | None) -> None:
    assert seat(url) == code


@given(st.text())
def test_any_address_has_a_known_state_or_none(url: str) -> None:
    assert seat(url) in codes() | {None}
