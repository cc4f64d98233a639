"""Serve the page: treaties, alerts, feeds and rules to look at, health and metrics for machines. It changes nothing.

`app` takes plain callables, so that a test hands in values and the worker its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from monitor.decide.websub import PATH
from monitor.jobs.health import Health
from monitor.jobs.metrics import Metrics
from monitor.jobs.subscriber import Subscriber
from monitor.rules import Rulebook
from monitor.store import Store
from monitor.web.callbacks import Callbacks
from monitor.web.downloads import Downloads
from monitor.web.headers import SafeHeaders
from monitor.web.pages import Pages

__all__ = ["Health", "app"]


def app(
    store: Store,
    rulebook: Callable[[], Rulebook],
    health: Callable[[], Health],
    *,
    clock: Callable[[], datetime],
    metrics: Metrics,
    subscriber: Subscriber | None = None,
) -> ASGIApp:
    """Return the ASGI application; it must run in the thread that opened `store`.

    `rulebook` gives the rules in force, `health` what the worker knows of itself, `clock` the time (aware, UTC).
    Every answer is read-only; a request never waits for anything but SQLite. With a `subscriber` WebSub hubs are
    answered as well.
    """
    pages = Pages(store, rulebook, health, clock, metrics)
    files = Downloads(store, rulebook, health, clock)
    hubs = (
        [Route(f"{PATH}/{{token}}", Callbacks(subscriber).answer, methods=["GET", "POST"])]
        if subscriber
        else []
    )
    inner = Starlette(
        routes=[
            *hubs,
            Route("/", pages.treaties),
            Route("/treaties/{id}", pages.treaty),
            Route("/treaties/{id}/map.png", files.map_png),
            Route("/treaties/{id}/participants.csv", files.participants),
            Route("/treaties.ics", files.calendar),
            Route("/alerts", pages.alerts),
            Route("/alerts.csv", files.alerts_csv),
            Route("/alerts.json", files.alerts_json),
            Route("/alerts.atom", files.alerts_atom),
            Route("/alerts/{id}", pages.alert),
            Route("/stories/{key:path}", pages.story),
            Route("/feeds", pages.feeds),
            Route("/rules", pages.rules),
            Route("/healthz", pages.live),
            Route("/readyz", pages.ready),
            Route("/metrics", pages.metrics),
            Mount("/static", StaticFiles(packages=[("monitor.web", "static")])),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={HTTPException: pages.problem, 500: pages.broken},
    )
    # Outermost, so that the answer to a bug carries them as well.
    return SafeHeaders(inner)
