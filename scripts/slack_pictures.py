"""Take pictures of Slack messages for docs/screenshots: python scripts/slack_pictures.py

The blocks are the program's own, made from invented news; a small template of ours lays them out much as Slack does.
Needs Chromium (Debian's package) and pngquant.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from playwright.async_api import async_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from monitor.answers.digest import compose  # noqa: E402
from monitor.decide.burst import listing  # noqa: E402 - found through the line above
from monitor.model import Alert, Level, Line, Section  # noqa: E402
from monitor.sinks.blocks import render  # noqa: E402
from monitor.timetable import DigestPlan  # noqa: E402
from tests.pipeline.made import Desk, entry, kit, news  # noqa: E402
from tests.web.conftest import CHROMIUM, FLAGS  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
STYLE = """
body { margin: 0; padding: 20px 24px; width: 680px; background: #fff; color: #1d1c1d;
  font: 15px/1.47 Lato, 'Noto Sans', 'DejaVu Sans', sans-serif }
.m { display: flex; gap: 10px; margin-bottom: 22px }
.i { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #1d3a5f; color: #fff; font-weight: 700;
  display: grid; place-items: center }
.n { font-weight: 900 } .n time { color: #616061; font-size: 12px; font-weight: 400 }
.n span { background: #ddd; border-radius: 3px; font-size: 10px; padding: 1px 4px; margin: 0 6px; color: #616061 }
h3 { font-size: 18px; margin: 6px 0 } p, div.r { margin: 4px 0; white-space: pre-wrap }
blockquote { border-left: 4px solid #ddd; margin: 6px 0; padding-left: 12px }
ul { margin: 2px 0; padding-left: 24px } a { color: #1264a3; text-decoration: none }
.c { font-size: 12px; color: #616061; margin: 6px 0 } .b { display: flex; gap: 8px; margin-top: 8px }
.b span { border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-weight: 700; font-size: 13px }
"""

DOTS = {"🔴": "#dd2e44", "🟠": "#f4900c", "🔵": "#55acee", "⚪": "#ccd6dd"}


def signed(names: list[str]) -> list[Alert]:
    """Return the alerts of signatures, one a country, as the pipeline makes them."""
    desk = Desk().started()
    titles = [f"{name} signs the UN Convention against Cybercrime" for name in names]
    return [alert for n, title in enumerate(titles, 1) for alert in news(desk.poll(entry(title, n)))]


def messages() -> dict[str, list[Alert]]:
    """Return what is photographed, by the picture's name."""
    desk = Desk().started()
    story = "Ghana ratifies the UN Convention against Cybercrime"
    summary = "Ghana has ratified the UN Convention against Cybercrime, the foreign ministry said on Tuesday."
    (one,) = news(desk.poll(entry(story, 1, summary=summary, publisher="Harbour Wire")))
    others = [replace(one.telling.outlets[0], publisher=name, title=title) for name, title in (
        ("Gazette du Lac", "Le Ghana ratifie la convention de Hanoï"),
        ("Southern Observer", "Cybercrime treaty: Ghana is in"),
    )]  # fmt: skip
    said = Section(
        title="What people said",
        lines=(Line(text="Confirmed", url="https://treaties.example/1", note="ana, 24 Nov 2026, 15:20 UTC"),),
    )
    grown = replace(
        one.telling, outlets=(*one.telling.outlets, *others), progress="3 of 40 · 37 to go", sections=(said,)
    )
    alert = replace(one, level=Level.CRITICAL, telling=grown)
    burst = signed("Kenya Chile Peru Nepal Togo Malta".split())  # noqa: SIM905
    summit = replace(burst[0], telling=listing([made.telling for made in burst]))
    return {"slack-alert": [alert], "slack-summit": [summit], "slack-digest": list(digest())}


def digest() -> tuple[Alert, ...]:
    """Return a weekly digest of an invented week."""
    import tempfile

    from monitor.answers import review
    from tests.digest.made import newsroom

    with tempfile.TemporaryDirectory() as folder:
        room = newsroom(Path(folder))
        since = room.now
        for number, title in enumerate((
            "Ghana signs the UN Convention against Cybercrime",
            "Kenya will sign the UN Convention against Cybercrime in May",
            "The United States declined to sign the UN Convention against Cybercrime",
            "Peru ratifies the UN Convention against Cybercrime",
        ), 1):  # fmt: skip
            room.poll(entry(title, number, publisher=("Harbour Wire", "Southern Observer")[number % 2]))
        room.store.db.execute("UPDATE feeds SET error = 'HTTP 503' WHERE id = 'two'")
        material = review.gather(room.store, kit().rulebook, since, since + timedelta(days=7))
        room.store.close()
    return compose(DigestPlan(every="week", at=time(7), zone="UTC"), material, "#treaty-alerts")


def page(alerts: list[Alert]) -> str:
    """Return messages as a page of HTML."""
    return f"<meta charset=utf-8><style>{STYLE}</style>" + "".join(map(message, alerts))


def message(alert: Alert) -> str:
    """Return one message."""
    body = "".join(map(block, render(alert, NOW, interactive=True).blocks))
    who = '<div class="n">Treatywatch<span>APP</span><time>3:30 PM</time></div>'
    return f'<div class="m"><div class="i">T</div><div>{who}{body}</div></div>'


def block(made: dict[str, Any]) -> str:
    """Return one block."""
    match made["type"]:
        case "header":
            return f"<h3>{escape(made['text']['text'])}</h3>"
        case "section":
            text = escape(made["text"]["text"], quote=False).replace("&amp;amp;", "&amp;")
            return f"<p>{bold(text) if made['text']['type'] == 'mrkdwn' else text}</p>"
        case "context":
            return "".join(f'<div class="c">{escape(part["text"])}</div>' for part in made["elements"])
        case "actions":
            buttons = "".join(f"<span>{escape(part['text']['text'])}</span>" for part in made["elements"])
            return f'<div class="b">{buttons}</div>'
        case _:
            return "".join(map(rich, made["elements"]))


def bold(text: str) -> str:
    """Return text with what stands between asterisks in bold, and emoji as the dots that they are."""
    for emoji, colour in DOTS.items():
        text = text.replace(emoji, f'<span style="color:{colour}">●</span>')
    return "".join(f"<b>{part}</b>" if index % 2 else part for index, part in enumerate(text.split("*")))


def rich(part: dict[str, Any]) -> str:
    """Return one element of rich text."""
    match part["type"]:
        case "rich_text_list":
            return f"<ul>{''.join(f'<li>{rich(item)}</li>' for item in part['elements'])}</ul>"
        case "rich_text_quote":
            return f"<blockquote>{''.join(map(leaf, part['elements']))}</blockquote>"
        case _:
            return f'<div class="r">{"".join(map(leaf, part["elements"]))}</div>'


def leaf(made: dict[str, Any]) -> str:
    """Return one piece of text, one link or one time, which Slack words when the message is read."""
    if made["type"] == "date":
        hours = (NOW.timestamp() - made["timestamp"]) // 3600
        return escape(made["format"].replace("{ago}", f"{hours:.0f} hours ago"))
    text = escape(made["text"])
    text = f"<b>{text}</b>" if made.get("style", {}).get("bold") else text
    return f'<a href="#">{text}</a>' if made["type"] == "link" else text


async def main() -> None:
    """Photograph each page."""
    TARGET.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        for name, alerts in messages().items():
            tab = await browser.new_page(viewport={"width": 740, "height": 300}, device_scale_factor=1.5)
            await tab.set_content(page(alerts))
            file = TARGET / f"{name}.png"
            await tab.screenshot(path=file, full_page=True)
            await asyncio.to_thread(
                subprocess.run, ["pngquant", "--force", "--output", file, "64", "--", file], check=True
            )
            await tab.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
