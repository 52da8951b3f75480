"""The command line; it shares everything below with the window."""
