"""Fetch feeds: the only door to other people's servers, over httpx."""

from monitor.fetch.door import Fetcher
from monitor.fetch.limits import Limits

__all__ = ["Fetcher", "Limits"]
