"""Make room for connections: a process may mostly have 1,024 files open, or 256, until it asks for more."""

from __future__ import annotations

import resource
from contextlib import suppress

MOST = 16_384
"""Of files open at once: far more than polls under way, kept connections and the page's readers together."""


def make_room() -> None:
    """Raise the limit of open files as far as the system lets anybody, but not beyond `MOST`, and never lower it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # macOS lets nobody have more than `kern.maxfilesperproc`
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
