"""Take the screenshots of docs/screenshots, from the invented state file of the tests: python scripts/screenshots.py

Needs Chromium (Debian's package) and pngquant; run it from the checkout after a change of the page's looks.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import uvicorn
from playwright.async_api import async_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.conftest import CHROMIUM, FLAGS  # noqa: E402 - found through the line above
from tests.web.sample import fill, site  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
SHOTS = (
    ("treaties", "/", 1280, 760, "light"),
    ("treaty", "/treaties/un-cybercrime", 1280, 1180, "light"),
    ("alerts", "/alerts", 1280, 900, "light"),
    ("feeds-dark", "/feeds", 1280, 760, "dark"),
    ("phone-dark", "/", 390, 844, "dark"),
    ("phone-alerts", "/alerts", 390, 844, "light"),
)


def shrink(file: Path) -> None:
    """Reduce a picture to 64 colours: screenshots are kept small in the repository."""
    subprocess.run(["pngquant", "--force", "--output", file, "64", "--", file], check=True)  # noqa: S603, S607


async def main() -> None:
    """Serve the page once and photograph it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = fill(Path(folder) / "state.db", "Tonga joins the signatories of the Hanoi convention")
        server = uvicorn.Server(uvicorn.Config(site(store), host="127.0.0.1", port=8767, log_level="error"))
        serving = asyncio.create_task(server.serve())
        await asyncio.sleep(1)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
            for name, path, width, height, scheme in SHOTS:
                page = await browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                await page.goto(f"http://127.0.0.1:8767{path}")
                file = TARGET / f"{name}.png"
                await page.screenshot(path=file)
                await asyncio.to_thread(shrink, file)
                await page.close()
            await browser.close()
        server.should_exit = True
        await serving
        store.close()


if __name__ == "__main__":
    asyncio.run(main())
