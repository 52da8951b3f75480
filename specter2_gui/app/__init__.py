"""What a librarian can do, composed from the packages below; no Qt, no argument parsing."""
