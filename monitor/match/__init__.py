"""Match entries against rules, with the reason: which words, where, which event."""

from monitor.match.matcher import Matcher

__all__ = ["Matcher"]
