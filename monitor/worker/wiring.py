"""Put the worker together from the settings: what `run` and other commands share."""

from __future__ import annotations

import os

from msgspec.structs import replace

from monitor import logs
from monitor.decide.kit import Kit, channels
from monitor.errors import TreatywatchError
from monitor.logs import log
from monitor.model import Failed, Fault
from monitor.settings import Settings, read_settings, strays
from monitor.sinks import Sink, as_slack
from monitor.store import Store, worker_lock
from monitor.system import folder, sockets
from monitor.system.clock import utc_now
from monitor.worker.reloader import kit_in_force
from monitor.worker.service import Service

WEBHOOK_LACKS = (
    "no threads, no edits as more outlets report, no buttons, no pictures, one channel whatever the rules say, and "
    "after a crash an alert may come twice"
)
"""What a webhook cannot do, said at the start and by `slack test`."""


def choose_sink(settings: Settings) -> Sink:
    """Return where alerts go: a bot token wins over a webhook, and without both it is the console."""
    if settings.slack_bot_token:
        from monitor.sinks.slack import SlackSink

        return SlackSink(
            settings.slack_bot_token.reveal(),
            api_url=settings.slack_api_url,
            interactive=settings.slack_app_token is not None,
        )
    if settings.slack_app_token:
        log.warning("SLACK_APP_TOKEN does nothing without SLACK_BOT_TOKEN: no buttons, no /treaty")
    if settings.slack_webhook_url:
        from monitor.sinks.webhook import WebhookSink

        log.warning("alerts go through a webhook", lacks=WEBHOOK_LACKS)
        return WebhookSink(settings.slack_webhook_url.reveal())
    from monitor.sinks.console import ConsoleSink

    return ConsoleSink()


async def serve(*, once: bool) -> int:
    """Run the worker by the settings; return its exit code."""
    settings = read_settings()
    logs.configure(level=settings.log_level, secrets=settings.secrets())
    for stray in strays(os.environ):
        log.warning("a variable is passed over", problem=stray)
    seen = folder.fingerprint(settings.rules)  # before they are read: an edit meanwhile is then found
    kit = kit_in_force(settings)
    if not once:
        kit.prepare()
    sink = choose_sink(settings)
    sockets.make_room()
    with worker_lock(settings.state):
        # without a token slack-sdk need not be loaded
        refused = await _check_slack(sink, kit) if settings.slack_bot_token else None
        if refused is not None and not settings.state.exists():
            raise TreatywatchError(refused.reason)
        store = Store.open(settings.state, create=True)
        try:
            async with Service(settings, store=store, sink=sink, kit=kit, seen=seen) as service:
                if refused is not None:
                    log.error(
                        "feeds are polled, and alerts wait until the token is mended", problem=refused.reason
                    )
                    service.deliverer.token.halt(refused, utc_now())
                if not once:
                    await service.run()
                    return 0
                await service.run_once()
                tally = service.tally
                return 1 if refused is not None or (tally.polled and tally.failed == tally.polled) else 0
        finally:
            store.close()


async def _check_slack(sink: Sink, kit: Kit) -> Failed | None:
    """Return that Slack refuses the token, if it does; say what else is wrong and go on, for it can be mended live.

    Whoever sets the worker up is stopped by it. One that has watched before goes on without: what appears before the
    token is mended must not be missed.
    """
    from monitor.sinks.slack_setup import check_setup, refusal

    slack = as_slack(sink)
    if slack is None:
        return None
    refused = await slack.probe()
    if refused is not None and refused.fault is Fault.TOKEN:
        return replace(refused, reason=refusal(refused))
    for problem in await check_setup(slack, channels(kit.rulebook, kit.channel)):
        log.warning("Slack is not set up in full", problem=problem)
    return None
