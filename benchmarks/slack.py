"""Play Slack's Web API for a benchmark: take every message, and say when it came.

    python benchmarks/slack.py

Prints its port, then one line for each message posted: the monotonic nanosecond of its receipt, and its text.
"""

from __future__ import annotations

import time

from aiohttp import web


async def answer(request: web.Request) -> web.Response:
    at = time.monotonic_ns()
    body = await request.read()
    method = request.match_info["method"]
    if method == "chat.postMessage":
        print(at, body.decode(errors="replace").replace("\n", " "), flush=True)
    facts = {
        "ok": True,
        "channel": "C0000001",
        "ts": f"{at / 1e9:.6f}",
        "messages": [],
        "channels": [],
        "url": "http://x/",
    }
    return web.json_response(facts)


def made() -> web.Application:
    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    return app


if __name__ == "__main__":
    web.run_app(
        made(),
        host="127.0.0.1",
        port=0,
        print=lambda text: print(text.partition("127.0.0.1:")[2].split()[0], flush=True),
    )
