"""Read the settings from the environment (12-factor) and an `.env` file; nothing else decides them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Hold every setting, with the name of its variable in the README's table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_webhook_url: SecretStr | None = Field(None, alias="SLACK_WEBHOOK_URL")
    slack_channel: str = Field("#treaty-alerts", alias="SLACK_CHANNEL")
    slack_api_url: str | None = Field(None, alias="SLACK_API_URL")
    state: Path = Field(Path("state/treatywatch.db"), alias="TREATYWATCH_STATE")
    rules: Path = Field(Path("rules"), alias="TREATYWATCH_RULES")
    allow_private: bool = Field(False, alias="TREATYWATCH_ALLOW_PRIVATE")
    poll_every: timedelta = Field(timedelta(minutes=5), alias="TREATYWATCH_POLL_EVERY")
    contact: str = Field("https://github.com/treatywatch/treatywatch", alias="TREATYWATCH_CONTACT")
    baseline: timedelta = Field(timedelta(hours=24), alias="TREATYWATCH_BASELINE")
    port: int = Field(8000, alias="PORT")
    host: str = Field("127.0.0.1", alias="TREATYWATCH_HOST")
    log_level: str = Field("INFO", alias="TREATYWATCH_LOG_LEVEL")
