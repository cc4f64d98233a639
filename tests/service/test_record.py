"""What a record's new act makes of the treaty's count is told at once, and not with the next look at the clock."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

from monitor.decide.kit import compile_kit
from monitor.settings import Settings
from monitor.store import Store
from monitor.system import folder
from monitor.worker.service import Service
from tests.record.documents import FOLDER, status
from tests.service.made import Kept

TABLE = "/XVIII-16.en.xml"
RULES = """\
rules:
  - {id: all, title: All, match: {treaty: un-cybercrime, action: any, status: any}}
"""


async def test_the_instrument_that_fulfils_the_clause_is_told_with_the_day_that_follows(
    tmp_path: Path,
) -> None:
    names = [f"Land of {letter}{other}" for letter in "ABC" for other in "ABCDEFGHIJKLM"]
    rows = [[name, "", "1 Oct 2026 a"] for name in names]

    asked = asyncio.Event()

    async def answer(_: web.Request) -> web.Response:
        if store.records.get("un-cybercrime"):
            asked.set()
        return web.Response(body=status(rows), content_type="text/xml")

    store, sink = Store.open(tmp_path / "state.db", create=True), Kept()
    app = web.Application()
    app.router.add_get(TABLE, answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    rules = tmp_path / "rules"
    (rules / "treaties").mkdir(parents=True)
    treaty = (FOLDER / "un-cybercrime.yaml").read_text("utf-8")
    (rules / "treaties" / "un-cybercrime.yaml").write_text(treaty, "utf-8")
    (rules / "rules.yaml").write_text(RULES)
    (rules / "feeds.yaml").write_text(
        f"feeds:\n  - {{id: un, kind: untc, url: 'http://127.0.0.1:{port}{TABLE}', every: 1s}}\n"
    )
    settings = Settings(state=tmp_path / "state.db", rules=rules, allow_private=True, port=0)
    kit = compile_kit(folder.read(rules), channel="#ops", where="rules")
    try:
        async with Service(settings, store=store, sink=sink, kit=kit) as service:
            running = asyncio.create_task(service.run())
            await asyncio.wait_for(asked.wait(), 30)
            rows.append(["Ghana", "", "30 Nov 2026 a"])
            await sink.told("enters into force on 28 February 2027", seconds=30)
            service.stop()
            await running
    finally:
        store.close()
        await runner.cleanup()
    assert [title for title in sink.titles if "Ghana" in title], "the act itself is told, too"
