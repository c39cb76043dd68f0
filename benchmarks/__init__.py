"""Every published number, by one command each: `python -m benchmarks.NAME`."""
