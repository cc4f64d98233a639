"""Tell systemd that the worker is ready, alive and stopping (sd_notify(3)); does nothing where it did not ask."""

from __future__ import annotations

import os
import socket


def notify(*lines: str) -> bool:
    """Send lines such as `READY=1` to the service manager; return whether there is one that took them.

    systemd names its datagram socket in NOTIFY_SOCKET; a leading `@` stands for Linux's abstract names.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
        try:
            link.connect("\0" + address[1:] if address.startswith("@") else address)
            link.sendall("\n".join(lines).encode())
        except OSError:
            return False
    return True


async def beat() -> None:
    """Say that the event loop turns; systemd restarts the worker if this stays out (WatchdogSec=)."""
    notify("WATCHDOG=1")


def seconds_between_beats() -> float | None:
    """Return how often to beat: twice in the time that systemd allows (WATCHDOG_USEC); None if it does not watch."""
    allowed = os.environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2e6 if allowed.isdigit() and int(allowed) else None
