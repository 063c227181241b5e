"""A brief's folder → seconds and memory: ours beside what a user would pick instead (RESULTS.md)."""
