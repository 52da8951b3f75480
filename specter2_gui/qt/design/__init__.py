"""Sizes, colours, icons and the one small style sheet: how everything in the window looks."""
