"""Read who did what to which treaty, in nine languages; docs/judgement.md says how."""

from monitor.read.reader import Reader

__all__ = ["Reader"]
