"""Measurements against peers, over sizes and under faults: one command each, one JSON object each; see CONTRIBUTING.md."""
