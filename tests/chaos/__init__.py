"""Break the real worker on purpose, and count on Slack's own ledger what was lost or told twice.

`make chaos` (or `python -m tests.chaos --kills 400 --seed 7`) runs it in full; the test suite runs a short form.
Three parties, each its own process: the worker as users start it, a loopback Slack with a ledger of its own, and
the harness with a farm of feeds. The harness knows what was published, Slack knows what was told; the worker,
which is killed again and again, is asked nothing.
"""
