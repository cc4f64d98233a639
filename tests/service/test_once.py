"""Prove on the worker as a process that an item is told once, whatever its publisher and its operator do to it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from tests.chaos.farm import Farm
from tests.chaos.rules import rules_file, save, write_rules
from tests.chaos.slack import Slack
from tests.chaos.worker import Worker
from tests.service.made import farm_is_due


async def test_an_item_is_told_once_whatever_becomes_of_it(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        for _ in range(3):
            farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one", "two"], ["zebrafish"])
        async with Worker(tmp_path, slack.env) as worker:
            item = farm.publish("one")
            assert (await slack.posted(item.token))["channel"] == "zebrafish"
            shown = farm.items["one"]
            at = shown.index(item)
            changes = [
                replace(item, guid="another-guid-altogether-4711"),
                replace(item, link=f"{item.link}?utm_source=rss&fbclid=0815"),
                replace(item, published=item.published + timedelta(days=400)),
                replace(item, guid="a-third-guid-0815", link=item.link + "#comments"),
            ]
            for changed in changes:
                shown[at] = changed
                await farm.polled("one", 2)
            shown.reverse()
            farm.items["two"] = [item]
            await farm.polled("one", 2)
            await farm.polled("two", 2)
            worker.terminate()
            assert await worker.ended() == 0
        async with Worker(tmp_path, slack.env) as worker:
            await worker.until("started")
            later = farm.publish("two")
            await slack.posted(later.token)
            worker.terminate()
            assert await worker.ended() == 0
        assert [len(await slack.posts(item.token)) for item in farm.all] == [1] * len(farm.all)


async def test_run_once_says_by_its_exit_code_whether_anything_was_polled(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish"]) as slack:
        item = farm.publish("one")
        farm.moods["two"] = ["500"] * 9
        write_rules(tmp_path / "rules", farm, ["one", "two"], ["zebrafish"])
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert len(await slack.posts(item.token)) == 1
        write_rules(tmp_path / "rules", farm, ["two"], ["zebrafish"])
        await farm_is_due(tmp_path)
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 1
        assert len(await slack.ledger()) == 1


async def test_run_once_tells_the_digest_that_is_due_and_drops_old_texts(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish", "treaty-alerts"]) as slack:
        item = farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        save(tmp_path / "rules" / "rules.yaml", rules_file(["zebrafish"], level="low"))
        save(
            tmp_path / "rules" / "defaults.yaml",
            'defaults: {level: low}\ndigests: [{every: day, at: "07:00"}]\n',
        )
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert await slack.ledger() == []
        await a_day_later(tmp_path)
        async with Worker(tmp_path, slack.env, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert len(await slack.posts(item.token)) == 1
        async with Worker(tmp_path, slack.env | {"TREATYWATCH_KEEP": "1s"}, "run", "--once") as worker:
            assert await worker.ended() == 0
        assert any("pruned" in line for line in (*worker.output, *worker.errors))


async def a_day_later(folder: Path) -> None:
    """Let the digest's beginning, and all that was found since, be of yesterday."""
    from monitor.store import Store

    store = Store.open(folder / "state.db")
    with store.db.atomic():
        store.db.execute("UPDATE digests SET until_at = until_at - 86400")
        store.db.execute("UPDATE entries SET at = at - 86400")
        store.db.execute("UPDATE matches SET at = at - 86400")
    store.close()


async def test_wrong_rules_never_stop_alerts(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, ["zebrafish", "treaty-alerts"]) as slack:
        farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one"], ["zebrafish"])
        good = (tmp_path / "rules" / "rules.yaml").read_text()
        async with Worker(tmp_path, slack.env) as worker:
            await worker.until("started")
            save(tmp_path / "rules" / "rules.yaml", good.replace('"match"', '"matsch"'))
            await worker.until("rules refused; the last good ones stay in force")
            item = farm.publish("one")
            await slack.posted(item.token)
            await slack.posted("refused")
            rules = json.loads(good)
            rules["rules"] = [{"id": "second", "title": "Second", "match": "axolotl"}]
            save(tmp_path / "rules" / "rules.yaml", json.dumps(rules))
            await worker.until("rules in force", rules=1)
            await slack.posted("rules that are gone: about-zebrafish")
            other = farm.publish("one", word="axolotl")
            assert (await slack.posted(other.token))["channel"] == "treaty-alerts"
            worker.terminate()
            assert await worker.ended() == 0
        assert len(await slack.posts(item.token)) == 1
