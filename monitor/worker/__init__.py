"""Keep the worker running: settings become a worker, whose rounds, polls and reloads go on until it stops."""
