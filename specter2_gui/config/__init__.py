"""Settings declared once: the YAML file, the command line, the form and the reference table come from here."""
