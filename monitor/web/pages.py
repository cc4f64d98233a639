"""Answer requests for the page: read the store, hand values to a template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from msgspec import Struct, field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from monitor import actors, wording
from monitor.answers.recorded import Recorded, recorded
from monitor.decide.retitled import gone
from monitor.jobs.health import Health, problems
from monitor.jobs.metrics import Metrics
from monitor.model import Level, Outlet, Step, Telling
from monitor.normalise.url import canonical
from monitor.rules import Rulebook
from monitor.sinks.escape import link
from monitor.sinks.headline import headlines
from monitor.store import Store
from monitor.store.marks import SAID, Verdict
from monitor.store.owed import IN_WORDS, State
from monitor.store.views import UNMARKED, WRONG, Filter
from monitor.story import Story, item_of
from monitor.treaties import Treaty
from monitor.web import words
from monitor.web.asking import Asked, asked
from monitor.web.feedline import feed_lines
from monitor.web.standing import Standing, standing, told

FIRST = "un-cybercrime"
"""The treaty that is shown first, where it is tracked."""
PAGE = 40
DAYS = 14
"""Days of which the matches of a rule are shown, today's included."""


def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("monitor.web").joinpath("static/page.css").read_bytes()
    found.globals |= {
        "style_version": sha256(style).hexdigest()[:10],
        "ago": words.ago,
        "called": actors.called,
        "clock": wording.clock,
        "day": wording.day,
        "most": wording.most,
        "headlines": headlines,
        "named": _named,
        "nouns": words.NOUNS,
        "percent": words.percent,
        "safe": link,
        "said_title": SAID,
        "slack_link": words.slack_link,
        "states": IN_WORDS,
        "steps": words.STEPS,
        "well": wording.well,
    }
    return found


class Pages(Struct):
    """Hold what the pages need; each method answers one address."""

    store: Store
    rulebook: Callable[[], Rulebook]
    health: Callable[[], Health]
    clock: Callable[[], datetime]
    counters: Metrics
    templates: Environment = field(default_factory=_templates)

    # --- Treaties ---------------------------------------------------------------------------------------

    async def treaties(self, _: Request) -> Response:
        """Show where every treaty stands."""
        now = self.clock()
        standings = [standing(one, self.store, now) for one in self.rulebook().treaties.values()]

        def order(one: Standing) -> tuple[bool, float, str]:
            latest = one.stories[0].updated.timestamp() if one.stories else 0
            return one.treaty.id != FIRST, -latest, one.treaty.heading

        return self._page("treaties.html", "Treaties", standings=sorted(standings, key=order))

    async def treaty(self, request: Request) -> Response:
        """Show one treaty: map, timeline, latest steps, parties."""
        treaty = tracked(self.rulebook(), request)
        found = standing(treaty, self.store, self.clock(), stories=15)
        return self._page("treaty.html", "Treaties", standing=found)

    # --- Alerts -----------------------------------------------------------------------------------------

    async def alerts(self, request: Request) -> Response:
        """List alerts that pass the filter."""
        ask = asked(request.query_params)
        rows = self.store.views.alerts(ask.filter, PAGE + 1, ask.before)
        older = None
        if len(rows) > PAGE:
            rows = rows[:PAGE]
            older = f"/alerts?{ask.query}{'&' if ask.query else ''}before={rows[-1].seq}"
        return self._page(
            "alerts.html",
            "Alerts",
            rows=recorded(self.store, rows),
            total=self.store.views.count(ask.filter),
            older=older,
            asked=ask.values,
            narrowed=ask.narrowed,
            query=ask.query,
            query_mark=f"?{ask.query}" if ask.query else "",
            complaints=ask.complaints,
            options=self._options(ask),
        )

    async def alert(self, request: Request) -> Response:
        """Show one alert: why it was told, where it stands, who published it."""
        owed = self.store.outbox.get(request.path_params["id"])
        if owed is None:
            raise HTTPException(404, "There is no alert of that name.")
        key = owed.alert.story
        if key and self.store.stories.get(key) is None:
            key = self.store.marks.placed(key)
        covered = self.store.views.coverage(key) if key else []
        return self._page(
            "alert.html", "Alerts", row=recorded(self.store, [owed])[0], covered=covered, story=key
        )

    async def story(self, request: Request) -> Response:
        """Show one story: everything published about one happening, and what was told of it.

        A story that was merged answers with the one it was put into; for now, since a merge can be turned round.
        """
        key = request.path_params["key"]
        found = self.store.stories.get(key)
        if found is None:
            into = self.store.marks.placed(key)
            if into == key or self.store.stories.get(into) is None:
                raise HTTPException(404, "There is no story of that name.")
            return RedirectResponse(f"/stories/{quote(into, safe='')}", 307)
        taken = self.store.marks.taken_in(key)
        alerts = {
            row.seq: row for one in (key, *taken) for row in self.store.views.alerts(Filter(story=one), 50)
        }
        told_it = recorded(self.store, [alerts[seq] for seq in sorted(alerts, reverse=True)])
        treaty = self.rulebook().treaties.get(found.treaty)
        return self._page(
            "story.html",
            "Treaties",
            story=found,
            told=told(found, self.store),
            treaty_title=wording.begun(treaty.title) if treaty else found.treaty,
            covered=self.store.views.coverage(found.key),
            taken=taken,
            rows=[_of_story(row, found) for row in told_it],
        )

    def _options(self, ask: Asked) -> dict[str, list[tuple[str, str]]]:
        """Return the menus of the filter: (value, words); what is asked is always among them."""
        book, found = self.rulebook(), self.store.views.choices()
        titles = {one.id: one.title for one in book.rules}
        options: dict[str, list[tuple[str, str]]] = {
            "treaty": [
                (id_, book.treaties[id_].title if id_ in book.treaties else id_)
                for id_ in found["treaty"]
                if id_ in book.treaties or id_ not in found["rule"]  # a rule of words alone is about itself
            ],
            "actor": sorted(((code, actors.name(code)) for code in found["actor"]), key=lambda pair: pair[1]),
            "rule": [(id_, titles.get(id_, id_)) for id_ in found["rule"]],
            "step": [(step.value, words.STEPS[step]) for step in Step],
            "level": [(level.value, level.value) for level in Level],
            "state": [(state.value, IN_WORDS[state]) for state in State],
            "kind": [(kind, kind) for kind in ("news", "notice", "digest")],
            "mark": [
                (WRONG, "not relevant"),
                *((verdict.value, verdict.words) for verdict in Verdict),
                (UNMARKED, "nothing"),
            ],
        }
        for name, pairs in options.items():
            value = ask.values[name]
            if value and value not in dict(pairs):
                pairs.append((value, value))
        return options

    # --- Feeds and rules --------------------------------------------------------------------------------

    async def feeds(self, _: Request) -> Response:
        """Show how each feed is."""
        lines = feed_lines(
            self.rulebook().feeds,
            self.store.feeds.all(),
            self.store.views.silent(self.clock()),
            self.store.subscriptions.shown(),
        )
        return self._page(
            "feeds.html", "Feeds", feeds=lines, silent=sum(line.mood == "silent" for line in lines)
        )

    async def rules(self, _: Request) -> Response:
        """Show the rules in force, with their matches by day."""
        now = self.clock()
        days = [now.date() - timedelta(days=back) for back in reversed(range(DAYS))]
        matches = self.store.views.matches_by_day(now - timedelta(days=DAYS))
        return self._page(
            "rules.html",
            "Rules",
            rules=self.rulebook().rules,
            days=days,
            counts={id_: [found.get(on, 0) for on in days] for id_, found in matches.items()},
            not_relevant=self.store.views.false_marks(days[0]),
            mutes=self.store.marks.mutes(now).mutes,
            rules_trouble=self.health().rules_trouble,
        )

    # --- For machines -----------------------------------------------------------------------------------

    async def live(self, _: Request) -> Response:
        """Answer that the process is there and its loop turns."""
        return JSONResponse({"live": True})

    async def ready(self, _: Request) -> Response:
        """Answer 200 while the worker polls and delivers within its bounds, otherwise 503 with the reasons."""
        found = problems(self.health(), self.store, self.clock())
        return JSONResponse({"ready": not found, "problems": found}, status_code=503 if found else 200)

    async def metrics(self, _: Request) -> Response:
        """Answer with the metrics in Prometheus' text format."""
        return PlainTextResponse(self.counters.text(), media_type="text/plain; version=0.0.4")

    async def problem(self, _: Request, error: Exception) -> Response:
        """Say what is wrong with a request, in the page's own dress."""
        status, said = (error.status_code, error.detail) if isinstance(error, HTTPException) else (400, "")
        title, usual = {
            404: ("Not found", "There is nothing at this address."),
            405: ("Not allowed", "This page can only be read."),
        }.get(status, ("Not understood", "The request could not be understood."))
        words_ = said if said.endswith(".") else usual
        return self._page("problem.html", "", status=status, title=title, words=words_)

    async def broken(self, _: Request, __: Exception) -> Response:
        """Answer to a bug of ours: without the store, which may be the reason."""
        said = self.store.db.damage() or "Something went wrong. The worker's log says what."
        return PlainTextResponse(f"{said}\n", status_code=500)

    # --- Inside -----------------------------------------------------------------------------------------

    def _page(self, template: str, here: str, *, status: int = 200, **values: Any) -> Response:
        now = self.clock()
        html = self.templates.get_template(template).render(
            now=now,
            here=here,
            troubles=problems(self.health(), self.store, now),
            workspace=self.health().slack_url,
            failing=self.store.views.failing()[1],
            traffic=self.store.views.traffic(now - timedelta(days=1)),
            rules_version=self.rulebook().version,
            language=self._language,
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def _language(self, address: str | None, title: str) -> str | None:
        """Return the language of an item's title where it is not the page's own, for who has it read aloud."""
        known = self.store.views.language(canonical(address) or address, title) if address else None
        return None if known == "en" else known


def _of_story(row: Recorded, story: Story) -> tuple[Recorded, Telling, str, bool]:
    """Return an alert as it tells of a story: what and in which words, and whether it is taken back.

    Of a grouped message, the story's own line, and how many others are in it.
    """
    item = item_of(row.telling, story)
    if item is None:
        return row, row.telling, headlines(row.owed.alert.telling)[0], row.taken_back
    more = len(row.telling.items) - 1
    beside = f", in one message with {wording.many(more, 'other')}" if more else ""
    return row, item, f"{headlines(item)[0]}{beside}", gone(item)


def _named(outlets: tuple[Outlet, ...]) -> str:
    """Return the first outlets by name, the others counted."""
    return wording.some([outlet.publisher for outlet in outlets], 3)


def tracked(rulebook: Rulebook, request: Request) -> Treaty:
    """Return the treaty that an address names. Raises HTTPException 404 where it is not tracked."""
    treaty = rulebook.treaties.get(request.path_params["id"])
    if treaty is None:
        raise HTTPException(404, "No treaty of that name is tracked.")
    return treaty
