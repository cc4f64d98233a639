"""Unpacking within bounds, however the bytes arrive."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.fetch.body import Body, TooLarge, Unpacker, Unreadable

PACK = {"": lambda data: data, "gzip": gzip.compress, "deflate": zlib.compress}


def unpack(coding: str, chunks: list[bytes], cap: int = 2**20) -> Body:
    unpacker = Unpacker(coding, cap)
    for chunk in chunks:
        unpacker.feed(chunk)
    return unpacker.finish()


def cut(data: bytes, at: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in at), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.sampled_from(sorted(PACK)), st.binary(min_size=1), st.lists(st.integers(0, 2000)))
def test_whatever_is_packed_comes_back(coding: str, data: bytes, at: list[int]) -> None:
    assume(coding or not data.startswith(b"\x1f\x8b"))  # what begins so is gzip
    assert unpack(coding, cut(PACK[coding](data), at)) == Body(data=data)


@given(st.sampled_from(["gzip", "deflate"]), st.binary(min_size=200), st.data())
def test_a_cut_body_is_a_beginning_and_broken(coding: str, data: bytes, draw: st.DataObject) -> None:
    packed = PACK[coding](data)
    kept = draw.draw(st.integers(3, len(packed) - 1))
    body = unpack(coding, [packed[:kept]])
    assert body.broken
    assert data.startswith(body.data)


@given(st.text(), st.lists(st.binary(max_size=300), max_size=20), st.integers(1, 500))
def test_hostile_bytes_end_in_a_body_or_in_words(coding: str, chunks: list[bytes], cap: int) -> None:
    try:
        body = unpack(coding, chunks, cap)
    except (TooLarge, Unreadable):
        return
    assert len(body.data) <= cap


@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=300), st.integers(1, 500))
def test_hostile_packed_bytes_stay_under_the_cap(coding: str, data: bytes, cap: int) -> None:
    try:
        body = unpack(coding, [PACK[coding](data * 9)[:-1] + data], cap)
    except (TooLarge, Unreadable):
        return
    assert len(body.data) <= cap


@pytest.mark.parametrize("coding", sorted(PACK))
def test_the_cap_is_exact(coding: str) -> None:
    assert unpack(coding, [PACK[coding](bytes(1000))], cap=1000).data == bytes(1000)
    with pytest.raises(TooLarge):
        unpack(coding, [PACK[coding](bytes(1001))], cap=1000)


def test_many_members_count_together() -> None:
    with pytest.raises(TooLarge):
        unpack("gzip", [gzip.compress(bytes(600)) * 2], cap=1000)


@pytest.mark.parametrize("coding", ["", "utf-8", "gzip", "x-gzip", "deflate"])
def test_a_document_kept_as_a_packed_file_is_unpacked(coding: str) -> None:
    assert unpack(coding, cut(gzip.compress(b"<urlset/>"), [1, 2, 9])) == Body(data=b"<urlset/>")


def test_padding_after_the_end_is_not_ours() -> None:
    assert unpack("gzip", [gzip.compress(b"x") + b"\0" * 512]) == Body(data=b"x")


def test_damage_after_the_beginning_is_a_broken_body() -> None:
    packed = bytearray(zlib.compress(bytes(range(256)) * 400, 0))
    packed[70_000:70_010] = b"\xff" * 10
    packed[-4:] = b"none"
    body = unpack("deflate", cut(bytes(packed), [60_000, 80_000, 90_000]))
    assert body.broken
    assert len(body.data) > 50_000


@pytest.mark.parametrize("coding", ["br", "GZIP, BR", "zstd", "gzip,deflate", "compress"])
def test_other_codings_were_not_asked_for(coding: str) -> None:
    with pytest.raises(Unreadable, match="not asked for"):
        Unpacker(coding, 10)


def test_one_byte_is_a_body_too() -> None:
    assert unpack("gzip", [b"x"]) == Body(data=b"x")


def test_what_does_not_even_begin_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="packed as gzip, and is not"):
        unpack("gzip", [b"\x1f\x8b" + b"\xff" * 50])
