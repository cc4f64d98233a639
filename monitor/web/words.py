"""Put values into words for the page: times, States, where an alert stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.model import Action, Step
from monitor.sinks.escape import link
from monitor.store.owed import Owed
from monitor.wording import clock, lasting

STEPS = {
    Step.REFUSED: "refused",
    Step.PLANNED: "announced",
    Step.PROCESS: "under way",
    Step.DONE: "reported",
    Step.CONFIRMED: "confirmed",
}
"""How far a happening has come, in one word: an act that the press calls done is `reported`."""

NOUNS = {action.value: action.value.replace("_", " ") for action in Action}


def ago(moment: datetime | None, now: datetime) -> str:
    """Say a time as people do: `4 min ago`, `in 2 h`, `just now`, `never`."""
    if moment is None:
        return "never"
    span = abs(now - moment)
    if span < timedelta(seconds=45):
        return "just now" if moment <= now else "in a moment"
    words = lasting(span)
    return f"{words} ago" if moment <= now else f"in {words}"


def stated(text: str | None) -> str | None:
    """Say the date that a record gives itself: one of HTTP's form as `clock` does, any other as it is written."""
    try:
        return clock(parsedate_to_datetime(text).astimezone(UTC)) if text else text
    except ValueError:
        return text


def slack_link(owed: Owed, workspace: str | None) -> str | None:
    """Return the address of an alert's message, or None where it has none.

    A message's permalink is its workspace, channel and `ts` without the dot (docs.slack.dev, chat.getPermalink).
    """
    base = link(workspace)
    if base is None or owed.channel_id is None or owed.ts is None:
        return None
    address = f"{base.rstrip('/')}/archives/{owed.channel_id}/p{owed.ts.replace('.', '')}"
    if owed.thread_ts:
        address += f"?thread_ts={owed.thread_ts}&cid={owed.channel_id}"
    return address


def percent(part: float, whole: float) -> str:
    """Return a share in percent, or a dash where there is nothing to share."""
    return "–" if not whole else f"{100 * part / whole:.0f} %"
