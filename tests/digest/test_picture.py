"""The map goes into the digest's thread, once, and only where the token may upload."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.answers import review
from monitor.sinks.slack import SlackSink
from monitor.worker.picture import illustrate, picture
from tests.digest.made import Newsroom, kit
from tests.slack_app.made import Office, office


def test_a_picture_is_a_png_with_words(room: Newsroom) -> None:
    drawn = picture(room.store, kit().rulebook, "un-cybercrime", room.now)
    assert drawn is not None
    png, words = drawn
    assert png.startswith(b"\x89PNG")
    assert words.startswith("The UN Convention against Cybercrime: 40 needed")
    assert picture(room.store, kit().rulebook, "no-such-treaty", room.now) is None


async def test_the_digest_gets_its_map_in_its_thread_once(tmp_path: Path) -> None:
    async with office(tmp_path) as here:
        root = await digested(here)
        assert await posted(here) == 1
        assert await posted(here) == 0
        (file,) = [post for post in here.slack.workspace.posts() if post.body.get("files")]
        assert file.thread_ts == root.ts
        (held,) = here.slack.workspace.files.values()
        assert held["name"] == "un-cybercrime.png"
        assert held["bytes"] > 10_000


async def test_without_the_scope_there_is_a_digest_and_no_picture(tmp_path: Path) -> None:
    async with office(tmp_path) as here:
        here.slack.workspace.tokens[here.slack.token] = ("chat:write",)
        await digested(here)
        assert await posted(here) == 0
        assert here.slack.workspace.files == {}


async def digested(here: Office):
    review.owe_digests(here.store, kit(), here.now)
    here.tell()
    here.now += timedelta(days=1)
    review.owe_digests(here.store, kit(), here.now)
    posts = await here.deliver()
    (root,) = [post for post in posts if "Daily digest" in post.body["text"]]
    return root


async def posted(here: Office) -> int:
    sink = SlackSink(here.slack.token, api_url=here.slack.api_url)
    return await illustrate(here.store, sink, kit().rulebook, here.now)
