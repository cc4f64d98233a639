"""Prove on the worker as a process that each channel of Slack hears what its own rules ask for."""

from __future__ import annotations

import json
import re
from pathlib import Path

from msgspec.structs import replace

from monitor.model import Step
from monitor.store import Store
from tests.chaos.farm import Farm, Item
from tests.chaos.rules import save, write_rules
from tests.chaos.slack import Slack
from tests.chaos.worker import ROOT, Worker

CHANNELS = ["general", "legal", "mining"]
DONE = {"treaty": "un-cybercrime", "action": "ratification", "status": "done"}
RULES = [
    {"id": "gen", "title": "Ratifications", "channel": "#general", "match": DONE},
    {
        "id": "legal",
        "title": "With reservations",
        "level": "critical",
        "channel": "#legal",
        "mention": "@here",
        "match": {"all": [DONE, {"any": ["reservation*"]}]},
    },
    {"id": "dsm", "title": "Extradition", "level": "high", "channel": "#mining", "match": "extradition"},
]
RATIFIES = "Norway ratifies the UN Convention against Cybercrime"


async def test_each_channel_hears_what_its_own_rules_ask_for(tmp_path: Path) -> None:
    async with Farm() as farm, Slack(tmp_path, CHANNELS) as slack:
        farm.publish("one")
        write_rules(tmp_path / "rules", farm, ["one"], [])
        save(tmp_path / "rules" / "rules.yaml", json.dumps({"rules": RULES}))
        (tmp_path / "rules" / "treaties").mkdir()
        shipped = (ROOT / "rules" / "treaties" / "un-cybercrime.yaml").read_text()
        undated = re.sub(r"(?m)^signature_closes: .*\n", "", shipped)  # a month before it, operators are told
        (tmp_path / "rules" / "treaties" / "un-cybercrime.yaml").write_text(undated)

        def publish(title: str) -> Item:
            item = farm.publish("one")
            item.title = f"{title} {item.token}"
            return item

        async with Worker(tmp_path, slack.env) as worker:
            await worker.until("started")
            await farm.polled("one", 2)
            general = publish(f"{RATIFIES}:")
            assert (await slack.posted(general.token))["channel"] == "general"
            live = publish("LIVE: more to follow")
            await farm.polled("one", 2)
            legal = publish(f"{RATIFIES} with reservations:")
            assert (await slack.posted(legal.token))["channel"] == "legal"
            mining = publish(f"{RATIFIES}, and an extradition row begins:")
            assert (await slack.posted(mining.token))["channel"] == "mining"
            shown = farm.items["one"]
            shown[shown.index(live)] = replace(
                live, title=f"Minister resigns over extradition scandal {live.token}"
            )
            assert (await slack.posted(live.token))["channel"] == "mining"
            last = publish("Extradition talks go on:")
            await slack.posted(last.token)
            worker.terminate()
            assert await worker.ended() == 0
        posts = [one for one in await slack.ledger() if one["event"] == "post"]
        assert [one["channel"] for one in posts] == ["general", "legal", "mining", "mining", "mining"]
    store = Store.open(tmp_path / "state.db")
    story = store.stories.get("un-cybercrime:NO:consent")
    store.close()
    assert (story.told, len(story.alerts)) == (None, 2)
    assert [(one.channel, one.step) for one in story.channels] == [
        ("#general", Step.DONE),
        ("#legal", Step.DONE),
    ]
