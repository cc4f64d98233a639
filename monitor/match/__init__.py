"""Match entries against rules, with the reason: which words, where, which event."""

from monitor.match.matcher import Matcher, Miss

__all__ = ["Matcher", "Miss"]
