"""The worker has room for more connections than systems give a program that does not ask."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

PROBE = """
import resource, sys
from monitor.system.sockets import make_room
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
make_room()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "after"),
    [
        (256, 4096, "4096 4096"),
        (256, 256, "256 256"),
        (300, 20000, "16384 20000"),
        (18000, 20000, "18000 20000"),
    ],
)
def test_as_many_files_as_the_system_allows(soft: int, hard: int, after: str) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < hard:
        pytest.skip(f"this system allows {most} files")
    command = [sys.executable, "-c", PROBE, str(soft), str(hard)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == after
