"""Every page and state as pictures, for people to look at."""
