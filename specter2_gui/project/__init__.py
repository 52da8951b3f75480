"""What the librarian made by hand, kept in SQLite: every gesture one transaction, each one undoable."""
