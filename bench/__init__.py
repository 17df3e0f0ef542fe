"""Whole runs, timed: each beside an honest plainer way of doing the same. `make drill` runs every `bench_*` module."""
