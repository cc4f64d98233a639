"""Make stories as tests of several folders want them."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Step
from monitor.story import Story


def story(key: str, at: datetime, step: Step = Step.DONE, **more: object) -> Story:
    """Return a story by its key, such as `alpha:VN:consent`, that was told as far as it came."""
    treaty, actor, family = key.split(":")
    usual: dict[str, object] = {"told": step, "opened": at, "updated": at}
    return Story(key=key, treaty=treaty, family=family, actor=actor, step=step, **(usual | more))  # type: ignore[arg-type]
