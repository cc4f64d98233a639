"""Certificates are verified, and what is wrong with one is said."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from monitor.errors import TreatywatchError
from monitor.fetch import Fetcher
from monitor.model import Document, FetchError
from tests.fetch.conftest import QUICK, feed
from tests.fetch.loopback import Loopback, reply, serving

AUTHORITY = trustme.CA()


def server_tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "ca.pem")
    AUTHORITY.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", path)


async def ask(tls: ssl.SSLContext) -> object:
    async with (
        serving(Loopback(), tls) as server,
        Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher,
    ):
        return await fetcher.fetch(feed(server.url(host="localhost")))


@pytest.mark.usefixtures("authority")
async def test_an_authority_of_our_own_is_trusted_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    tls = server_tls(AUTHORITY.issue_cert("localhost"))
    assert isinstance(await ask(tls), Document)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert await ask(tls) == FetchError(
        reason="its TLS certificate is not valid: unable to get local issuer certificate"
    )


@pytest.mark.usefixtures("authority")
async def test_expired_certificates_are_refused() -> None:
    expired = AUTHORITY.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    assert await ask(server_tls(expired)) == FetchError(
        reason="its TLS certificate is not valid: certificate has expired"
    )


@pytest.mark.usefixtures("authority")
async def test_certificates_of_another_host_are_refused() -> None:
    answer = await ask(server_tls(AUTHORITY.issue_cert("example.org")))
    assert isinstance(answer, FetchError)
    assert answer.reason.startswith("its TLS certificate is not valid: Hostname mismatch")


async def test_plain_http_on_a_tls_port_is_named() -> None:
    async def talk_first(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(200, b"<rss/>"))
        writer.close()

    listening = await asyncio.start_server(talk_first, "127.0.0.1", 0)
    async with listening, Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher:
        port = listening.sockets[0].getsockname()[1]
        answer = await fetcher.fetch(feed(f"https://127.0.0.1:{port}/"))
    assert isinstance(answer, FetchError)
    assert answer.reason.startswith("TLS failed: ")


@pytest.mark.usefixtures("authority")
async def test_a_redirect_down_to_http_is_not_followed() -> None:
    async with (
        serving(Loopback()) as canary,
        serving(Loopback(), server_tls(AUTHORITY.issue_cert("localhost"))) as server,
        Fetcher(contact="x", allow_private=True, limits=QUICK) as fetcher,
    ):
        server.fallback = reply(301, b"", f"Location: {canary.url()}")
        answer = await fetcher.fetch(feed(server.url(host="localhost")))
        assert answer == FetchError(reason="redirects from https to http, which would give up its protection")
        assert canary.accepts == 0


async def test_a_file_without_certificates_is_the_users_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (empty, tmp_path / "missing.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        with pytest.raises(TreatywatchError, match=r"pem: is no file of PEM certificates"):
            async with Fetcher(contact="x") as fetcher:
                fetcher.open()


@pytest.mark.usefixtures("authority")
async def test_the_key_of_an_international_name_goes_to_it() -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    name = "xn--bcher-kva.example"
    async with (
        serving(Loopback(), server_tls(AUTHORITY.issue_cert(name))) as server,
        Fetcher(
            contact="x", allow_private=True, limits=QUICK, lookup=lookup,
            keys={name: {"token": "k"}},
        ) as fetcher,
    ):  # fmt: skip
        for host in (name, "bücher.example"):
            assert isinstance(await fetcher.fetch(feed(server.url(host=host))), Document)
    assert [request.headers.get("token") for request in server.requests] == ["k", "k"]
