"""Search by keywords and vectors, and its evaluation."""
