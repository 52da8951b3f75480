"""Finding papers for a query, by meaning and by words, and measuring how well that works."""
