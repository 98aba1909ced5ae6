"""Benchmarks: what a run costs, and whether it can be killed. Each is a command that prints a Markdown table."""
