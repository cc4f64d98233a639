"""Answer requests for files: alerts as CSV, JSON and Atom, participants, a calendar, a map."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from monitor import ledger
from monitor.answers.recorded import chunks, recorded
from monitor.jobs.health import Health
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.web import exports, worldmap
from monitor.web.asking import Asked, asked
from monitor.web.pages import tracked
from monitor.web.standing import standing

ATOM_ENTRIES = 100


class Downloads(Struct):
    """Hold what the files are made from; each method answers one address."""

    store: Store
    rulebook: Callable[[], Rulebook]
    health: Callable[[], Health]
    clock: Callable[[], datetime]

    async def alerts_csv(self, request: Request) -> Response:
        """Answer with the filtered alerts as CSV."""
        ask = understood(request)
        parts = exports.as_csv(chunks(self.store, ask.filter, ask.before), self.health().slack_url)
        name = {"Content-Disposition": 'attachment; filename="treatywatch-alerts.csv"'}
        return StreamingResponse(_begun(parts), media_type="text/csv; charset=utf-8", headers=name)

    async def alerts_json(self, request: Request) -> Response:
        """Answer with the filtered alerts as JSON: `{"alerts": [...]}`."""
        ask = understood(request)
        parts = exports.as_json(chunks(self.store, ask.filter, ask.before), self.health().slack_url)
        return StreamingResponse(_begun(parts), media_type="application/json")

    async def alerts_atom(self, request: Request) -> Response:
        """Answer with the newest of the filtered alerts as an Atom feed."""
        ask = understood(request)
        page = str(request.url.replace(path="/alerts"))
        rows = recorded(self.store, self.store.views.alerts(ask.filter, ATOM_ENTRIES))
        feed = exports.atom(rows, here=str(request.url), page=page, now=self.clock())
        return Response(feed, media_type="application/atom+xml")

    async def map_png(self, request: Request) -> Response:
        """Answer with a treaty's map as a picture, for Slack and for reports."""
        treaty = tracked(self.rulebook(), request)
        drawing = standing(treaty, self.store, self.clock()).map
        return Response(await asyncio.to_thread(worldmap.png, drawing), media_type="image/png")

    async def participants(self, request: Request) -> Response:
        """Answer with a treaty's participants by its official record, as CSV."""
        treaty = tracked(self.rulebook(), request)
        found = ledger.rows(self.store.records.ledger(treaty))
        name = {"Content-Disposition": f'attachment; filename="{treaty.id}.csv"'}
        return Response(
            exports.table(ledger.COLUMNS, found), media_type="text/csv; charset=utf-8", headers=name
        )

    async def calendar(self, _: Request) -> Response:
        """Answer with the dated steps of every treaty as a calendar to subscribe to; without a record its own days."""
        found = map(self.store.records.ledger, self.rulebook().treaties.values())
        return Response(ledger.ics(found, self.clock()), media_type="text/calendar; charset=utf-8")


def understood(request: Request) -> Asked:
    """Return what an address asks for. Raises HTTPException 400: a file cannot say that it is not what was meant."""
    ask = asked(request.query_params)
    if ask.complaints:
        raise HTTPException(400, " ".join(ask.complaints))
    return ask


def _begun(parts: Iterator[str]) -> AsyncIterator[str]:
    """Return the parts of a file, the first rows of which are read by now: a damaged state file is no 200."""
    return _in_turns(chain(list(islice(parts, 2)), parts))


async def _in_turns(parts: Iterable[str]) -> AsyncIterator[str]:
    """Yield the parts of a file, with a turn for the polls after each."""
    for part in parts:
        yield part
        await asyncio.sleep(0)
