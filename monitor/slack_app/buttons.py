# ruff: noqa: ARG001 - every answer takes the same three arguments
"""Answer the buttons of alerts and panels: one function each, in a table by the button's `action_id`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from monitor.decide.mutes import Scope
from monitor.model import Alert
from monitor.sinks.blocks import Block
from monitor.sinks.escape import link as safe_link
from monitor.sinks.headline import headlines
from monitor.slack_app import panels, verdicts
from monitor.slack_app.bench import Bench, described, person
from monitor.slack_app.home import home
from monitor.slack_app.reply import Open, Publish, Reply, Respond
from monitor.slack_app.why import why
from monitor.store.marks import DISOWNING, Verdict

SPANS: dict[str, tuple[str, timedelta]] = {
    "1h": ("1 hour", timedelta(hours=1)),
    "1d": ("1 day", timedelta(days=1)),
    "7d": ("7 days", timedelta(days=7)),
}
Payload = dict[str, Any]


def on_why(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Explain an alert to the asker alone."""
    return _panel(payload, *why(bench, alert))


def on_not_relevant(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Ask in which way an alert is not relevant."""
    lines = ["Why is this not relevant?", headlines(alert.telling)[0]]
    buttons = [
        panels.button(f"mark:{verdict.value.replace(' ', '_')}", verdict.value.capitalize(), alert.id)
        for verdict in verdicts.WRONG
    ]
    return _panel(payload, lines, [*panels.text(lines), panels.row(*buttons)])


def on_mark(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Record the answer that was chosen; the panel becomes a confirmation with a way back."""
    chosen = str(payload["actions"][0]["action_id"]).removeprefix("mark:").replace("_", " ")
    made = verdicts.mark(bench.store, alert, Verdict(chosen), person(payload["user"]), bench.clock())
    lines = [
        f"Noted: {made.verdict}. The message says so.",
        *(["The next report of it by another item is told anew."] if made.verdict in DISOWNING else []),
        "treatywatch feedback proposes an example for the rule.",
    ]
    return _panel(payload, lines, _with_undo(lines, "undo_mark", made.id), replace=True)


def on_undo_mark(bench: Bench, payload: Payload, value: str) -> Reply:
    """Take an answer back."""
    alert = verdicts.undo(bench.store, int(value), person(payload["user"]), bench.clock())
    lines = ["Taken back." if alert else "That was taken back already."]
    return _panel(payload, lines, panels.text(lines), replace=True)


def on_mute(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Ask what to mute, and for how long."""
    lines = ["What do you not want to hear of for a while? It is still recorded, and in the digest."]
    blocks = panels.text(lines)
    for scope, name in mutable(alert).items():
        blocks += panels.text([f"{scope.value.capitalize()}: {name}"])
        blocks.append(
            panels.row(*(
                panels.button(f"mute:{scope}:{span}", words, alert.id) for span, (words, _) in SPANS.items()
            ))
        )  # fmt: skip
    return _panel(payload, lines, blocks)


def on_mute_for(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Mute what was chosen; the panel becomes a confirmation with a way back."""
    _, scope, span = str(payload["actions"][0]["action_id"]).split(":")
    name, now = mutable(alert).get(Scope(scope)), bench.clock()
    if name is None:
        return _gone(payload)
    mute = bench.store.marks.mute(Scope(scope), name, now + SPANS[span][1], person(payload["user"]), now)
    lines = [f"Muted: {described(mute)}."]
    return _panel(payload, lines, _with_undo(lines, "unmute", mute.id), replace=True)


def on_unmute(bench: Bench, payload: Payload, value: str) -> Reply:
    """End a mute."""
    ended = bench.store.marks.unmute(int(value), person(payload["user"]), bench.clock())
    if payload.get("view"):  # clicked in the App Home, which has no address to answer to
        return Reply(then=(Publish(user=payload["user"]["id"], view=home(bench)),))
    lines = [f"No longer muted: {ended.scope} {ended.value}." if ended else "That mute is over already."]
    return _panel(payload, lines, panels.text(lines), replace=True)


def on_confirm(bench: Bench, payload: Payload, alert: Alert) -> Reply:
    """Ask for the page that confirms an alert."""
    treaty = bench.kit().rulebook.treaties.get(alert.telling.treaty or "")
    suggestion = treaty.depositary.page if treaty else None
    # The dialog has no address to answer to, so it carries the one of the click.
    private = f"{alert.id} {payload.get('response_url', '')}"
    return Reply(then=(Open(trigger=payload["trigger_id"], view=panels.confirm_dialog(private, suggestion)),))


def on_confirmed(bench: Bench, payload: Payload) -> Reply:
    """Record the page that confirms an alert, or say what is wrong with it."""
    view = payload["view"]
    alert_id, _, answer_to = str(view["private_metadata"]).partition(" ")
    alert = bench.store.outbox.alert(alert_id)
    typed = view["state"]["values"]["link"]["link"].get("value") or ""
    url = safe_link(typed)
    if url is None or alert is None:
        address = "Write a whole address that begins with https:// or http://"
        wrong = "This alert is no longer in the state file." if url else address
        return Reply(ack={"response_action": "errors", "errors": {"link": wrong}})
    made = verdicts.mark(bench.store, alert, Verdict.CONFIRMED, person(payload["user"]), bench.clock(), url)
    lines = ["Noted: confirmed. The message says so."]
    return _panel({"response_url": answer_to}, lines, _with_undo(lines, "undo_mark", made.id))


def mutable(alert: Alert) -> dict[Scope, str]:
    """Return what of an alert can be muted."""
    telling = alert.telling
    first = next(iter(telling.items), telling)
    source = telling.outlets[0].publisher if telling.outlets and not telling.items else None
    found = {
        Scope.RULE: first.rule,
        Scope.STORY: alert.story if not telling.items else None,
        Scope.SOURCE: source,
        Scope.TREATY: telling.treaty,
    }
    return {scope: name for scope, name in found.items() if name}


OnClick = Callable[[Bench, Payload, str], Reply]


def _of_alert(answer: Callable[[Bench, Payload, Alert], Reply]) -> OnClick:
    """Return what answers a button whose value is an alert's id."""

    def answered(bench: Bench, payload: Payload, value: str) -> Reply:
        alert = bench.store.outbox.alert(value)
        return _gone(payload) if alert is None else answer(bench, payload, alert)

    return answered


BUTTONS: dict[str, OnClick] = {
    "why": _of_alert(on_why),
    "not_relevant": _of_alert(on_not_relevant),
    "mark": _of_alert(on_mark),
    "undo_mark": on_undo_mark,
    "mute": _of_alert(on_mute),
    "mute_for": _of_alert(on_mute_for),
    "unmute": on_unmute,
    "confirm": _of_alert(on_confirm),
}


def button_of(action_id: str) -> OnClick | None:
    """Return what answers a button; choices carry what was chosen behind a colon."""
    name, _, choice = action_id.partition(":")
    return BUTTONS.get("mute_for" if name == "mute" and choice else name)


def _with_undo(lines: list[str], action: str, number: int) -> list[Block]:
    return [*panels.text(lines), panels.row(panels.button(action, "Undo", str(number)))]


def _gone(payload: Payload) -> Reply:
    lines = ["This alert is no longer in the state file, so nothing can be done with it."]
    return _panel(payload, lines, panels.text(lines))


def _panel(payload: Payload, lines: list[str], blocks: list[Block], *, replace: bool = False) -> Reply:
    """Answer the asker alone, in the thread where the button stands."""
    url = payload.get("response_url")
    if not url:
        return Reply()
    thread = (payload.get("message") or {}).get("thread_ts") or (payload.get("container") or {}).get(
        "thread_ts"
    )
    respond = Respond(
        url=url, text=panels.said(lines), blocks=panels.fit(blocks), replace=replace, thread_ts=thread
    )
    return Reply(then=(respond,))
