"""Let people act on alerts where they read them: buttons, `/treaty`, App Home, by Socket Mode (no public address).

It needs an app-level token (SLACK_APP_TOKEN) beside the bot's. Delivery works the same without it.
"""

from monitor.slack_app.app import SlackApp
from monitor.slack_app.bench import Bench

__all__ = ["Bench", "SlackApp"]
