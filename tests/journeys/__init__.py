"""Whole afternoons with the program, done by hand in the real window."""
