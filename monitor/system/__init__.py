"""Touch the machine: files, processes, clocks, memory, sockets, systemd. Each module is one door."""
