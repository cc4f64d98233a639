"""The script that draws the pictures of Slack messages knows every block that a message is made of."""

from __future__ import annotations

from html import unescape

from monitor.sinks.view import view
from scripts import slack_pictures


def test_every_message_is_drawn_with_its_headline() -> None:
    for name, alerts in slack_pictures.messages().items():
        page = unescape(slack_pictures.page(alerts))
        for alert in alerts:
            assert view(alert, slack_pictures.NOW).headline in page, name
