"""The names of what lies in the folder of a run, and of the figure that chooses its best model."""

RUN_FILE = "run.json"
EVENTS_FILE = "events.jsonl"
SETTINGS_FILE = "settings.yaml"
BEST = "best"
HELD_FILE = ".running"
"""Held by the program that works on the run: tells a run at work from one whose program died."""

METRIC = "triplet_accuracy"
"""Share of the held-out triplets whose positive is nearer to the query than their negative."""
